/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is saved of the figure. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/application.h"
#include "window-fixture.h"

static void
export (WindowFixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->run->folder, name, NULL);

  window_fixture_activate (self, "export-to", g_variant_new_string (path));
  GUI_WAIT_UNTIL (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* An image that is still computed has an empty frame in the file, which is told. */
static void
test_missing (WindowFixture *self, gconstpointer data)
{
  window_fixture_open (self);
  dg_explorer_set_image_kind (self->explorer, DG_IMAGE_VAT);
  export (self, "early.png");
  GUI_WAIT_UNTIL (window_fixture_get_message (self) != NULL);
  g_assert_cmpstr (window_fixture_get_message (self), ==, "“early.png” lacks 12 images that were not computed yet");
}

static gboolean
is_saved (GtkWidget *widget, gpointer data)
{
  return GTK_IS_INSCRIPTION (widget) && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), data) == 0;
}

static void
test_whole (WindowFixture *self, gconstpointer data)
{
  window_fixture_open (self);
  export (self, "late.png");
  GUI_WAIT_UNTIL (gui_find (GTK_WIDGET (self->window), is_saved, (gpointer) "Saved “late.png”") != NULL);
  g_assert_null (window_fixture_get_message (self));
}

static gboolean
can_export (WindowFixture *self)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (self->window), "export");
}

/* There is nothing to save before the first epoch. */
static void
test_no_epoch (WindowFixture *self, gconstpointer data)
{
  TinyRun *files = tiny_run_new ();

  window_fixture_open (self);
  g_assert_true (can_export (self));
  window_fixture_activate (self, "open-folder", g_variant_new_string (files->folder));
  GUI_WAIT_UNTIL (!can_export (self));
  g_assert_nonnull (dg_explorer_get_run (self->explorer));
  tiny_run_add_epoch (files, 1);
  GUI_WAIT_UNTIL (can_export (self));
  tiny_run_free (files);
}

int
main (int argc, char **argv)
{
  g_autoptr (DgApplication) application = dg_application_new ();

  gtk_test_init (&argc, &argv, NULL);
  window_fixture_add ("/export/missing", test_missing);
  window_fixture_add ("/export/whole", test_whole);
  window_fixture_add ("/export/no-epoch", test_no_epoch);
  return gui_run_tests (GTK_APPLICATION (application));
}
