/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/open-epochs.h"

#include "run/array-entry.h"

#define N_KEPT 8

static void
close_cb (gpointer data)
{
  *(guint *) data = 0;
}

static const DgArrayFileClass class = { .free = close_cb };

/* Opens @epoch, and sets @number to it for as long as it is open. */
static void
add (DgOpenEpochs *epochs, guint epoch, guint *number)
{
  g_autoptr (DgArrayFile) file = dg_array_file_new (&class, number, "epoch", dg_array_entries_new (), NULL);

  *number = epoch;
  dg_open_epochs_add (epochs, epoch, file);
}

/* Those that were used last stay open, in whichever order they were added. */
static void
test_latest (void)
{
  DgOpenEpochs *epochs = dg_open_epochs_new ();
  DgArrayFile *file;
  guint open[N_KEPT + 2];

  g_assert_null (dg_open_epochs_find (epochs, 1));
  for (guint i = 1; i <= N_KEPT; i++)
    add (epochs, i, &open[i]);
  for (guint i = 1; i <= N_KEPT; i++)
    g_assert_cmpuint (open[i], ==, i);
  file = dg_open_epochs_find (epochs, 1);
  g_assert_nonnull (file);
  dg_array_file_unref (file);
  add (epochs, N_KEPT + 1, &open[N_KEPT + 1]);
  g_assert_cmpuint (open[1], ==, 1);
  g_assert_cmpuint (open[2], ==, 0);
  g_assert_null (dg_open_epochs_find (epochs, 2));

  g_assert_true (dg_open_epochs_drop (epochs, 4));
  g_assert_cmpuint (open[4], ==, 0);
  g_assert_false (dg_open_epochs_drop (epochs, 4));

  /* What somebody still uses outlives its place. */
  file = dg_open_epochs_find (epochs, 3);
  dg_open_epochs_free (epochs);
  g_assert_cmpuint (open[1], ==, 0);
  g_assert_cmpuint (open[3], ==, 3);
  dg_array_file_unref (file);
  g_assert_cmpuint (open[3], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/open-epochs/latest", test_latest);
  return g_test_run ();
}
