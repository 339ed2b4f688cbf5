/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/snapshot.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/file-error.h"
#include "run/safetensors-writer.h"

struct _DgSnapshot
{
  guint epoch;
  DgSafetensorsWriter *outputs, *weights;
  GPtrArray *kept; /* (element-type DgTensor) what the writers borrow from */
};

static char *
list_layers (const DgManifest *manifest)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < manifest->layers->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "," : "",
                            g_array_index (manifest->layers, DgRunLayer, i).name);
  return g_string_free (names, FALSE);
}

DgSnapshot *
dg_snapshot_new (const DgManifest *manifest, const char *const *names, GPtrArray *outputs, DgNetwork *network,
                 const DgTrainerState *state)
{
  DgSnapshot *self = g_new0 (DgSnapshot, 1);
  const float *block = dg_network_get_parameter_block (network, &(gsize) { 0 });
  g_autofree char *layers = list_layers (manifest);
  g_autofree char *epoch = g_strdup_printf ("%u", state->epoch);

  self->epoch = state->epoch;
  self->outputs = dg_safetensors_writer_new ();
  self->weights = dg_safetensors_writer_new ();
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) dg_tensor_unref);
  dg_safetensors_writer_add_metadata (self->outputs, "epoch", epoch);
  dg_safetensors_writer_add_metadata (self->outputs, "layers", layers);
  for (guint i = 0; names[i] != NULL; i++)
    {
      DgTensor *tensor = g_ptr_array_index (outputs, i);

      g_ptr_array_add (self->kept, dg_tensor_ref (tensor));
      dg_safetensors_writer_add (self->outputs, names[i], DG_DTYPE_F32, tensor->n_dims, tensor->shape,
                                 tensor->data);
    }
  g_ptr_array_add (self->kept, dg_tensor_ref (state->parameters));
  dg_safetensors_writer_add_metadata (self->weights, "epoch", epoch);
  for (guint i = 0; i < dg_network_get_n_parameters (network); i++)
    {
      const DgParameter *parameter = dg_network_get_parameter (network, i);

      dg_safetensors_writer_add (self->weights, parameter->name, DG_DTYPE_F32, parameter->n_dims,
                                 parameter->shape, state->parameters->data + (parameter->data - block));
    }
  return self;
}

void
dg_snapshot_free (DgSnapshot *self)
{
  dg_safetensors_writer_free (self->outputs);
  dg_safetensors_writer_free (self->weights);
  g_ptr_array_unref (self->kept);
  g_free (self);
}

guint
dg_snapshot_get_epoch (const DgSnapshot *self)
{
  return self->epoch;
}

gsize
dg_snapshot_get_size (const DgSnapshot *self)
{
  gsize size = 0;

  for (guint i = 0; i < self->kept->len; i++)
    size += dg_tensor_get_size (g_ptr_array_index (self->kept, i)) * sizeof (float);
  return size;
}

char *
dg_snapshot_get_path (const char *folder, const char *part, guint epoch)
{
  g_autofree char *name = g_strdup_printf ("epoch_%04u.safetensors", epoch);

  return g_build_filename (folder, part, name, NULL);
}

gboolean
dg_snapshot_save (DgSnapshot *self, const char *folder, GError **error)
{
  g_autofree char *outputs = dg_snapshot_get_path (folder, "outputs", self->epoch);
  g_autofree char *weights = dg_snapshot_get_path (folder, "weights", self->epoch);

  return dg_safetensors_writer_write (self->outputs, outputs, error) &&
         dg_safetensors_writer_write (self->weights, weights, error);
}

static gboolean
check_rows (DgSafetensors *file, const DgSafetensorsEntry *entry, const char *name, gsize n, GError **error)
{
  gsize found = entry->layout.n_dims > 0 ? entry->layout.shape[0] : 1;

  if (found == n)
    return TRUE;
  dg_set_file_error (error, DG_ERROR_MISMATCH, dg_safetensors_get_path (file),
                     _("“%s” holds %zu samples, the analysis set %zu"), name, found, n);
  return FALSE;
}

/* @shape: (n_dims) of one sample. */
static gboolean
check_tensor (DgSafetensors *file, const char *name, gsize n, guint n_dims, const gsize *shape,
              GError **error)
{
  const DgSafetensorsEntry *entry = dg_safetensors_find (file, name, error);
  const gsize *found;

  if (entry == NULL)
    return FALSE;
  found = entry->layout.shape;
  if (entry->layout.n_dims != n_dims + 1 || memcmp (found + 1, shape, n_dims * sizeof *shape) != 0)
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, dg_safetensors_get_path (file),
                         _("“%s” is not of the shape that run.json says"), name);
      return FALSE;
    }
  return check_rows (file, entry, name, n, error);
}

/* Its shape is looked at by who knows that of the images. */
static gboolean
check_reconstruction (DgSafetensors *file, const char *name, gsize n, GError **error)
{
  const DgSafetensorsEntry *entry = dg_safetensors_find (file, name, error);

  return entry != NULL && check_rows (file, entry, name, n, error);
}

DgSafetensors *
dg_snapshot_open_outputs (const char *folder, guint epoch, const DgManifest *manifest, gsize n,
                          GError **error)
{
  g_autofree char *path = dg_snapshot_get_path (folder, "outputs", epoch);
  g_autoptr (DgSafetensors) file = dg_safetensors_open (path, error);
  gsize n_classes = g_strv_length (manifest->class_names);

  if (file == NULL)
    return NULL;
  for (guint i = 0; i < manifest->layers->len; i++)
    {
      const DgRunLayer *layer = &g_array_index (manifest->layers, DgRunLayer, i);

      if (!check_tensor (file, layer->name, n, layer->n_dims, layer->shape, error))
        return NULL;
    }
  if (manifest->log_likelihood != NULL &&
      !check_tensor (file, manifest->log_likelihood, n, 1, &n_classes, error))
    return NULL;
  if (manifest->reconstruction != NULL && !check_reconstruction (file, manifest->reconstruction, n, error))
    return NULL;
  return g_steal_pointer (&file);
}

gboolean
dg_snapshot_check (const char *folder, guint epoch, const DgManifest *manifest, gsize n, GError **error)
{
  g_autofree char *path = dg_snapshot_get_path (folder, "weights", epoch);
  g_autoptr (DgSafetensors) outputs = dg_snapshot_open_outputs (folder, epoch, manifest, n, error);
  g_autoptr (DgSafetensors) weights = outputs != NULL ? dg_safetensors_open (path, error) : NULL;

  return weights != NULL;
}
