/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window.h"
#include "gui.h"
#include "tiny-run.h"

G_BEGIN_DECLS

/* A whole window, and a tiny run of the epochs 1, 2 and 10 that it may open. */
typedef struct
{
  DgWindow *window;
  DgExplorer *explorer;
  TinyRun *run;
} WindowFixture;

/* For g_test_add(): the window is not shown yet. */
void window_fixture_set_up (WindowFixture *self, gconstpointer data);
void window_fixture_tear_down (WindowFixture *self, gconstpointer data);

/* Adds a test that needs no more than that. */
void window_fixture_add (const char *path, void (*test) (WindowFixture *, gconstpointer));

/* Shows the window, opens the run and waits for all its cells. */
void window_fixture_open (WindowFixture *self);

gboolean window_fixture_has_all_cells (WindowFixture *self);

/* Activates an action of the window, or changes its state. */
void window_fixture_activate (WindowFixture *self, const char *name, GVariant *parameter);
void window_fixture_change (WindowFixture *self, const char *name, const char *state);

/* The descendant of that type, which must be there. */
GtkWidget *window_fixture_find (WindowFixture *self, GType type);

typedef void (*WindowFixturePoint) (GtkWidget *widget, double x, double y);

/* Does something to a point of a cell of the grid: shares of the image's side from its corner. */
void window_fixture_point_in_cell (WindowFixture *self, guint row, guint column, double across, double down,
                                   WindowFixturePoint func);

/* What the error bar says; NULL: nothing. */
const char *window_fixture_get_message (WindowFixture *self);

G_END_DECLS
