/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/stored-cell.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/fingerprint.h"
#include "run/manifest.h"
#include "run/safetensors-writer.h"
#include "run/safetensors.h"

#define FOLDER "cells"

/* To be raised when the same outputs come to be ordered in another way. */
#define FORMAT "diagonal-cell 1"

struct _DgStoredCell
{
  char *run_folder;
  char *path;
  DgMetric metric;
  DgOrder order;
  gsize n;
  char *outputs; /* shape and fingerprint */
};

/* A layer may have any name, also one that is no name of a file. */
static char *
make_path (const char *folder, guint epoch, const char *layer, DgMetric metric, DgOrder order, gsize n_all, gsize n)
{
  g_autofree char *escaped = g_uri_escape_string (layer, ":", TRUE);
  g_autofree char *fewer = n < n_all ? g_strdup_printf (".%zu", n) : g_strdup ("");
  g_autofree char *name = g_strdup_printf ("epoch_%04u.%s.%s.%s%s.safetensors", epoch, escaped,
                                           dg_metric_to_string (metric), dg_order_to_string (order), fewer);

  return g_build_filename (folder, FOLDER, name, NULL);
}

DgStoredCell *
dg_stored_cell_new (const char *folder, guint epoch, const char *layer, DgMetric metric, DgOrder order,
                    gsize n_all, const DgTensor *outputs)
{
  DgStoredCell *self = g_new0 (DgStoredCell, 1);
  DgFingerprint fingerprint =
    dg_fingerprint (outputs->data, dg_tensor_get_size (outputs) * sizeof *outputs->data);

  self->run_folder = g_strdup (folder);
  self->path = make_path (folder, epoch, layer, metric, order, n_all, outputs->shape[0]);
  self->metric = metric;
  self->order = order;
  self->n = outputs->shape[0];
  self->outputs =
    g_strdup_printf ("%zu,%zu,%s", self->n, dg_tensor_get_row_length (outputs), fingerprint.text);
  return self;
}

void
dg_stored_cell_free (DgStoredCell *self)
{
  g_free (self->run_folder);
  g_free (self->path);
  g_free (self->outputs);
  g_free (self);
}

const char *
dg_stored_cell_get_path (const DgStoredCell *self)
{
  return self->path;
}

static gboolean
says (DgSafetensors *file, const char *key, const char *value)
{
  return g_strcmp0 (dg_safetensors_get_metadata (file, key), value) == 0;
}

/* (n) elements on storage of their own, aligned; NULL where there are none of that name, type and number. */
static gpointer
read_array (DgSafetensors *file, const char *name, DgDtype dtype, gsize n)
{
  const DgSafetensorsEntry *entry = dg_safetensors_find (file, name, NULL);
  GBytes *elements;

  if (entry == NULL || entry->layout.dtype != dtype || entry->layout.n_dims != 1 || entry->layout.n != n)
    return NULL;
  elements = dg_safetensors_read (file, entry, NULL);
  return elements != NULL ? g_bytes_unref_to_data (elements, &n) : NULL;
}

DgVat *
dg_stored_cell_read (const DgStoredCell *self)
{
  g_autoptr (DgSafetensors) file = dg_safetensors_open (self->path, NULL);
  g_autofree guint32 *order = NULL, *parent = NULL;
  g_autofree float *weight = NULL;

  if (file == NULL || !says (file, "format", FORMAT) || !says (file, "outputs", self->outputs) ||
      !says (file, "metric", dg_metric_to_string (self->metric)) ||
      !says (file, "order", dg_order_to_string (self->order)))
    return NULL;
  order = read_array (file, "order", DG_DTYPE_U32, self->n);
  parent = read_array (file, "parent", DG_DTYPE_U32, self->n);
  weight = read_array (file, "weight", DG_DTYPE_F32, self->n);
  if (order == NULL || parent == NULL || weight == NULL)
    return NULL;
  return dg_vat_new_from_arrays (self->n, order, parent, weight, NULL);
}

static gboolean
prepare_folder (const DgStoredCell *self)
{
  g_autofree char *manifest = dg_manifest_get_path (self->run_folder);
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (!g_file_test (manifest, G_FILE_TEST_EXISTS))
    return FALSE;
  return g_mkdir (folder, 0777) == 0 || g_file_test (folder, G_FILE_TEST_IS_DIR);
}

void
dg_stored_cell_write (const DgStoredCell *self, const DgVat *vat)
{
  g_autoptr (DgSafetensorsWriter) writer = NULL;

  if (!prepare_folder (self))
    return;
  writer = dg_safetensors_writer_new ();
  dg_safetensors_writer_set_expendable (writer);
  dg_safetensors_writer_add_metadata (writer, "format", FORMAT);
  dg_safetensors_writer_add_metadata (writer, "metric", dg_metric_to_string (self->metric));
  dg_safetensors_writer_add_metadata (writer, "order", dg_order_to_string (self->order));
  dg_safetensors_writer_add_metadata (writer, "outputs", self->outputs);
  dg_safetensors_writer_add (writer, "order", DG_DTYPE_U32, 1, &vat->n, vat->order);
  dg_safetensors_writer_add (writer, "parent", DG_DTYPE_U32, 1, &vat->n, vat->parent);
  dg_safetensors_writer_add (writer, "weight", DG_DTYPE_F32, 1, &vat->n, vat->weight);
  dg_safetensors_writer_write (writer, self->path, NULL); /* a cell that is not kept is computed again */
}
