/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/manifest-private.h"

#include <string.h>

#include "run/atomic-file.h"
#include "run/json-builder.h"
#include "run/layer.h"

DgManifest *
dg_manifest_new (void)
{
  DgManifest *self = g_new0 (DgManifest, 1);

  self->layers = dg_layers_new ();
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
  g_free (self->reconstruction);
  g_array_unref (self->saved);
  g_free (self);
}

char *
dg_manifest_get_path (const char *folder)
{
  return g_build_filename (folder, "run.json", NULL);
}

gboolean
dg_manifest_is_saved (const DgManifest *self, guint epoch)
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

  if (dg_manifest_is_saved (self, epoch))
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
add_dataset (JsonBuilder *builder, const DgManifest *self)
{
  json_builder_set_member_name (builder, "dataset");
  json_builder_begin_object (builder);
  dg_json_add_string (builder, "source", self->options->data);
  dg_json_add_string (builder, "name", self->dataset_name);
  dg_json_add_string (builder, "sha256", self->dataset_sha256);
  add_strv (builder, "classes", self->class_names);
  dg_json_add_int (builder, "test_images", self->n_dataset);
  json_builder_end_object (builder);
}

static void
add_input_scale (JsonBuilder *builder, const DgInputScale *scale)
{
  if (scale->n_channels == 0)
    return;
  json_builder_set_member_name (builder, "input");
  json_builder_begin_object (builder);
  dg_json_add_floats (builder, "mean", scale->mean, scale->n_channels);
  dg_json_add_floats (builder, "deviation", scale->deviation, scale->n_channels);
  json_builder_end_object (builder);
}

static void
add_optimizer (JsonBuilder *builder, const DgTrainerOptions *options)
{
  dg_json_add_string (builder, "optimizer", dg_optimizer_kind_get_name (options->optimizer));
  dg_json_add_float (builder, "learning_rate", options->learning_rate);
  if (options->optimizer == DG_OPTIMIZER_ADAM)
    {
      dg_json_add_float (builder, "beta1", options->beta1);
      dg_json_add_float (builder, "beta2", options->beta2);
      dg_json_add_float (builder, "epsilon", options->epsilon);
    }
  else
    dg_json_add_float (builder, "momentum", options->momentum);
}

static void
add_training (JsonBuilder *builder, const DgRunOptions *options)
{
  json_builder_set_member_name (builder, "training");
  json_builder_begin_object (builder);
  dg_json_add_int (builder, "seed", options->training.seed);
  dg_json_add_int (builder, "epochs", options->epochs);
  if (options->save != NULL)
    dg_json_add_uints (builder, "save", options->save, options->n_save);
  dg_json_add_int (builder, "batch_size", options->training.batch_size);
  add_optimizer (builder, &options->training);
  dg_json_add_float (builder, "noise", options->training.noise);
  dg_json_add_int (builder, "threads", options->threads);
  json_builder_end_object (builder);
}

static void
add_analysis (JsonBuilder *builder, const DgManifest *self)
{
  json_builder_set_member_name (builder, "analysis");
  json_builder_begin_object (builder);
  dg_json_add_int (builder, "images", self->options->analysis);
  json_builder_set_member_name (builder, "layers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->layers->len; i++)
    {
      const DgRunLayer *layer = &g_array_index (self->layers, DgRunLayer, i);

      json_builder_begin_object (builder);
      dg_json_add_string (builder, "name", layer->name);
      dg_json_add_sizes (builder, "shape", layer->shape, layer->n_dims);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (self->log_likelihood != NULL)
    dg_json_add_string (builder, "log_likelihood", self->log_likelihood);
  if (self->reconstruction != NULL)
    dg_json_add_string (builder, "reconstruction", self->reconstruction);
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
  dg_json_add_string (builder, "format", DG_MANIFEST_FORMAT);
  dg_json_add_int (builder, "version", DG_MANIFEST_VERSION);
  dg_json_add_string (builder, "program", DG_VERSION);
  add_dataset (builder, self);
  add_input_scale (builder, &self->input_scale);
  dg_json_add_string (builder, "network", self->options->network);
  add_training (builder, self->options);
  add_analysis (builder, self);
  dg_json_add_uints (builder, "saved", (const guint *) self->saved->data, self->saved->len);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  line = g_strconcat (text, "\n", NULL);
  return dg_atomic_file_set_contents (path, line, strlen (line), error);
}
