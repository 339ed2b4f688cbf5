/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/export-actions.h"

#include <glib/gi18n-lib.h>

#include "app/export-dialog.h"
#include "app/settings.h"
#include "figure/export.h"

#define SCALE 2  /* of win.export-to */
#define SIDE 160 /* of an image, before any was laid out */

struct _DgExportActions
{
  /* borrowed */
  GtkApplicationWindow *window;
  DgExplorer *explorer;
  DgGridView *grid_view;
  DgErrorBar *error_bar;
  DgStatusLine *status_line;

  GSettings *settings; /* nullable */
  GtkWindow *dialog; /* nullable: none; weak */
  GCancellable *closed; /* cancelled when the actions go: then nobody is told how an export ended */
};

/* What one export needs, apart from the window: it is done on another thread, as many samples take seconds. */
typedef struct
{
  DgFigure *figure;
  DgGeometry *geometry;
  GFile *file;
  double scale;
  guint n_missing; /* images that the figure has empty frames for */
  GApplication *application; /* held until the file is written */
} Export;

static void
export_free (Export *self)
{
  dg_geometry_free (self->geometry);
  dg_figure_free (self->figure);
  g_object_unref (self->file);
  g_object_unref (self->application);
  g_free (self);
}

static DgGeometry *
lay_out (DgExportActions *self, const DgFigure *figure, double scale)
{
  graphene_rect_t image;

  if (!dg_grid_view_get_image (self->grid_view, 0, 0, &image))
    graphene_rect_init (&image, 0, 0, SIDE, SIDE);
  return dg_geometry_new_for_cell (figure, image.size.width, scale);
}

static void
export_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Export *export = data;
  GError *error = NULL;

  /* Written also where the window is closed meanwhile. */
  if (dg_export_figure (export->figure, export->geometry, export->file, export->scale, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static guint
count_missing (const DgFigure *figure)
{
  guint n = 0;

  for (guint row = 0; row < figure->n_rows; row++)
    for (guint column = 0; column < figure->n_columns; column++)
      n += dg_figure_get_cell (figure, row, column) == NULL;
  return n;
}

static void
tell_missing (DgExportActions *self, const char *name, guint n)
{
  g_autofree char *message =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "“%s” lacks %u image that was not computed yet",
                                  "“%s” lacks %u images that were not computed yet", n), name, n);

  dg_error_bar_show (self->error_bar, message);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DgExportActions *self = data; /* gone where the task is cancelled */
  const Export *export = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_file_get_basename (export->file);
  g_autofree char *notice = g_strdup_printf (_("Saved “%s”"), name);
  g_autoptr (GError) error = NULL;

  g_application_release (export->application);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      dg_status_line_show_notice (self->status_line, notice);
      if (export->n_missing > 0)
        tell_missing (self, name, export->n_missing);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dg_error_bar_show (self->error_bar, error->message);
}

static void
export_figure (DgExportActions *self, GFile *file, double scale)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->closed, exported_cb, self);
  g_autofree char *name = g_file_get_basename (file);
  gboolean is_png = g_str_has_suffix (name, ".png") || g_str_has_suffix (name, ".PNG");
  g_autofree char *notice = g_strdup_printf (_("Saving “%s”…"), name);
  Export *export = g_new0 (Export, 1);

  export->figure = dg_explorer_build_figure (self->explorer);
  export->n_missing = count_missing (export->figure);
  export->geometry = lay_out (self, export->figure, is_png ? scale : DG_EXPORT_PAPER_SCALE);
  export->file = g_object_ref (file);
  export->scale = scale;
  export->application = g_object_ref (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self->window))));
  g_application_hold (export->application);
  g_task_set_task_data (task, export, (GDestroyNotify) export_free);
  g_task_run_in_thread (task, export_thread);
  dg_status_line_show_notice (self->status_line, notice);
}

static void
save_cb (DgExportActions *self, GFile *file, double scale)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  dg_settings_set_figures_folder (self->settings, folder);
  export_figure (self, file, scale);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgExportActions *self = data;
  const char *name = dg_run_get_name (dg_explorer_get_run (self->explorer));
  g_autoptr (DgFigure) figure = dg_explorer_build_figure (self->explorer);
  g_autoptr (DgGeometry) geometry = lay_out (self, figure, 1);
  g_autoptr (GFile) folder = dg_settings_get_figures_folder (self->settings);
  DgExportDialog *dialog;
  double width, height;

  if (self->dialog != NULL)
    gtk_window_destroy (self->dialog);
  dg_geometry_get_size (geometry, &width, &height);
  dialog = dg_export_dialog_new (GTK_WINDOW (self->window), folder, name, width, height);
  g_set_weak_pointer (&self->dialog, GTK_WINDOW (dialog));
  g_signal_connect_swapped (dialog, "save", G_CALLBACK (save_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
export_to_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  export_figure (data, file, SCALE);
}

static const GActionEntry export_actions[] = {
  { "export", export_cb },
  { "export-to", export_to_cb, "s" },
};

void
dg_export_actions_update (DgExportActions *self)
{
  gsize n_epochs;

  dg_explorer_get_epochs (self->explorer, &n_epochs);
  for (guint i = 0; i < G_N_ELEMENTS (export_actions); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->window), export_actions[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), n_epochs > 0);
    }
}

DgExportActions *
dg_export_actions_new (GtkApplicationWindow *window, DgExplorer *explorer, DgGridView *grid_view,
                       DgErrorBar *error_bar, DgStatusLine *status_line)
{
  DgExportActions *self = g_new0 (DgExportActions, 1);

  self->window = window;
  self->explorer = explorer;
  self->grid_view = grid_view;
  self->error_bar = error_bar;
  self->status_line = status_line;
  self->settings = dg_settings_new ();
  self->closed = g_cancellable_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (window), export_actions, G_N_ELEMENTS (export_actions),
                                   self);
  dg_export_actions_update (self);
  return self;
}

void
dg_export_actions_free (DgExportActions *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (export_actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->window), export_actions[i].name);
  if (self->dialog != NULL)
    gtk_window_destroy (self->dialog);
  g_clear_weak_pointer (&self->dialog);
  g_cancellable_cancel (self->closed);
  g_clear_object (&self->closed);
  g_clear_object (&self->settings);
  g_free (self);
}
