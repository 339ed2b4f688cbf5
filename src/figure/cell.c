/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure/cell.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"
#include "tendency/largest.h"

struct _DgCell
{
  gatomicrefcount ref_count;
  DgImageKind kind;
  DgIvat *ivat;
  DgDissimilarity *dissimilarity; /* NULL for iVAT */
  DgDissplot *plot;               /* NULL for all but the kind DISSPLOT, as what follows */
  char **names;                   /* (n_groups) by place in the plot */
  gboolean of_classes;
  gsize n;
  const guint32 *order; /* (n) matrix row at each position, of VAT or plot; NULL: rows in their own order */
  guint32 *samples;     /* (n) analysis row of each matrix row; NULL: the same */
  const guint32 *positions; /* (n_rows) of each analysis row, or DG_CELL_ABSENT; of VAT or plot, or the cell's own: */
  guint32 *own_positions;   /* nullable */
  gsize n_rows;
  float maximum;
};

static const char *const kind_names[] = { "ivat", "vat", "dissimilarity", "dissplot", NULL };

G_STATIC_ASSERT (G_N_ELEMENTS (kind_names) == DG_N_IMAGE_KINDS + 1);

gboolean
dg_image_kind_parse (const char *name, DgImageKind *kind, GError **error)
{
  g_autofree char *list = NULL;

  for (guint i = 0; kind_names[i] != NULL; i++)
    if (g_str_equal (name, kind_names[i]))
      {
        *kind = i;
        return TRUE;
      }

  list = g_strjoinv (", ", (char **) kind_names);
  g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("There is no image “%s”; there are %s"), name, list);
  return FALSE;
}

const char *
dg_image_kind_to_string (DgImageKind kind)
{
  return kind_names[kind];
}

/* @order, @position: (n) matrix row at each position and its inverse; borrowed from what the cell holds; NULL: rows in
 * their own order. Where only some rows are shown, those of the analysis set have other positions. */
static void
set_order (DgCell *self, const guint32 *order, const guint32 *position)
{
  self->order = order;
  if (self->samples == NULL && order != NULL)
    {
      self->n_rows = self->n;
      self->positions = position;
      return;
    }
  for (gsize i = 0; i < self->n; i++)
    self->n_rows = MAX (self->n_rows, (gsize) dg_cell_get_sample (self, i) + 1);

  self->positions = self->own_positions = g_new (guint32, self->n_rows);
  memset (self->own_positions, 0xff, self->n_rows * sizeof *self->own_positions);
  for (gsize i = 0; i < self->n; i++)
    self->own_positions[dg_cell_get_sample (self, i)] = i;
}

static DgCell *
create_cell (DgImageKind kind, DgIvat *ivat, DgDissimilarity *dissimilarity, const guint32 *samples,
             DgParallel *parallel, GCancellable *cancellable, GError **error)
{
  double largest = 0;
  DgCell *self;

  if (kind != DG_IMAGE_IVAT && !dg_largest_dissimilarity (dissimilarity, parallel, cancellable, &largest, error))
    return NULL;
  self = g_new0 (DgCell, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->ivat = dg_ivat_ref (ivat);
  self->n = dg_ivat_get_vat (ivat)->n;
  g_assert (dissimilarity == NULL || dg_dissimilarity_get_n (dissimilarity) == self->n);
  if (kind != DG_IMAGE_IVAT)
    self->dissimilarity = dg_dissimilarity_ref (dissimilarity);
  if (samples != NULL)
    self->samples = g_memdup2 (samples, self->n * sizeof *samples);
  self->maximum = kind == DG_IMAGE_IVAT ? dg_ivat_get_maximum (ivat) : (float) MIN (largest, G_MAXFLOAT);
  return self;
}

DgCell *
dg_cell_new (DgImageKind kind, DgIvat *ivat, DgDissimilarity *dissimilarity, const guint32 *samples,
             DgParallel *parallel, GCancellable *cancellable, GError **error)
{
  const DgVat *vat = dg_ivat_get_vat (ivat);
  DgCell *self = create_cell (kind, ivat, dissimilarity, samples, parallel, cancellable, error);

  g_assert (kind != DG_IMAGE_DISSPLOT);
  if (self == NULL)
    return NULL;
  if (kind != DG_IMAGE_DISSIMILARITY)
    set_order (self, vat->order, vat->position);
  else
    set_order (self, NULL, NULL);
  return self;
}

DgCell *
dg_cell_new_dissplot (DgIvat *ivat, DgDissimilarity *dissimilarity, DgDissplot *plot,
                      const char *const *names, gboolean of_classes, const guint32 *samples, DgParallel *parallel,
                      GCancellable *cancellable, GError **error)
{
  DgCell *self = create_cell (DG_IMAGE_DISSPLOT, ivat, dissimilarity, samples, parallel, cancellable, error);

  if (self == NULL)
    return NULL;
  g_assert (plot->n == self->n);
  self->plot = dg_dissplot_ref (plot);
  self->names = g_strdupv ((char **) names);
  self->of_classes = of_classes;
  set_order (self, plot->order, plot->position);
  return self;
}

DgCell *
dg_cell_ref (DgCell *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_cell_unref (DgCell *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->dissimilarity, dg_dissimilarity_unref);
  g_clear_pointer (&self->plot, dg_dissplot_unref);
  g_strfreev (self->names);
  dg_ivat_unref (self->ivat);
  g_free (self->samples);
  g_free (self->own_positions);
  g_free (self);
}

DgImageKind
dg_cell_get_kind (const DgCell *self)
{
  return self->kind;
}

gsize
dg_cell_get_n (const DgCell *self)
{
  return self->n;
}

DgIvat *
dg_cell_get_ivat (const DgCell *self)
{
  return self->ivat;
}

gsize
dg_cell_get_n_values (const DgCell *self)
{
  return self->dissimilarity != NULL ? dg_tensor_get_size (dg_dissimilarity_get_values (self->dissimilarity)) : 0;
}

const DgDissplot *
dg_cell_get_dissplot (const DgCell *self)
{
  return self->plot;
}

const char *
dg_cell_get_group_name (const DgCell *self, gsize group)
{
  return self->names[group];
}

gint
dg_cell_get_group_class (const DgCell *self, gsize group)
{
  return self->of_classes ? (gint) self->plot->group[group] : DG_CELL_NO_CLASS;
}

guint32
dg_cell_get_sample (const DgCell *self, gsize position)
{
  guint32 row = self->order != NULL ? self->order[position] : position;

  return self->samples != NULL ? self->samples[row] : row;
}

guint32
dg_cell_get_position (const DgCell *self, guint32 sample)
{
  return sample < self->n_rows ? self->positions[sample] : DG_CELL_ABSENT;
}

const guint32 *
dg_cell_get_positions (const DgCell *self, gsize *n_rows)
{
  *n_rows = self->n_rows;
  return self->positions;
}

double
dg_cell_get_value (const DgCell *self, gsize i, gsize j)
{
  if (self->kind == DG_IMAGE_IVAT)
    return dg_ivat_get_value (self->ivat, i, j);
  if (self->plot != NULL && i >= j)
    return dg_dissplot_get_average (self->plot, i, j);
  if (self->order == NULL)
    return dg_dissimilarity_get (self->dissimilarity, i, j);

  return dg_dissimilarity_get (self->dissimilarity, self->order[i], self->order[j]);
}

void
dg_cell_render (const DgCell *self, gsize first, gsize count, gsize size, float *out)
{
  if (self->kind == DG_IMAGE_IVAT)
    dg_ivat_render (self->ivat, first, count, size, out);
  else
    dg_dissimilarity_render (self->dissimilarity, self->order, first, count, size, out);
  if (self->plot != NULL)
    dg_dissplot_fill_averages (self->plot, first, count, size, out);
}

float
dg_cell_get_maximum (const DgCell *self)
{
  return self->maximum;
}
