/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tendency/vat.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "tendency/prim.h"
#include "tendency/seriation.h"

static const char *const order_names[] = { "havens-bezdek", "seriation" };

gboolean
dg_order_parse (const char *name, DgOrder *order, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (order_names); i++)
    if (g_str_equal (name, order_names[i]))
      {
        *order = i;
        return TRUE;
      }
  g_set_error (error, DG_ERROR, DG_ERROR_NAME,
               _("there is no order “%s”: it is one of havens-bezdek, seriation"), name);
  return FALSE;
}

const char *
dg_order_to_string (DgOrder order)
{
  return order_names[order];
}

static DgVat *
vat_alloc (gsize n)
{
  DgVat *self = g_new0 (DgVat, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n = n;
  self->order = g_new (guint32, n);
  self->position = g_new (guint32, n);
  self->parent = g_new (guint32, n);
  self->weight = g_new (float, n);
  return self;
}

static DgVat *
vat_new_from_tree (const DgTree *tree)
{
  DgVat *self = vat_alloc (tree->n);

  for (gsize k = 0; k < tree->n; k++)
    {
      self->order[k] = tree->order[k];
      self->position[tree->order[k]] = k;
      self->parent[k] = tree->parent[k];
      self->weight[k] = (float) MIN (tree->weight[k], FLT_MAX);
    }
  return self;
}

DgVat *
dg_vat_new_from_start (const DgDissimilarity *dissimilarity, guint32 start, DgParallel *parallel,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (DgTree) tree = NULL;
  gsize n = dg_dissimilarity_get_n (dissimilarity);

  if (start >= n)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("there is no row %u to start at: rows are 0 to %zu"),
                   start, n - 1);
      return NULL;
    }
  tree = dg_prim_grow (dissimilarity, start, &dg_prim_default_tuning, parallel, cancellable, error);
  return tree != NULL ? vat_new_from_tree (tree) : NULL;
}

DgVat *
dg_vat_new (const DgDissimilarity *dissimilarity, DgOrder order, DgParallel *parallel,
            GCancellable *cancellable, GError **error)
{
  /* The path distances are the same from any start, and the seriation order depends on nothing else. */
  gint64 start = order == DG_ORDER_SERIATION ? 0 : DG_PRIM_FARTHEST;
  g_autoptr (DgTree) tree = dg_prim_grow (dissimilarity, start, &dg_prim_default_tuning, parallel,
                                          cancellable, error);

  if (tree == NULL)
    return NULL;
  if (order == DG_ORDER_SERIATION)
    {
      g_autoptr (DgTree) reordered = dg_seriation_reorder (tree);

      return vat_new_from_tree (reordered);
    }
  return vat_new_from_tree (tree);
}

static gboolean
check_arrays (const DgVat *self, GError **error)
{
  for (gsize i = 0; i < self->n; i++)
    self->position[i] = G_MAXUINT32;
  for (gsize k = 0; k < self->n; k++)
    {
      guint32 sample = self->order[k];

      if (sample >= self->n || self->position[sample] != G_MAXUINT32)
        {
          g_set_error (error, DG_ERROR, DG_ERROR_FORMAT,
                       _("the order is no permutation: see its position %zu"), k);
          return FALSE;
        }
      self->position[sample] = k;
      if (k == 0 ? self->parent[k] != DG_VAT_NO_PARENT
                 : self->parent[k] >= self->n || self->position[self->parent[k]] >= k)
        {
          g_set_error (error, DG_ERROR, DG_ERROR_FORMAT,
                       _("the parent at position %zu does not come earlier"), k);
          return FALSE;
        }
      if (!isfinite (self->weight[k]) || self->weight[k] < 0 || (k == 0 && self->weight[k] != 0))
        {
          g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("the weight at position %zu cannot be one"), k);
          return FALSE;
        }
    }
  return TRUE;
}

DgVat *
dg_vat_new_from_arrays (gsize n, const guint32 *order, const guint32 *parent, const float *weight,
                        GError **error)
{
  g_autoptr (DgVat) self = NULL;

  if (n < 1 || n >= G_MAXUINT32)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("%zu samples cannot be ordered"), n);
      return NULL;
    }
  self = vat_alloc (n);
  memcpy (self->order, order, n * sizeof *order);
  memcpy (self->parent, parent, n * sizeof *parent);
  memcpy (self->weight, weight, n * sizeof *weight);
  return check_arrays (self, error) ? g_steal_pointer (&self) : NULL;
}

DgVat *
dg_vat_ref (DgVat *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_vat_unref (DgVat *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->order);
  g_free (self->position);
  g_free (self->parent);
  g_free (self->weight);
  g_free (self);
}
