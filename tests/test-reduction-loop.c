/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/reduction-loop.h"

#include <glib/gstdio.h>
#include <string.h>

#include "tiny-run.h"

typedef struct
{
  TinyRun *tiny;
  DgRun *run;
  DgReductionLoop *loop;
  guint changed;
  char *message;
} Fixture;

static void
changed_cb (Fixture *self)
{
  self->changed++;
}

static void
failed_cb (Fixture *self, const char *message)
{
  g_free (self->message);
  self->message = g_strdup (message);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->tiny = tiny_run_new ();
  tiny_run_add_epoch (self->tiny, 1);
  tiny_run_add_epoch (self->tiny, 10);
  self->run = tiny_run_open (self->tiny);
  self->loop = dg_reduction_loop_new (self->run, DG_ORDER_HAVENS_BEZDEK);
  g_signal_connect_swapped (self->loop, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->loop, "failed", G_CALLBACK (failed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (self->loop), (gpointer *) &self->loop);
  g_object_unref (self->loop);
  while (self->loop != NULL) /* held by a trial under way, until it notices */
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (self->run);
  g_free (self->message);
  tiny_run_free (self->tiny);
}

static void
wait (Fixture *self)
{
  while (dg_reduction_loop_is_busy (self->loop))
    g_main_context_iteration (NULL, TRUE);
}

static void
try (Fixture *self, const char *layer, guint epoch, DgReductionMethod method, gsize count)
{
  const DgReductionOptions options = { method, count, 6, 1, TINY_N_CLASSES };

  dg_reduction_loop_try (self->loop, layer, epoch, &options);
}

static const DgReductionTrial *
get_trial (Fixture *self, guint i)
{
  return dg_reduction_loop_get_trials (self->loop)->pdata[i];
}

static void
test_trials (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (dg_reduction_loop_get_shown (self->loop), ==, -1);
  g_assert_null (dg_reduction_loop_get_shown_trial (self->loop));
  try (self, "S5", 10, DG_REDUCTION_INTERVAL, 30);
  g_assert_true (dg_reduction_loop_is_busy (self->loop));
  wait (self);
  try (self, "S5", 10, DG_REDUCTION_MMRS, 20);
  wait (self);
  try (self, "P1:0", 1, DG_REDUCTION_INTERVAL, 12);
  wait (self);
  g_assert_cmpuint (dg_reduction_loop_get_trials (self->loop)->len, ==, 3);
  g_assert_cmpint (dg_reduction_loop_get_shown (self->loop), ==, 2);
  g_assert_cmpuint (get_trial (self, 1)->subset->n, ==, 20);
  g_assert_true (get_trial (self, 0)->base == get_trial (self, 1)->base); /* the order of all is computed once */
  g_assert_cmpstr (get_trial (self, 2)->base->layer, ==, "P1:0");
  g_assert_cmpuint (self->changed, ==, 6);

  /* What was tried before is shown again, and what makes no difference is not tried anew. */
  dg_reduction_loop_try (self->loop, "S5", 10, &(DgReductionOptions){ DG_REDUCTION_INTERVAL, 30, 99, 99, TINY_N_CLASSES });
  g_assert_false (dg_reduction_loop_is_busy (self->loop));
  g_assert_cmpint (dg_reduction_loop_get_shown (self->loop), ==, 0);
  dg_reduction_loop_show (self->loop, 1);
  g_assert_true (dg_reduction_loop_get_shown_trial (self->loop) == get_trial (self, 1));
  g_assert_null (self->message);
}

/* Only the last wish counts. */
static void
test_another (Fixture *self, gconstpointer data)
{
  for (gsize count = 5; count <= 50; count += 5)
    try (self, "R3", 1, DG_REDUCTION_INTERVAL, count);
  wait (self);
  g_assert_cmpuint (dg_reduction_loop_get_trials (self->loop)->len, ==, 1);
  g_assert_cmpuint (get_trial (self, 0)->subset->n, ==, 50);
  try (self, "R4", 1, DG_REDUCTION_INTERVAL, 10);
  dg_reduction_loop_cancel (self->loop);
  g_assert_false (dg_reduction_loop_is_busy (self->loop));
  g_assert_cmpuint (dg_reduction_loop_get_trials (self->loop)->len, ==, 1);
  try (self, "R4", 1, DG_REDUCTION_INTERVAL, 9); /* under way while the loop goes */
}

static void
test_failure (Fixture *self, gconstpointer data)
{
  try (self, "S5", 10, DG_REDUCTION_INTERVAL, TINY_N + 1);
  wait (self);
  g_assert_nonnull (strstr (self->message, "1 to 60"));
  try (self, "S5", 7, DG_REDUCTION_INTERVAL, 5);
  wait (self);
  g_assert_nonnull (strstr (self->message, "7"));
  g_assert_cmpuint (dg_reduction_loop_get_trials (self->loop)->len, ==, 0);
}

static void
test_accept (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->tiny->folder, "subset.json", NULL);
  g_autofree char *inside = g_build_filename (path, "in-the-way", NULL);
  g_autoptr (GError) error = NULL;

  try (self, "S5", 10, DG_REDUCTION_INTERVAL, 30);
  wait (self);
  try (self, "S5", 10, DG_REDUCTION_INTERVAL, 10);
  wait (self);
  dg_reduction_loop_show (self->loop, 0);
  g_assert_true (dg_reduction_loop_accept (self->loop, &error));
  g_assert_no_error (error);
  g_assert_true (dg_run_get_subset (self->run) == get_trial (self, 0)->subset);

  /* Trials are of all samples, also where some are kept already. */
  try (self, "S5", 10, DG_REDUCTION_INTERVAL, TINY_N);
  wait (self);
  g_assert_cmpuint (dg_reduction_loop_get_shown_trial (self->loop)->subset->n, ==, TINY_N);

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (inside, 0755), ==, 0);
  g_assert_false (dg_reduction_loop_accept (self->loop, &error));
  g_assert_nonnull (strstr (error->message, path));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/reduction-loop/trials", test_trials);
  add ("/reduction-loop/another", test_another);
  add ("/reduction-loop/failure", test_failure);
  add ("/reduction-loop/accept", test_accept);
  return g_test_run ();
}
