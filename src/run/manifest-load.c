/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/manifest-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "run/file-error.h"
#include "run/input-file.h"
#include "run/json.h"

/* More than a network has modules: names are compared each with each. */
#define MAX_LAYERS 4096

typedef struct
{
  const char *path;
  GError **error;
} Reader;

static gboolean
fail (const Reader *reader, const char *member)
{
  if (*reader->error == NULL)
    dg_set_file_error (reader->error, DG_ERROR_FORMAT, reader->path, _("“%s” is missing or wrong"), member);
  return FALSE;
}

static gboolean
read_string (const Reader *reader, JsonObject *object, const char *member, char **value)
{
  *value = g_strdup (dg_json_get_string (object, member));
  return *value != NULL || fail (reader, member);
}

static gboolean
read_int (const Reader *reader, JsonObject *object, const char *member, gint64 min, gint64 max, gint64 *value)
{
  return (dg_json_get_int (object, member, value) && *value >= min && *value <= max) || fail (reader, member);
}

static gboolean
read_uint (const Reader *reader, JsonObject *object, const char *member, guint *value)
{
  gint64 integer = 0;
  gboolean done = read_int (reader, object, member, 0, G_MAXUINT, &integer);

  *value = integer;
  return done;
}

static gboolean
read_float (const Reader *reader, JsonObject *object, const char *member, float *value)
{
  double number = 0;
  gboolean done = dg_json_get_double (object, member, &number);

  *value = number;
  return done || fail (reader, member);
}

/* Ascending epochs, each at least 1. */
static gboolean
read_epochs (const Reader *reader, JsonArray *array, const char *member, GArray *epochs)
{
  guint last = 0;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      gint64 value;

      if (!dg_json_array_get_int (array, i, &value) || value <= last || value > G_MAXUINT)
        return fail (reader, member);
      last = value;
      g_array_append_val (epochs, last);
    }
  return TRUE;
}

static gboolean
read_dataset (const Reader *reader, JsonObject *root, DgManifest *self)
{
  JsonObject *object = dg_json_get_object (root, "dataset");
  JsonArray *classes;
  gint64 n_dataset;

  if (object == NULL)
    return fail (reader, "dataset");
  if (!read_string (reader, object, "source", &self->options->data) ||
      !read_string (reader, object, "name", &self->dataset_name) ||
      !read_string (reader, object, "sha256", &self->dataset_sha256) ||
      !read_int (reader, object, "test_images", 1, G_MAXUINT32, &n_dataset))
    return FALSE;
  self->n_dataset = n_dataset;
  classes = dg_json_get_array (object, "classes");
  self->class_names = classes != NULL ? dg_json_array_to_strv (classes) : NULL;
  if (self->class_names == NULL || self->class_names[0] == NULL || g_strv_length (self->class_names) > 256)
    return fail (reader, "classes");
  return TRUE;
}

/* A number for each channel. */
static gboolean
read_floats (const Reader *reader, JsonObject *object, const char *member, guint n, float *values)
{
  JsonArray *array = dg_json_get_array (object, member);

  if (array == NULL || json_array_get_length (array) != n)
    return fail (reader, member);
  for (guint i = 0; i < n; i++)
    {
      double value;

      if (!dg_json_array_get_double (array, i, &value) || !isfinite ((float) value))
        return fail (reader, member);
      values[i] = value;
    }
  return TRUE;
}

static gboolean
read_input_scale (const Reader *reader, JsonObject *root, DgInputScale *scale)
{
  JsonObject *object = dg_json_get_object (root, "input");
  JsonArray *mean;
  guint n;

  if (!json_object_has_member (root, "input"))
    return TRUE;
  mean = object != NULL ? dg_json_get_array (object, "mean") : NULL;
  n = mean != NULL ? json_array_get_length (mean) : 0;
  if (n < 1 || n > DG_INPUT_MAX_CHANNELS)
    return fail (reader, "input");
  if (!read_floats (reader, object, "mean", n, scale->mean) ||
      !read_floats (reader, object, "deviation", n, scale->deviation))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!(scale->deviation[i] > 0))
      return fail (reader, "deviation");
  scale->n_channels = n;
  return TRUE;
}

/* Runs of older versions do not name their optimiser, which was SGD. */
static gboolean
read_optimizer (const Reader *reader, JsonObject *object, DgTrainerOptions *options)
{
  const char *name = dg_json_get_string (object, "optimizer");

  if (json_object_has_member (object, "optimizer") &&
      (name == NULL || !dg_optimizer_kind_find (name, &options->optimizer)))
    return fail (reader, "optimizer");
  if (!read_float (reader, object, "learning_rate", &options->learning_rate))
    return FALSE;
  if (options->optimizer == DG_OPTIMIZER_SGD)
    return read_float (reader, object, "momentum", &options->momentum);
  return read_float (reader, object, "beta1", &options->beta1) &&
         read_float (reader, object, "beta2", &options->beta2) &&
         read_float (reader, object, "epsilon", &options->epsilon);
}

static gboolean
read_training (const Reader *reader, JsonObject *root, DgRunOptions *options)
{
  JsonObject *object = dg_json_get_object (root, "training");
  g_autoptr (GArray) save = g_array_new (FALSE, FALSE, sizeof (guint));
  gint64 seed;

  if (object == NULL)
    return fail (reader, "training");
  if (!read_int (reader, object, "seed", 0, G_MAXINT64, &seed) ||
      !read_uint (reader, object, "epochs", &options->epochs) ||
      !read_uint (reader, object, "batch_size", &options->training.batch_size) ||
      !read_optimizer (reader, object, &options->training) ||
      !read_float (reader, object, "noise", &options->training.noise) ||
      !read_uint (reader, object, "threads", &options->threads))
    return FALSE;
  options->training.seed = seed;
  if (json_object_has_member (object, "save"))
    {
      JsonArray *array = dg_json_get_array (object, "save");

      if (array == NULL || json_array_get_length (array) == 0 || !read_epochs (reader, array, "save", save))
        return fail (reader, "save");
      options->n_save = save->len;
      options->save = g_memdup2 (save->data, save->len * sizeof (guint));
    }
  return TRUE;
}

static gboolean
read_layer (const Reader *reader, JsonNode *node, DgManifest *self)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name = object != NULL ? dg_json_get_string (object, "name") : NULL;
  JsonArray *array = object != NULL ? dg_json_get_array (object, "shape") : NULL;
  gsize shape[DG_TENSOR_MAX_DIMS];
  guint n_dims = array != NULL ? json_array_get_length (array) : 0;

  /* One dimension is left for the samples. */
  if (name == NULL || *name == '\0' || n_dims == 0 || n_dims > DG_TENSOR_MAX_DIMS - 1)
    return fail (reader, "layers");
  for (guint i = 0; i < n_dims; i++)
    {
      gint64 extent;

      if (!dg_json_array_get_int (array, i, &extent) || extent < 1)
        return fail (reader, "layers");
      shape[i] = extent;
    }
  for (guint i = 0; i < self->layers->len; i++)
    if (strcmp (g_array_index (self->layers, DgRunLayer, i).name, name) == 0)
      return fail (reader, "layers");
  dg_manifest_add_layer (self, name, n_dims, shape);
  return TRUE;
}

static gboolean
read_analysis (const Reader *reader, JsonObject *root, DgManifest *self)
{
  JsonObject *object = dg_json_get_object (root, "analysis");
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  JsonArray *layers;
  gint64 images;

  if (object == NULL)
    return fail (reader, "analysis");
  layers = dg_json_get_array (object, "layers");
  if (layers == NULL || json_array_get_length (layers) == 0 || json_array_get_length (layers) > MAX_LAYERS)
    return fail (reader, "layers");
  for (guint i = 0; i < json_array_get_length (layers); i++)
    {
      if (!read_layer (reader, json_array_get_element (layers, i), self))
        return FALSE;
      g_strv_builder_add (names, g_array_index (self->layers, DgRunLayer, i).name);
    }
  if (!read_int (reader, object, "images", 1, G_MAXUINT32, &images))
    return FALSE;
  self->options->analysis = images;
  self->options->layers = g_strv_builder_end (names);
  if (json_object_has_member (object, "log_likelihood") &&
      !read_string (reader, object, "log_likelihood", &self->log_likelihood))
    return FALSE;
  return !json_object_has_member (object, "reconstruction") ||
         read_string (reader, object, "reconstruction", &self->reconstruction);
}

static gboolean
read_root (const Reader *reader, JsonObject *root, DgManifest *self)
{
  JsonArray *saved;
  gint64 version;

  if (g_strcmp0 (dg_json_get_string (root, "format"), DG_MANIFEST_FORMAT) != 0)
    {
      dg_set_file_error (reader->error, DG_ERROR_FORMAT, reader->path, _("is not the description of a run"));
      return FALSE;
    }
  if (!read_int (reader, root, "version", 1, G_MAXINT64, &version))
    return FALSE;
  if (version > DG_MANIFEST_VERSION)
    {
      dg_set_file_error (reader->error, DG_ERROR_UNSUPPORTED, reader->path,
                         _("was made by a newer version of Diagonal (format %ld, known up to %d)"),
                         (long) version, DG_MANIFEST_VERSION);
      return FALSE;
    }
  if (!read_dataset (reader, root, self) || !read_input_scale (reader, root, &self->input_scale) ||
      !read_string (reader, root, "network", &self->options->network) || !read_training (reader, root, self->options) ||
      !read_analysis (reader, root, self))
    return FALSE;
  saved = dg_json_get_array (root, "saved");
  return saved != NULL ? read_epochs (reader, saved, "saved", self->saved) : fail (reader, "saved");
}

DgManifest *
dg_manifest_load (const char *folder, GError **error)
{
  g_autofree char *path = dg_manifest_get_path (folder);
  g_autoptr (DgManifest) self = dg_manifest_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) bytes = NULL;
  Reader reader = { path, &local_error };
  const char *text;
  gsize size;

  self->options = dg_run_options_new ();
  g_clear_pointer (&self->options->data, g_free);
  g_clear_pointer (&self->options->network, g_free);
  bytes = dg_read_file (path, &local_error);
  if (bytes != NULL)
    {
      text = g_bytes_get_data (bytes, &size);
      root = dg_json_parse (path, text, size, &local_error);
    }
  if (root != NULL && read_root (&reader, json_node_get_object (root), self))
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
