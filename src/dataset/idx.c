/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dataset/idx.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "base/inflation.h"
#include "dataset/data-file.h"

#define TYPE_UNSIGNED_BYTE 0x08
#define CHUNK (1024 * 1024)

typedef struct
{
  DgDataFile file; /* its stream is the values, inflated */
  gboolean compressed;
} Reader;

static void
reader_clear (Reader *self)
{
  dg_data_file_clear (&self->file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* Reads @count bytes, or fewer where the contents end. */
static gboolean
read_bytes (const Reader *self, gpointer buffer, gsize count, gsize *n_read, GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (!self->compressed)
    return dg_data_file_read (&self->file, buffer, count, n_read, error);
  if (g_input_stream_read_all (self->file.stream, buffer, count, n_read, self->file.cancellable, &fault))
    return TRUE;
  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” is damaged: its gzip data cannot be inflated"),
                 self->file.name);
  else if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” is truncated: its gzip data ends early"),
                 self->file.name);
  else
    dg_data_file_propagate (&self->file, g_steal_pointer (&fault), error);
  return FALSE;
}

static gboolean
reader_open (Reader *self, GFile *file, GCancellable *cancellable, GError **error)
{
  GError *fault = NULL;
  guint8 start[2];
  gsize n_read;

  if (!dg_data_file_open (&self->file, file, cancellable, error)
      || !read_bytes (self, start, sizeof start, &n_read, error))
    return FALSE;
  if (!g_seekable_seek (G_SEEKABLE (self->file.stream), 0, G_SEEK_SET, cancellable, &fault))
    {
      dg_data_file_propagate (&self->file, fault, error);
      return FALSE;
    }
  self->compressed = n_read == sizeof start && start[0] == 0x1f && start[1] == 0x8b;
  if (self->compressed)
    {
      g_autoptr (GInputStream) file_stream = g_steal_pointer (&self->file.stream);
      g_autoptr (GConverter) inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));

      self->file.stream = g_converter_input_stream_new (file_stream, inflater);
    }
  return TRUE;
}

static gboolean
read_header (const Reader *self, guint n_dims, DgIdx *idx, GError **error)
{
  guint8 header[4 + 4 * DG_IDX_MAX_DIMS];
  gsize length = 4 + 4 * (gsize) n_dims;
  gsize n_read;

  if (!read_bytes (self, header, length, &n_read, error))
    return FALSE;
  if (n_read >= 2 && (header[0] != 0 || header[1] != 0))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_FORMAT,
                   self->compressed ? _("“%s” does not hold an IDX file") : _("“%s” is not an IDX file"),
                   self->file.name);
      return FALSE;
    }
  if (n_read >= 4 && header[2] != TYPE_UNSIGNED_BYTE)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED,
                   _("“%s” holds IDX values of type 0x%02X, only unsigned bytes (0x08) are read"), self->file.name,
                   header[2]);
      return FALSE;
    }
  if (n_read >= 4 && header[3] != n_dims)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” has %u dimensions where %u are expected"),
                   self->file.name, header[3], n_dims);
      return FALSE;
    }
  if (n_read < length)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” is truncated: it ends within its header"),
                   self->file.name);
      return FALSE;
    }

  idx->n_dims = n_dims;
  idx->size = 1;
  for (guint i = 0; i < n_dims; i++)
    {
      const guint8 *extent = header + 4 + 4 * i;

      idx->shape[i] = ((guint32) extent[0] << 24) | (extent[1] << 16) | (extent[2] << 8) | extent[3];
      if (idx->shape[i] == 0)
        {
          g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” is empty: dimension %u of its header is 0"),
                       self->file.name, i + 1);
          return FALSE;
        }
      if (!g_size_checked_mul (&idx->size, idx->size, idx->shape[i]))
        {
          g_set_error (error, DG_ERROR, DG_ERROR_FORMAT, _("“%s” promises more values than any file holds"),
                       self->file.name);
          return FALSE;
        }
    }
  return TRUE;
}

static void
set_truncated (const Reader *self, gsize promised, gsize found, GError **error)
{
  g_set_error (error, DG_ERROR, DG_ERROR_FORMAT,
               _("“%s” is truncated: its header promises %zu values, it holds %zu"), self->file.name, promised,
               found);
}

static void
set_oversized (const Reader *self, gsize promised, GError **error)
{
  g_set_error (error, DG_ERROR, DG_ERROR_FORMAT,
               _("“%s” is oversized: it goes on after the %zu values its header promises"), self->file.name,
               promised);
}

/* Compares what the header of an uncompressed file promises with the file's length, before anything is
 * allocated. */
static gboolean
check_length (const Reader *self, const DgIdx *idx, GError **error)
{
  gsize found = self->file.length - (4 + 4 * (goffset) idx->n_dims);

  if (found < idx->size)
    set_truncated (self, idx->size, found, error);
  else if (found > idx->size)
    set_oversized (self, idx->size, error);
  return found == idx->size;
}

/* Likewise for a compressed file. */
static gboolean
check_ratio (const Reader *self, const DgIdx *idx, GError **error)
{
  if (dg_inflation_is_plausible (idx->size, self->file.length))
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED,
               _("“%s” would inflate to more than %d times its size, which looks like a zip bomb"), self->file.name,
               DG_INFLATION_MAX_RATIO);
  return FALSE;
}

/* The storage grows with what is really read: a header alone makes nothing large. */
static gboolean
read_values (const Reader *self, DgIdx *idx, GError **error)
{
  gsize capacity = 0, filled = 0, n_read;
  guint8 next;

  while (filled < idx->size)
    {
      gsize count = MIN (idx->size - filled, CHUNK);

      if (filled + count > capacity)
        {
          guint8 *data;

          capacity = MIN (idx->size, MAX (CHUNK, 2 * capacity));
          data = g_try_realloc (idx->data, capacity);
          if (data == NULL)
            {
              g_set_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED,
                           _("“%s” does not fit into memory: it holds %zu values"), self->file.name, idx->size);
              return FALSE;
            }
          idx->data = data;
        }
      if (!read_bytes (self, idx->data + filled, count, &n_read, error))
        return FALSE;
      filled += n_read;
      if (n_read < count)
        {
          set_truncated (self, idx->size, filled, error);
          return FALSE;
        }
    }
  /* One byte more: it must not be there, and asking for it checks the digest at the end of gzip data. */
  if (!read_bytes (self, &next, 1, &n_read, error))
    return FALSE;
  if (n_read > 0)
    set_oversized (self, idx->size, error);
  return n_read == 0;
}

DgIdx *
dg_idx_read (GFile *file, guint n_dims, GCancellable *cancellable, GError **error)
{
  g_auto (Reader) reader = { 0 };
  g_autoptr (DgIdx) idx = g_new0 (DgIdx, 1);

  g_assert (n_dims >= 1 && n_dims <= DG_IDX_MAX_DIMS);
  if (!reader_open (&reader, file, cancellable, error)
      || !read_header (&reader, n_dims, idx, error)
      || !(reader.compressed ? check_ratio (&reader, idx, error) : check_length (&reader, idx, error))
      || !read_values (&reader, idx, error))
    return NULL;
  return g_steal_pointer (&idx);
}

void
dg_idx_free (DgIdx *self)
{
  g_free (self->data);
  g_free (self);
}
