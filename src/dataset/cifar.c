/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dataset/cifar.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"
#include "dataset/data-file.h"
#include "dataset/dataset-private.h"

#define SIDE 32
#define PLANE (SIDE * SIDE)
#define CHANNELS 3
#define MAX_FILES 5
#define MAX_CLASSES 256
#define MAX_NAMES_LENGTH 65536

/* Images that are read at a time. */
#define CHUNK 128

/**
 * Kind:
 * @name: for people, where there are as many images as @n_images
 * @n_images: of the two splits
 * @n_labels: bytes before the pixels of an image; the last is its class
 * @class_file: names of the classes, one a line
 * @files: of the two splits, NULL-terminated
 * @python_file: (nullable): one that the Python version has instead
 */
typedef struct
{
  const char *name;
  gsize n_images[2];
  guint n_labels;
  const char *class_file;
  const char *files[2][MAX_FILES + 1];
  const char *python_file;
} Kind;

/* The opened files of a split, each of @n_each images. */
typedef struct
{
  DgDataFile files[MAX_FILES];
  guint n_files;
  gsize n_each;
} Batches;

static void
batches_clear (Batches *self)
{
  for (guint i = 0; i < MAX_FILES; i++)
    dg_data_file_clear (&self->files[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batches, batches_clear)

static const Kind kinds[] = {
  { "CIFAR-10",
    { 50000, 10000 },
    1,
    "batches.meta.txt",
    { { "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin" },
      { "test_batch.bin" } },
    "data_batch_1" },
  { "CIFAR-100", { 50000, 10000 }, 2, "fine_label_names.txt", { { "train.bin" }, { "test.bin" } }, NULL },
};

static gboolean
offers_kind (const DgSourceFolder *folder, const Kind *kind)
{
  if (dg_source_folder_offers (folder, kind->class_file)
      || (kind->python_file != NULL && dg_source_folder_offers (folder, kind->python_file)))
    return TRUE;
  for (DgSplit split = DG_SPLIT_TRAIN; split <= DG_SPLIT_TEST; split++)
    for (const char *const *name = kind->files[split]; *name != NULL; name++)
      if (dg_source_folder_offers (folder, *name))
        return TRUE;
  return FALSE;
}

static const Kind *
find_kind (const DgSourceFolder *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (offers_kind (folder, &kinds[i]))
      return &kinds[i];
  return NULL;
}

gboolean
dg_cifar_matches (const DgSourceFolder *folder)
{
  return find_kind (folder) != NULL;
}

/* The file @name, or an error that it is missing. */
static GFile *
get_file (const DgSourceFolder *folder, const Kind *kind, const char *name, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder->folder, name);
  g_autofree char *parse_name = g_file_get_parse_name (file);

  if (dg_source_folder_contains (folder, name))
    return g_steal_pointer (&file);
  if (kind->python_file != NULL && dg_source_folder_contains (folder, kind->python_file))
    g_set_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED,
                 _("“%s” is missing: the folder holds %s for Python, only its binary version is read"),
                 parse_name, kind->name);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("“%s” is missing beside its counterparts"),
                 parse_name);
  return NULL;
}

/* (transfer full) the lines of the file that are not empty. */
static char **
split_names (const DgDataFile *file, const char *text, gsize length, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (memchr (text, '\0', length) != NULL || !g_utf8_validate (text, length, NULL))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” is not a text of class names"), file->name);
      return NULL;
    }
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      {
        g_strv_builder_add (names, *line);
        n++;
      }
  if (n >= 2 && n <= MAX_CLASSES)
    return g_strv_builder_end (names);
  g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” names %u classes, there must be from 2 to %d"),
               file->name, n, MAX_CLASSES);
  return NULL;
}

static char **
read_class_names (const DgSourceFolder *folder, const Kind *kind, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) path = get_file (folder, kind, kind->class_file, error);
  g_autofree char *text = g_malloc (MAX_NAMES_LENGTH + 1);
  g_auto (DgDataFile) file = { 0 };
  gsize length;

  if (path == NULL || !dg_data_file_open (&file, path, cancellable, error)
      || !dg_data_file_read (&file, text, MAX_NAMES_LENGTH, &length, error))
    return NULL;
  text[length] = '\0';
  return split_names (&file, text, length, error);
}

/* Opens the file @name, and counts its images by its length. */
static gboolean
open_batch (DgDataFile *file, const DgSourceFolder *folder, const Kind *kind, const char *name, gsize *n,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) path = get_file (folder, kind, name, error);
  gsize record = kind->n_labels + CHANNELS * PLANE;

  if (path == NULL || !dg_data_file_open (file, path, cancellable, error))
    return FALSE;
  *n = file->length / record;
  if (file->length == 0)
    g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” is empty"), file->name);
  else if (file->length % record != 0)
    g_set_error (error, DG_ERROR, DG_ERROR_FORMAT,
                 _("“%s” is truncated or damaged: its %zu bytes are not a whole number of images of %zu bytes"),
                 file->name, (gsize) file->length, record);
  else
    return TRUE;
  return FALSE;
}

/* Opens the files of a split. */
static gboolean
open_batches (Batches *self, const DgSourceFolder *folder, const Kind *kind, DgSplit split,
              GCancellable *cancellable, GError **error)
{
  const char *const *names = kind->files[split];

  for (; names[self->n_files] != NULL; self->n_files++)
    {
      DgDataFile *file = &self->files[self->n_files];
      gsize n;

      if (!open_batch (file, folder, kind, names[self->n_files], &n, cancellable, error))
        return FALSE;
      if (self->n_files == 0)
        self->n_each = n;
      if (n == self->n_each)
        continue;
      g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH, _("“%s” holds %zu images, but “%s” holds %zu"),
                   file->name, n, self->files[0].name, self->n_each);
      return FALSE;
    }
  return TRUE;
}

/* From (CHANNELS, SIDE, SIDE) to (SIDE, SIDE, CHANNELS). */
static void
interleave (const guint8 *planes, guint8 *pixels)
{
  for (guint i = 0; i < PLANE; i++)
    for (guint c = 0; c < CHANNELS; c++)
      pixels[i * CHANNELS + c] = planes[c * PLANE + i];
}

/* Reads the @n images of @file. @pixels: (n, SIDE, SIDE, CHANNELS), @labels: (n) */
static gboolean
read_batch (const DgDataFile *file, const Kind *kind, guint n_classes, gsize n, guint8 *pixels,
            guint8 *labels, GError **error)
{
  gsize record = kind->n_labels + CHANNELS * PLANE;
  g_autofree guint8 *buffer = g_malloc (CHUNK * record);

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *at = buffer + i % CHUNK * record;

      if (i % CHUNK == 0)
        {
          gsize size = MIN (CHUNK, n - i) * record, n_read;

          if (!dg_data_file_read (file, buffer, size, &n_read, error))
            return FALSE;
          if (n_read < size)
            {
              g_set_error (error, DG_ERROR, DG_ERROR_FORMAT,
                           _("“%s” is truncated: it became shorter while it was read"), file->name);
              return FALSE;
            }
        }
      labels[i] = at[kind->n_labels - 1];
      if (labels[i] >= n_classes)
        {
          g_set_error (error, DG_ERROR, DG_ERROR_FORMAT,
                       _("“%s” is damaged: label %u of image %zu is not one of %u to %u"), file->name,
                       labels[i], i, 0, n_classes - 1);
          return FALSE;
        }
      interleave (at + kind->n_labels, pixels + i * CHANNELS * PLANE);
    }
  return TRUE;
}

static gboolean
read_split (const DgSourceFolder *folder, const Kind *kind, DgSplit split, guint n_classes, DgImages *images,
            GCancellable *cancellable, GError **error)
{
  g_auto (Batches) batches = { 0 };
  guint8 *pixels, *labels;

  if (!open_batches (&batches, folder, kind, split, cancellable, error))
    return FALSE;
  *images = (DgImages) { batches.n_files * batches.n_each, SIDE, SIDE, CHANNELS };
  images->pixels = pixels = g_try_malloc_n (images->n, CHANNELS * PLANE);
  images->labels = labels = g_try_malloc (images->n);
  if (pixels == NULL || labels == NULL)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED,
                   _("“%s” does not fit into memory: it holds %zu images"), folder->path, images->n);
      return FALSE;
    }
  for (gsize i = 0; i < batches.n_files; i++)
    if (!read_batch (&batches.files[i], kind, n_classes, batches.n_each,
                     pixels + i * batches.n_each * CHANNELS * PLANE, labels + i * batches.n_each, error))
      return FALSE;
  return TRUE;
}

DgDataset *
dg_cifar_open (const DgSourceFolder *folder, GCancellable *cancellable, GError **error)
{
  const Kind *kind = find_kind (folder);
  g_auto (GStrv) class_names = read_class_names (folder, kind, cancellable, error);
  g_autofree char *folder_name = dg_source_folder_get_name (folder);
  g_auto (DgImages) train = { 0 };
  g_auto (DgImages) test = { 0 };
  gboolean whole;
  guint n_classes;

  if (class_names == NULL)
    return NULL;
  n_classes = g_strv_length (class_names);
  if (!read_split (folder, kind, DG_SPLIT_TRAIN, n_classes, &train, cancellable, error)
      || !read_split (folder, kind, DG_SPLIT_TEST, n_classes, &test, cancellable, error))
    return NULL;
  whole = train.n == kind->n_images[DG_SPLIT_TRAIN] && test.n == kind->n_images[DG_SPLIT_TEST];
  return dg_dataset_new (whole ? kind->name : folder_name, (const char *const *) class_names, n_classes, &train,
                         &test);
}
