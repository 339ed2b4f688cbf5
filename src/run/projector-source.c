/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/projector-source.h"

#include <glib/gi18n-lib.h>

#include "run/epoch-files.h"
#include "run/file-error.h"
#include "run/layer.h"
#include "run/projector-config.h"
#include "run/projector-labels.h"
#include "run/projector-tensor.h"
#include "run/settling.h"
#include "run/sprite.h"

typedef struct
{
  DgRunSource base;
  DgProjectorLabels labels;
  DgImageArray images;
  DgSettling *settling; /* of the configuration; of the main context */
} Source;

/**
 * Place:
 * @config: holds the embeddings
 * @embeddings: (n_layers) of const DgProjectorEmbedding
 * @layers: (element-type DgArrayEntry) (n_layers) what they were found to be
 *
 * Where the arrays of an epoch are.
 */
typedef struct
{
  gatomicrefcount ref_count;
  GArray *config;
  GPtrArray *embeddings;
  GArray *layers;
} Place;

static Place *
place_new (GArray *config)
{
  Place *self = g_new0 (Place, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->config = g_array_ref (config);
  self->embeddings = g_ptr_array_new ();
  self->layers = dg_array_entries_new ();
  return self;
}

static Place *
place_ref (Place *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
place_unref (Place *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->config);
  g_ptr_array_unref (self->embeddings);
  g_array_unref (self->layers);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_unref)

gboolean
dg_projector_source_is_at (const char *path)
{
  g_autofree char *config = g_build_filename (path, DG_PROJECTOR_CONFIG_FILE, NULL);

  return g_file_test (config, G_FILE_TEST_EXISTS);
}

static void
source_free (DgRunSource *base)
{
  Source *self = (Source *) base;

  g_free (base->path);
  g_array_unref (base->metrics);
  g_array_unref (base->layers);
  dg_projector_labels_clear (&self->labels);
  dg_image_array_clear (&self->images);
  dg_settling_free (self->settling);
  g_free (self);
}

/* The configuration */

static const DgProjectorEmbedding *
get_embedding (GArray *config, guint i)
{
  return &g_array_index (config, DgProjectorEmbedding, i);
}

/* Where the embeddings of the epoch that begins at @i end. */
static guint
find_end (GArray *config, guint i)
{
  guint epoch = get_embedding (config, i)->epoch;

  while (i < config->len && get_embedding (config, i)->epoch == epoch)
    i++;
  return i;
}

/* The embedding of a layer among those from @begin to @end; NULL where there is none. */
static const DgProjectorEmbedding *
find_layer (GArray *config, guint begin, guint end, const char *layer)
{
  for (guint i = begin; i < end; i++)
    if (g_str_equal (get_embedding (config, i)->layer, layer))
      return get_embedding (config, i);
  return NULL;
}

/* Arrays */

static gboolean
measure (const DgProjectorEmbedding *embedding, DgArrayLayout *layout, GError **error)
{
  *layout = (DgArrayLayout) { .dtype = DG_DTYPE_F32, .n_dims = 2 };
  if (!dg_projector_tensor_measure (embedding, &layout->shape[0], &layout->shape[1], error))
    return FALSE;
  dg_array_layout_count (layout); /* never more than a file holds */
  return TRUE;
}

static GBytes *
read_array (gpointer data, gsize i, GError **error)
{
  const Place *place = data;
  const DgProjectorEmbedding *embedding = g_ptr_array_index (place->embeddings, i);
  const DgArrayEntry *layer = &g_array_index (place->layers, DgArrayEntry, i);
  DgTensor *tensor = dg_projector_tensor_load (embedding, error);

  if (tensor == NULL)
    return NULL;
  if (dg_array_layout_has_shape (&layer->layout, tensor->n_dims, tensor->shape))
    return g_bytes_new_with_free_func (tensor->data, layer->layout.n * sizeof *tensor->data,
                                       (GDestroyNotify) dg_tensor_unref, tensor);
  dg_tensor_unref (tensor);
  dg_set_file_error (error, DG_ERROR_CHANGED, embedding->tensor_path, _("has changed since it was opened"));
  return NULL;
}

static const DgArrayFileClass array_class = { read_array, NULL, NULL, (GDestroyNotify) place_unref };

static DgArrayFile *
source_open (DgRunSource *base, const DgRunEpoch *epoch, GError **error)
{
  Place *place = epoch->place;
  GArray *entries = dg_array_entries_new ();

  for (guint i = 0; i < place->layers->len; i++)
    {
      const DgArrayEntry *layer = &g_array_index (place->layers, DgArrayEntry, i);
      DgArrayEntry entry = { g_strdup (layer->name), layer->layout, NULL };

      g_array_append_val (entries, entry);
    }
  return dg_array_file_new (&array_class, place_ref (place), base->path, entries, error);
}

/* Epochs */

static gboolean
check_shape (const DgRunSource *base, const DgRunLayer *layer, const DgProjectorEmbedding *embedding,
             const DgArrayLayout *layout, GError **error)
{
  if (layout->shape[0] != base->n)
    dg_set_file_error (error, DG_ERROR_MISMATCH, embedding->tensor_path, _("holds %zu samples, the others %zu"),
                       layout->shape[0], base->n);
  else if (layout->shape[1] != layer->shape[0])
    dg_set_file_error (error, DG_ERROR_MISMATCH, embedding->tensor_path,
                       _("holds %zu values of each sample, in the other epochs there are %zu"), layout->shape[1],
                       layer->shape[0]);
  else
    return TRUE;
  return FALSE;
}

/* Where an epoch has labels, they are those of all. */
static gboolean
check_labels (const Source *self, const DgProjectorEmbedding *embedding, GError **error)
{
  return embedding->metadata_path == NULL || self->labels.labels == NULL ||
         dg_projector_labels_check (&self->labels, embedding->metadata_path, self->base.n, error);
}

/* The embeddings of all layers, from @begin to @end. */
static gboolean
find_layers (const DgRunSource *base, GArray *config, guint begin, guint end, GPtrArray *embeddings, GError **error)
{
  for (guint i = 0; i < base->layers->len; i++)
    {
      const char *layer = g_array_index (base->layers, DgRunLayer, i).name;
      const DgProjectorEmbedding *embedding = find_layer (config, begin, end, layer);

      if (embedding == NULL)
        {
          dg_set_file_error (error, DG_ERROR_NAME, base->path, _("epoch %u has no embedding “%s”"),
                             get_embedding (config, begin)->epoch, layer);
          return FALSE;
        }
      g_ptr_array_add (embeddings, (gpointer) embedding);
    }
  return TRUE;
}

/* (transfer full) the embeddings from @begin to @end, which are all of an epoch. No file is read until all are there, as
 * this is tried again and again in the main context. */
static Place *
find_place (const Source *self, GArray *config, guint begin, guint end, GError **error)
{
  g_autoptr (Place) place = place_new (config);

  if (!find_layers (&self->base, config, begin, end, place->embeddings, error))
    return NULL;
  for (guint i = 0; i < place->embeddings->len; i++)
    {
      const DgRunLayer *layer = &g_array_index (self->base.layers, DgRunLayer, i);
      const DgProjectorEmbedding *embedding = g_ptr_array_index (place->embeddings, i);
      DgArrayEntry entry = { 0 };

      if (!measure (embedding, &entry.layout, error) ||
          !check_shape (&self->base, layer, embedding, &entry.layout, error) ||
          !check_labels (self, embedding, error))
        return NULL;
      entry.name = g_strdup (layer->name);
      g_array_append_val (place->layers, entry);
    }
  return g_steal_pointer (&place);
}

/* Whether the configuration, which could be read before, is just being rewritten: then it is read again soon. */
static gboolean
is_being_written (Source *self, GArray *known, const GError *error)
{
  g_autofree char *path = g_build_filename (self->base.path, DG_PROJECTOR_CONFIG_FILE, NULL);

  return known->len > 0 && g_error_matches (error, DG_ERROR, DG_ERROR_FORMAT) &&
         dg_settling_wait_for (self->settling, DG_PROJECTOR_CONFIG_FILE, dg_epoch_files_get_time (path), g_get_real_time (),
                               g_get_monotonic_time ());
}

/* Whether all epochs from that which ends at @end on have the layer, but for the newest. */
static gboolean
is_everywhere (GArray *config, guint end, const char *layer)
{
  while (end < config->len)
    {
      guint begin = end;

      end = find_end (config, begin);
      if (end < config->len && find_layer (config, begin, end, layer) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_layer (const DgRunSource *base, const char *name)
{
  for (guint i = 0; i < base->layers->len; i++)
    if (g_str_equal (g_array_index (base->layers, DgRunLayer, i).name, name))
      return TRUE;
  return FALSE;
}

/* Whether there is a layer that was not there yet when the log was opened. */
static gboolean
is_outgrown (const DgRunSource *base, GArray *config)
{
  guint end = find_end (config, 0);

  for (guint i = 0; i < end; i++)
    {
      const char *layer = get_embedding (config, i)->layer;

      if (is_everywhere (config, end, layer) && !has_layer (base, layer))
        return TRUE;
    }
  return FALSE;
}

static gboolean
source_scan (DgRunSource *base, GArray *known, GArray *found, GCancellable *cancellable, GError **error)
{
  Source *self = (Source *) base;
  g_autoptr (GError) fault = NULL;
  g_autoptr (GArray) config = dg_projector_config_load (base->path, &fault);
  guint end;

  dg_settling_end_first_look (self->settling);
  if (config == NULL && is_being_written (self, known, fault))
    return TRUE;
  if (config == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  dg_settling_forget (self->settling, DG_PROJECTOR_CONFIG_FILE);
  base->outgrown = is_outgrown (base, config);
  for (guint i = 0; i < config->len; i = end)
    {
      g_autoptr (GError) local_error = NULL;
      DgRunEpoch epoch = { get_embedding (config, i)->epoch, NULL, (GDestroyNotify) place_unref };

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      end = find_end (config, i);
      if (dg_run_epochs_find (known, epoch.epoch) != NULL)
        continue;
      epoch.place = find_place (self, config, i, end, &local_error);
      if (epoch.place != NULL)
        g_array_append_val (found, epoch);
      /* The newest epoch is there as a whole once its last layer is; a file that changes is just being written. */
      else if ((end < config->len || !g_error_matches (local_error, DG_ERROR, DG_ERROR_NAME)) &&
               !g_error_matches (local_error, DG_ERROR, DG_ERROR_CHANGED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  return TRUE;
}

static const DgRunSourceClass source_class = { source_scan, source_open, NULL, source_free };

/* Opening */

static gboolean
add_layers (Source *self, GArray *config, GError **error)
{
  DgRunSource *base = &self->base;
  guint end = find_end (config, 0);

  for (guint i = 0; i < end; i++)
    {
      const DgProjectorEmbedding *embedding = get_embedding (config, i);
      DgRunLayer layer = { .n_dims = 1 };
      DgArrayLayout layout;

      if (!is_everywhere (config, end, embedding->layer))
        continue;
      if (!measure (embedding, &layout, error))
        return FALSE;
      if (base->layers->len == 0)
        base->n = layout.shape[0];
      layer.name = g_strdup (embedding->layer);
      layer.shape[0] = layout.shape[1];
      g_array_append_val (base->layers, layer);
    }
  if (base->layers->len > 0)
    return TRUE;
  dg_set_file_error (error, DG_ERROR_FORMAT, base->path, _("no embedding is there in every epoch"));
  return FALSE;
}

/* Of the first embedding that has them. */
static gboolean
add_labels (Source *self, GArray *config, GError **error)
{
  DgRunSource *base = &self->base;
  guint i = 0;

  while (i < config->len && get_embedding (config, i)->metadata_path == NULL)
    i++;
  if (i == config->len)
    return TRUE;
  if (!dg_projector_labels_load (&self->labels, get_embedding (config, i)->metadata_path, base->n, error))
    return FALSE;
  base->labels = self->labels.labels;
  base->class_names = self->labels.class_names;
  base->n_classes = base->class_names != NULL ? g_strv_length (base->class_names) : 0;
  return TRUE;
}

/* Likewise. */
static gboolean
add_images (Source *self, GArray *config, GError **error)
{
  DgRunSource *base = &self->base;
  const DgProjectorEmbedding *embedding;
  guint i = 0;

  while (i < config->len && get_embedding (config, i)->sprite_path == NULL)
    i++;
  if (i == config->len)
    return TRUE;
  embedding = get_embedding (config, i);
  if (!dg_sprite_load (&self->images, embedding->sprite_path, embedding->sprite_width, embedding->sprite_height, base->n,
                       error))
    return FALSE;
  base->images = &self->images;
  return TRUE;
}

DgRunSource *
dg_projector_source_new (const char *path, GError **error)
{
  Source *self = g_new0 (Source, 1);
  g_autoptr (DgRunSource) base = &self->base;
  g_autoptr (GArray) config = NULL;

  base->class = &source_class;
  base->path = g_strdup (path);
  base->metrics = g_array_new (FALSE, FALSE, sizeof (DgEpochMetrics));
  base->layers = dg_layers_new ();
  self->settling = dg_settling_new ();
  base->no_weights = _("activations from elsewhere come without weights");
  config = dg_projector_config_load (path, error);
  if (config == NULL || !add_layers (self, config, error) || !add_labels (self, config, error) ||
      !add_images (self, config, error))
    return NULL;
  return g_steal_pointer (&base);
}
