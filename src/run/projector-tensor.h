/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"
#include "run/projector-config.h"

G_BEGIN_DECLS

/* The tensor of an embedding: a file of little-endian 32-bit floats where its name ends in .bytes, whose shape the
 * configuration tells; else text, a sample a line, its numbers separated by tabs. */

/* Sets the extents, without reading what is beyond the first line of a text but for its ends of lines. Errors:
 * G_IO_ERROR; DG_ERROR_FORMAT, _MISMATCH, _CHANGED. Each names the file. */
gboolean dg_projector_tensor_measure (const DgProjectorEmbedding *embedding, gsize *n, gsize *n_columns,
                                      GError **error);

/* (transfer full) (n, columns). Errors: also DG_ERROR_CHANGED and those of dg_csv_load(). */
DgTensor *dg_projector_tensor_load (const DgProjectorEmbedding *embedding, GError **error);

G_END_DECLS
