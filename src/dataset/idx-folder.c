/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dataset/idx-folder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"
#include "dataset/dataset-private.h"
#include "dataset/family.h"
#include "dataset/idx.h"

typedef enum
{
  PART_IMAGES,
  PART_LABELS,
} Part;

static const char *const split_words[2][3] = { { "train", NULL }, { "t10k", "test", NULL } };
static const char *const part_words[2] = { "-images", "-labels" };
static const char *const separators[] = { "-", "." };
static const char *const suffixes[] = { "", ".gz" };

static char *
part_name (const DgFamily *family, const char *split_word, Part part, const char *separator,
           const char *suffix)
{
  return g_strconcat (family->prefix, split_word, part_words[part], separator,
                      part == PART_IMAGES ? "idx3-ubyte" : "idx1-ubyte", suffix, NULL);
}

/* The name of the file that holds a part of a family; plain before .gz. NULL where there is none. */
static char *
find_part (const DgSourceFolder *folder, const DgFamily *family, DgSplit split, Part part)
{
  for (const char *const *word = split_words[split]; *word != NULL; word++)
    for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
      for (gsize j = 0; j < G_N_ELEMENTS (separators); j++)
        {
          g_autofree char *name = part_name (family, *word, part, separators[j], suffixes[i]);

          if (dg_source_folder_contains (folder, name))
            return g_steal_pointer (&name);
        }
  return NULL;
}

/* Whether the folder holds a part of @family; where one file was asked for, whether that one belongs to it.
 * */
static gboolean
holds_family (const DgSourceFolder *folder, const DgFamily *family)
{
  for (DgSplit split = DG_SPLIT_TRAIN; split <= DG_SPLIT_TEST; split++)
    for (Part part = PART_IMAGES; part <= PART_LABELS; part++)
      {
        g_autofree char *name = find_part (folder, family, split, part);

        if (name != NULL && dg_source_folder_offers (folder, name))
          return TRUE;
      }
  return FALSE;
}

gboolean
dg_idx_folder_matches (const DgSourceFolder *folder)
{
  gsize n_families;
  const DgFamily *families = dg_family_list (&n_families);

  for (gsize i = 0; i < n_families; i++)
    if (holds_family (folder, &families[i]))
      return TRUE;
  return FALSE;
}

/* The one family whose files are there; at least one is. */
static const DgFamily *
find_family (const DgSourceFolder *folder, GError **error)
{
  const DgFamily *families, *found = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  gsize n_families, n_found = 0;

  families = dg_family_list (&n_families);
  for (gsize i = 0; i < n_families; i++)
    if (holds_family (folder, &families[i]))
      {
        found = &families[i];
        g_string_append_printf (names, "%s%s", n_found++ > 0 ? ", " : "",
                                found->name != NULL ? found->name : "MNIST");
      }
  if (n_found == 1)
    return found;
  g_set_error (error, DG_ERROR, DG_ERROR_NAME,
               _("“%s” holds several datasets (%s): choose one by the name of its file of training images"),
               folder->path, names->str);
  return NULL;
}

/* The file of a part, or an error that names it and @beside, which is there. */
static GFile *
get_part (const DgSourceFolder *folder, const DgFamily *family, DgSplit split, Part part, GError **error)
{
  g_autofree char *name = find_part (folder, family, split, part);
  g_autofree char *expected = NULL;
  const char *const *word = split_words[split];
  g_autofree char *parse_name = NULL;
  g_autoptr (GFile) file = NULL;

  if (name != NULL)
    return g_file_get_child (folder->folder, name);
  /* EMNIST calls its test files "test", the others "t10k". */
  if (split == DG_SPLIT_TEST && family->prefix[0] != '\0')
    word++;
  expected = part_name (family, *word, part, "-", "");
  file = g_file_get_child (folder->folder, expected);
  parse_name = g_file_get_parse_name (file);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, 
               _("“%s” is missing, plain or .gz, beside its counterparts"), parse_name);
  return NULL;
}

/* Makes the labels count from 0. */
static gboolean
map_labels (const DgFamily *family, GFile *file, DgIdx *labels, GError **error)
{
  for (gsize i = 0; i < labels->size; i++)
    {
      guint label = labels->data[i];

      if (label < family->first_label || label - family->first_label >= family->n_classes)
        {
          g_autofree char *name = g_file_get_parse_name (file);

          g_set_error (error, DG_ERROR, DG_ERROR_FORMAT,
                       _("“%s” is damaged: label %u of image %zu is not one of %u to %u"), name, label, i,
                       family->first_label, family->first_label + family->n_classes - 1);
          return FALSE;
        }
      labels->data[i] = label - family->first_label;
    }
  return TRUE;
}

/* From (n, width, height) to (n, height, width). */
static void
transpose (DgIdx *images)
{
  gsize rows = images->shape[1], columns = images->shape[2];
  gsize plane = rows * columns;
  g_autofree guint8 *copy = g_malloc (plane);

  for (gsize k = 0; k < images->shape[0]; k++)
    {
      guint8 *image = images->data + k * plane;

      memcpy (copy, image, plane);
      for (gsize i = 0; i < rows; i++)
        for (gsize j = 0; j < columns; j++)
          image[j * rows + i] = copy[i * columns + j];
    }
  images->shape[1] = columns;
  images->shape[2] = rows;
}

/* Labels first: they are small, and tell early when the files are wrong. */
static gboolean
read_split (const DgSourceFolder *folder, const DgFamily *family, DgSplit split, DgImages *out,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) image_file = get_part (folder, family, split, PART_IMAGES, error);
  g_autoptr (GFile) label_file = NULL;
  g_autoptr (DgIdx) images = NULL;
  g_autoptr (DgIdx) labels = NULL;

  if (image_file != NULL)
    label_file = get_part (folder, family, split, PART_LABELS, error);
  if (label_file == NULL)
    return FALSE;
  labels = dg_idx_read (label_file, 1, cancellable, error);
  if (labels == NULL || !map_labels (family, label_file, labels, error))
    return FALSE;
  images = dg_idx_read (image_file, 3, cancellable, error);
  if (images == NULL)
    return FALSE;
  if (images->shape[0] != labels->shape[0])
    {
      g_autofree char *image_name = g_file_get_parse_name (image_file);
      g_autofree char *label_name = g_file_get_parse_name (label_file);

      g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH, _("“%s” holds %zu images, but “%s” holds %zu labels"),
                   image_name, images->shape[0], label_name, labels->shape[0]);
      return FALSE;
    }
  if (family->transposed)
    transpose (images);
  *out = (DgImages) { .n = images->shape[0],
                      .height = images->shape[1],
                      .width = images->shape[2],
                      .channels = 1,
                      .pixels = g_steal_pointer (&images->data),
                      .labels = g_steal_pointer (&labels->data) };
  return TRUE;
}

static gboolean
check_sizes (const DgSourceFolder *folder, const DgImages *train, const DgImages *test, GError **error)
{
  g_autofree char *name = NULL;

  if (train->height == test->height && train->width == test->width)
    return TRUE;
  name = g_file_get_parse_name (folder->folder);
  g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
               _("“%s” holds training images of %u × %u pixels, but test images of %u × %u"), name,
               train->width, train->height, test->width, test->height);
  return FALSE;
}

DgDataset *
dg_idx_folder_open (const DgSourceFolder *folder, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder_name = dg_source_folder_get_name (folder);
  const char *name;
  const DgFamily *family, *told;
  g_auto (DgImages) train = { 0 };
  g_auto (DgImages) test = { 0 };

  family = find_family (folder, error);
  if (family == NULL || !read_split (folder, family, DG_SPLIT_TRAIN, &train, cancellable, error)
      || !read_split (folder, family, DG_SPLIT_TEST, &test, cancellable, error)
      || !check_sizes (folder, &train, &test, error))
    return NULL;
  told = family->name == NULL ? dg_family_tell (train.labels, train.n, folder_name) : NULL;
  family = told != NULL ? told : family;
  name = family->name != NULL ? family->name : folder_name;
  return dg_dataset_new (name, family->class_names, family->n_classes, &train, &test);
}
