/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tendency/dissplot.h"
#include "tendency/ivat.h"

G_BEGIN_DECLS

typedef enum
{
  DG_IMAGE_IVAT,
  DG_IMAGE_VAT,
  DG_IMAGE_DISSIMILARITY,
  DG_IMAGE_DISSPLOT, /* dissimilarities of samples in groups, with averages and silhouettes */
} DgImageKind;

#define DG_N_IMAGE_KINDS (DG_IMAGE_DISSPLOT + 1)

/* "ivat", "vat", "dissimilarity", "dissplot"; DG_ERROR_NAME lists them. */
gboolean dg_image_kind_parse (const char *name, DgImageKind *kind, GError **error);
const char *dg_image_kind_to_string (DgImageKind kind);

#define DG_CELL_ABSENT G_MAXUINT32
#define DG_CELL_NO_CLASS (-1)

/* One layer at one epoch, ready to draw: an order of samples and a source of values. Immutable,
 * reference-counted. */
typedef struct _DgCell DgCell;

/**
 * dg_cell_new:
 * @ivat: order and minimax path distances
 * @dissimilarity: (nullable): needed for the kinds VAT and dissimilarity
 * @samples: (nullable): (n) row of the analysis set of each row of the matrix, where the cell shows only
 *   some of them; copied. NULL: all, in order
 * @parallel: (nullable): a team that looks for the largest dissimilarity
 *
 * The kind DISSIMILARITY shows rows in their own order, iVAT and VAT in VAT order. Errors: G_IO_ERROR_CANCELLED, none
 * for the kind iVAT.
 */
DgCell *dg_cell_new (DgImageKind kind, DgIvat *ivat, DgDissimilarity *dissimilarity, const guint32 *samples,
                     DgParallel *parallel, GCancellable *cancellable, GError **error);

/**
 * dg_cell_new_dissplot:
 * @ivat: of the same samples
 * @names: NULL-terminated, (n_groups) names of the groups by place in the plot; copied
 * @of_classes: whether the groups' numbers in the partition are classes, whose colours they take
 * @samples, @parallel: as dg_cell_new(). Errors: likewise
 */
DgCell *dg_cell_new_dissplot (DgIvat *ivat, DgDissimilarity *dissimilarity, DgDissplot *plot,
                              const char *const *names, gboolean of_classes, const guint32 *samples,
                              DgParallel *parallel, GCancellable *cancellable, GError **error);
DgCell *dg_cell_ref (DgCell *self);
void dg_cell_unref (DgCell *self);

DgImageKind dg_cell_get_kind (const DgCell *self);
gsize dg_cell_get_n (const DgCell *self);
DgIvat *dg_cell_get_ivat (const DgCell *self);

/* Floats that it keeps to compute dissimilarities from; none for iVAT. */
gsize dg_cell_get_n_values (const DgCell *self);

/* (nullable) groups, averages and silhouettes of a cell of the kind DISSPLOT. */
const DgDissplot *dg_cell_get_dissplot (const DgCell *self);

/* Of such a cell, the name of a group by its place in the plot, and its class or DG_CELL_NO_CLASS. */
const char *dg_cell_get_group_name (const DgCell *self, gsize group);
gint dg_cell_get_group_class (const DgCell *self, gsize group);

/* Row of the analysis set at a position, and back (DG_CELL_ABSENT where the cell does not show it). */
guint32 dg_cell_get_sample (const DgCell *self, gsize position);
guint32 dg_cell_get_position (const DgCell *self, guint32 sample);

/* (n_rows) the positions of analysis rows, DG_CELL_ABSENT where the cell does not show one; rows beyond are absent. */
const guint32 *dg_cell_get_positions (const DgCell *self, gsize *n_rows);

/* The value shown at a pair of positions (vertical, horizontal). */
double dg_cell_get_value (const DgCell *self, gsize i, gsize j);

/* (size, size) values of the positions first … first + count − 1, as dg_ivat_render(). */
void dg_cell_render (const DgCell *self, gsize first, gsize count, gsize size, float *out);

/* The value drawn lightest: the largest of the whole image. 0 is drawn darkest. */
float dg_cell_get_maximum (const DgCell *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgCell, dg_cell_unref)

G_END_DECLS
