/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "run/array-entry.h"
#include "run/safetensors.h"

G_BEGIN_DECLS

/**
 * DgArrayFile:
 *
 * Named arrays that belong together, whatever the files they lie in: a .safetensors, a .npz, a folder of .npy.
 * Their names and layouts are known once it is open, their elements are read into memory when they are asked for.
 * Immutable and reference-counted, any thread.
 */
typedef struct _DgArrayFile DgArrayFile;

/**
 * DgArrayFileClass:
 * @read: (transfer full) the elements of the entry @i
 * @read_part: (nullable): @size bytes of them from @begin on, without reading the others; @part: (out): (size)
 * @get_metadata: (nullable): (nullable) a text that goes with the arrays
 * @free: what was given to dg_array_file_new()
 *
 * What a kind of files does.
 */
typedef struct
{
  GBytes *(*read) (gpointer data, gsize i, GError **error);
  gboolean (*read_part) (gpointer data, gsize i, gsize begin, gsize size, gpointer part, GError **error);
  const char *(*get_metadata) (gpointer data, const char *key);
  void (*free) (gpointer data);
} DgArrayFileClass;

/* Takes over @entries (of DgArrayEntry) and @data. @path is named in errors. DG_ERROR_FORMAT where a name is
 * empty or there twice. */
DgArrayFile *dg_array_file_new (const DgArrayFileClass *class, gpointer data, const char *path,
                                GArray *entries, GError **error);

/**
 * dg_array_file_open:
 * @path: a folder, or a file whose name ends in .safetensors or .npz
 *
 * The arrays of a folder are its .npy files, by their names without ".npy", in natural order: conv2 comes
 * before conv10. Errors: G_IO_ERROR; DG_ERROR_FORMAT, _UNSUPPORTED. A single array that cannot be read is no
 * error yet.
 */
DgArrayFile *dg_array_file_open (const char *path, GError **error);

DgArrayFile *dg_array_file_new_for_safetensors (DgSafetensors *safetensors, GError **error);

DgArrayFile *dg_array_file_ref (DgArrayFile *self);
void dg_array_file_unref (DgArrayFile *self);

const char *dg_array_file_get_path (const DgArrayFile *self);
const char *dg_array_file_get_metadata (const DgArrayFile *self, const char *key); /* nullable */

const DgArrayEntry *dg_array_file_get_entries (const DgArrayFile *self, gsize *n); /* (n) in the file's order */

/* (nullable) */
const DgArrayEntry *dg_array_file_find (const DgArrayFile *self, const char *name);

/* (transfer full) the elements as they are in the file. Errors: the entry's fault; G_IO_ERROR; DG_ERROR_CHANGED where a
 * file has been written since it was opened; DG_ERROR_FORMAT, _UNSUPPORTED. */
GBytes *dg_array_file_read (const DgArrayFile *self, const DgArrayEntry *entry, GError **error);

/* Whether parts can be read without reading the whole. */
gboolean dg_array_file_can_read_parts (const DgArrayFile *self);

/* @size bytes of the elements from @begin on, where that can be. @part: (out): (size). Errors: as above. */
gboolean dg_array_file_read_part (const DgArrayFile *self, const DgArrayEntry *entry, gsize begin, gsize size,
                                  gpointer part, GError **error);

/* The elements in C order as floats. A single number is (1). */
DgTensor *dg_array_file_load (const DgArrayFile *self, const DgArrayEntry *entry, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgArrayFile, dg_array_file_unref)

G_END_DECLS
