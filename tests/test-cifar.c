/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset/cifar.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "base/error.h"
#include "cifar-files.h"
#include "dataset-check.h"
#include "idx-files.h"

#define SIDE CIFAR_FILES_SIDE
#define RECORD (1 + 3 * SIDE * SIDE)

/* More than are read at a time. */
#define N_EACH 140
#define N_TEST 50

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = idx_files_make_folder ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  idx_files_remove_folder (fixture->folder);
}

/* @images are those written from @first on. */
static void
assert_images (const DgImages *images, gsize first, gsize n)
{
  const guint8 *pixel = images->pixels;

  g_assert_cmpuint (images->n, ==, n);
  g_assert_cmpuint (images->height, ==, SIDE);
  g_assert_cmpuint (images->width, ==, SIDE);
  g_assert_cmpuint (images->channels, ==, 3);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (images->labels[i], ==, cifar_files_get_label (first + i));
      for (guint row = 0; row < SIDE; row++)
        for (guint column = 0; column < SIDE; column++)
          for (guint c = 0; c < 3; c++)
            g_assert_cmpuint (*pixel++, ==, cifar_files_get_pixel (first + i, c, row, column));
    }
}

static void
test_10 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgDataset) dataset = NULL;
  g_autofree char *name = g_path_get_basename (fixture->folder);

  cifar_files_write_10 (fixture->folder, N_EACH, N_TEST);
  dataset = dataset_check_open (fixture->folder);
  g_assert_cmpstr (dg_dataset_get_name (dataset), ==, name);
  g_assert_cmpuint (dg_dataset_get_n_classes (dataset), ==, 10);
  g_assert_cmpstr (dg_dataset_get_class_name (dataset, 0), ==, "airplane");
  g_assert_cmpstr (dg_dataset_get_class_name (dataset, 9), ==, "truck");
  assert_images (dg_dataset_get_images (dataset, DG_SPLIT_TRAIN), 0, 5 * N_EACH);
  assert_images (dg_dataset_get_images (dataset, DG_SPLIT_TEST), 5 * N_EACH, N_TEST);
}

/* The finer of the two classes. */
static void
test_100 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgDataset) dataset = NULL;

  cifar_files_write_100 (fixture->folder, 3, 2);
  dataset = dataset_check_open (fixture->folder);
  assert_images (dg_dataset_get_images (dataset, DG_SPLIT_TRAIN), 0, 3);
  assert_images (dg_dataset_get_images (dataset, DG_SPLIT_TEST), 3, 2);
}

/* A file that is all zeros, without taking place on the disk. */
static void
write_zeros (const char *folder, const char *name, gsize n)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (truncate (path, n * RECORD), ==, 0);
}

/* The whole CIFAR-10 is called so. */
static void
test_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgDataset) dataset = NULL;

  cifar_files_write_10 (fixture->folder, 1, 1);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("data_batch_%u.bin", i + 1);

      write_zeros (fixture->folder, name, 10000);
    }
  write_zeros (fixture->folder, "test_batch.bin", 10000);
  dataset = dataset_check_open (fixture->folder);
  g_assert_cmpstr (dg_dataset_get_name (dataset), ==, "CIFAR-10");
  g_assert_cmpuint (dg_dataset_get_images (dataset, DG_SPLIT_TRAIN)->n, ==, 50000);
}

/* In a folder with other files too, one of a dataset's own says which is meant. */
static void
test_file (Fixture *fixture, gconstpointer data)
{
  const guint8 labels[] = { 1, 2 };
  g_autofree char *ten = g_build_filename (fixture->folder, "data_batch_2.bin", NULL);
  g_autofree char *hundred = g_build_filename (fixture->folder, "train.bin", NULL);
  g_autofree char *idx = g_build_filename (fixture->folder, "train-images-idx3-ubyte", NULL);
  g_autoptr (DgDataset) first = NULL, second = NULL, third = NULL;

  cifar_files_write_10 (fixture->folder, 1, 1);
  cifar_files_write_100 (fixture->folder, 3, 2);
  idx_files_write_images (fixture->folder, "train-images-idx3-ubyte", 2, 2, 2);
  idx_files_write_labels (fixture->folder, "train-labels-idx1-ubyte", labels, 2);
  idx_files_write_images (fixture->folder, "t10k-images-idx3-ubyte", 2, 2, 2);
  idx_files_write_labels (fixture->folder, "t10k-labels-idx1-ubyte", labels, 2);
  first = dataset_check_open (ten);
  g_assert_cmpuint (dg_dataset_get_images (first, DG_SPLIT_TRAIN)->n, ==, 5);
  second = dataset_check_open (hundred);
  g_assert_cmpuint (dg_dataset_get_images (second, DG_SPLIT_TRAIN)->n, ==, 3);
  third = dataset_check_open (idx);
  g_assert_cmpuint (dg_dataset_get_images (third, DG_SPLIT_TRAIN)->channels, ==, 1);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "data_batch_1.bin", "data_batch_4.bin", "test_batch.bin", "batches.meta.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      cifar_files_write_10 (fixture->folder, 1, 1);
      g_unlink (path);
      dataset_check_refused (fixture->folder, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, path, "is missing");
    }
}

static void
test_python (Fixture *fixture, gconstpointer data)
{
  idx_files_write (fixture->folder, "data_batch_1", g_byte_array_new ());
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_UNSUPPORTED, "batches.meta.txt",
                         "CIFAR-10 for Python");
}

static void
test_lengths (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "data_batch_3.bin", NULL);
  g_autofree char *test = g_build_filename (fixture->folder, "test_batch.bin", NULL);

  cifar_files_write_10 (fixture->folder, 2, 1);
  g_assert_cmpint (truncate (path, 2 * RECORD - 1), ==, 0);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, path,
                         "6145 bytes are not a whole number");
  g_assert_cmpint (truncate (path, 2 * RECORD + 1), ==, 0);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, path,
                         "6147 bytes are not a whole number");
  g_assert_cmpint (truncate (path, RECORD), ==, 0);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_MISMATCH, path, "data_batch_1.bin” holds 2");
  g_assert_cmpint (truncate (path, 0), ==, 0);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, path, "is empty");

  cifar_files_write_10 (fixture->folder, 2, 1);
  g_assert_cmpint (truncate (test, 0), ==, 0);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, test, "is empty");
}

static void
test_label (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "data_batch_2.bin", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  cifar_files_write_10 (fixture->folder, 2, 1);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  contents[RECORD] = 10;
  g_assert_true (g_file_set_contents (path, contents, length, NULL));
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, path,
                         "label 10 of image 1 is not one of 0 to 9");
}

static void
write_class_names (Fixture *fixture, const char *text, gssize length)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) text, length >= 0 ? length : (gssize) strlen (text));
  idx_files_write (fixture->folder, "batches.meta.txt", bytes);
}

static void
test_class_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (DgDataset) dataset = NULL;

  cifar_files_write_10 (fixture->folder, 1, 1);
  write_class_names (fixture, " a b \r\n\r\nc\r\nd\ne\nf\ng\nh\ni\nj\nlast", -1);
  dataset = dataset_check_open (fixture->folder);
  g_assert_cmpuint (dg_dataset_get_n_classes (dataset), ==, 10);
  g_assert_cmpstr (dg_dataset_get_class_name (dataset, 0), ==, "a b");
  g_assert_cmpstr (dg_dataset_get_class_name (dataset, 9), ==, "last");

  write_class_names (fixture, "one\n\n", -1);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, "batches.meta.txt", "names 1 classes");
  write_class_names (fixture, "one\ntwo\0", 8);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, "batches.meta.txt", "not a text");
  write_class_names (fixture, "one\ntwo\xff\n", -1);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, "batches.meta.txt", "not a text");
  for (guint i = 0; i < 257; i++)
    g_string_append (many, "x\n");
  write_class_names (fixture, many->str, -1);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, "batches.meta.txt", "names 257 classes");
}

static void
test_not_regular (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "data_batch_2.bin", NULL);

  cifar_files_write_10 (fixture->folder, 1, 1);
  g_unlink (path);
  g_mkdir (path, 0700);
  dataset_check_refused (fixture->folder, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, path,
                         "is not a regular file");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  cifar_files_write_10 (fixture->folder, 1, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (dg_dataset_open (fixture->folder, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/cifar/10", test_10 },
    { "/cifar/100", test_100 },
    { "/cifar/name", test_name },
    { "/cifar/file", test_file },
    { "/cifar/missing", test_missing },
    { "/cifar/python", test_python },
    { "/cifar/lengths", test_lengths },
    { "/cifar/label", test_label },
    { "/cifar/class-names", test_class_names },
    { "/cifar/not-regular", test_not_regular },
    { "/cifar/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
