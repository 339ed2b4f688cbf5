/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tendency/reduction.h"
#include "tendency/vat.h"

G_BEGIN_DECLS

/**
 * DgSubsetOrigin:
 * @layer: a layer's name, or one channel ("P1:0")
 * @order: whose equal intervals; of the interval alone
 * @clusters, @seed: of maximin and random sampling alone, see dg_reduction_mmrs(); else 0
 *
 * How the samples of a subset were chosen.
 */
typedef struct
{
  DgReductionMethod method;
  const char *layer;
  guint epoch;
  DgOrder order;
  guint clusters;
  guint64 seed;
} DgSubsetOrigin;

/**
 * DgSubset:
 * @origin: its strings are the subset's own
 * @n_all: samples of the analysis set
 * @samples: (n) ascending rows of the analysis set, 1 … n_all of them
 *
 * The samples of a run that alone are looked at. Immutable, reference-counted. It is kept beside the run's
 * other files, in subset.json, which docs/formats.md describes; nothing else in the folder depends on it.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;
  /*< public >*/
  DgSubsetOrigin origin;
  gsize n_all, n;
  guint32 *samples;
} DgSubset;

/* Copies @origin and @samples, (n). */
DgSubset *dg_subset_new (const DgSubsetOrigin *origin, gsize n_all, const guint32 *samples, gsize n);
DgSubset *dg_subset_ref (DgSubset *self);
void dg_subset_unref (DgSubset *self);

/* NULL is the subset of all samples. */
gboolean dg_subset_has (const DgSubset *self, guint32 sample);
gboolean dg_subset_equal (const DgSubset *a, const DgSubset *b);

/* Takes the place of the one that @folder has. Errors: G_IO_ERROR. */
gboolean dg_subset_save (const DgSubset *self, const char *folder, GError **error);

/* No error where there is none. */
gboolean dg_subset_remove (const char *folder, GError **error);

/**
 * dg_subset_load:
 * @n_all: samples of the run
 * @subset: (out) (nullable) (transfer full): NULL where all are looked at
 *
 * Errors: G_IO_ERROR, DG_ERROR_FORMAT, DG_ERROR_UNSUPPORTED for a newer version, DG_ERROR_MISMATCH for a run of
 * another number of samples.
 */
gboolean dg_subset_load (const char *folder, gsize n_all, DgSubset **subset, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgSubset, dg_subset_unref)

G_END_DECLS
