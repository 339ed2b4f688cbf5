/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/projector-tensor.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/csv.h"
#include "run/file-error.h"
#include "run/input-file.h"

/* What is read of a text at a time. */
#define BLOCK_SIZE 65536

static gboolean
is_binary (const DgProjectorEmbedding *embedding)
{
  return g_str_has_suffix (embedding->tensor_path, ".bytes");
}

static gboolean
check_binary (const DgProjectorEmbedding *embedding, const DgInputFile *file, GError **error)
{
  gsize size = dg_input_file_get_size (file);

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
is_row (const GString *line)
{
  if (line->str[0] == '#')
    return FALSE;
  for (gsize i = 0; i < line->len; i++)
    if (line->str[i] != ' ' && line->str[i] != '\t' && line->str[i] != '\r')
      return TRUE;
  return FALSE;
}

/**
 * RowCount:
 * @n: rows so far
 * @first: the first of them
 * @line: that has not ended yet
 */
typedef struct
{
  gsize n;
  GString *first, *line;
} RowCount;

static void
end_line (RowCount *self)
{
  if (is_row (self->line) && self->n++ == 0)
    g_string_append_len (self->first, self->line->str, self->line->len);
  g_string_truncate (self->line, 0);
}

static void
add_text (RowCount *self, const char *text, gsize length)
{
  const char *end = text + length, *stop;

  while ((stop = memchr (text, '\n', end - text)) != NULL)
    {
      g_string_append_len (self->line, text, stop - text);
      end_line (self);
      text = stop + 1;
    }
  g_string_append_len (self->line, text, end - text);
}

/* Block by block: a text is several times larger than its numbers. */
static gboolean
count_rows (RowCount *self, const DgInputFile *file, GError **error)
{
  gsize size = dg_input_file_get_size (file), length;
  g_autofree char *block = g_malloc (BLOCK_SIZE);

  for (gsize at = 0; at < size; at += length)
    {
      length = MIN (BLOCK_SIZE, size - at);
      if (!dg_input_file_read_into (file, at, length, block, error))
        return FALSE;
      add_text (self, block, length);
    }
  end_line (self);
  return TRUE;
}

static gboolean
measure_text (const DgInputFile *file, gsize *n, gsize *n_columns, GError **error)
{
  const char *path = dg_input_file_get_path (file);
  g_autoptr (GString) first = g_string_new (NULL), line = g_string_new (NULL);
  RowCount count = { 0, first, line };
  g_autoptr (GBytes) text = NULL;
  g_autoptr (DgTensor) row = NULL;

  if (!count_rows (&count, file, error))
    return FALSE;
  if (count.n == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds no row of numbers"));
      return FALSE;
    }
  text = g_bytes_new_static (first->str, first->len);
  row = dg_csv_parse (path, text, error);
  if (row == NULL)
    return FALSE;
  *n = count.n;
  *n_columns = row->shape[1];
  return TRUE;
}

gboolean
dg_projector_tensor_measure (const DgProjectorEmbedding *embedding, gsize *n, gsize *n_columns, GError **error)
{
  g_autoptr (DgInputFile) file = dg_input_file_open (embedding->tensor_path, error);

  if (file == NULL)
    return FALSE;
  if (!is_binary (embedding))
    return measure_text (file, n, n_columns, error);
  *n = embedding->rows;
  *n_columns = embedding->columns;
  return check_binary (embedding, file, error);
}

DgTensor *
dg_projector_tensor_load (const DgProjectorEmbedding *embedding, GError **error)
{
  g_autoptr (DgInputFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!is_binary (embedding))
    return dg_csv_load (embedding->tensor_path, error);
  file = dg_input_file_open (embedding->tensor_path, error);
  if (file == NULL || !check_binary (embedding, file, error))
    return NULL;
  bytes = dg_input_file_read (file, 0, dg_input_file_get_size (file), error);
  if (bytes == NULL)
    return NULL;
  return dg_tensor_new_from_bytes (2, (gsize[]) { embedding->rows, embedding->columns }, bytes);
}
