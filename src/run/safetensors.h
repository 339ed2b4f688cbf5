/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "run/array-layout.h"

G_BEGIN_DECLS

/**
 * DgSafetensors:
 *
 * An open safetensors file (https://github.com/huggingface/safetensors): 8 bytes of header length, a JSON
 * header of name → dtype, shape, data_offsets, then the data, which is read when it is asked for. Immutable, any
 * thread.
 */
typedef struct _DgSafetensors DgSafetensors;

/**
 * DgSafetensorsEntry:
 * @begin: where the elements start in the file
 */
typedef struct
{
  char *name;
  DgArrayLayout layout;
  gsize begin;
} DgSafetensorsEntry;

/* Checks the whole header against the file: types, shapes and offsets that agree, neither overlapping nor
 * leaving holes, and that end where the file ends. Errors: G_IO_ERROR, DG_ERROR_FORMAT, DG_ERROR_UNSUPPORTED
 * (an element type or number of dimensions unknown here); each names the file. */
DgSafetensors *dg_safetensors_open (const char *path, GError **error);

DgSafetensors *dg_safetensors_ref (DgSafetensors *self);
void dg_safetensors_unref (DgSafetensors *self);

const char *dg_safetensors_get_path (const DgSafetensors *self);
const char *dg_safetensors_get_metadata (const DgSafetensors *self, const char *key); /* nullable */

/* (n) entries in the order of their data. */
const DgSafetensorsEntry *dg_safetensors_get_entries (const DgSafetensors *self, gsize *n);

/* DG_ERROR_NAME for a name that is not there, listing those that are. */
const DgSafetensorsEntry *dg_safetensors_find (const DgSafetensors *self, const char *name, GError **error);

/* (transfer full) the elements as they stand in the file, little-endian. Errors: those of dg_input_file_read(). */
GBytes *dg_safetensors_read (const DgSafetensors *self, const DgSafetensorsEntry *entry, GError **error);

/* @size bytes of them from @begin on. @part: (out): (size) */
gboolean dg_safetensors_read_part (const DgSafetensors *self, const DgSafetensorsEntry *entry, gsize begin, gsize size,
                                   gpointer part, GError **error);

/* The elements as floats; a single number is (1). */
DgTensor *dg_safetensors_load (const DgSafetensors *self, const DgSafetensorsEntry *entry, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgSafetensors, dg_safetensors_unref)

G_END_DECLS
