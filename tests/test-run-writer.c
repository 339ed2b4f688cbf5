/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/run-writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "recorder-fixture.h"
#include "run/training.h"
#include "tiny-run.h"

#define N_EPOCHS 4

/* The disk of this program: fsync() below is the one that the program calls. */
static struct
{
  GMutex lock;
  GCond changed;
  gboolean blocked;
  guint n_flushes;
  guint n_good;   /* flushes before those that fail */
  GString *order; /* a letter for each flush */
} disk;

/* A folder is d, a file the first letter of its name behind the dot: analysis, checkpoint, metrics, run; outputs and
 * weights that of their folder. */
static char
name_flush (int fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  char path[4096];
  ssize_t length = readlink (link, path, sizeof path - 1);
  const char *name;

  g_assert_cmpint (length, >, 0);
  path[length] = '\0';
  name = strrchr (path, '/') + 1;
  if (*name != '.')
    return 'd';
  if (g_str_has_prefix (name, ".epoch_"))
    return strstr (path, "/outputs/") != NULL ? 'o' : 'w';
  return name[1];
}

int
fsync (int fd)
{
  gboolean fails;

  g_mutex_lock (&disk.lock);
  while (disk.blocked)
    g_cond_wait (&disk.changed, &disk.lock);
  fails = disk.n_flushes++ >= disk.n_good;
  if (disk.order != NULL)
    g_string_append_c (disk.order, name_flush (fd));
  g_mutex_unlock (&disk.lock);
  errno = ENOSPC;
  return fails ? -1 : 0;
}

static void
set_disk (gboolean blocked, guint n_good)
{
  g_mutex_lock (&disk.lock);
  disk.blocked = blocked;
  disk.n_flushes = 0;
  disk.n_good = n_good;
  g_cond_broadcast (&disk.changed);
  g_mutex_unlock (&disk.lock);
}

static gboolean
train_all (DgTraining *training, GError **error)
{
  while (dg_training_get_n_finished (training) < dg_training_get_n_epochs (training))
    if (!dg_training_run_epoch (training, NULL, NULL, error))
      return FALSE;
  return dg_run_writer_finish (dg_training_get_writer (training), error);
}

static void
set_up (RecorderFixture *fixture, gconstpointer data)
{
  recorder_set_up (fixture, data);
  fixture->options->epochs = N_EPOCHS;
  set_disk (FALSE, G_MAXUINT);
}

/* A disk that does not answer at all: training comes to its end. */
static void
test_blocked (RecorderFixture *fixture, gconstpointer data)
{
  g_autofree char *outputs = g_build_filename (fixture->path, "outputs", "epoch_0001.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTraining) training = NULL;

  fixture->options->epochs = 12;
  training = dg_training_new (fixture->path, fixture->options, NULL, &error);
  g_assert_no_error (error);
  set_disk (TRUE, G_MAXUINT);
  for (guint epoch = 1; epoch <= 12; epoch++)
    {
      g_assert_true (dg_training_run_epoch (training, NULL, NULL, &error));
      g_assert_no_error (error);
    }
  g_assert_false (g_file_test (outputs, G_FILE_TEST_EXISTS));
  set_disk (FALSE, G_MAXUINT);
  g_assert_true (dg_run_writer_finish (dg_training_get_writer (training), &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (outputs, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (recorder_count_rows (fixture->path), ==, 12);
}

/* What is claimed is on disk before it is claimed: snapshots, metrics, checkpoint, and run.json where there was a
 * snapshot, each with its folder. */
static void
test_order (RecorderFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTraining) training = dg_training_new (fixture->path, fixture->options, NULL, &error);
  g_autoptr (GString) order = g_string_new (NULL);

  g_assert_no_error (error);
  disk.order = order;
  g_assert_true (train_all (training, &error));
  disk.order = NULL;
  g_assert_no_error (error);
  if (!g_regex_match_simple ("^((odwd)+mdcdrd|mdcd)+$", order->str, 0, 0))
    g_error ("flushed in the order %s", order->str);
}

/* The disk fills at each flush in turn: that is told, and resuming takes the run to where it would have come. */
static void
test_fails_anywhere (RecorderFixture *fixture, gconstpointer data)
{
  g_autofree char *whole = g_build_filename (fixture->top, "whole", NULL);
  guint n_good = 0;
  gboolean fails = TRUE;

  recorder_record (fixture, whole, N_EPOCHS);
  for (; fails; n_good++)
    {
      g_autofree char *path = g_strdup_printf ("%s-%u", fixture->path, n_good);
      g_autoptr (GError) error = NULL;
      DgTraining *training;

      set_disk (FALSE, n_good);
      training = dg_training_new (path, fixture->options, NULL, &error);
      fails = training == NULL || !train_all (training, &error);
      g_clear_pointer (&training, dg_training_free);
      set_disk (FALSE, G_MAXUINT);
      if (!fails)
        continue;
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
      g_assert_nonnull (strstr (error->message, path));
      g_clear_error (&error);

      training = dg_training_resume (path, 0, NULL, &error);
      if (training == NULL) /* it had not become a run */
        {
          g_clear_error (&error);
          training = dg_training_new (path, fixture->options, NULL, &error);
        }
      g_assert_no_error (error);
      g_assert_true (train_all (training, &error));
      g_clear_pointer (&training, dg_training_free);
      recorder_assert_same_run (whole, path, N_EPOCHS);
    }
  /* The start of a run and each kind of file after it have failed. */
  g_assert_cmpuint (n_good, >=, 8 + 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/run-writer/" name, RecorderFixture, NULL, set_up, func, recorder_tear_down)
  ADD ("blocked", test_blocked);
  ADD ("order", test_order);
  ADD ("fails-anywhere", test_fails_anywhere);
  return g_test_run ();
}
