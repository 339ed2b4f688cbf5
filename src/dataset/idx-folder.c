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

/**
 * Source:
 * @names: names of the files in the folder, a set
 * @file_name: the one of them that was asked for, NULL where it was the folder
 */
typedef struct
{
  GFile *folder;
  GHashTable *names;
  char *file_name;
} Source;

static void
source_clear (Source *self)
{
  g_clear_object (&self->folder);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->file_name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

static gboolean
list_names (Source *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileEnumerator) children = NULL;
  GFileInfo *info;

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  children = g_file_enumerate_children (self->folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE,
                                        cancellable, error);
  if (children == NULL)
    return FALSE;
  for (;;)
    {
      if (!g_file_enumerator_iterate (children, &info, NULL, cancellable, error))
        return FALSE;
      if (info == NULL)
        return TRUE;
      g_hash_table_add (self->names, g_strdup (g_file_info_get_name (info)));
    }
}

static gboolean
source_open (Source *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) == G_FILE_TYPE_REGULAR)
    {
      self->folder = g_file_get_parent (file);
      self->file_name = g_file_get_basename (file);
    }
  else
    self->folder = g_steal_pointer (&file);
  if (list_names (self, cancellable, error))
    return TRUE;
  if (error != NULL && (path[0] == '\0' || strstr ((*error)->message, path) == NULL))
    g_prefix_error (error, _("“%s” cannot be opened: "), path);
  return FALSE;
}

static char *
part_name (const DgFamily *family, const char *split_word, Part part, const char *separator,
           const char *suffix)
{
  return g_strconcat (family->prefix, split_word, part_words[part], separator,
                      part == PART_IMAGES ? "idx3-ubyte" : "idx1-ubyte", suffix, NULL);
}

/* The name of the file that holds a part of a family; plain before .gz. NULL where there is none. */
static char *
find_part (const Source *source, const DgFamily *family, DgSplit split, Part part)
{
  for (const char *const *word = split_words[split]; *word != NULL; word++)
    for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
      for (gsize j = 0; j < G_N_ELEMENTS (separators); j++)
        {
          g_autofree char *name = part_name (family, *word, part, separators[j], suffixes[i]);

          if (g_hash_table_contains (source->names, name))
            return g_steal_pointer (&name);
        }
  return NULL;
}

/* Whether the folder holds a part of @family; where one file was asked for, whether that one belongs to it.
 * */
static gboolean
holds_family (const Source *source, const DgFamily *family)
{
  for (DgSplit split = DG_SPLIT_TRAIN; split <= DG_SPLIT_TEST; split++)
    for (Part part = PART_IMAGES; part <= PART_LABELS; part++)
      {
        g_autofree char *name = find_part (source, family, split, part);

        if (name != NULL && (source->file_name == NULL || g_str_equal (name, source->file_name)))
          return TRUE;
      }
  return FALSE;
}

/* The one family whose files are there. */
static const DgFamily *
find_family (const Source *source, const char *path, GError **error)
{
  const DgFamily *families, *found = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  gsize n_families, n_found = 0;

  families = dg_family_list (&n_families);
  for (gsize i = 0; i < n_families; i++)
    if (holds_family (source, &families[i]))
      {
        found = &families[i];
        g_string_append_printf (names, "%s%s", n_found++ > 0 ? ", " : "",
                                found->name != NULL ? found->name : "MNIST");
      }
  if (n_found == 1)
    return found;
  if (n_found > 1)
    g_set_error (error, DG_ERROR, DG_ERROR_NAME,
                 _("“%s” holds several datasets (%s): choose one by the name of its file of training images"),
                 path, names->str);
  else if (source->file_name != NULL)
    g_set_error (error, DG_ERROR, DG_ERROR_NAME,
                 _("“%s” is not named like a file of MNIST or EMNIST, as “train-images-idx3-ubyte” is"),
                 path);
  else
    g_set_error (error, DG_ERROR, DG_ERROR_NAME,
                 _("“%s” holds no dataset: no “train-images-idx3-ubyte” (or .gz), no file of EMNIST"), path);
  return NULL;
}

/* The file of a part, or an error that names it and @beside, which is there. */
static GFile *
get_part (const Source *source, const DgFamily *family, DgSplit split, Part part, GError **error)
{
  g_autofree char *name = find_part (source, family, split, part);
  g_autofree char *expected = NULL;
  const char *const *word = split_words[split];
  g_autofree char *parse_name = NULL;
  g_autoptr (GFile) file = NULL;

  if (name != NULL)
    return g_file_get_child (source->folder, name);
  /* EMNIST calls its test files "test", the others "t10k". */
  if (split == DG_SPLIT_TEST && family->prefix[0] != '\0')
    word++;
  expected = part_name (family, *word, part, "-", "");
  file = g_file_get_child (source->folder, expected);
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
read_split (const Source *source, const DgFamily *family, DgSplit split, DgImages *out,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) image_file = get_part (source, family, split, PART_IMAGES, error);
  g_autoptr (GFile) label_file = NULL;
  g_autoptr (DgIdx) images = NULL;
  g_autoptr (DgIdx) labels = NULL;

  if (image_file != NULL)
    label_file = get_part (source, family, split, PART_LABELS, error);
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
check_sizes (const Source *source, const DgImages *splits, GError **error)
{
  g_autofree char *name = NULL;

  if (splits[0].height == splits[1].height && splits[0].width == splits[1].width)
    return TRUE;
  name = g_file_get_parse_name (source->folder);
  g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
               _("“%s” holds training images of %u × %u pixels, but test images of %u × %u"), name,
               splits[0].width, splits[0].height, splits[1].width, splits[1].height);
  return FALSE;
}

/* The folder's name, or its parent's where it is called "raw", as torchvision calls it inside the dataset's.
 * */
static char *
get_folder_name (const Source *source)
{
  g_autofree char *name = g_file_get_basename (source->folder);
  g_autoptr (GFile) parent = g_file_get_parent (source->folder);

  if (g_str_equal (name, "raw") && parent != NULL)
    {
      g_autofree char *parent_name = g_file_get_basename (parent);

      return g_filename_display_name (parent_name);
    }
  return g_filename_display_name (name);
}

DgDataset *
dg_idx_folder_open (const char *source, GCancellable *cancellable, GError **error)
{
  g_auto (Source) opened = { 0 };
  g_autofree char *folder_name = NULL;
  const char *name;
  const DgFamily *family, *told;
  DgImages splits[2] = { 0 };
  DgDataset *dataset = NULL;

  if (!source_open (&opened, source, cancellable, error) || !(family = find_family (&opened, source, error)))
    return NULL;
  if (read_split (&opened, family, DG_SPLIT_TRAIN, &splits[0], cancellable, error)
      && read_split (&opened, family, DG_SPLIT_TEST, &splits[1], cancellable, error)
      && check_sizes (&opened, splits, error))
    {
      folder_name = get_folder_name (&opened);
      told = family->name == NULL ? dg_family_tell (splits[0].labels, splits[0].n, folder_name) : NULL;
      family = told != NULL ? told : family;
      name = family->name != NULL ? family->name : folder_name;
      dataset = dg_dataset_new (source, name, family->class_names, family->n_classes, &splits[0], &splits[1]);
    }
  for (int i = 0; i < 2; i++)
    {
      g_free ((gpointer) splits[i].pixels);
      g_free ((gpointer) splits[i].labels);
    }
  return dataset;
}
