/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/cell-queue.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tiny-run.h"

#define N_WAITING 6 /* cells beyond those that have a thread */

/* Closed, no thread of the queue gets outputs of an epoch: open() below is the one that the program calls. */
static struct
{
  GMutex lock;
  GCond changed;
  gboolean closed;
  guint n_waiting;
} gate;

int
open (const char *path, int flags, ...)
{
  if (strstr (path, "/outputs/epoch_") != NULL)
    {
      g_mutex_lock (&gate.lock);
      gate.n_waiting++;
      g_cond_broadcast (&gate.changed);
      while (gate.closed)
        g_cond_wait (&gate.changed, &gate.lock);
      gate.n_waiting--;
      g_mutex_unlock (&gate.lock);
    }
  return (int) syscall (SYS_openat, AT_FDCWD, path, flags, 0666);
}

static void
set_gate (gboolean closed)
{
  g_mutex_lock (&gate.lock);
  gate.closed = closed;
  g_cond_broadcast (&gate.changed);
  g_mutex_unlock (&gate.lock);
}

typedef struct
{
  TinyRun *tiny;
  DgRun *run;
  DgCellQueue *queue;
  guint n_threads, n_epochs;
  GArray *delivered; /* (element-type guint) epochs */
} Fixture;

static void
done_cb (const DgCellKey *key, DgCell *cell, const GError *error, gpointer data)
{
  Fixture *self = data;

  g_assert_no_error (error);
  g_assert_nonnull (cell);
  g_array_append_val (self->delivered, key->epoch);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->n_threads = g_get_num_processors ();
  self->n_epochs = self->n_threads + N_WAITING;
  self->tiny = tiny_run_new ();
  for (guint epoch = 1; epoch <= self->n_epochs; epoch++)
    tiny_run_add_epoch (self->tiny, epoch);
  self->run = tiny_run_open (self->tiny);
  self->queue = dg_cell_queue_new (done_cb, self);
  self->delivered = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  dg_cell_queue_free (self->queue);
  g_array_unref (self->delivered);
  g_object_unref (self->run);
  tiny_run_free (self->tiny);
}

/* Wants the @n epochs from @first on, upwards or downwards. */
static void
want (Fixture *self, guint first, guint n, gboolean upwards)
{
  g_autofree DgCellWish *wishes = g_new0 (DgCellWish, n);

  for (guint i = 0; i < n; i++)
    wishes[i].key = dg_cell_key_make (upwards ? first + i : first - i, "R3", &(DgCellImage){ .kind = DG_IMAGE_IVAT });
  dg_cell_queue_want (self->queue, self->run, NULL, wishes, n);
}

/* Wants all epochs, the newest first; returns when a thread has come to its file, and others may wait for that one. */
static void
want_all (Fixture *self)
{
  set_gate (TRUE);
  want (self, self->n_epochs, self->n_epochs, FALSE);
  g_mutex_lock (&gate.lock);
  while (gate.n_waiting == 0)
    g_cond_wait (&gate.changed, &gate.lock);
  g_mutex_unlock (&gate.lock);
}

static void
wait_for_all (Fixture *self)
{
  set_gate (FALSE);
  while (dg_cell_queue_get_n_pending (self->queue) > 0)
    g_main_context_iteration (NULL, TRUE);
}

static guint
get_delivered (Fixture *self, guint i)
{
  return g_array_index (self->delivered, guint, i);
}

/* Nothing overtakes more cells than there are other threads. @rank: of a delivered epoch among the wishes */
static void
assert_in_turn (Fixture *self, guint at, guint rank)
{
  g_assert_cmpuint (at + self->n_threads - 1, >=, rank);
}

static void
test_order (Fixture *self, gconstpointer data)
{
  want_all (self);
  g_assert_cmpuint (dg_cell_queue_get_n_pending (self->queue), ==, self->n_epochs);
  wait_for_all (self);
  g_assert_cmpuint (self->delivered->len, ==, self->n_epochs);
  for (guint i = 0; i < self->n_epochs; i++)
    assert_in_turn (self, i, self->n_epochs - get_delivered (self, i));
}

/* What is under way goes on; what waits takes the new order. */
static void
test_other_order (Fixture *self, gconstpointer data)
{
  guint n_oldest = 0;

  want_all (self);
  want (self, 1, self->n_epochs, TRUE);
  wait_for_all (self);
  g_assert_cmpuint (self->delivered->len, ==, self->n_epochs);
  for (guint i = 0; i < self->n_epochs; i++)
    if (get_delivered (self, i) <= N_WAITING)
      assert_in_turn (self, n_oldest++, get_delivered (self, i) - 1);
  g_assert_cmpuint (n_oldest, ==, N_WAITING);
}

/* What nobody wants any more is not delivered, be it under way or not. */
static void
test_unwanted (Fixture *self, gconstpointer data)
{
  want_all (self);
  want (self, 1, 2, TRUE);
  g_assert_cmpuint (dg_cell_queue_get_n_pending (self->queue), ==, 2);
  wait_for_all (self);
  g_assert_cmpuint (self->delivered->len, ==, 2);
  g_assert_cmpuint (get_delivered (self, 0) + get_delivered (self, 1), ==, 1 + 2);
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  want_all (self);
  want (self, 1, 0, TRUE);
  g_assert_cmpuint (dg_cell_queue_get_n_pending (self->queue), ==, 0);
  want (self, 2, 1, TRUE);
  wait_for_all (self);
  g_assert_cmpuint (self->delivered->len, ==, 1);
  g_assert_cmpuint (get_delivered (self, 0), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/cell-queue/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("order", test_order);
  ADD ("other-order", test_other_order);
  ADD ("unwanted", test_unwanted);
  ADD ("nothing", test_nothing);
  return g_test_run ();
}
