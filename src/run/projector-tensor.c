/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/projector-tensor.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/csv.h"
#include "run/file-error.h"
#include "run/mapped-file.h"

static gboolean
is_binary (const DgProjectorEmbedding *embedding)
{
  return g_str_has_suffix (embedding->tensor_path, ".bytes");
}

static gboolean
check_binary (const DgProjectorEmbedding *embedding, GBytes *bytes, GError **error)
{
  gsize size = g_bytes_get_size (bytes);

  if (embedding->rows == 0)
    dg_set_file_error (error, DG_ERROR_FORMAT, embedding->tensor_path,
                       _("the configuration does not tell the shape of the tensor (tensor_shape)"));
  else if (size % sizeof (float) != 0 || size / sizeof (float) != (gsize) embedding->rows * embedding->columns)
    dg_set_file_error (error, DG_ERROR_MISMATCH, embedding->tensor_path,
                       _("has %zu bytes, which are not %u × %u floats"), size, embedding->rows, embedding->columns);
  else
    return TRUE;
  return FALSE;
}

/* Whether dg_csv_load() takes the line for a row: whether it is neither empty nor a remark. */
static gboolean
is_row (const char *line, gsize length)
{
  if (length > 0 && *line == '#')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
      return TRUE;
  return FALSE;
}

/* Counts the rows; @first: (out) (nullable): (length) the first */
static gsize
count_rows (GBytes *bytes, const char **first, gsize *length)
{
  gsize size, n = 0;
  const char *at = g_bytes_get_data (bytes, &size), *end;

  *first = NULL;
  *length = 0;
  if (size == 0) /* then there are no bytes to point at either */
    return 0;
  end = at + size;
  while (at < end)
    {
      const char *stop = memchr (at, '\n', end - at);
      gsize here = (stop != NULL ? stop : end) - at;

      if (is_row (at, here) && n++ == 0)
        {
          *first = at;
          *length = here;
        }
      at += here;
      if (at < end)
        at++;
    }
  return n;
}

static gboolean
measure_text (const char *path, GBytes *bytes, gsize *n, gsize *n_columns, GError **error)
{
  g_autoptr (GBytes) line = NULL;
  g_autoptr (DgTensor) row = NULL;
  const char *first;
  gsize length;

  *n = count_rows (bytes, &first, &length);
  if (*n == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds no row of numbers"));
      return FALSE;
    }
  line = g_bytes_new_static (first, length);
  row = dg_csv_parse (path, line, error);
  if (row == NULL)
    return FALSE;
  *n_columns = row->shape[1];
  return TRUE;
}

gboolean
dg_projector_tensor_measure (const DgProjectorEmbedding *embedding, gsize *n, gsize *n_columns, GError **error)
{
  g_autoptr (GBytes) bytes = dg_map_file (embedding->tensor_path, error);

  if (bytes == NULL)
    return FALSE;
  if (!is_binary (embedding))
    return measure_text (embedding->tensor_path, bytes, n, n_columns, error);
  *n = embedding->rows;
  *n_columns = embedding->columns;
  return check_binary (embedding, bytes, error);
}

DgTensor *
dg_projector_tensor_load (const DgProjectorEmbedding *embedding, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!is_binary (embedding))
    return dg_csv_load (embedding->tensor_path, error);
  bytes = dg_map_file (embedding->tensor_path, error);
  if (bytes == NULL || !check_binary (embedding, bytes, error))
    return NULL;
  return dg_tensor_new_from_bytes (2, (gsize[]) { embedding->rows, embedding->columns }, bytes);
}
