/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/npy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/file-error.h"

#define MAGIC "\x93NUMPY"
#define MAGIC_SIZE 6

/* A header's dictionary, e.g. {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }, read as a literal
 * of Python of just these three members. */
typedef struct
{
  const char *path;
  const char *at, *end;
} Cursor;

static gboolean
fail (const Cursor *cursor, GError **error)
{
  dg_set_file_error (error, DG_ERROR_FORMAT, cursor->path, _("the header of the array is damaged"));
  return FALSE;
}

static void
skip_space (Cursor *cursor)
{
  while (cursor->at < cursor->end && g_ascii_isspace (*cursor->at))
    cursor->at++;
}

/* Steps over @token where it is next. */
static gboolean
take (Cursor *cursor, const char *token)
{
  gsize length = strlen (token);

  skip_space (cursor);
  if ((gsize) (cursor->end - cursor->at) < length || memcmp (cursor->at, token, length) != 0)
    return FALSE;
  cursor->at += length;
  return TRUE;
}

/* (transfer full) a quoted string without escapes, or NULL. */
static char *
take_string (Cursor *cursor)
{
  const char *begin, *close;
  char quote;

  skip_space (cursor);
  if (cursor->at >= cursor->end || (*cursor->at != '\'' && *cursor->at != '"'))
    return NULL;
  quote = *cursor->at;
  begin = cursor->at + 1;
  close = memchr (begin, quote, cursor->end - begin);
  if (close == NULL || memchr (begin, '\\', close - begin) != NULL ||
      !g_utf8_validate (begin, close - begin, NULL))
    return NULL;
  cursor->at = close + 1;
  return g_strndup (begin, close - begin);
}

static gboolean
take_number (Cursor *cursor, gsize *value)
{
  const char *begin;

  skip_space (cursor);
  begin = cursor->at;
  *value = 0;
  for (; cursor->at < cursor->end && g_ascii_isdigit (*cursor->at); cursor->at++)
    if (!g_size_checked_mul (value, *value, 10) || !g_size_checked_add (value, *value, *cursor->at - '0'))
      return FALSE;
  return cursor->at > begin;
}

/* A type such as "<f4": byte order, kind, bytes of one element. */
static gboolean
parse_type (DgNpyHeader *self, const Cursor *cursor, const char *type, GError **error)
{
  static const struct
  {
    const char *name;
    DgDtype dtype;
  } types[] = {
    { "f2", DG_DTYPE_F16 }, { "f4", DG_DTYPE_F32 }, { "f8", DG_DTYPE_F64 }, { "i1", DG_DTYPE_I8 },
    { "i2", DG_DTYPE_I16 }, { "i4", DG_DTYPE_I32 }, { "i8", DG_DTYPE_I64 }, { "u1", DG_DTYPE_U8 },
    { "u2", DG_DTYPE_U16 }, { "u4", DG_DTYPE_U32 }, { "u8", DG_DTYPE_U64 }, { "b1", DG_DTYPE_BOOL },
  };

  if (strlen (type) >= 2 && type[1] == 'O')
    {
      dg_set_file_error (
          error, DG_ERROR_UNSUPPORTED, cursor->path,
          _("holds Python objects (pickle), which are never loaded; save an array of numbers"));
      return FALSE;
    }
  if (type[0] != '\0' && strchr ("<>|=", type[0]) != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
      if (strcmp (type + 1, types[i].name) == 0)
        {
          self->layout.dtype = types[i].dtype;
          self->layout.big_endian = type[0] == '>';
          return TRUE;
        }
  dg_set_file_error (error, DG_ERROR_UNSUPPORTED, cursor->path,
                     _("holds elements of the type “%s”, not real numbers"), type);
  return FALSE;
}

static gboolean
take_type (DgNpyHeader *self, Cursor *cursor, GError **error)
{
  g_autofree char *type = take_string (cursor);

  if (type != NULL)
    return parse_type (self, cursor, type, error);
  if (!take (cursor, "["))
    return fail (cursor, error);
  dg_set_file_error (error, DG_ERROR_UNSUPPORTED, cursor->path,
                     _("holds records of several fields, not numbers"));
  return FALSE;
}

static gboolean
take_shape (DgNpyHeader *self, Cursor *cursor, GError **error)
{
  self->layout.n_dims = 0;
  if (!take (cursor, "("))
    return fail (cursor, error);
  while (!take (cursor, ")"))
    {
      if (self->layout.n_dims == DG_TENSOR_MAX_DIMS)
        {
          dg_set_file_error (error, DG_ERROR_UNSUPPORTED, cursor->path, _("has more than %d dimensions"),
                             DG_TENSOR_MAX_DIMS);
          return FALSE;
        }
      if (!take_number (cursor, &self->layout.shape[self->layout.n_dims++]))
        return fail (cursor, error);
      if (!take (cursor, ","))
        {
          if (!take (cursor, ")"))
            return fail (cursor, error);
          break;
        }
    }
  return TRUE;
}

static gboolean
take_fortran_order (DgNpyHeader *self, Cursor *cursor, GError **error)
{
  self->layout.fortran_order = take (cursor, "True");
  return self->layout.fortran_order || take (cursor, "False") || fail (cursor, error);
}

static gboolean
parse_dictionary (DgNpyHeader *self, Cursor *cursor, GError **error)
{
  guint seen_type = 0, seen_order = 0, seen_shape = 0;

  if (!take (cursor, "{"))
    return fail (cursor, error);
  while (!take (cursor, "}"))
    {
      g_autofree char *key = take_string (cursor);
      gboolean taken;

      if (key == NULL || !take (cursor, ":"))
        return fail (cursor, error);
      if (strcmp (key, "descr") == 0 && seen_type++ == 0)
        taken = take_type (self, cursor, error);
      else if (strcmp (key, "fortran_order") == 0 && seen_order++ == 0)
        taken = take_fortran_order (self, cursor, error);
      else if (strcmp (key, "shape") == 0 && seen_shape++ == 0)
        taken = take_shape (self, cursor, error);
      else
        return fail (cursor, error);
      if (!taken)
        return FALSE;
      if (!take (cursor, ",") && (cursor->at >= cursor->end || *cursor->at != '}'))
        return fail (cursor, error);
    }
  skip_space (cursor);
  if (seen_type + seen_order + seen_shape != 3 || cursor->at != cursor->end)
    return fail (cursor, error);
  return TRUE;
}

/* Sets @begin and @length: where the dictionary lies. */
static gboolean
find_dictionary (const char *path, const guint8 *data, gsize size, gsize *begin, gsize *length,
                 GError **error)
{
  if (size < MAGIC_SIZE + 2 || memcmp (data, MAGIC, MAGIC_SIZE) != 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("is not a NumPy array"));
      return FALSE;
    }
  if (data[MAGIC_SIZE] < 1 || data[MAGIC_SIZE] > 3)
    {
      dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path, _("is of the unknown NumPy format %d"),
                         data[MAGIC_SIZE]);
      return FALSE;
    }
  *begin = MAGIC_SIZE + (data[MAGIC_SIZE] == 1 ? 4 : 6);
  *length = 0;
  for (gsize i = MAGIC_SIZE + 2; i < MIN (*begin, size); i++)
    *length |= (gsize) data[i] << (8 * (i - MAGIC_SIZE - 2));
  if (*length > DG_NPY_MAX_HEADER - *begin || size < *begin || *length > size - *begin)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("is cut off inside the header of the array"));
      return FALSE;
    }
  return TRUE;
}

gboolean
dg_npy_header_parse (DgNpyHeader *self, const char *path, const guint8 *data, gsize size, GError **error)
{
  gsize begin, length;
  Cursor cursor;

  memset (self, 0, sizeof *self);
  if (!find_dictionary (path, data, size, &begin, &length, error))
    return FALSE;
  cursor = (Cursor) { path, (const char *) data + begin, (const char *) data + begin + length };
  if (!parse_dictionary (self, &cursor, error))
    return FALSE;
  self->data_begin = begin + length;
  if (!dg_array_layout_count (&self->layout))
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("the shape of the array is beyond any memory"));
      return FALSE;
    }
  return TRUE;
}

gboolean
dg_npy_read_header (const DgInputFile *file, DgNpyHeader *header, GError **error)
{
  const char *path = dg_input_file_get_path (file);
  gsize size = dg_input_file_get_size (file), start_size = MIN (size, DG_NPY_MAX_HEADER), expected;
  g_autoptr (GBytes) start = dg_input_file_read (file, 0, start_size, error);

  if (start == NULL || !dg_npy_header_parse (header, path, g_bytes_get_data (start, NULL), start_size, error))
    return FALSE;
  expected = dg_array_layout_get_size (&header->layout);
  if (size - header->data_begin == expected)
    return TRUE;
  dg_set_file_error (error, DG_ERROR_FORMAT, path,
                     size - header->data_begin < expected
                         ? _("is cut off: it has %zu bytes of elements, not %zu")
                         : _("is too long: it has %zu bytes of elements, not %zu"),
                     size - header->data_begin, expected);
  return FALSE;
}

GBytes *
dg_npy_read (const char *path, DgArrayLayout *layout, GError **error)
{
  g_autoptr (DgInputFile) file = dg_input_file_open (path, error);
  DgNpyHeader header;

  if (file == NULL || !dg_npy_read_header (file, &header, error))
    return NULL;
  *layout = header.layout;
  return dg_input_file_read (file, header.data_begin, dg_array_layout_get_size (layout), error);
}

DgTensor *
dg_npy_load (const char *path, GError **error)
{
  DgArrayLayout layout;
  g_autoptr (GBytes) elements = dg_npy_read (path, &layout, error);

  if (elements == NULL)
    return NULL;
  if (dg_array_layout_fits_memory (&layout, elements))
    return dg_array_layout_to_tensor (&layout, elements);
  dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path, _("is larger than the memory"));
  return NULL;
}
