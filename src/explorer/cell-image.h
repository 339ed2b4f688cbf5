/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/cell.h"
#include "figure/subject.h"
#include "tendency/group-rule.h"

G_BEGIN_DECLS

/**
 * DgCellImage:
 * @group: of a dissimilarity plot; means nothing for the other kinds
 *
 * What a cell shows of its layer. A plain value.
 */
typedef struct
{
  DgSubject subject;
  DgImageKind kind;
  DgOrder order;
  DgGroupRule group;
} DgCellImage;

gboolean dg_cell_image_equal (const DgCellImage *a, const DgCellImage *b);
guint dg_cell_image_hash (const DgCellImage *self);

G_END_DECLS
