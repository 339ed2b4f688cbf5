/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tendency/vat.h"

G_BEGIN_DECLS

/* Range maxima over a VAT's weights (sparse table): any iVAT value in O(1). Immutable, reference-counted. */
typedef struct _DgIvat DgIvat;

DgIvat *dg_ivat_new (DgVat *vat);
DgIvat *dg_ivat_ref (DgIvat *self);
void dg_ivat_unref (DgIvat *self);

const DgVat *dg_ivat_get_vat (const DgIvat *self);

/* Minimax path distance of the samples at positions @i and @j; the proof is in docs/numerics.md. */
float dg_ivat_get_value (const DgIvat *self, gsize i, gsize j);

/* The values of the sample @from and all others: @out: (n) by sample */
void dg_ivat_get_row (const DgIvat *self, guint32 from, float *out);

/* The largest value of the image. */
float dg_ivat_get_maximum (const DgIvat *self);

/**
 * dg_ivat_render:
 *
 * As dg_dissimilarity_render(), from the weights alone: O(size² + count), no distance is computed.
 */
void dg_ivat_render (const DgIvat *self, gsize first, gsize count, gsize size, float *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgIvat, dg_ivat_unref)

G_END_DECLS
