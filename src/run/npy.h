/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "run/array-layout.h"
#include "run/input-file.h"

G_BEGIN_DECLS

/* No header that is read here is longer: magic, version, length and a dictionary padded to 64 bytes. */
#define DG_NPY_MAX_HEADER 65536

/**
 * DgNpyHeader:
 * @data_begin: bytes before the elements
 */
typedef struct
{
  DgArrayLayout layout;
  gsize data_begin;
} DgNpyHeader;

/**
 * dg_npy_header_parse:
 * @path: named in errors
 * @data: (size) the file, or at least its first DG_NPY_MAX_HEADER bytes
 *
 * Reads the header of NumPy's format 1.0 to 3.0 (numpy.lib.format). Errors: DG_ERROR_FORMAT, and
 * DG_ERROR_UNSUPPORTED for Python objects (never unpickled), records, text, times and complex numbers.
 */
gboolean dg_npy_header_parse (DgNpyHeader *self, const char *path, const guint8 *data, gsize size,
                              GError **error);

/* The header of a .npy file that is whole. Errors: those of dg_npy_header_parse() and dg_input_file_read(), and
 * DG_ERROR_FORMAT for a file that is too short or too long. */
gboolean dg_npy_read_header (const DgInputFile *file, DgNpyHeader *header, GError **error);

/* (transfer full) the elements of a .npy file, whose @layout: (out) is set. Errors: as above. */
GBytes *dg_npy_read (const char *path, DgArrayLayout *layout, GError **error);

/* The same as floats. */
DgTensor *dg_npy_load (const char *path, GError **error);

G_END_DECLS
