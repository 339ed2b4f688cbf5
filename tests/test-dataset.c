/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset/dataset.h"

#include <string.h>

#include "base/error.h"
#include "dataset/dataset-private.h"
#include "idx-files.h"

static const char *const class_names[] = { "a", "b", "c", "d", "e" };

/* @counts: (5) images of each class in the test split, which come class after class; one training image. */
static DgDataset *
make_dataset (const gsize *counts)
{
  DgImages train = { .n = 1, .height = 1, .width = 1, .channels = 1 };
  DgImages test = { .height = 1, .width = 1, .channels = 1 };
  guint8 *labels;

  for (guint c = 0; c < 5; c++)
    test.n += counts[c];
  labels = g_malloc (test.n);
  for (gsize c = 0, i = 0; c < 5; c++)
    for (gsize k = 0; k < counts[c]; k++)
      labels[i++] = c;
  train.pixels = g_malloc0 (1);
  train.labels = g_malloc0 (1);
  test.pixels = g_malloc0 (test.n);
  test.labels = labels;
  return dg_dataset_new ("name", class_names, 5, &train, &test);
}

static void
assert_drawn (const gsize *counts, gsize n, const gsize *expected)
{
  g_autoptr (DgDataset) dataset = make_dataset (counts);
  const DgImages *test = dg_dataset_get_images (dataset, DG_SPLIT_TEST);

  for (guint64 seed = 0; seed < 5; seed++)
    {
      gsize n_drawn, drawn[5] = { 0 };
      g_autofree guint32 *rows = dg_dataset_draw_sample (dataset, DG_SPLIT_TEST, n, seed, &n_drawn);

      g_assert_cmpuint (n_drawn, ==, MIN (n, test->n));
      for (gsize i = 0; i < n_drawn; i++)
        {
          g_assert_cmpuint (rows[i], <, test->n);
          if (i > 0)
            g_assert_cmpuint (rows[i - 1], <, rows[i]);
          drawn[test->labels[rows[i]]]++;
        }
      for (int c = 0; c < 5; c++)
        g_assert_cmpuint (drawn[c], ==, expected[c]);
    }
}

static void
test_proportions (void)
{
  const gsize even[] = { 40, 40, 40, 40, 40 }, uneven[] = { 100, 0, 7, 50, 43 };

  assert_drawn (even, 100, (const gsize[]) { 20, 20, 20, 20, 20 });
  assert_drawn (even, 7, (const gsize[]) { 2, 2, 1, 1, 1 });
  assert_drawn (even, 0, (const gsize[]) { 0, 0, 0, 0, 0 });
  assert_drawn (even, 1, (const gsize[]) { 1, 0, 0, 0, 0 });
  assert_drawn (even, 199, (const gsize[]) { 40, 40, 40, 40, 39 });
  /* Shares of 10: 5, 0, 0.35, 2.5, 2.15. */
  assert_drawn (uneven, 10, (const gsize[]) { 5, 0, 0, 3, 2 });
  /* Shares of 99: 49.5, 0, 3.465, 24.75, 21.285. */
  assert_drawn (uneven, 99, (const gsize[]) { 50, 0, 3, 25, 21 });
  assert_drawn (uneven, 200, uneven);
  assert_drawn (uneven, G_MAXSIZE, uneven);
}

static void
test_seed (void)
{
  const gsize counts[] = { 100, 100, 100, 100, 100 };
  g_autoptr (DgDataset) dataset = make_dataset (counts);
  guint hits[500] = { 0 };

  for (guint64 seed = 0; seed < 400; seed++)
    {
      gsize n, n_again;
      g_autofree guint32 *rows = dg_dataset_draw_sample (dataset, DG_SPLIT_TEST, 50, seed, &n);
      g_autofree guint32 *again = dg_dataset_draw_sample (dataset, DG_SPLIT_TEST, 50, seed, &n_again);
      g_autofree guint32 *other = dg_dataset_draw_sample (dataset, DG_SPLIT_TEST, 50, seed + 1, &n_again);

      g_assert_cmpmem (rows, n * sizeof *rows, again, n_again * sizeof *again);
      g_assert_cmpint (memcmp (rows, other, n * sizeof *rows), !=, 0);
      for (gsize i = 0; i < n; i++)
        hits[rows[i]]++;
    }
  /* Each row is drawn one time in ten: 40 ± 6, within five standard deviations. */
  for (int i = 0; i < 500; i++)
    g_assert_true (hits[i] >= 10 && hits[i] <= 70);
}

static void
test_names (void)
{
  const gsize counts[] = { 1, 1, 1, 1, 1 };
  g_autoptr (DgDataset) dataset = make_dataset (counts);

  g_assert_cmpstr (dg_dataset_get_name (dataset), ==, "name");
  g_assert_cmpuint (dg_dataset_get_n_classes (dataset), ==, 5);
  g_assert_cmpstr (dg_dataset_get_class_name (dataset, 4), ==, "e");
}

static gpointer
get_sha256_cb (gpointer data)
{
  return (gpointer) dg_dataset_get_sha256 (data);
}

/* Computed with Python's hashlib from the definition: for each split n, height, width, channels as 64 bits,
 * lowest byte first, then pixels, then labels. */
static void
test_sha256 (void)
{
  const gsize counts[] = { 1, 2, 0, 0, 1 }, other_counts[] = { 1, 1, 1, 0, 1 };
  g_autoptr (DgDataset) dataset = make_dataset (counts);
  g_autoptr (DgDataset) same = make_dataset (counts);
  g_autoptr (DgDataset) other = make_dataset (other_counts);
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new (NULL, get_sha256_cb, dataset);
  for (int i = 0; i < 4; i++)
    g_assert_true (g_thread_join (threads[i]) == dg_dataset_get_sha256 (dataset));
  g_assert_cmpstr (dg_dataset_get_sha256 (dataset), ==,
                   "9748ef56b960dd90ba4a0800d1ff6a77ba8f9dff273e96f53ceab219a2660018");
  g_assert_cmpstr (dg_dataset_get_sha256 (same), ==, dg_dataset_get_sha256 (dataset));
  g_assert_cmpstr (dg_dataset_get_sha256 (other), !=, dg_dataset_get_sha256 (dataset));
}

static void
test_open (void)
{
  const guint8 labels[] = { 1, 2 };
  char *folder = idx_files_make_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDataset) digits = dg_dataset_open ("digits", NULL, &error);
  g_autoptr (DgDataset) files = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (dg_dataset_get_name (digits), ==, "built-in digits");

  idx_files_write_images (folder, "train-images-idx3-ubyte", 2, 2, 2);
  idx_files_write_labels (folder, "train-labels-idx1-ubyte", labels, 2);
  idx_files_write_images (folder, "t10k-images-idx3-ubyte", 2, 2, 2);
  idx_files_write_labels (folder, "t10k-labels-idx1-ubyte", labels, 2);
  files = dg_dataset_open (folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dg_dataset_get_images (files, DG_SPLIT_TEST)->n, ==, 2);
  idx_files_remove_folder (folder);
}

static void
test_mnist (void)
{
  const char *folder = g_getenv ("DG_TEST_MNIST");
  const guint8 train_first[] = { 5, 0, 4, 1, 9 }, test_first[] = { 7, 2, 1, 0, 4 };
  const gsize test_counts[] = { 980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009 };
  g_autoptr (DgDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint32 *rows = NULL;
  const DgImages *train, *test;
  gsize n, drawn[10] = { 0 };

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("MNIST is not there: DG_TEST_MNIST names no folder");
      return;
    }
  dataset = dg_dataset_open (folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dg_dataset_get_name (dataset), ==, "MNIST");
  g_assert_cmpstr (dg_dataset_get_class_name (dataset, 3), ==, "3");
  train = dg_dataset_get_images (dataset, DG_SPLIT_TRAIN);
  test = dg_dataset_get_images (dataset, DG_SPLIT_TEST);
  g_assert_cmpuint (train->n, ==, 60000);
  g_assert_cmpuint (test->n, ==, 10000);
  g_assert_cmpuint (train->height, ==, 28);
  g_assert_cmpuint (train->width, ==, 28);
  g_assert_cmpmem (train->labels, 5, train_first, 5);
  g_assert_cmpmem (test->labels, 5, test_first, 5);
  g_assert_cmpstr (dg_dataset_get_sha256 (dataset), ==,
                   "b65c69ae8e81209f67061e9c12f8b323ed85d31d4d8946baad86f34b348667bf");

  rows = dg_dataset_draw_sample (dataset, DG_SPLIT_TEST, 1000, 1, &n);
  g_assert_cmpuint (n, ==, 1000);
  for (gsize i = 0; i < n; i++)
    drawn[test->labels[rows[i]]]++;
  for (int c = 0; c < 10; c++)
    g_assert_true (drawn[c] == test_counts[c] / 10 || drawn[c] == test_counts[c] / 10 + 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/proportions", test_proportions);
  g_test_add_func ("/dataset/seed", test_seed);
  g_test_add_func ("/dataset/names", test_names);
  g_test_add_func ("/dataset/sha256", test_sha256);
  g_test_add_func ("/dataset/open", test_open);
  g_test_add_func ("/dataset/mnist", test_mnist);
  return g_test_run ();
}
