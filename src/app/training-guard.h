/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

/**
 * DgTrainingGuard:
 *
 * Stands between a training under way and what would end it: asks before it stops, and lets the rest happen
 * once the training thread has ended.
 */
typedef struct _DgTrainingGuard DgTrainingGuard;

typedef void (*DgAfterStop) (gpointer data);

/* @window: what the question belongs to; it and @session outlive the guard. */
DgTrainingGuard *dg_training_guard_new (DgSession *session, GtkWindow *window);
void dg_training_guard_free (DgTrainingGuard *self);

/* Asks @question, in place of any other, where there is training to stop; calls @after at once where there is none, else when it has
 * ended.
 * @accept: the button that stops it. */
void dg_training_guard_ask (DgTrainingGuard *self, const char *question, const char *accept,
                            DgAfterStop after, gpointer data);

/* The same without a question. */
void dg_training_guard_stop (DgTrainingGuard *self, DgAfterStop after, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgTrainingGuard, dg_training_guard_free)

G_END_DECLS
