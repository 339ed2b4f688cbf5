/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/csv.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "run/file-error.h"
#include "run/mapped-file.h"

#define BLANK ' '

/* More than this belongs into a binary file. */
#define MAX_SIZE ((gsize) 4 << 30)

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct
{
  const char *path;
  char separator;
  gboolean row_names;
  guint line; /* counts from 1 */
  gsize n_columns, n_rows;
  GArray *values; /* of float */
} Reader;

static gboolean
is_blank_line (const char *line)
{
  return line[strspn (line, " \t\r")] == '\0';
}

static char
find_separator (const char *line)
{
  for (const char *s = "\t;,"; *s != '\0'; s++)
    if (strchr (line, *s) != NULL)
      return *s;
  return BLANK;
}

/* Cuts the field at *@rest out of its line, without blanks and quotes around it; NULL after the last. A
 * separator between quotes belongs to the field. */
static char *
next_field (char separator, char **rest)
{
  gboolean in_quotes = FALSE;
  char *field = *rest, *end;

  if (field == NULL)
    return NULL;
  if (separator == BLANK)
    {
      field += strspn (field, " ");
      if (*field == '\0')
        return NULL;
    }
  for (end = field; *end != '\0' && (in_quotes || *end != separator); end++)
    if (*end == '"')
      in_quotes = !in_quotes;
  *rest = *end != '\0' ? end + 1 : NULL;
  *end = '\0';
  g_strstrip (field);
  end = field + strlen (field);
  if (end - field >= 2 && field[0] == '"' && end[-1] == '"')
    {
      end[-1] = '\0';
      field++;
    }
  return field;
}

static gboolean
parse_number (const char *field, double *value)
{
  char *end;

  *value = g_ascii_strtod (field, &end);
  return end != field && *end == '\0';
}

static gsize
count_fields (char separator, const char *line)
{
  g_autofree char *copy = g_strdup (line);
  char *rest = copy;
  gsize n = 0;

  while (next_field (separator, &rest) != NULL)
    n++;
  return n;
}

/* Looks at the first line: whether it is a header, and whether row names follow. */
static gboolean
read_header (Reader *reader, const char *line)
{
  g_autofree char *copy = g_strdup (line);
  char *rest = copy, *field;
  double value;
  gboolean header = FALSE, first = TRUE;

  reader->separator = find_separator (line);
  while ((field = next_field (reader->separator, &rest)) != NULL)
    {
      if (first && *field == '\0')
        reader->row_names = TRUE;
      if (!parse_number (field, &value))
        header = TRUE;
      first = FALSE;
    }
  return header;
}

static gboolean
read_row (Reader *reader, char *line, GError **error)
{
  char *rest = line, *field;
  gsize column = 0, n = 0;

  while ((field = next_field (reader->separator, &rest)) != NULL)
    {
      double value;
      float narrow;

      if (column++ == 0 && reader->row_names)
        continue;
      if (!parse_number (field, &value))
        {
          g_autofree char *shown = g_utf8_make_valid (field, -1);

          dg_set_file_error (error, DG_ERROR_FORMAT, reader->path,
                             _("line %u, column %zu: “%s” is not a number"), reader->line, column, shown);
          return FALSE;
        }
      narrow = value;
      if (!isfinite (narrow))
        {
          dg_set_file_error (error, DG_ERROR_VALUE, reader->path,
                             _("line %u, column %zu: the value is not finite"), reader->line, column);
          return FALSE;
        }
      g_array_append_val (reader->values, narrow);
      n++;
    }
  if (reader->n_rows++ == 0)
    reader->n_columns = n;
  if (n != reader->n_columns || n == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, reader->path,
                         _("line %u has %zu columns, the lines before it have %zu"), reader->line, n,
                         reader->n_columns);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_lines (Reader *reader, char *text, GError **error)
{
  gsize n_header = 0;
  gboolean begun = FALSE;
  char *line, *rest = text;

  while ((line = rest) != NULL)
    {
      char *end = strchr (line, '\n');

      rest = end != NULL ? end + 1 : NULL;
      if (end != NULL)
        *end = '\0';
      reader->line++;
      if (is_blank_line (line))
        continue;
      if (!begun)
        {
          begun = TRUE;
          if (read_header (reader, line))
            {
              n_header = count_fields (reader->separator, line);
              continue;
            }
        }
      if (reader->n_rows == 0 && n_header > 0 && count_fields (reader->separator, line) == n_header + 1)
        reader->row_names = TRUE;
      if (!read_row (reader, line, error))
        return FALSE;
    }
  if (reader->n_rows == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, reader->path, _("holds no row of numbers"));
      return FALSE;
    }
  return TRUE;
}

DgTensor *
dg_csv_load (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = dg_map_file (path, error);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (float));
  g_autofree char *copy = NULL;
  Reader reader = { .path = path, .values = values };
  const char *data;
  char *text;
  gsize size;
  DgTensor *tensor;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  if (size > MAX_SIZE)
    {
      dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path, _("is too large for text, save it as .npy"));
      return NULL;
    }
  if (size > 0 && memchr (data, '\0', size) != NULL)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("is not a text file"));
      return NULL;
    }
  text = copy = g_strndup (data != NULL ? data : "", size);
  if (g_str_has_prefix (text, BYTE_ORDER_MARK))
    text += strlen (BYTE_ORDER_MARK);
  if (!read_lines (&reader, text, error))
    return NULL;
  tensor = dg_tensor_new (2, (gsize[]) { reader.n_rows, reader.n_columns });
  memcpy (tensor->data, values->data, (gsize) values->len * sizeof (float));
  return tensor;
}
