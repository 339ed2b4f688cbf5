/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/cell-image.h"

gboolean
dg_cell_image_equal (const DgCellImage *a, const DgCellImage *b)
{
  return a->subject == b->subject && a->kind == b->kind && a->order == b->order
         && (a->kind != DG_IMAGE_DISSPLOT || dg_group_rule_equal (&a->group, &b->group));
}

guint
dg_cell_image_hash (const DgCellImage *self)
{
  guint hash = self->subject << 6 ^ self->kind << 4 ^ self->order;

  return self->kind == DG_IMAGE_DISSPLOT ? hash ^ dg_group_rule_hash (&self->group) << 8 : hash;
}
