/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/manifest.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/atomic-file.h"
#include "run/file-error.h"
#include "run/json.h"
#include "run/mapped-file.h"

#define FORMAT "diagonal-run"
#define VERSION 1

static void
layer_clear (DgRunLayer *layer)
{
  g_free (layer->name);
}

DgManifest *
dg_manifest_new (void)
{
  DgManifest *self = g_new0 (DgManifest, 1);

  self->layers = g_array_new (FALSE, FALSE, sizeof (DgRunLayer));
  g_array_set_clear_func (self->layers, (GDestroyNotify) layer_clear);
  self->saved = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
dg_manifest_free (DgManifest *self)
{
  g_clear_pointer (&self->options, dg_run_options_free);
  g_free (self->dataset_name);
  g_free (self->dataset_sha256);
  g_strfreev (self->class_names);
  g_array_unref (self->layers);
  g_free (self->log_likelihood);
  g_array_unref (self->saved);
  g_free (self);
}

char *
dg_manifest_get_path (const char *folder)
{
  return g_build_filename (folder, "run.json", NULL);
}

static gboolean
is_saved (const DgManifest *self, guint epoch)
{
  for (guint i = 0; i < self->saved->len; i++)
    if (g_array_index (self->saved, guint, i) == epoch)
      return TRUE;
  return FALSE;
}

void
dg_manifest_add_saved (DgManifest *self, guint epoch)
{
  guint i = self->saved->len;

  if (is_saved (self, epoch))
    return;
  while (i > 0 && g_array_index (self->saved, guint, i - 1) > epoch)
    i--;
  g_array_insert_val (self->saved, i, epoch);
}

void
dg_manifest_add_layer (DgManifest *self, const char *name, guint n_dims, const gsize *shape)
{
  DgRunLayer layer = { .name = g_strdup (name), .n_dims = n_dims };

  memcpy (layer.shape, shape, n_dims * sizeof *shape);
  g_array_append_val (self->layers, layer);
}

/* Writing */

static void
add_strv (JsonBuilder *builder, const char *member, char **strings)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (gsize i = 0; strings[i] != NULL; i++)
    json_builder_add_string_value (builder, strings[i]);
  json_builder_end_array (builder);
}

static void
add_epochs (JsonBuilder *builder, const char *member, const guint *epochs, gsize n)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n; i++)
    json_builder_add_int_value (builder, epochs[i]);
  json_builder_end_array (builder);
}

static void
add_string (JsonBuilder *builder, const char *member, const char *value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *member, gint64 value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, value);
}

/* The shortest decimal fraction that reads back as @value. */
static void
add_float (JsonBuilder *builder, const char *member, float value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 6; digits <= 9; digits++)
    {
      const char format[] = { '%', '.', '0' + digits, 'g', '\0' };

      g_ascii_formatd (text, sizeof text, format, value);
      if ((float) g_ascii_strtod (text, NULL) == value)
        break;
    }
  json_builder_set_member_name (builder, member);
  json_builder_add_double_value (builder, g_ascii_strtod (text, NULL));
}

static void
add_dataset (JsonBuilder *builder, const DgManifest *self)
{
  json_builder_set_member_name (builder, "dataset");
  json_builder_begin_object (builder);
  add_string (builder, "source", self->options->data);
  add_string (builder, "name", self->dataset_name);
  add_string (builder, "sha256", self->dataset_sha256);
  add_strv (builder, "classes", self->class_names);
  add_int (builder, "test_images", self->n_dataset);
  json_builder_end_object (builder);
}

static void
add_training (JsonBuilder *builder, const DgRunOptions *options)
{
  json_builder_set_member_name (builder, "training");
  json_builder_begin_object (builder);
  add_int (builder, "seed", options->training.seed);
  add_int (builder, "epochs", options->epochs);
  if (options->save != NULL)
    add_epochs (builder, "save", options->save, options->n_save);
  add_int (builder, "batch_size", options->training.batch_size);
  add_float (builder, "learning_rate", options->training.learning_rate);
  add_float (builder, "momentum", options->training.momentum);
  add_float (builder, "noise", options->training.noise);
  add_int (builder, "threads", options->threads);
  json_builder_end_object (builder);
}

static void
add_analysis (JsonBuilder *builder, const DgManifest *self)
{
  json_builder_set_member_name (builder, "analysis");
  json_builder_begin_object (builder);
  add_int (builder, "images", self->options->analysis);
  json_builder_set_member_name (builder, "layers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->layers->len; i++)
    {
      const DgRunLayer *layer = &g_array_index (self->layers, DgRunLayer, i);

      json_builder_begin_object (builder);
      add_string (builder, "name", layer->name);
      json_builder_set_member_name (builder, "shape");
      json_builder_begin_array (builder);
      for (guint j = 0; j < layer->n_dims; j++)
        json_builder_add_int_value (builder, layer->shape[j]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (self->log_likelihood != NULL)
    add_string (builder, "log_likelihood", self->log_likelihood);
  json_builder_end_object (builder);
}

gboolean
dg_manifest_save (const DgManifest *self, const char *folder, GError **error)
{
  g_autofree char *path = dg_manifest_get_path (folder);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  add_string (builder, "format", FORMAT);
  add_int (builder, "version", VERSION);
  add_string (builder, "program", DG_VERSION);
  add_dataset (builder, self);
  add_string (builder, "network", self->options->network);
  add_training (builder, self->options);
  add_analysis (builder, self);
  add_epochs (builder, "saved", (const guint *) self->saved->data, self->saved->len);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  line = g_strconcat (text, "\n", NULL);
  return dg_atomic_file_set_contents (path, line, strlen (line), error);
}

/* Reading */

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
      !read_float (reader, object, "learning_rate", &options->training.learning_rate) ||
      !read_float (reader, object, "momentum", &options->training.momentum) ||
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
  if (layers == NULL || json_array_get_length (layers) == 0)
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
  return !json_object_has_member (object, "log_likelihood") ||
         read_string (reader, object, "log_likelihood", &self->log_likelihood);
}

static gboolean
read_root (const Reader *reader, JsonObject *root, DgManifest *self)
{
  JsonArray *saved;
  gint64 version;

  if (g_strcmp0 (dg_json_get_string (root, "format"), FORMAT) != 0)
    {
      dg_set_file_error (reader->error, DG_ERROR_FORMAT, reader->path, _("is not the description of a run"));
      return FALSE;
    }
  if (!read_int (reader, root, "version", 1, G_MAXINT64, &version))
    return FALSE;
  if (version > VERSION)
    {
      dg_set_file_error (reader->error, DG_ERROR_UNSUPPORTED, reader->path,
                         _("was made by a newer version of Diagonal (format %ld, known up to %d)"),
                         (long) version, VERSION);
      return FALSE;
    }
  if (!read_dataset (reader, root, self) || !read_string (reader, root, "network", &self->options->network) ||
      !read_training (reader, root, self->options) || !read_analysis (reader, root, self))
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
  bytes = dg_map_file (path, &local_error);
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
