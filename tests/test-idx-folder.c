/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset/idx-folder.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "dataset-check.h"
#include "idx-files.h"

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

static const guint8 train_labels[] = { 3, 1, 4, 1, 5 };
static const guint8 test_labels[] = { 9, 2, 6 };

/* The four files of a dataset of 5 + 3 images, 4 high and 3 wide. */
static void
write_set (const char *folder, const char *prefix, const char *test_word, const char *separator,
           const char *suffix)
{
  for (int split = 0; split < 2; split++)
    {
      const char *word = split == 0 ? "train" : test_word;
      g_autofree char *images = g_strconcat (prefix, word, "-images", separator, "idx3-ubyte", suffix, NULL);
      g_autofree char *labels = g_strconcat (prefix, word, "-labels", separator, "idx1-ubyte", suffix, NULL);

      idx_files_write_images (folder, images, split == 0 ? 5 : 3, 4, 3);
      idx_files_write_labels (folder, labels, split == 0 ? train_labels : test_labels, split == 0 ? 5 : 3);
    }
}

static void
assert_written_set (const char *folder)
{
  g_autoptr (DgDataset) dataset = dataset_check_open (folder);
  const DgImages *train = dg_dataset_get_images (dataset, DG_SPLIT_TRAIN);
  const DgImages *test = dg_dataset_get_images (dataset, DG_SPLIT_TEST);

  g_assert_cmpuint (dg_dataset_get_n_classes (dataset), ==, 10);
  g_assert_cmpstr (dg_dataset_get_class_name (dataset, 7), ==, "7");
  g_assert_cmpuint (train->height, ==, 4);
  g_assert_cmpuint (train->width, ==, 3);
  g_assert_cmpuint (train->channels, ==, 1);
  g_assert_cmpuint (test->height, ==, 4);
  g_assert_cmpmem (train->labels, train->n, train_labels, sizeof train_labels);
  g_assert_cmpmem (test->labels, test->n, test_labels, sizeof test_labels);
  for (guint i = 0; i < 5 * 4 * 3; i++)
    g_assert_cmpuint (train->pixels[i], ==, i);
  for (guint i = 0; i < 3 * 4 * 3; i++)
    g_assert_cmpuint (test->pixels[i], ==, i);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  const char *const separators[] = { "-", "." };
  const char *const suffixes[] = { "", ".gz" };

  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 2; j++)
      {
        g_autofree char *folder = g_strdup_printf ("%s/%d%d", fixture->folder, i, j);

        g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
        write_set (folder, "", "t10k", separators[i], suffixes[j]);
        assert_written_set (folder);
      }
}

/* A file that is there both ways is read as it is, without inflating the other. */
static void
test_plain_first (Fixture *fixture, gconstpointer data)
{
  write_set (fixture->folder, "", "t10k", "-", ".gz");
  idx_files_write (fixture->folder, "train-images-idx3-ubyte.gz", g_byte_array_new ());
  idx_files_write_images (fixture->folder, "train-images-idx3-ubyte", 5, 4, 3);
  assert_written_set (fixture->folder);
}

static void
write_many (const char *folder, const guint8 *first)
{
  g_autofree guint8 *labels = g_new0 (guint8, 60000);

  memcpy (labels, first, 10);
  idx_files_write_images (folder, "train-images-idx3-ubyte", 60000, 1, 1);
  idx_files_write_labels (folder, "train-labels-idx1-ubyte", labels, 60000);
  idx_files_write_images (folder, "t10k-images-idx3-ubyte", 3, 1, 1);
  idx_files_write_labels (folder, "t10k-labels-idx1-ubyte", test_labels, 3);
}

static void
assert_name (const char *folder, const char *name, const char *class_name)
{
  g_autoptr (DgDataset) dataset = dataset_check_open (folder);

  g_assert_cmpstr (dg_dataset_get_name (dataset), ==, name);
  g_assert_cmpstr (dg_dataset_get_class_name (dataset, 9), ==, class_name);
}

static void
test_told_apart (Fixture *fixture, gconstpointer data)
{
  const guint8 digits[] = { 5, 0, 4, 1, 9, 2, 1, 3, 1, 4 }, clothes[] = { 9, 0, 0, 3, 0, 2, 7, 2, 5, 5 };
  const struct
  {
    const char *folder, *name, *class_name;
  } by_folder[] = {
    { "Fashion", "Fashion-MNIST", "Ankle boot" },
    { "KMNIST/raw", "KMNIST", "wo" },
    { "kuzushiji-mnist", "KMNIST", "wo" },
    { "my own digits", "my own digits", "9" },
    { "mine/raw", "mine", "9" },
  };

  write_many (fixture->folder, digits);
  assert_name (fixture->folder, "MNIST", "9");
  write_many (fixture->folder, clothes);
  assert_name (fixture->folder, "Fashion-MNIST", "Ankle boot");
  for (gsize i = 0; i < G_N_ELEMENTS (by_folder); i++)
    {
      g_autofree char *folder = g_build_filename (fixture->folder, by_folder[i].folder, NULL);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      write_set (folder, "", "t10k", "-", "");
      assert_name (folder, by_folder[i].name, by_folder[i].class_name);
    }
}

static void
test_emnist (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *prefix, *name;
    guint n_classes;
    const char *last_name; /* of the last class */
    const char *some_name; /* of class 36 where there is one, else of class 9 */
  } families[] = {
    { "emnist-balanced-", "EMNIST Balanced", 47, "t", "a" },
    { "emnist-byclass-", "EMNIST ByClass", 62, "z", "a" },
    { "emnist-bymerge-", "EMNIST ByMerge", 47, "t", "a" },
    { "emnist-digits-", "EMNIST Digits", 10, "9", "9" },
    { "emnist-letters-", "EMNIST Letters", 26, "Z", "J" },
    { "emnist-mnist-", "EMNIST MNIST", 10, "9", "9" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_autofree char *folder = g_build_filename (fixture->folder, families[i].prefix, NULL);
      g_autoptr (DgDataset) dataset = NULL;
      const DgImages *train;
      guint n_classes = families[i].n_classes;
      guint some_class = n_classes > 36 ? 36 : 9;

      g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
      write_set (folder, families[i].prefix, "test", "-", i % 2 ? ".gz" : "");
      dataset = dataset_check_open (folder);
      g_assert_cmpstr (dg_dataset_get_name (dataset), ==, families[i].name);
      g_assert_cmpuint (dg_dataset_get_n_classes (dataset), ==, n_classes);
      g_assert_cmpstr (dg_dataset_get_class_name (dataset, n_classes - 1), ==, families[i].last_name);
      g_assert_cmpstr (dg_dataset_get_class_name (dataset, some_class), ==, families[i].some_name);

      /* 4 × 3 in the file, column by column: 3 high and 4 wide. */
      train = dg_dataset_get_images (dataset, DG_SPLIT_TRAIN);
      g_assert_cmpuint (train->height, ==, 3);
      g_assert_cmpuint (train->width, ==, 4);
      for (guint k = 0; k < 5; k++)
        for (guint y = 0; y < 3; y++)
          for (guint x = 0; x < 4; x++)
            g_assert_cmpuint (train->pixels[k * 12 + y * 4 + x], ==, k * 12 + x * 3 + y);
      for (guint k = 0; k < 5; k++)
        g_assert_cmpuint (train->labels[k], ==, train_labels[k] - (n_classes == 26 ? 1 : 0));
    }
}

static void
test_several (Fixture *fixture, gconstpointer data)
{
  const char *folder = fixture->folder;
  g_autofree char *letters = g_build_filename (folder, "emnist-letters-train-images-idx3-ubyte.gz", NULL);
  g_autofree char *labels = g_build_filename (folder, "t10k-labels-idx1-ubyte", NULL);
  g_autofree char *other = g_build_filename (folder, "notes.txt", NULL);
  g_autoptr (DgDataset) chosen = NULL;
  g_autoptr (DgDataset) plain = NULL;

  write_set (folder, "", "t10k", "-", "");
  write_set (folder, "emnist-letters-", "test", "-", ".gz");
  dataset_check_refused (folder, DG_ERROR, DG_ERROR_NAME, folder, "(MNIST, EMNIST Letters)");
  chosen = dataset_check_open (letters);
  g_assert_cmpstr (dg_dataset_get_name (chosen), ==, "EMNIST Letters");
  plain = dataset_check_open (labels);
  g_assert_cmpuint (dg_dataset_get_n_classes (plain), ==, 10);

  idx_files_write (folder, "notes.txt", g_byte_array_new ());
  dataset_check_refused (other, DG_ERROR, DG_ERROR_NAME, "notes.txt", "not named");
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *absent = g_build_filename (fixture->folder, "absent", NULL);

  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_NAME, fixture->folder, "no dataset");
  dataset_check_refused (absent, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, absent, "");
  dataset_check_refused ("", G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "“”", "cannot be opened");
}

static void
test_missing_part (Fixture *fixture, gconstpointer data)
{
  const char *folder = fixture->folder;
  const char *const names[] = {
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
  };
  g_autofree char *test_images = g_build_filename (folder, "emnist-digits-test-images-idx3-ubyte", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      write_set (folder, "", "t10k", "-", "");
      g_assert_cmpint (g_unlink (path), ==, 0);
      dataset_check_refused (folder, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, path, "is missing");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }
  write_set (folder, "emnist-digits-", "test", "-", "");
  g_assert_cmpint (g_unlink (test_images), ==, 0);
  dataset_check_refused (folder, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, test_images, "is missing");
}

static void
test_mismatch (Fixture *fixture, gconstpointer data)
{
  write_set (fixture->folder, "", "t10k", "-", "");
  idx_files_write_labels (fixture->folder, "train-labels-idx1-ubyte", train_labels, 4);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_MISMATCH, "train-images-idx3-ubyte", "4 labels");
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_MISMATCH, "train-labels-idx1-ubyte", "5 images");

  write_set (fixture->folder, "", "t10k", "-", "");
  idx_files_write_images (fixture->folder, "t10k-images-idx3-ubyte", 3, 5, 3);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_MISMATCH, fixture->folder,
                         "3 × 4 pixels, but test images of 3 × 5");
}

static void
test_label_range (Fixture *fixture, gconstpointer data)
{
  const char *folder = fixture->folder;
  const guint8 ten[] = { 3, 1, 10, 1, 5 }, zero[] = { 3, 0, 1, 1, 5 }, beyond[] = { 3, 2, 27 };
  g_autofree char *letters = g_build_filename (folder, "emnist-letters-train-images-idx3-ubyte", NULL);

  write_set (folder, "", "t10k", "-", "");
  idx_files_write_labels (folder, "train-labels-idx1-ubyte", ten, 5);
  dataset_check_refused (folder, DG_ERROR, DG_ERROR_FORMAT, "train-labels-idx1-ubyte",
                         "label 10 of image 2 is not one of 0 to 9");

  write_set (folder, "emnist-letters-", "test", "-", "");
  idx_files_write_labels (folder, "emnist-letters-train-labels-idx1-ubyte", zero, 5);
  dataset_check_refused (letters, DG_ERROR, DG_ERROR_FORMAT, "emnist-letters-train-labels-idx1-ubyte",
                         "label 0 of image 1 is not one of 1 to 26");
  write_set (folder, "emnist-letters-", "test", "-", "");
  idx_files_write_labels (folder, "emnist-letters-test-labels-idx1-ubyte", beyond, 3);
  dataset_check_refused (letters, DG_ERROR, DG_ERROR_FORMAT, "emnist-letters-test-labels-idx1-ubyte",
                         "label 27 of image 2");
}

/* A fault within a file comes through. */
static void
test_bad_file (Fixture *fixture, gconstpointer data)
{
  const guint32 shape[] = { 3, 4, 3 };

  write_set (fixture->folder, "", "t10k", "-", "");
  idx_files_write (fixture->folder, "t10k-images-idx3-ubyte", idx_files_make (0x08, 3, shape, 35));
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, "t10k-images-idx3-ubyte", "truncated");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  write_set (fixture->folder, "", "t10k", "-", ".gz");
  g_cancellable_cancel (cancellable);
  g_assert_null (dg_dataset_open (fixture->folder, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/idx-folder/names", test_names },
    { "/idx-folder/plain-first", test_plain_first },
    { "/idx-folder/told-apart", test_told_apart },
    { "/idx-folder/emnist", test_emnist },
    { "/idx-folder/several", test_several },
    { "/idx-folder/nothing", test_nothing },
    { "/idx-folder/missing-part", test_missing_part },
    { "/idx-folder/mismatch", test_mismatch },
    { "/idx-folder/label-range", test_label_range },
    { "/idx-folder/bad-file", test_bad_file },
    { "/idx-folder/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
