/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_MISCLASSIFIED_ITEM (dg_misclassified_item_get_type ())
G_DECLARE_FINAL_TYPE (DgMisclassifiedItem, dg_misclassified_item, DG, MISCLASSIFIED_ITEM, GObject)

const DgMisclassified *dg_misclassified_item_get (DgMisclassifiedItem *self);

#define DG_TYPE_MISCLASSIFIED_MODEL (dg_misclassified_model_get_type ())
/* The misclassified samples as a list for a grid view; items are made as they are looked at. Selection
 * belongs to the explorer: the model shows it, and asks for a change of it by a signal. */
G_DECLARE_FINAL_TYPE (DgMisclassifiedModel, dg_misclassified_model, DG, MISCLASSIFIED_MODEL, GObject)

/**
 * DgMisclassifiedModel::select-sample:
 * @sample: the sample that was clicked or moved to
 * @extend: whether it is to be toggled beside those selected, or selected alone
 */

DgMisclassifiedModel *dg_misclassified_model_new (void);

/* (transfer none) (element-type DgMisclassified) what is listed from now on. */
void dg_misclassified_model_set_items (DgMisclassifiedModel *self, GArray *items);

/* Whether just these are listed. */
gboolean dg_misclassified_model_is_listed (DgMisclassifiedModel *self, GArray *items);

/* (n) samples, listed or not. */
void dg_misclassified_model_set_selected (DgMisclassifiedModel *self, const guint32 *samples, gsize n);

G_END_DECLS
