/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dataset/png-folder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"
#include "base/rng.h"
#include "dataset/dataset-private.h"
#include "dataset/png-stack.h"

#define MAX_CLASSES 256

/* "png": keeps the draw of the test images apart from what else is drawn by this seed. */
#define TEST_SEED 1
#define TEST_STREAM G_GUINT64_CONSTANT (0x706e67)

/* What the folder of a split may be called, the first that is there. */
static const char *const split_names[2][6] = {
  { "train", "training" },
  { "test", "testing", "val", "valid", "validation" },
};

/* Endings of images that are not read. */
static const char *const other_formats[] = {
  ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".ppm", ".pgm", NULL,
};

/* The images of a split: (n) files, and the label of each. */
typedef struct
{
  GPtrArray *files;
  GByteArray *labels;
} Split;

static void
split_init (Split *self)
{
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  self->labels = g_byte_array_new ();
}

static void
split_clear (Split *self)
{
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->labels, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Split, split_clear)

static void
split_append (Split *self, GFile *file, guint8 label)
{
  g_ptr_array_add (self->files, g_object_ref (file));
  g_byte_array_append (self->labels, &label, 1);
}

static gboolean
ends_in (const char *name, const char *ending)
{
  gsize length = strlen (name), n = strlen (ending);

  return length > n && g_ascii_strcasecmp (name + length - n, ending) == 0;
}

static gboolean
holds_png (const DgSourceFolder *folder)
{
  g_auto (GStrv) names = dg_source_folder_list (folder, G_FILE_TYPE_REGULAR);

  for (char **name = names; *name != NULL; name++)
    if (ends_in (*name, ".png"))
      return TRUE;
  return FALSE;
}

/* Whether a folder in @folder holds a PNG image. What cannot be opened does not. */
static gboolean
holds_classes (const DgSourceFolder *folder)
{
  g_auto (GStrv) names = dg_source_folder_list (folder, G_FILE_TYPE_DIRECTORY);

  for (char **name = names; *name != NULL; name++)
    {
      g_autoptr (DgSourceFolder) child = dg_source_folder_open_child (folder, *name, NULL, NULL);

      if (child != NULL && holds_png (child))
        return TRUE;
    }
  return FALSE;
}

/* The name in @folder of the folder of @split, or NULL. */
static const char *
find_split (const DgSourceFolder *folder, DgSplit split, char **names)
{
  for (const char *const *wanted = split_names[split]; *wanted != NULL; wanted++)
    for (char **name = names; *name != NULL; name++)
      if (g_ascii_strcasecmp (*name, *wanted) == 0)
        return *name;
  return NULL;
}

/* Opens the folder of training images in @folder; NULL where there is none that holds classes. */
static DgSourceFolder *
open_train (const DgSourceFolder *folder, GCancellable *cancellable)
{
  g_auto (GStrv) names = dg_source_folder_list (folder, G_FILE_TYPE_DIRECTORY);
  const char *name = find_split (folder, DG_SPLIT_TRAIN, names);
  g_autoptr (DgSourceFolder) train = NULL;

  if (name != NULL)
    train = dg_source_folder_open_child (folder, name, cancellable, NULL);
  return train != NULL && holds_classes (train) ? g_steal_pointer (&train) : NULL;
}

gboolean
dg_png_folder_matches (const DgSourceFolder *folder)
{
  g_autoptr (DgSourceFolder) train = NULL;

  if (folder->file_name != NULL)
    return ends_in (folder->file_name, ".png");
  train = open_train (folder, NULL);
  return train != NULL || holds_png (folder) || holds_classes (folder);
}

static DgSourceFolder *
open_test (const DgSourceFolder *folder, GCancellable *cancellable, GError **error)
{
  g_auto (GStrv) names = dg_source_folder_list (folder, G_FILE_TYPE_DIRECTORY);
  const char *name = find_split (folder, DG_SPLIT_TEST, names);

  if (name != NULL)
    return dg_source_folder_open_child (folder, name, cancellable, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _("“%s” holds a folder of training images, but none of test images that is called “%s”"),
               folder->path, split_names[DG_SPLIT_TEST][0]);
  return NULL;
}

/* That nothing in the folder of a class is an image left out unseen. */
static gboolean
check_contents (const DgSourceFolder *folder, GError **error)
{
  g_auto (GStrv) folders = dg_source_folder_list (folder, G_FILE_TYPE_DIRECTORY);
  g_auto (GStrv) links = dg_source_folder_list (folder, G_FILE_TYPE_SYMBOLIC_LINK); /* others are what they lead to */
  g_auto (GStrv) names = dg_source_folder_list (folder, G_FILE_TYPE_REGULAR);

  if (links[0] != NULL)
    {
      g_autofree char *path = g_build_filename (folder->path, links[0], NULL);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("“%s” is a link that leads nowhere"), path);
      return FALSE;
    }
  if (folders[0] != NULL)
    {
      g_autofree char *path = g_build_filename (folder->path, folders[0], NULL);

      g_set_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED,
                   _("“%s” is a folder within the folder of a class, which holds images alone"), path);
      return FALSE;
    }
  for (char **name = names; *name != NULL; name++)
    for (const char *const *ending = other_formats; *ending != NULL; ending++)
      if (ends_in (*name, *ending))
        {
          g_autofree char *path = g_build_filename (folder->path, *name, NULL);

          g_set_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED,
                       _("“%s” is not a PNG file, and images of no other format are read"), path);
          return FALSE;
        }
  return TRUE;
}

/* Appends the images of the class @label, in the folder @name of @parent. */
static gboolean
list_class (Split *self, const DgSourceFolder *parent, const char *name, guint8 label, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (DgSourceFolder) folder = dg_source_folder_open_child (parent, name, cancellable, error);
  g_auto (GStrv) names = NULL;
  guint n = self->files->len;

  if (folder == NULL || !check_contents (folder, error))
    return FALSE;
  names = dg_source_folder_list (folder, G_FILE_TYPE_REGULAR);
  for (char **file_name = names; *file_name != NULL; file_name++)
    if (ends_in (*file_name, ".png"))
      {
        g_autoptr (GFile) file = g_file_get_child (folder->folder, *file_name);

        split_append (self, file, label);
      }
  if (self->files->len > n)
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” holds no PNG images"), folder->path);
  return FALSE;
}

/* Appends the images in the folders of @folder, each of which is one of @classes. */
static gboolean
list_classes (Split *self, const DgSourceFolder *folder, char **classes, GCancellable *cancellable, GError **error)
{
  g_auto (GStrv) names = dg_source_folder_list (folder, G_FILE_TYPE_DIRECTORY);
  guint n_classes = g_strv_length (classes);

  for (char **name = names; *name != NULL; name++)
    {
      guint label = 0;

      while (label < n_classes && !g_str_equal (*name, classes[label]))
        label++;
      if (label == n_classes)
        {
          g_autofree char *path = g_build_filename (folder->path, *name, NULL);

          g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                       _("“%s” is a class of test images, but there are no training images of it"), path);
          return FALSE;
        }
      if (!list_class (self, folder, *name, label, cancellable, error))
        return FALSE;
    }
  if (self->files->len > 0)
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” holds no folders of PNG images"), folder->path);
  return FALSE;
}

/* Marks those of the @n images of a class that are test images. @is_test: (n) */
static void
draw_test (guint label, guint n, gboolean *is_test)
{
  guint n_test = n < 2 ? 0 : MAX ((n + DG_PNG_FOLDER_TEST_SHARE / 2) / DG_PNG_FOLDER_TEST_SHARE, 1);
  g_autofree guint32 *rows = g_new (guint32, n);
  DgRng rng;

  for (guint i = 0; i < n; i++)
    rows[i] = i;
  dg_rng_init (&rng, TEST_SEED, TEST_STREAM + label);
  dg_rng_shuffle (&rng, rows, n);
  for (guint i = 0; i < n; i++)
    is_test[rows[i]] = i < n_test;
}

/* Takes the test images out of @all, class by class. */
static void
divide (const Split *all, Split *train, Split *test)
{
  for (guint begin = 0, end = 0; begin < all->files->len; begin = end)
    {
      guint8 label = all->labels->data[begin];
      g_autofree gboolean *is_test = NULL;

      while (end < all->files->len && all->labels->data[end] == label)
        end++;
      is_test = g_new (gboolean, end - begin);
      draw_test (label, end - begin, is_test);
      for (guint i = begin; i < end; i++)
        split_append (is_test[i - begin] ? test : train, g_ptr_array_index (all->files, i), label);
    }
}

static gboolean
list_flat (const DgSourceFolder *folder, char **classes, Split *train, Split *test, GCancellable *cancellable,
           GError **error)
{
  g_auto (Split) all = { 0 };

  split_init (&all);
  if (!list_classes (&all, folder, classes, cancellable, error))
    return FALSE;
  divide (&all, train, test);
  if (test->files->len > 0)
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_FORMAT,
               _("“%s” holds one image of each class: none is left to test with"), folder->path);
  return FALSE;
}

/* The names of the folders in @folder, which are the classes. */
static char **
list_names (const DgSourceFolder *folder, GError **error)
{
  g_auto (GStrv) names = dg_source_folder_list (folder, G_FILE_TYPE_DIRECTORY);
  guint n = g_strv_length (names);

  if (n > MAX_CLASSES)
    g_set_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED, _("“%s” holds folders of %u classes, at most %d are read"),
                 folder->path, n, MAX_CLASSES);
  else if (n == 0)
    g_set_error (error, DG_ERROR, DG_ERROR_FORMAT,
                 _("“%s” holds PNG images, but no folder for each class of them"), folder->path);
  else
    return g_steal_pointer (&names);
  return NULL;
}

/* Moves @split's images, the first of which is @first of the stack, to @images. */
static gboolean
take_images (const DgPngStack *stack, gsize first, Split *split, DgImages *images)
{
  gsize size = (gsize) stack->width * stack->height * stack->channels;
  guint8 *pixels;

  *images = (DgImages) { split->files->len, stack->height, stack->width, stack->channels };
  images->pixels = pixels = g_try_malloc_n (images->n, size);
  if (pixels == NULL)
    return FALSE;
  for (gsize i = 0; i < images->n; i++)
    dg_png_stack_copy (stack, first + i, pixels + i * size);
  images->labels = g_byte_array_steal (split->labels, NULL);
  return TRUE;
}

static gpointer
ref_cb (gconstpointer file, gpointer data)
{
  return g_object_ref ((gpointer) file);
}

static gboolean
read_splits (const DgSourceFolder *folder, Split *train, Split *test, DgImages *train_images, DgImages *test_images,
             GCancellable *cancellable, GError **error)
{
  g_auto (DgPngStack) stack = { 0 };
  g_autoptr (GPtrArray) files = g_ptr_array_copy (train->files, ref_cb, NULL);

  g_ptr_array_extend (files, test->files, ref_cb, NULL);
  if (!dg_png_stack_read (&stack, files, cancellable, error))
    return FALSE;
  if (take_images (&stack, 0, train, train_images) && take_images (&stack, train_images->n, test, test_images))
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED, _("“%s” does not fit into memory: it holds %zu images"),
               folder->path, stack.n);
  return FALSE;
}

static char **
get_display_names (char **names)
{
  guint n = g_strv_length (names);
  char **display_names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    display_names[i] = g_filename_display_name (names[i]);
  return display_names;
}

DgDataset *
dg_png_folder_open (const DgSourceFolder *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgSourceFolder) train_folder = open_train (folder, cancellable);
  g_autoptr (DgSourceFolder) test_folder = NULL;
  g_auto (GStrv) classes = list_names (train_folder != NULL ? train_folder : folder, error);
  g_auto (GStrv) class_names = NULL;
  g_autofree char *name = dg_source_folder_get_name (folder);
  g_auto (Split) train = { 0 };
  g_auto (Split) test = { 0 };
  g_auto (DgImages) train_images = { 0 };
  g_auto (DgImages) test_images = { 0 };

  split_init (&train);
  split_init (&test);
  if (classes == NULL)
    return NULL;
  if (train_folder == NULL)
    {
      if (!list_flat (folder, classes, &train, &test, cancellable, error))
        return NULL;
    }
  else
    {
      test_folder = open_test (folder, cancellable, error);
      if (test_folder == NULL || !list_classes (&train, train_folder, classes, cancellable, error)
          || !list_classes (&test, test_folder, classes, cancellable, error))
        return NULL;
    }
  if (!read_splits (folder, &train, &test, &train_images, &test_images, cancellable, error))
    return NULL;
  class_names = get_display_names (classes);
  return dg_dataset_new (name, (const char *const *) class_names, g_strv_length (classes), &train_images,
                         &test_images);
}
