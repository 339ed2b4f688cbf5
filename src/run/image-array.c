/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/image-array.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "run/file-error.h"

/* Bytes of images that are kept in memory, where they need not be. */
#define MAX_KEPT ((gsize) 64 << 20)

/* No picture is larger; sizes of images fit 32 bits. */
#define MAX_SIDE 32768

/**
 * Strides:
 *
 * Where in an image the value of a row, column and channel lies.
 */
typedef struct
{
  gsize row, column, channel;
} Strides;

static gboolean
is_channels (gsize extent)
{
  return extent == 1 || extent == 3;
}

static gboolean
set_extents (DgImageArray *self, gsize height, gsize width, gsize channels)
{
  if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE)
    return FALSE;
  self->height = (guint) height;
  self->width = (guint) width;
  self->channels = (guint) channels;
  return TRUE;
}

/* Where both may be meant, channels come last. */
static gboolean
understand_shape (DgImageArray *self, const DgArrayLayout *layout, gsize n, Strides *strides)
{
  const gsize *shape = layout->shape;

  if (layout->n_dims < 3 || layout->n_dims > 4 || shape[0] != n)
    return FALSE;
  if (layout->n_dims == 3 || is_channels (shape[3]))
    {
      gsize channels = layout->n_dims == 4 ? shape[3] : 1;

      *strides = (Strides) { shape[2] * channels, channels, 1 };
      return set_extents (self, shape[1], shape[2], channels);
    }
  *strides = (Strides) { shape[3], 1, shape[2] * shape[3] };
  return is_channels (shape[1]) && set_extents (self, shape[2], shape[3], shape[1]);
}

static gboolean
is_in_place (const DgImageArray *self, const DgArrayLayout *layout, const Strides *strides)
{
  return layout->dtype == DG_DTYPE_U8 && !layout->fortran_order && (strides->channel == 1 || self->channels == 1);
}

/**
 * Scale:
 *
 * A value x becomes the byte factor · (x − zero).
 */
typedef struct
{
  float zero, factor;
} Scale;

/* @values: (n_images, …) as @strides says; @scales: (out): (channels) */
static void
choose_scales (const DgImageArray *self, const DgTensor *values, const Strides *strides, Scale *scales)
{
  gsize n_pixels = (gsize) self->height * self->width, length = n_pixels * self->channels;
  gsize step = strides->channel == 1 ? self->channels : 1;
  float smallest[3], largest[3], low = INFINITY, high = -INFINITY;

  for (guint c = 0; c < self->channels; c++)
    {
      smallest[c] = INFINITY;
      largest[c] = -INFINITY;
      for (gsize i = 0; i < values->shape[0]; i++)
        {
          const float *plane = values->data + i * length + c * strides->channel;

          for (gsize p = 0; p < n_pixels; p++)
            {
              smallest[c] = MIN (smallest[c], plane[p * step]);
              largest[c] = MAX (largest[c], plane[p * step]);
            }
        }
      low = MIN (low, smallest[c]);
      high = MAX (high, largest[c]);
    }
  for (guint c = 0; c < self->channels; c++)
    if (low >= 0 && high <= 1)
      scales[c] = (Scale) { 0, 255 };
    else if (low >= 0 && high <= 255)
      scales[c] = (Scale) { 0, 1 };
    else
      scales[c] = (Scale) { smallest[c], largest[c] > smallest[c] ? 255 / (largest[c] - smallest[c]) : 0 };
}

static guint8
to_byte (float value, Scale scale)
{
  return (guint8) CLAMP (lroundf ((value - scale.zero) * scale.factor), 0, 255);
}

/* @bytes: whether the values are bytes already */
static GBytes *
convert (const DgImageArray *self, const DgTensor *values, const Strides *strides, gboolean bytes)
{
  gsize length = (gsize) self->height * self->width * self->channels;
  guint8 *pixels = g_malloc_n (values->shape[0], length), *to = pixels;
  Scale scales[3] = { { 0, 1 }, { 0, 1 }, { 0, 1 } };

  if (!bytes)
    choose_scales (self, values, strides, scales);
  for (gsize i = 0; i < values->shape[0]; i++)
    for (guint y = 0; y < self->height; y++)
      for (guint x = 0; x < self->width; x++)
        for (guint c = 0; c < self->channels; c++)
          *to++ = to_byte (values->data[i * length + y * strides->row + x * strides->column + c * strides->channel],
                           scales[c]);
  return g_bytes_new_take (pixels, values->shape[0] * length);
}

static GBytes *
load_converted (const DgImageArray *self, const DgArrayFile *file, const DgArrayEntry *entry, const Strides *strides,
                GError **error)
{
  g_autoptr (DgTensor) values = dg_array_file_load (file, entry, error);
  gsize row;

  if (values == NULL)
    return NULL;
  if (dg_tensor_find_not_finite (values, &row))
    {
      dg_set_file_error (error, DG_ERROR_VALUE, dg_array_file_get_path (file),
                         _("row %zu of “%s” holds a value that is not finite"), row, entry->name);
      return NULL;
    }
  return convert (self, values, strides, entry->layout.dtype == DG_DTYPE_U8);
}

gboolean
dg_image_array_load (DgImageArray *self, const DgArrayFile *file, const DgArrayEntry *entry, gsize n, GError **error)
{
  Strides strides;

  *self = (DgImageArray) { 0 };
  if (entry->fault == NULL && !understand_shape (self, &entry->layout, n, &strides))
    {
      g_autofree char *shape = dg_array_layout_describe_shape (&entry->layout);

      dg_set_file_error (error, DG_ERROR_MISMATCH, dg_array_file_get_path (file),
                         _("“%s” has the shape %s, but takes an image for each of %zu samples: (n, h, w), (n, h, w, 3) "
                           "or (n, 3, h, w)"),
                         entry->name, shape, n);
      return FALSE;
    }
  if (entry->fault == NULL && !is_in_place (self, &entry->layout, &strides))
    self->pixels = load_converted (self, file, entry, &strides, error);
  else if (entry->fault == NULL && entry->layout.n > MAX_KEPT && dg_array_file_can_read_parts (file))
    {
      self->file = dg_array_file_ref ((DgArrayFile *) file);
      self->entry = entry;
    }
  else
    self->pixels = dg_array_file_read (file, entry, error);
  return !dg_image_array_is_empty (self);
}

gboolean
dg_image_array_is_empty (const DgImageArray *self)
{
  return self->pixels == NULL && self->file == NULL;
}

guint8 *
dg_image_array_read (const DgImageArray *self, gsize first, gsize n, GError **error)
{
  gsize length = (gsize) self->height * self->width * self->channels, size = n * length;
  g_autofree guint8 *pixels = g_malloc (MAX (size, 1));

  if (self->pixels != NULL)
    memcpy (pixels, (const guint8 *) g_bytes_get_data (self->pixels, NULL) + first * length, size);
  else if (!dg_array_file_read_part (self->file, self->entry, first * length, size, pixels, error))
    return NULL;
  return g_steal_pointer (&pixels);
}

void
dg_image_array_clear (DgImageArray *self)
{
  g_clear_pointer (&self->pixels, g_bytes_unref);
  g_clear_pointer (&self->file, dg_array_file_unref);
}
