/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/application.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "app/settings.h"
#include "app/window.h"

struct _DgApplication
{
  GtkApplication parent_instance;

  /* owned */
  GSettings *settings; /* nullable */

  guint signal_sources[3];
};

G_DEFINE_FINAL_TYPE (DgApplication, dg_application, GTK_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
  { NULL },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "win.open", { "<Control>o" } },
  { "win.open-activations", { "<Control><Shift>o" } },
  { "win.new-run", { "<Control>n" } },
  { "win.pause", { "<Control>p" } },
  { "win.resume", { "<Control>r" } },
  { "win.export", { "<Control>e", "<Control>s" } },
  { "win.subject::outputs", { "<Alt>1" } },
  { "win.subject::weights", { "<Alt>2" } },
  { "win.image-kind::ivat", { "<Control>1" } },
  { "win.image-kind::vat", { "<Control>2" } },
  { "win.image-kind::dissimilarity", { "<Control>3" } },
  { "win.image-kind::dissplot", { "<Control>4" } },
  { "win.reduce", { "<Control>d" } },
  { "win.show-all-samples", { "<Control><Shift>d" } },
  { "win.clear-selection", { "<Control><Shift>a" } },
  { "window.close", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

/* (transfer full): windows and their dialogs, which may go while the list is gone through. */
static GList *
list_windows (GtkApplication *self)
{
  return g_list_copy_deep (gtk_application_get_windows (self), (GCopyFunc) (GCallback) g_object_ref, NULL);
}

/* Closes every window, each of which may ask. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autolist (GtkWindow) windows = list_windows (data);

  for (GList *l = windows; l != NULL; l = l->next)
    if (DG_IS_WINDOW (l->data))
      gtk_window_close (l->data);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *comments = _("How the layers of a network come to cluster while it learns");

  gtk_show_about_dialog (gtk_application_get_active_window (data),
                         "program-name", _("Diagonal"),
                         "logo-icon-name", DG_APPLICATION_ID,
                         "version", DG_VERSION,
                         "comments", comments,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static const GActionEntry application_actions[] = {
  { "quit", quit_cb },
  { "about", about_cb },
};

/* Asked to end by the system: no question, finished epochs are safe. */
static gboolean
terminate_cb (gpointer data)
{
  g_autolist (GtkWindow) windows = list_windows (data);

  for (GList *l = windows; l != NULL; l = l->next)
    if (DG_IS_WINDOW (l->data))
      dg_window_stop_and_close (l->data);
  return G_SOURCE_CONTINUE;
}

static DgWindow *
add_window (DgApplication *self)
{
  DgWindow *window = dg_window_new (GTK_APPLICATION (self), self->settings);

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
dg_application_activate (GApplication *application)
{
  DgApplication *self = DG_APPLICATION (application);
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (DgRunOptions) run_options = NULL;
  g_autoptr (GFile) folder = NULL;

  if (active != NULL)
    {
      gtk_window_present (active);
      return;
    }
  run_options = dg_run_options_new ();
  folder = dg_settings_suggest_run (self->settings);
  dg_window_start_run (add_window (self), folder, run_options);
}

static void
dg_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    dg_window_open_run (add_window (DG_APPLICATION (application)), files[i]);
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/diagonal_app/Diagonal/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
dg_application_startup (GApplication *application)
{
  DgApplication *self = DG_APPLICATION (application);
  const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

  G_APPLICATION_CLASS (dg_application_parent_class)->startup (application);

  self->settings = dg_settings_new ();
  load_style ();
  gtk_window_set_default_icon_name (DG_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), application_actions,
                                   G_N_ELEMENTS (application_actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           accelerators[i].keys);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    self->signal_sources[i] = g_unix_signal_add (numbers[i], terminate_cb, self);
}

static void
dg_application_shutdown (GApplication *application)
{
  DgApplication *self = DG_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  g_clear_object (&self->settings);
  G_APPLICATION_CLASS (dg_application_parent_class)->shutdown (application);
}

/* Before the program is registered: GTK itself would end it less clearly. */
static int
dg_application_handle_local_options (GApplication *application, GVariantDict *found)
{
  if (g_variant_dict_contains (found, "version"))
    {
      g_print ("diagonal %s\n", DG_VERSION);
      return 0;
    }
  if (!gtk_init_check ())
    {
      g_printerr (_("diagonal: there is no display to open a window on; the commands train, figure, reduce, "
                    "tendency and info need none\n"));
      return 1;
    }
  return -1;
}

static void
dg_application_class_init (DgApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  application_class->activate = dg_application_activate;
  application_class->open = dg_application_open;
  application_class->startup = dg_application_startup;
  application_class->shutdown = dg_application_shutdown;
  application_class->handle_local_options = dg_application_handle_local_options;
}

static void
dg_application_init (DgApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[RUN]"));
  g_application_set_option_context_summary (G_APPLICATION (self), _(
    "Shows how the layers of a network come to cluster while it learns: opens the run in the folder RUN, or\n"
    "trains a network on the built-in digits at once."));
  g_application_set_option_context_description (G_APPLICATION (self), _(
    "Commands that need no window:\n"
    "  train      train a network and keep a run\n"
    "  figure     draw a figure of a run\n"
    "  reduce     try how many samples a picture needs\n"
    "  tendency   order a matrix, draw its iVAT image\n"
    "  info       say what a run holds\n"
    "`diagonal COMMAND --help` says more of each."));
}

DgApplication *
dg_application_new (void)
{
  return g_object_new (DG_TYPE_APPLICATION, "application-id", DG_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
}

int
dg_application_main (int argc, char **argv)
{
  g_autoptr (DgApplication) self = dg_application_new ();

  return g_application_run (G_APPLICATION (self), argc, argv);
}
