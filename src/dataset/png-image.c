/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dataset/png-image.h"

#include <glib/gi18n-lib.h>
#include <png.h>
#include <string.h>

#include "base/error.h"
#include "base/inflation.h"
#include "dataset/data-file.h"

#define SIGNATURE_LENGTH 8
#define RGBA 4

/**
 * Reader:
 * @at: how many of the @length bytes are read
 * @pixels: (height, width, RGBA)
 * @rows: (height) where each begins
 *
 * What a file is decoded with. All that changes while libpng may jump back is in here, not in local variables.
 */
typedef struct
{
  const char *name;
  guint8 *bytes;
  gsize length, at;
  png_structp png;
  png_infop info;
  guint8 *pixels;
  png_bytep *rows;
  GError *fault;
} Reader;

static void
reader_clear (Reader *self)
{
  png_destroy_read_struct (&self->png, &self->info, NULL);
  g_free (self->rows);
  g_free (self->pixels);
  g_free (self->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* The first fault is the one told: after it libpng may find others. */
static void
error_cb (png_structp png, png_const_charp message)
{
  Reader *self = png_get_error_ptr (png);

  if (self->fault == NULL)
    self->fault = g_error_new (DG_ERROR, DG_ERROR_FORMAT, _("“%s” is a damaged PNG file: %s"), self->name,
                               message);
  png_longjmp (png, 1);
}

/* An odd chunk that is not of the image harms nothing. */
static void
warning_cb (png_structp png, png_const_charp message)
{
}

static void
read_cb (png_structp png, png_bytep buffer, size_t size)
{
  Reader *self = png_get_io_ptr (png);

  if (size > self->length - self->at)
    {
      self->fault = g_error_new (DG_ERROR, DG_ERROR_FORMAT, _("“%s” is a truncated PNG file"),
                                 self->name);
      png_longjmp (png, 1);
    }
  memcpy (buffer, self->bytes + self->at, size);
  self->at += size;
}

/* Asks for RGBA of 8 bits each, whatever is in the file. */
static void
set_transforms (Reader *self)
{
  png_set_expand (self->png);
  png_set_scale_16 (self->png);
  png_set_gray_to_rgb (self->png);
  png_set_add_alpha (self->png, 0xff, PNG_FILLER_AFTER);
  png_set_interlace_handling (self->png);
  png_read_update_info (self->png, self->info);
}

/* Of an image as large as the file promises: libpng has seen that neither extent is beyond a million. */
static gboolean
allocate_rows (Reader *self)
{
  guint width = png_get_image_width (self->png, self->info);
  guint height = png_get_image_height (self->png, self->info);
  gsize row = (gsize) width * RGBA;

  if (!dg_inflation_is_plausible (row * height, self->length))
    {
      self->fault = g_error_new (DG_ERROR, DG_ERROR_UNSUPPORTED,
                                 _("“%s” would inflate to more than %d times its size, which looks like a zip bomb"),
                                 self->name, DG_INFLATION_MAX_RATIO);
      return FALSE;
    }
  self->pixels = g_try_malloc_n (height, row);
  self->rows = g_try_new (png_bytep, height);
  if (self->pixels == NULL || self->rows == NULL)
    {
      self->fault = g_error_new (DG_ERROR, DG_ERROR_UNSUPPORTED,
                                 _("“%s” does not fit into memory: it holds %u × %u pixels"), self->name, width, height);
      return FALSE;
    }
  for (gsize y = 0; y < height; y++)
    self->rows[y] = self->pixels + y * row;
  return TRUE;
}

/* FALSE with a fault. */
static gboolean
decode (Reader *self)
{
  if (setjmp (png_jmpbuf (self->png)) != 0)
    return FALSE;
  png_set_read_fn (self->png, self, read_cb);
  png_read_info (self->png, self->info);
  set_transforms (self);
  if (!allocate_rows (self))
    return FALSE;
  png_read_image (self->png, self->rows);
  png_read_end (self->png, NULL);
  return TRUE;
}

/* @pixels: (n, RGBA) in, (n, 3) on white out */
static void
put_on_white (guint8 *pixels, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint alpha = pixels[i * RGBA + 3];

      for (guint c = 0; c < 3; c++)
        pixels[i * 3 + c] = (pixels[i * RGBA + c] * alpha + 255 * (255 - alpha) + 127) / 255;
    }
}

/* @pixels: (n, 3) */
static gboolean
has_colour (const guint8 *pixels, gsize n)
{
  for (gsize i = 0; i < 3 * n; i += 3)
    if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2])
      return TRUE;
  return FALSE;
}

static void
take_pixels (DgPngImage *self, Reader *reader)
{
  gsize n;

  self->width = png_get_image_width (reader->png, reader->info);
  self->height = png_get_image_height (reader->png, reader->info);
  n = (gsize) self->width * self->height;
  put_on_white (reader->pixels, n);
  self->channels = has_colour (reader->pixels, n) ? 3 : 1;
  if (self->channels == 1)
    for (gsize i = 0; i < n; i++)
      reader->pixels[i] = reader->pixels[3 * i];
  self->pixels = g_realloc_n (g_steal_pointer (&reader->pixels), n, self->channels);
}

static gboolean
read_bytes (Reader *self, const DgDataFile *file, GError **error)
{
  self->bytes = g_try_malloc (MAX (file->length, 1));
  if (self->bytes == NULL)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED, _("“%s” does not fit into memory"), file->name);
      return FALSE;
    }
  if (!dg_data_file_read (file, self->bytes, file->length, &self->length, error))
    return FALSE;
  if (self->length >= SIGNATURE_LENGTH && png_sig_cmp (self->bytes, 0, SIGNATURE_LENGTH) == 0)
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” is not a PNG file"), file->name);
  return FALSE;
}

gboolean
dg_png_image_read (DgPngImage *self, GFile *file, GCancellable *cancellable, GError **error)
{
  g_auto (DgDataFile) data_file = { 0 };
  g_auto (Reader) reader = { 0 };

  if (!dg_data_file_open (&data_file, file, cancellable, error) || !read_bytes (&reader, &data_file, error))
    return FALSE;
  reader.name = data_file.name;
  reader.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, &reader, error_cb, warning_cb);
  reader.info = png_create_info_struct (reader.png);
  if (!decode (&reader))
    {
      g_propagate_error (error, reader.fault);
      return FALSE;
    }
  take_pixels (self, &reader);
  return TRUE;
}

void
dg_png_image_clear (DgPngImage *self)
{
  g_clear_pointer (&self->pixels, g_free);
}
