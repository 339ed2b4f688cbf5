/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "run/array-layout.h"

G_BEGIN_DECLS

/**
 * DgSafetensorsWriter:
 *
 * Gathers tensors and writes them as one safetensors file. The same calls give the same bytes: metadata and
 * names in the order they were added, data by descending size of the element and then in that order, so that
 * all of it is aligned; the header is padded with spaces to a multiple of 8 bytes.
 */
typedef struct _DgSafetensorsWriter DgSafetensorsWriter;

DgSafetensorsWriter *dg_safetensors_writer_new (void);
void dg_safetensors_writer_free (DgSafetensorsWriter *self);

/* @key must be new. */
void dg_safetensors_writer_add_metadata (DgSafetensorsWriter *self, const char *key, const char *value);

/* @shape: (n_dims) extents; @data: (product of @shape) elements, borrowed until the file is written. @name
 * must be new. */
void dg_safetensors_writer_add (DgSafetensorsWriter *self, const char *name, DgDtype dtype, guint n_dims,
                                const gsize *shape, gconstpointer data);

/* For a file that can be made again: see dg_atomic_file_set_expendable(). */
void dg_safetensors_writer_set_expendable (DgSafetensorsWriter *self);

/* Atomic and, unless it is expendable, durable: see DgAtomicFile. Errors: G_IO_ERROR naming the file. */
gboolean dg_safetensors_writer_write (DgSafetensorsWriter *self, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgSafetensorsWriter, dg_safetensors_writer_free)

G_END_DECLS
