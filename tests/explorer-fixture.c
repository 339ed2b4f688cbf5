/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer-fixture.h"

static void
layout_changed_cb (DgExplorer *explorer, gpointer data)
{
  g_autoptr (DgFigure) figure = dg_explorer_build_figure (explorer); /* the state must be whole by now */

  for (guint i = 0; i < figure->marks->len; i++)
    g_assert_cmpuint (g_array_index (figure->marks, DgMark, i).sample, <, TINY_N);
  ((ExplorerFixture *) data)->layout++;
}

static void
cell_ready_cb (DgExplorer *explorer, guint row, guint column, gpointer data)
{
  g_assert_nonnull (dg_explorer_get_cell (explorer, row, column));
  ((ExplorerFixture *) data)->ready++;
}

static void
marks_changed_cb (DgExplorer *explorer, gpointer data)
{
  ((ExplorerFixture *) data)->marks++;
}

static void
current_changed_cb (DgExplorer *explorer, gpointer data)
{
  ((ExplorerFixture *) data)->current++;
}

static void
failed_cb (DgExplorer *explorer, const char *message, gpointer data)
{
  ExplorerFixture *self = data;

  self->failed++;
  g_free (self->message);
  self->message = g_strdup (message);
}

void
explorer_fixture_reset (ExplorerFixture *self)
{
  self->layout = self->ready = self->marks = self->current = self->failed = 0;
  g_clear_pointer (&self->message, g_free);
}

void
explorer_fixture_init (ExplorerFixture *self)
{
  *self = (ExplorerFixture){ .explorer = dg_explorer_new () };
  g_signal_connect (self->explorer, "layout-changed", G_CALLBACK (layout_changed_cb), self);
  g_signal_connect (self->explorer, "cell-ready", G_CALLBACK (cell_ready_cb), self);
  g_signal_connect (self->explorer, "marks-changed", G_CALLBACK (marks_changed_cb), self);
  g_signal_connect (self->explorer, "current-changed", G_CALLBACK (current_changed_cb), self);
  g_signal_connect (self->explorer, "failed", G_CALLBACK (failed_cb), self);
}

void
explorer_fixture_clear (ExplorerFixture *self)
{
  g_assert_finalize_object (self->explorer);
  g_free (self->message);
}

void
explorer_fixture_wait_for_cells (DgExplorer *explorer)
{
  while (dg_explorer_is_busy (explorer))
    g_main_context_iteration (NULL, TRUE);
}

DgRun *
explorer_fixture_open_run (TinyRun *tiny, const guint *epochs, gsize n)
{
  for (gsize i = 0; i < n; i++)
    tiny_run_add_epoch (tiny, epochs[i]);
  return tiny_run_open (tiny);
}
