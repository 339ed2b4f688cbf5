/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/activations.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "run/class-indices.h"
#include "run/class-names.h"
#include "run/file-error.h"
#include "run/layer.h"

#define LABELS "labels"
#define INDEX "index"
#define IMAGES "images"
#define LOGITS "logits"
#define PREDICTIONS "predictions"

/* Floats are the whole numbers below 2²⁴, and from there on others are rounded to them. */
#define MAX_INDEX ((1 << 24) - 1)

static const char *const log_likelihood_names[] = { "log_likelihood", "log_likelihoods" };
static const char *const reconstruction_names[] = { "reconstruction", "reconstructions" };

/* Arrays that are no layers, unless the metadata say so. */
static gboolean
is_reserved (const char *name)
{
  const char *const names[] = { LABELS, INDEX, IMAGES, LOGITS, PREDICTIONS, log_likelihood_names[0],
                                log_likelihood_names[1], reconstruction_names[0], reconstruction_names[1], NULL };

  return g_strv_contains (names, name);
}

void
dg_activations_free (DgActivations *self)
{
  g_free (self->name);
  g_hash_table_unref (self->arrays);
  g_array_unref (self->layers);
  g_free (self->labels);
  g_free (self->index);
  dg_image_array_clear (&self->images);
  g_strfreev (self->class_names);
  g_free (self);
}

/* Layers */

/* Whether the array can be read, and has a row for each sample. */
static gboolean
check_rows (const DgActivations *self, const char *path, const DgArrayEntry *entry, GError **error)
{
  if (entry->fault != NULL)
    g_propagate_error (error, g_error_copy (entry->fault));
  else if (entry->layout.n_dims == 0)
    dg_set_file_error (error, DG_ERROR_MISMATCH, path, _("“%s” is a single number, not one row for each sample"),
                       entry->name);
  else if (entry->layout.shape[0] != self->n)
    dg_set_file_error (error, DG_ERROR_MISMATCH, path, _("“%s” has %zu samples, “%s” of %s %zu"), entry->name,
                       entry->layout.shape[0], g_array_index (self->layers, DgRunLayer, 0).name, self->name, self->n);
  else
    return TRUE;
  return FALSE;
}

/* The shape of one sample's values; a single one is (1). */
static void
get_sample_shape (const DgArrayLayout *layout, DgRunLayer *layer)
{
  layer->n_dims = MAX (layout->n_dims - 1, 1);
  layer->shape[0] = 1;
  for (guint i = 1; i < layout->n_dims; i++)
    layer->shape[i - 1] = layout->shape[i];
}

static gboolean
add_layer (DgActivations *self, const char *path, const DgArrayEntry *entry, GError **error)
{
  DgRunLayer layer = { 0 };

  if (!g_utf8_validate (entry->name, -1, NULL))
    {
      g_autofree char *name = g_utf8_make_valid (entry->name, -1);

      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("the name “%s” is not in UTF-8"), name);
      return FALSE;
    }
  if (self->layers->len == 0 && entry->layout.n_dims > 0)
    self->n = entry->layout.shape[0];
  if (!check_rows (self, path, entry, error))
    return FALSE;
  if (entry->layout.n == 0 || self->n > G_MAXINT32)
    {
      g_autofree char *shape = dg_array_layout_describe_shape (&entry->layout);

      dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path, _("“%s” has the shape %s, of which no image can be made"),
                         entry->name, shape);
      return FALSE;
    }
  get_sample_shape (&entry->layout, &layer);
  layer.name = g_strdup (entry->name);
  g_array_append_val (self->layers, layer);
  return TRUE;
}

/* @names: the metadata's list, with commas between */
static gboolean
add_listed_layers (DgActivations *self, const DgArrayFile *file, const char *names, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (names, ",", -1);
  const char *path = dg_array_file_get_path (file);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const DgArrayEntry *entry = dg_array_file_find (file, g_strstrip (parts[i]));

      if (*parts[i] == '\0')
        continue;
      if (entry == NULL)
        {
          dg_set_file_error (error, DG_ERROR_NAME, path,
                             _("there is no array “%s”, which the metadata “layers” names"), parts[i]);
          return FALSE;
        }
      for (guint j = 0; j < self->layers->len; j++)
        if (g_str_equal (g_array_index (self->layers, DgRunLayer, j).name, parts[i]))
          {
            dg_set_file_error (error, DG_ERROR_FORMAT, path, _("the metadata “layers” names “%s” twice"), parts[i]);
            return FALSE;
          }
      if (!add_layer (self, path, entry, error))
        return FALSE;
    }
  return TRUE;
}

/* Single numbers, such as a loss, are no layers. */
static gboolean
add_all_layers (DgActivations *self, const DgArrayFile *file, GError **error)
{
  gsize n;
  const DgArrayEntry *entries = dg_array_file_get_entries (file, &n);

  for (gsize i = 0; i < n; i++)
    if (!is_reserved (entries[i].name) && (entries[i].fault != NULL || entries[i].layout.n_dims > 0) &&
        !add_layer (self, dg_array_file_get_path (file), &entries[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
read_layers (DgActivations *self, const DgArrayFile *file, GError **error)
{
  const char *names = dg_array_file_get_metadata (file, "layers");

  if (!(names != NULL ? add_listed_layers (self, file, names, error) : add_all_layers (self, file, error)))
    return FALSE;
  if (self->layers->len == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, dg_array_file_get_path (file),
                         _("holds no layer: no array of one row for each sample but %s, %s, %s, …"), LABELS, IMAGES,
                         LOGITS);
      return FALSE;
    }
  return TRUE;
}

/* What goes with them */

static gboolean
read_labels (DgActivations *self, const DgArrayFile *file, GError **error)
{
  const DgArrayEntry *entry = dg_array_file_find (file, LABELS);

  if (entry == NULL)
    return TRUE;
  self->labels = dg_class_indices_load (file, entry, self->n, error);
  return self->labels != NULL;
}

static gboolean
read_index (DgActivations *self, const DgArrayFile *file, GError **error)
{
  const DgArrayEntry *entry = dg_array_file_find (file, INDEX);
  const char *path = dg_array_file_get_path (file);
  g_autoptr (DgTensor) values = NULL;

  if (entry == NULL)
    return TRUE;
  if (!check_rows (self, path, entry, error))
    return FALSE;
  if (!dg_array_layout_is_list (&entry->layout, self->n))
    {
      g_autofree char *shape = dg_array_layout_describe_shape (&entry->layout);

      dg_set_file_error (error, DG_ERROR_MISMATCH, path, _("“%s” has the shape %s, but takes one row for each sample"),
                         INDEX, shape);
      return FALSE;
    }
  values = dg_array_file_load (file, entry, error);
  if (values == NULL)
    return FALSE;
  self->index = g_new (gint64, self->n);
  for (gsize i = 0; i < self->n; i++)
    {
      float row = values->data[i];

      if (!(row >= 0 && row <= MAX_INDEX && row == floorf (row)))
        {
          dg_set_file_error (error, DG_ERROR_VALUE, path, _("row %zu of “%s” is %g, not a row from 0 to %d"), i, INDEX,
                             row, MAX_INDEX);
          return FALSE;
        }
      self->index[i] = (gint64) row;
    }
  return TRUE;
}

static gboolean
read_images (DgActivations *self, const DgArrayFile *file, GError **error)
{
  const DgArrayEntry *entry = dg_array_file_find (file, IMAGES);

  return entry == NULL || dg_image_array_load (&self->images, file, entry, self->n, error);
}

/* @n_classes: 0 where it is not known yet */
static gboolean
check_scores (const DgActivations *self, const DgArrayFile *file, const DgArrayEntry *entry, guint n_classes,
              GError **error)
{
  const char *path = dg_array_file_get_path (file);
  g_autofree char *shape = NULL;

  if (!check_rows (self, path, entry, error))
    return FALSE;
  shape = dg_array_layout_describe_shape (&entry->layout);
  if (entry->layout.n_dims != 2 || entry->layout.n == 0 ||
      (n_classes > 0 && entry->layout.shape[1] != n_classes))
    dg_set_file_error (error, DG_ERROR_MISMATCH, path,
                       _("“%s” has the shape %s, but takes a number for each sample and class"), entry->name, shape);
  else if (entry->layout.shape[1] > DG_MAX_CLASSES)
    dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path, _("“%s” has the shape %s, but no more than %d classes can be "
                                                            "told apart"),
                       entry->name, shape, DG_MAX_CLASSES);
  else
    return TRUE;
  return FALSE;
}

static const char *
find_log_likelihood (const DgArrayFile *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (log_likelihood_names); i++)
    if (dg_array_file_find (file, log_likelihood_names[i]) != NULL)
      return log_likelihood_names[i];
  return dg_array_file_find (file, LOGITS) != NULL ? LOGITS : NULL;
}

/* @n_classes: (inout) */
static gboolean
read_predictions (DgActivations *self, const DgArrayFile *file, guint *n_classes, GError **error)
{
  const DgArrayEntry *entry;
  g_autofree guint8 *said = NULL;

  self->log_likelihood = find_log_likelihood (file);
  self->are_logits = g_strcmp0 (self->log_likelihood, LOGITS) == 0;
  if (self->log_likelihood != NULL)
    {
      entry = dg_array_file_find (file, self->log_likelihood);
      if (!check_scores (self, file, entry, 0, error))
        return FALSE;
      *n_classes = (guint) entry->layout.shape[1];
      return TRUE;
    }
  entry = dg_array_file_find (file, PREDICTIONS);
  if (entry == NULL)
    return TRUE;
  self->predictions = PREDICTIONS;
  said = dg_class_indices_load (file, entry, self->n, error);
  *n_classes = MAX (*n_classes, dg_class_indices_count (said, self->n));
  return said != NULL;
}

static gboolean
read_classes (DgActivations *self, const char *folder, const DgArrayFile *file, GError **error)
{
  guint n_labels, n_classes;

  if (!read_labels (self, file, error))
    return FALSE;
  n_labels = n_classes = dg_class_indices_count (self->labels, self->n);
  if (!read_predictions (self, file, &n_classes, error))
    return FALSE;
  if (n_labels > n_classes)
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, dg_array_file_get_path (file),
                         _("“%s” knows %u classes, but “%s” has the class %u"), self->log_likelihood, n_classes, LABELS,
                         n_labels - 1);
      return FALSE;
    }
  self->class_names = dg_class_names_load (folder, n_classes, error);
  if (self->class_names == NULL)
    return FALSE;
  /* Log-likelihoods have a column for each class; names alone say nothing about samples. */
  if (self->log_likelihood == NULL && n_classes > 0)
    n_classes = g_strv_length (self->class_names);
  self->n_classes = n_classes;
  return TRUE;
}

/* Channels first, and left out where there is one; or all values of an image in a row. */
static gboolean
has_shape_of_images (const DgActivations *self, const DgArrayLayout *layout)
{
  const DgImageArray *images = &self->images;
  const gsize whole[] = { self->n, images->channels, images->height, images->width };
  const gsize grey[] = { self->n, images->height, images->width };
  const gsize flat[] = { self->n, (gsize) images->channels * images->height * images->width };

  return dg_array_layout_has_shape (layout, 4, whole) || dg_array_layout_has_shape (layout, 2, flat) ||
         (images->channels == 1 && dg_array_layout_has_shape (layout, 3, grey));
}

static gboolean
check_reconstruction (const DgActivations *self, const DgArrayFile *file, const DgArrayEntry *entry, GError **error)
{
  const char *path = dg_array_file_get_path (file);
  const DgImageArray *images = &self->images;
  g_autofree char *shape = NULL;

  if (!check_rows (self, path, entry, error))
    return FALSE;
  if (dg_image_array_is_empty (images))
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, path, _("holds “%s”, but no “%s” to compare them with"), entry->name,
                         IMAGES);
      return FALSE;
    }
  if (has_shape_of_images (self, &entry->layout))
    return TRUE;
  shape = dg_array_layout_describe_shape (&entry->layout);
  dg_set_file_error (error, DG_ERROR_MISMATCH, path,
                     _("“%s” has the shape %s, but takes images of %u channels, %u rows and %u columns in this order"),
                     entry->name, shape, images->channels, images->height, images->width);
  return FALSE;
}

static gboolean
read_reconstruction (DgActivations *self, const DgArrayFile *file, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reconstruction_names) && self->reconstruction == NULL; i++)
    if (dg_array_file_find (file, reconstruction_names[i]) != NULL)
      self->reconstruction = reconstruction_names[i];
  return self->reconstruction == NULL ||
         check_reconstruction (self, file, dg_array_file_find (file, self->reconstruction), error);
}

/* (transfer full) */
static GHashTable *
list_arrays (const DgArrayFile *file)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize n;
  const DgArrayEntry *entries = dg_array_file_get_entries (file, &n);

  for (gsize i = 0; i < n; i++)
    if (entries[i].fault == NULL)
      g_hash_table_add (names, g_strdup (entries[i].name));
  return names;
}

DgActivations *
dg_activations_read (const char *folder, const char *name, const DgArrayFile *file, GError **error)
{
  g_autoptr (DgActivations) self = g_new0 (DgActivations, 1);

  self->name = g_strdup (name);
  self->arrays = list_arrays (file);
  self->layers = dg_layers_new ();
  if (!read_layers (self, file, error) || !read_index (self, file, error) ||
      !read_classes (self, folder, file, error) || !read_images (self, file, error) ||
      !read_reconstruction (self, file, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Other epochs */

/* NULL where it is missing. */
static const DgArrayEntry *
find (const DgActivations *self, const DgArrayFile *file, const char *name, GError **error)
{
  const DgArrayEntry *entry = dg_array_file_find (file, name);

  if (entry == NULL)
    dg_set_file_error (error, DG_ERROR_NAME, dg_array_file_get_path (file), _("there is no array “%s”, which %s has"),
                       name, self->name);
  return entry;
}

static gboolean
check_layer (const DgActivations *self, const DgArrayFile *file, const DgRunLayer *layer, GError **error)
{
  const DgArrayEntry *entry = find (self, file, layer->name, error);
  DgRunLayer found = { 0 };

  if (entry == NULL || !check_rows (self, dg_array_file_get_path (file), entry, error))
    return FALSE;
  get_sample_shape (&entry->layout, &found);
  if (found.n_dims != layer->n_dims || memcmp (found.shape, layer->shape, layer->n_dims * sizeof *layer->shape) != 0)
    {
      g_autofree char *shape = dg_array_layout_describe_shape (&entry->layout);

      dg_set_file_error (error, DG_ERROR_MISMATCH, dg_array_file_get_path (file),
                         _("“%s” has the shape %s, which is not that of %s"), layer->name, shape, self->name);
      return FALSE;
    }
  return TRUE;
}

/* Labels need not be repeated, but must be the same where they are. */
static gboolean
check_labels (const DgActivations *self, const DgArrayFile *file, GError **error)
{
  const DgArrayEntry *entry = dg_array_file_find (file, LABELS);
  const char *path = dg_array_file_get_path (file);
  g_autofree guint8 *labels = NULL;

  if (entry == NULL)
    return TRUE;
  if (self->labels == NULL)
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, path, _("holds “%s”, which %s does not"), LABELS, self->name);
      return FALSE;
    }
  labels = dg_class_indices_load (file, entry, self->n, error);
  for (gsize i = 0; labels != NULL && i < self->n; i++)
    if (labels[i] != self->labels[i])
      {
        dg_set_file_error (error, DG_ERROR_MISMATCH, path, _("row %zu of “%s” is %u, but %u in %s"), i, LABELS,
                           labels[i], self->labels[i], self->name);
        return FALSE;
      }
  return labels != NULL;
}

static gboolean
check_predictions (const DgActivations *self, const DgArrayFile *file, GError **error)
{
  const DgArrayEntry *entry = NULL;

  if (self->log_likelihood != NULL)
    {
      entry = find (self, file, self->log_likelihood, error);
      return entry != NULL && check_scores (self, file, entry, self->n_classes, error);
    }
  if (self->predictions == NULL)
    return TRUE;
  entry = find (self, file, self->predictions, error);
  return entry != NULL && check_rows (self, dg_array_file_get_path (file), entry, error);
}

static gboolean
check_same_reconstruction (const DgActivations *self, const DgArrayFile *file, GError **error)
{
  const DgArrayEntry *entry = self->reconstruction != NULL ? find (self, file, self->reconstruction, error) : NULL;

  return self->reconstruction == NULL || (entry != NULL && check_reconstruction (self, file, entry, error));
}

gboolean
dg_activations_check (const DgActivations *self, const DgArrayFile *file, GError **error)
{
  for (guint i = 0; i < self->layers->len; i++)
    if (!check_layer (self, file, &g_array_index (self->layers, DgRunLayer, i), error))
      return FALSE;
  return check_labels (self, file, error) && check_predictions (self, file, error) &&
         check_same_reconstruction (self, file, error);
}

gboolean
dg_activations_is_outgrown (const DgActivations *self, const DgArrayFile *file)
{
  gsize n;
  const DgArrayEntry *entries = dg_array_file_get_entries (file, &n);

  for (gsize i = 0; i < n; i++)
    if (entries[i].fault == NULL && !g_hash_table_contains (self->arrays, entries[i].name))
      return TRUE;
  return FALSE;
}
