/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "app/grid-view.h"

void
window_fixture_set_up (WindowFixture *self, gconstpointer data)
{
  self->window = dg_window_new (GTK_APPLICATION (g_application_get_default ()), NULL);
  self->explorer = dg_session_get_explorer (dg_window_get_session (self->window));
  self->run = tiny_run_new ();
  tiny_run_add_epoch (self->run, 1);
  tiny_run_add_epoch (self->run, 2);
  tiny_run_add_epoch (self->run, 10);
  g_object_ref (self->window);
}

void
window_fixture_tear_down (WindowFixture *self, gconstpointer data)
{
  DgExplorer *explorer = g_object_ref (self->explorer);

  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_finalize_object (self->window);
  g_assert_finalize_object (explorer);
  tiny_run_free (self->run);
}

void
window_fixture_add (const char *path, void (*test) (WindowFixture *, gconstpointer))
{
  g_test_add (path, WindowFixture, NULL, window_fixture_set_up, test, window_fixture_tear_down);
}

gboolean
window_fixture_has_all_cells (WindowFixture *self)
{
  guint n_rows = g_strv_length ((char **) dg_explorer_get_layers (self->explorer));
  gsize n_columns;

  dg_explorer_get_epochs (self->explorer, &n_columns);
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      if (dg_explorer_get_cell (self->explorer, row, column) == NULL)
        return FALSE;
  return n_rows * n_columns > 0;
}

void
window_fixture_open (WindowFixture *self)
{
  gui_present (GTK_WINDOW (self->window));
  window_fixture_activate (self, "open-folder", g_variant_new_string (self->run->folder));
  GUI_WAIT_UNTIL (window_fixture_has_all_cells (self));
  GUI_WAIT_UNTIL (gui_find_class (GTK_WIDGET (self->window), "class-toggle", TINY_N_CLASSES - 1) != NULL);
}

void
window_fixture_activate (WindowFixture *self, const char *name, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), name, parameter);
}

void
window_fixture_change (WindowFixture *self, const char *name, const char *state)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self->window), name, g_variant_new_string (state));
}

GtkWidget *
window_fixture_find (WindowFixture *self, GType type)
{
  GtkWidget *widget = gui_find_type (GTK_WIDGET (self->window), type);

  g_assert_nonnull (widget);
  return widget;
}

void
window_fixture_point_in_cell (WindowFixture *self, guint row, guint column, double across, double down,
                              WindowFixturePoint func)
{
  GtkWidget *view = window_fixture_find (self, DG_TYPE_GRID_VIEW);
  graphene_rect_t image;

  gui_wait_for_frame (view);
  g_assert_true (dg_grid_view_get_image (DG_GRID_VIEW (view), row, column, &image));
  func (view, image.origin.x + across * image.size.width, image.origin.y + down * image.size.height);
}

const char *
window_fixture_get_message (WindowFixture *self)
{
  GtkWidget *bar = gui_find_type (GTK_WIDGET (self->window), GTK_TYPE_INFO_BAR);
  GtkWidget *label = bar != NULL ? gui_find_type (bar, GTK_TYPE_LABEL) : NULL;

  return label != NULL ? gtk_label_get_label (GTK_LABEL (label)) : NULL;
}
