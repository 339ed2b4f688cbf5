/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/export-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define POINTS_PER_INCH 72
#define MILLIMETRES_PER_INCH 25.4

struct _DgExportDialog
{
  GtkWindow parent_instance;

  /* owned */
  GFile *folder;
  char *name;
  GtkFileChooserNative *chooser; /* nullable: not open */

  double width, height;

  /* template children */
  GtkToggleButton *png;
  GtkToggleButton *svg;
  GtkWidget *scales;
  GtkToggleButton *scale_1;
  GtkToggleButton *scale_4;
  GtkLabel *size;
};

enum
{
  SAVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgExportDialog, dg_export_dialog, GTK_TYPE_WINDOW)

static double
get_scale (DgExportDialog *self)
{
  return gtk_toggle_button_get_active (self->scale_1)   ? 1
         : gtk_toggle_button_get_active (self->scale_4) ? 4
                                                        : 2;
}

static const char *
get_ending (DgExportDialog *self)
{
  return gtk_toggle_button_get_active (self->png)   ? ".png"
         : gtk_toggle_button_get_active (self->svg) ? ".svg"
                                                    : ".pdf";
}

static void
update (DgExportDialog *self)
{
  gboolean png = gtk_toggle_button_get_active (self->png);
  double scale = get_scale (self);
  g_autofree char *text = NULL;

  if (png)
    text = g_strdup_printf (_("%.0f × %.0f pixels"), ceil (self->width * scale),
                            ceil (self->height * scale));
  else
    text = g_strdup_printf (_("%.0f × %.0f mm, text and ticks as vectors"),
                            self->width * MILLIMETRES_PER_INCH / POINTS_PER_INCH,
                            self->height * MILLIMETRES_PER_INCH / POINTS_PER_INCH);
  gtk_label_set_label (self->size, text);
  gtk_widget_set_sensitive (self->scales, png);
}

static void
changed_cb (DgExportDialog *self)
{
  update (self);
}

/* What was chosen is what is proposed where it has to be chosen again. */
static void
keep_chosen (DgExportDialog *self, GFile *chosen)
{
  g_autofree char *name = g_file_get_basename (chosen);
  GFile *folder = g_file_get_parent (chosen);

  if (folder == NULL)
    return;
  g_object_unref (self->folder);
  self->folder = folder;
  g_free (self->name);
  self->name = g_steal_pointer (&name);
}

/* The format was chosen before: a name without its ending gets it. */
static GFile *
add_ending (DgExportDialog *self, GFile *file)
{
  const char *ending = get_ending (self);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *completed = NULL;
  g_autoptr (GFile) parent = g_file_get_parent (file);

  if (g_str_has_suffix (lower, ending) || parent == NULL)
    return g_object_ref (file);
  completed = g_strconcat (name, ending, NULL);
  return g_file_get_child (parent, completed);
}

static void
chooser_response_cb (DgExportDialog *self, int response)
{
  g_autoptr (GFile) chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autoptr (GFile) file = NULL;

  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT || chosen == NULL)
    return;
  file = add_ending (self, chosen);
  /* What the chooser asked about was another name. */
  if (!g_file_equal (file, chosen) && g_file_query_exists (file, NULL))
    {
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *text = g_strdup_printf (_("There is a “%s” already; choose another name"), name);

      gtk_label_set_label (self->size, text);
      keep_chosen (self, chosen);
      return;
    }
  g_signal_emit (self, signals[SAVE], 0, file, get_scale (self));
  gtk_window_close (GTK_WINDOW (self));
}

static void
save_clicked_cb (DgExportDialog *self)
{
  g_autofree char *name = g_strconcat (self->name, get_ending (self), NULL);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Export Figure"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  /* Before it is shown: it would begin to load another. */
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), self->folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
dg_export_dialog_dispose (GObject *object)
{
  DgExportDialog *self = DG_EXPORT_DIALOG (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (dg_export_dialog_parent_class)->dispose (object);
}

static void
dg_export_dialog_class_init (DgExportDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dg_export_dialog_dispose;

  signals[SAVE] = g_signal_new ("save", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_FILE, G_TYPE_DOUBLE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DgExportDialog, png);
  gtk_widget_class_bind_template_child (widget_class, DgExportDialog, svg);
  gtk_widget_class_bind_template_child (widget_class, DgExportDialog, scales);
  gtk_widget_class_bind_template_child (widget_class, DgExportDialog, scale_1);
  gtk_widget_class_bind_template_child (widget_class, DgExportDialog, scale_4);
  gtk_widget_class_bind_template_child (widget_class, DgExportDialog, size);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dg_export_dialog_init (DgExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DgExportDialog *
dg_export_dialog_new (GtkWindow *parent, GFile *folder, const char *name, double width, double height)
{
  DgExportDialog *self = g_object_new (DG_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->folder = g_object_ref (folder);
  self->name = g_strdup (name);
  self->width = width;
  self->height = height;
  update (self);
  return self;
}
