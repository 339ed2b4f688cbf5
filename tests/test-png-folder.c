/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset/png-folder.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "dataset-check.h"
#include "idx-files.h"
#include "png-files.h"

#define WIDTH 5
#define HEIGHT 3
#define N_PIXELS (WIDTH * HEIGHT)

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
  g_autofree char *command = g_strdup_printf ("rm -r %s", fixture->folder);

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (fixture->folder);
}

static void
fill (guint8 *pixels, guint channels, guint8 value)
{
  for (guint i = 0; i < N_PIXELS * channels; i++)
    pixels[i] = value + (channels == 3 ? 5 * i : 0);
}

/* Writes an image all of @value, in colour @value and what counts up from it, as @name of the class @class_name. */
static void
write_image (Fixture *fixture, const char *class_name, const char *name, guint channels, guint8 value)
{
  g_autofree char *folder = g_build_filename (fixture->folder, class_name, NULL);
  guint8 pixels[N_PIXELS * 3];

  fill (pixels, channels, value);
  png_files_write (folder, name, WIDTH, HEIGHT, channels, pixels);
}

static void
write_text (Fixture *fixture, const char *name)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  g_byte_array_append (bytes, (const guint8 *) "text", 4);
  idx_files_write (fixture->folder, name, bytes);
}

/* The first pixels and the labels of a split, in order. */
static void
assert_split (DgDataset *dataset, DgSplit split, guint channels, const char *firsts, const char *labels)
{
  const DgImages *images = dg_dataset_get_images (dataset, split);
  g_autoptr (GString) found_firsts = g_string_new (NULL), found_labels = g_string_new (NULL);

  g_assert_cmpuint (images->width, ==, WIDTH);
  g_assert_cmpuint (images->height, ==, HEIGHT);
  g_assert_cmpuint (images->channels, ==, channels);
  for (gsize i = 0; i < images->n; i++)
    {
      g_string_append_printf (found_firsts, "%u ", images->pixels[i * N_PIXELS * channels]);
      g_string_append_printf (found_labels, "%u ", images->labels[i]);
    }
  g_assert_cmpstr (found_firsts->str, ==, firsts);
  g_assert_cmpstr (found_labels->str, ==, labels);
}

/* Classes and images come in natural order, and what is hidden or no image is passed over. */
static void
test_splits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgDataset) dataset = NULL;
  g_autofree char *name = g_path_get_basename (fixture->folder);

  write_image (fixture, "train/10", "b.png", 1, 4);
  write_image (fixture, "train/9", "2.PNG", 1, 2);
  write_image (fixture, "train/9", "10.png", 1, 3);
  write_image (fixture, "train/9", "1.png", 1, 1);
  write_image (fixture, "train/9", ".hidden.png", 1, 99);
  write_image (fixture, "train/.cache", "a.png", 1, 98);
  write_text (fixture, "train/9/Thumbs.db");
  write_text (fixture, "train/classes.txt");
  write_image (fixture, "test/10", "a.png", 1, 5);
  write_text (fixture, "README");
  dataset = dataset_check_open (fixture->folder);
  g_assert_cmpstr (dg_dataset_get_name (dataset), ==, name);
  g_assert_cmpuint (dg_dataset_get_n_classes (dataset), ==, 2);
  g_assert_cmpstr (dg_dataset_get_class_name (dataset, 0), ==, "9");
  g_assert_cmpstr (dg_dataset_get_class_name (dataset, 1), ==, "10");
  assert_split (dataset, DG_SPLIT_TRAIN, 1, "1 2 3 4 ", "0 0 0 1 ");
  assert_split (dataset, DG_SPLIT_TEST, 1, "5 ", "1 ");
}

static void
test_split_names (Fixture *fixture, gconstpointer data)
{
  static const char *const names[][2] = { { "training", "testing" }, { "Train", "Val" }, { "train", "validation" } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (DgDataset) dataset = NULL;
      g_autofree char *train = g_build_filename (names[i][0], "cat", NULL);
      g_autofree char *test = g_build_filename (names[i][1], "cat", NULL);

      write_image (fixture, train, "a.png", 1, 1);
      write_image (fixture, test, "a.png", 1, 2);
      dataset = dataset_check_open (fixture->folder);
      assert_split (dataset, DG_SPLIT_TRAIN, 1, "1 ", "0 ");
      assert_split (dataset, DG_SPLIT_TEST, 1, "2 ", "0 ");
      tear_down (fixture, NULL);
      set_up (fixture, NULL);
    }
}

/* One image in colour makes all of them so. */
static void
test_colour (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgDataset) dataset = NULL;
  const guint8 *pixels;
  guint8 colour[N_PIXELS * 3];

  write_image (fixture, "train/a", "a.png", 1, 50);
  write_image (fixture, "train/b", "b.png", 3, 60);
  write_image (fixture, "test/a", "c.png", 1, 70);
  dataset = dataset_check_open (fixture->folder);
  assert_split (dataset, DG_SPLIT_TRAIN, 3, "50 60 ", "0 1 ");
  assert_split (dataset, DG_SPLIT_TEST, 3, "70 ", "0 ");
  pixels = dg_dataset_get_images (dataset, DG_SPLIT_TRAIN)->pixels;
  for (guint i = 0; i < N_PIXELS * 3; i++)
    g_assert_cmpuint (pixels[i], ==, 50);
  fill (colour, 3, 60);
  g_assert_cmpmem (pixels + N_PIXELS * 3, N_PIXELS * 3, colour, N_PIXELS * 3);
}

/* Without a split of its own, one in five of each class is a test image, and always the same. */
static void
test_flat (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgDataset) dataset = NULL, again = NULL;
  const DgImages *train, *test;
  gboolean seen[100] = { FALSE };
  gsize n_test[3] = { 0 };

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      write_image (fixture, "x", name, 1, i);
      if (i < 13)
        write_image (fixture, "y", name, 1, 40 + i);
    }
  write_image (fixture, "z", "lonely.png", 1, 90);
  dataset = dataset_check_open (fixture->folder);
  train = dg_dataset_get_images (dataset, DG_SPLIT_TRAIN);
  test = dg_dataset_get_images (dataset, DG_SPLIT_TEST);
  g_assert_cmpuint (train->n, ==, 32 + 10 + 1);
  for (gsize i = 0; i < train->n; i++)
    {
      g_assert_true (i == 0 || train->pixels[i * N_PIXELS] > train->pixels[(i - 1) * N_PIXELS]);
      seen[train->pixels[i * N_PIXELS]] = TRUE;
    }
  for (gsize i = 0; i < test->n; i++)
    {
      g_assert_false (seen[test->pixels[i * N_PIXELS]]);
      g_assert_cmpuint (test->labels[i], ==, test->pixels[i * N_PIXELS] / 40);
      n_test[test->labels[i]]++;
    }
  g_assert_cmpuint (n_test[0], ==, 8);
  g_assert_cmpuint (n_test[1], ==, 3);
  g_assert_cmpuint (n_test[2], ==, 0);
  again = dataset_check_open (fixture->folder);
  g_assert_cmpstr (dg_dataset_get_sha256 (again), ==, dg_dataset_get_sha256 (dataset));
}

/* Whichever thread comes first, the first file at fault is told. */
static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  const guint8 pixels[6] = { 0 };
  g_autofree char *folder = g_build_filename (fixture->folder, "train", "a", NULL);

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      if (i == 41 || i == 42 || i == 150)
        png_files_write (folder, name, 2, 3, 1, pixels);
      else
        write_image (fixture, "train/a", name, 1, i);
    }
  write_image (fixture, "test/a", "a.png", 1, 1);
  for (guint i = 0; i < 5; i++)
    dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_MISMATCH, "/train/a/41.png” is 2 × 3 pixels",
                           "/train/a/0.png” is 5 × 3");
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  write_image (fixture, "train/a", "1.png", 1, 1);
  write_text (fixture, "train/a/2.png");
  write_image (fixture, "test/a", "1.png", 1, 1);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, "/train/a/2.png”", "is not a PNG file");
}

/* An image that cannot be reached is not left out unseen either. */
static void
test_broken_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *image = g_build_filename (fixture->folder, "train", "a", "1.png", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, "train", "a", "2.png", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "gone.png", NULL);
  g_autoptr (DgDataset) dataset = NULL;

  write_image (fixture, "train/a", "1.png", 1, 1);
  write_image (fixture, "test/a", "1.png", 1, 1);
  g_assert_cmpint (symlink (image, link), ==, 0);
  dataset = dataset_check_open (fixture->folder);
  assert_split (dataset, DG_SPLIT_TRAIN, 1, "1 1 ", "0 0 ");
  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_cmpint (symlink (nowhere, link), ==, 0);
  dataset_check_refused (fixture->folder, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "/train/a/2.png”", "leads nowhere");
}

static void
test_layout (Fixture *fixture, gconstpointer data)
{
  g_autofree char *empty = g_build_filename (fixture->folder, "train", "empty", NULL);
  const char *folder = fixture->folder;

  dataset_check_refused (folder, DG_ERROR, DG_ERROR_NAME, "holds no dataset", "no folders of PNG images");
  g_assert_cmpint (g_mkdir_with_parents (empty, 0700), ==, 0);
  dataset_check_refused (folder, DG_ERROR, DG_ERROR_NAME, "holds no dataset", "no folders of PNG images");
  write_image (fixture, "train/a", "a.png", 1, 1);
  dataset_check_refused (folder, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, folder, "none of test images");
  write_image (fixture, "test/b", "a.png", 1, 1);
  dataset_check_refused (folder, DG_ERROR, DG_ERROR_FORMAT, "/train/empty”", "holds no PNG images");
  g_assert_cmpint (g_rmdir (empty), ==, 0);
  dataset_check_refused (folder, DG_ERROR, DG_ERROR_MISMATCH, "/test/b”", "no training images");
  write_image (fixture, "train/b", "a.png", 1, 1);
  write_text (fixture, "train/b/photo.JPG");
  dataset_check_refused (folder, DG_ERROR, DG_ERROR_UNSUPPORTED, "/train/b/photo.JPG”", "is not a PNG file");
  write_image (fixture, "train/a/more", "a.png", 1, 1);
  dataset_check_refused (folder, DG_ERROR, DG_ERROR_UNSUPPORTED, "/train/a/more”",
                         "within the folder of a class");
}

static void
test_no_classes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *image = g_build_filename (fixture->folder, "a.png", NULL);

  write_image (fixture, ".", "a.png", 1, 1);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, fixture->folder,
                         "no folder for each class");
  dataset_check_refused (image, DG_ERROR, DG_ERROR_FORMAT, "no folder for each class", "PNG");
}

static void
test_no_test (Fixture *fixture, gconstpointer data)
{
  write_image (fixture, "a", "a.png", 1, 1);
  write_image (fixture, "b", "a.png", 1, 1);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_FORMAT, fixture->folder,
                         "one image of each class");
}

static void
test_many_classes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgDataset) dataset = NULL;

  for (guint i = 0; i < 256; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      write_image (fixture, name, "a.png", 1, i);
      write_image (fixture, name, "b.png", 1, i);
    }
  dataset = dataset_check_open (fixture->folder);
  g_assert_cmpuint (dg_dataset_get_n_classes (dataset), ==, 256);
  g_assert_cmpuint (dg_dataset_get_images (dataset, DG_SPLIT_TEST)->n, ==, 256);
  g_assert_cmpuint (dg_dataset_get_images (dataset, DG_SPLIT_TEST)->labels[255], ==, 255);
  write_image (fixture, "256", "a.png", 1, 1);
  dataset_check_refused (fixture->folder, DG_ERROR, DG_ERROR_UNSUPPORTED, "257 classes", "at most 256");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DgSourceFolder) folder = NULL;
  g_autoptr (GError) error = NULL;

  write_image (fixture, "train/a", "a.png", 1, 1);
  write_image (fixture, "test/a", "a.png", 1, 1);
  folder = dg_source_folder_open (fixture->folder, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dg_png_folder_matches (folder));
  g_cancellable_cancel (cancellable);
  g_assert_null (dg_png_folder_open (folder, cancellable, &error));
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
    { "/png-folder/splits", test_splits },
    { "/png-folder/split-names", test_split_names },
    { "/png-folder/colour", test_colour },
    { "/png-folder/flat", test_flat },
    { "/png-folder/sizes", test_sizes },
    { "/png-folder/damaged", test_damaged },
    { "/png-folder/broken-link", test_broken_link },
    { "/png-folder/layout", test_layout },
    { "/png-folder/no-classes", test_no_classes },
    { "/png-folder/no-test", test_no_test },
    { "/png-folder/many-classes", test_many_classes },
    { "/png-folder/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
