/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/explorer.h"
#include "tiny-run.h"

G_BEGIN_DECLS

/* An explorer, and what it said, counted. */
typedef struct
{
  DgExplorer *explorer;
  guint layout, ready, marks, current, failed;
  char *message;
} ExplorerFixture;

void explorer_fixture_init (ExplorerFixture *self);

/* Forgets what was said. */
void explorer_fixture_reset (ExplorerFixture *self);

/* Lets the explorer go, which must be held by nobody else. */
void explorer_fixture_clear (ExplorerFixture *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ExplorerFixture, explorer_fixture_clear)

void explorer_fixture_wait_for_cells (DgExplorer *explorer);

/* The run with these epochs: (n) */
DgRun *explorer_fixture_open_run (TinyRun *tiny, const guint *epochs, gsize n);

G_END_DECLS
