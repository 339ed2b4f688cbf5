/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/csv.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "run/file-error.h"
#include "run/input-file.h"

#define BLANK ' '

/* More than this belongs into a binary file. */
#define MAX_SIZE ((gsize) 4 << 30)

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct
{
  const char *name; /* of the file, for messages */
  char *rest;       /* what is not read yet */
  guint line;       /* number of the last line read, from 1 */
  char separator;
  gboolean row_names;
  gsize n_columns, n_rows;
  GArray *values; /* of float */
} Reader;

typedef struct
{
  char *text; /* NULL after the last line */
  guint number;
} Line;

/* What the fields of a line look like. */
typedef struct
{
  gsize n_fields;
  gboolean begins_empty, has_name, all_quoted;
} Look;

/* The next line that is neither empty nor a remark, without its end. */
static Line
next_line (Reader *reader)
{
  while (reader->rest != NULL)
    {
      Line line = { reader->rest, ++reader->line };
      char *end = strchr (line.text, '\n');

      reader->rest = end != NULL ? end + 1 : NULL;
      if (end != NULL)
        *end = '\0';
      if (line.text[0] != '#' && line.text[strspn (line.text, " \t\r")] != '\0')
        return line;
    }
  return (Line) { NULL, reader->line };
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
 * separator between quotes belongs to the field. @quoted: (out): whether there were quotes */
static char *
next_field (char separator, char **rest, gboolean *quoted)
{
  gboolean in_quotes = FALSE;
  char *field = *rest, *end;

  if (field == NULL)
    return NULL;
  if (separator == BLANK)
    {
      field += strspn (field, " \r"); /* what ends a line of Windows may stand behind a blank */
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
  *quoted = end - field >= 2 && field[0] == '"' && end[-1] == '"';
  if (*quoted)
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

/* A field that is no number, and no missing one either. */
static gboolean
is_name (const char *field)
{
  double value;

  return *field != '\0' && !g_str_equal (field, "NA") && !parse_number (field, &value);
}

static Look
look_at (char separator, const char *line)
{
  g_autofree char *copy = g_strdup (line);
  Look look = { .all_quoted = TRUE };
  char *rest = copy, *field;
  gboolean quoted;

  while ((field = next_field (separator, &rest, &quoted)) != NULL)
    {
      look.begins_empty |= look.n_fields++ == 0 && *field == '\0';
      look.has_name |= is_name (field);
      look.all_quoted &= quoted;
    }
  return look;
}

static gboolean
read_row (Reader *reader, Line line, GError **error)
{
  char *rest = line.text, *field;
  gsize column = 0, n = 0;
  gboolean quoted;

  while ((field = next_field (reader->separator, &rest, &quoted)) != NULL)
    {
      double value;
      float narrow;

      if (column++ == 0 && reader->row_names)
        continue;
      if (!parse_number (field, &value))
        {
          g_autofree char *shown = g_utf8_make_valid (field, -1);

          dg_set_file_error (error, DG_ERROR_FORMAT, reader->name,
                             _("line %u, column %zu: “%s” is not a number"), line.number, column, shown);
          return FALSE;
        }
      narrow = value;
      if (!isfinite (narrow))
        {
          dg_set_file_error (error, DG_ERROR_VALUE, reader->name,
                             _("line %u, column %zu: the value is not finite"), line.number, column);
          return FALSE;
        }
      g_array_append_val (reader->values, narrow);
      n++;
    }
  if (reader->n_rows++ == 0)
    reader->n_columns = n;
  if (n == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, reader->name, _("line %u holds no number"), line.number);
      return FALSE;
    }
  if (n != reader->n_columns)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, reader->name,
                         _("line %u has %zu columns, the lines before it have %zu"), line.number, n,
                         reader->n_columns);
      return FALSE;
    }
  return TRUE;
}

/* Whether @first names columns: by names, over an empty field above row names, or by numbers in quotes over
 * numbers without (as R writes them). */
static gboolean
is_header (const Look *first, const Look *second)
{
  return first->has_name || first->begins_empty ||
         (first->all_quoted && second->n_fields > 0 && !second->all_quoted);
}

static gboolean
read_lines (Reader *reader, GError **error)
{
  Line first = next_line (reader);
  Line second = next_line (reader);
  Look first_look, second_look = { 0 };

  if (first.text != NULL)
    {
      reader->separator = find_separator (first.text);
      first_look = look_at (reader->separator, first.text);
      if (second.text != NULL)
        second_look = look_at (reader->separator, second.text);
      if (is_header (&first_look, &second_look))
        reader->row_names = first_look.begins_empty || second_look.n_fields == first_look.n_fields + 1;
      else if (!read_row (reader, first, error))
        return FALSE;
    }
  for (Line line = second; line.text != NULL; line = next_line (reader))
    if (!read_row (reader, line, error))
      return FALSE;
  if (reader->n_rows == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, reader->name, _("holds no row of numbers"));
      return FALSE;
    }
  return TRUE;
}

DgTensor *
dg_csv_parse (const char *name, GBytes *bytes, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (float));
  g_autofree char *text = NULL;
  Reader reader = { .name = name, .values = values };
  const char *data;
  gsize size;
  DgTensor *tensor;

  data = g_bytes_get_data (bytes, &size);
  if (size > MAX_SIZE)
    {
      dg_set_file_error (error, DG_ERROR_UNSUPPORTED, name, _("is too large for text, save it as .npy"));
      return NULL;
    }
  if (size > 0 && memchr (data, '\0', size) != NULL)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, name, _("is not a text file"));
      return NULL;
    }
  text = g_strndup (data != NULL ? data : "", size);
  reader.rest = text + (g_str_has_prefix (text, BYTE_ORDER_MARK) ? strlen (BYTE_ORDER_MARK) : 0);
  if (!read_lines (&reader, error))
    return NULL;
  tensor = dg_tensor_new (2, (gsize[]) { reader.n_rows, reader.n_columns });
  memcpy (tensor->data, values->data, (gsize) values->len * sizeof (float));
  return tensor;
}

DgTensor *
dg_csv_load (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = dg_read_file (path, error);

  return bytes != NULL ? dg_csv_parse (path, bytes, error) : NULL;
}
