/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/projector-labels.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/natural-order.h"
#include "run/class-indices.h"
#include "run/file-error.h"
#include "run/input-file.h"

/* Labels are not looked for beyond. */
#define MAX_COLUMNS 256

/* Far beyond the labels of a million samples. */
#define MAX_SIZE ((gsize) 1 << 30)

typedef struct
{
  const char *path;
  gsize n;
  GPtrArray *lines;  /* of char *, the samples' after the header */
  char **header;     /* nullable: (n_columns) */
  guint n_columns;
} Table;

static void
table_clear (Table *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->header, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static guint
count_columns (const char *line)
{
  guint n = 1;

  for (; *line != '\0'; line++)
    n += *line == '\t';
  return n;
}

/* The lines of @text, whose ends are cut off in it; none for what is behind the last end. */
static GPtrArray *
split_lines (char *text)
{
  GPtrArray *lines = g_ptr_array_new ();

  while (text != NULL && *text != '\0')
    {
      char *line = text, *end = strchr (text, '\n');

      text = end != NULL ? end + 1 : NULL;
      if (end != NULL)
        *end = '\0';
      if (g_str_has_suffix (line, "\r"))
        line[strlen (line) - 1] = '\0';
      g_ptr_array_add (lines, line);
    }
  return lines;
}

/* Takes the header off where there is one, and empty lines at the end. */
static gboolean
split_table (Table *self, char *text, GError **error)
{
  self->lines = split_lines (text);
  while (self->lines->len > self->n && *(char *) g_ptr_array_index (self->lines, self->lines->len - 1) == '\0')
    g_ptr_array_set_size (self->lines, self->lines->len - 1);
  self->n_columns = self->lines->len > 0 ? count_columns (g_ptr_array_index (self->lines, 0)) : 0;
  if (self->lines->len == self->n + 1)
    {
      self->header = g_strsplit (g_ptr_array_index (self->lines, 0), "\t", -1);
      g_ptr_array_remove_index (self->lines, 0);
    }
  if (self->lines->len != self->n)
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, self->path, _("has %u lines for %zu samples"), self->lines->len,
                         self->n);
      return FALSE;
    }
  for (guint i = 0; i < self->lines->len; i++)
    if (count_columns (g_ptr_array_index (self->lines, i)) != self->n_columns)
      {
        dg_set_file_error (error, DG_ERROR_FORMAT, self->path, _("row %u has %u columns, those before it have %u"), i,
                           count_columns (g_ptr_array_index (self->lines, i)), self->n_columns);
        return FALSE;
      }
  return TRUE;
}

/* (transfer full) the value of a row in a column. */
static char *
get_value (const Table *self, guint row, guint column)
{
  const char *at = g_ptr_array_index (self->lines, row);

  while (column-- > 0)
    at = strchr (at, '\t') + 1;
  return g_strndup (at, strcspn (at, "\t"));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return dg_natural_order_compare (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full) (nullable): the different values of a column in natural order; NULL where there are more than
 * @most. */
static char **
list_classes (const Table *self, guint column, guint most)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name;

  for (guint i = 0; i < self->lines->len; i++)
    {
      g_hash_table_add (seen, get_value (self, i, column));
      if (g_hash_table_size (seen) > most)
        return NULL;
    }
  g_hash_table_iter_init (&iter, seen);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static gboolean
is_label_name (const char *name)
{
  static const char *const names[] = { "label", "labels", "class", "classes", "category", "target", "targets",
                                       "digit", "species", "y", NULL };
  g_autofree char *lower = g_utf8_strdown (name, -1);

  return g_strv_contains (names, g_strstrip (lower));
}

/* Sets the classes, and returns the column that tells them; -1: none. */
static int
choose_column (const Table *self, char ***classes)
{
  guint n_columns = MIN (self->n_columns, MAX_COLUMNS);

  /* An empty line is split into no column at all. */
  for (guint i = 0; self->header != NULL && self->header[i] != NULL && i < n_columns; i++)
    if (is_label_name (self->header[i]) && (*classes = list_classes (self, i, DG_MAX_CLASSES)) != NULL)
      return i;
  for (guint i = 0; i < n_columns; i++)
    if ((*classes = list_classes (self, i, MIN (self->n / 2, DG_MAX_CLASSES))) != NULL)
      return i;
  return -1;
}

static guint8 *
number_labels (const Table *self, guint column, char **classes)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  guint8 *labels = g_new (guint8, self->n);

  for (guint i = 0; classes[i] != NULL; i++)
    g_hash_table_insert (numbers, classes[i], GUINT_TO_POINTER (i));
  for (guint i = 0; i < self->lines->len; i++)
    {
      g_autofree char *value = get_value (self, i, column);

      labels[i] = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, value));
    }
  return labels;
}

static gboolean
parse (DgProjectorLabels *self, const char *path, GBytes *bytes, gsize n, GError **error)
{
  g_auto (Table) table = { .path = path, .n = n };
  g_autofree char *text = NULL;
  const char *data;
  gsize size;
  int column;

  data = g_bytes_get_data (bytes, &size);
  self->fingerprint = dg_fingerprint (data, size);
  if (size > MAX_SIZE || (size > 0 && !g_utf8_validate_len (data, size, NULL)))
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("is not a text of labels"));
      return FALSE;
    }
  text = g_strndup (data != NULL ? data : "", size);
  if (!split_table (&table, text, error))
    return FALSE;
  column = choose_column (&table, &self->class_names);
  if (column >= 0)
    self->labels = number_labels (&table, column, self->class_names);
  return TRUE;
}

gboolean
dg_projector_labels_load (DgProjectorLabels *self, const char *path, gsize n, GError **error)
{
  g_autoptr (GBytes) bytes = dg_read_file (path, error);

  *self = (DgProjectorLabels) { 0 };
  return bytes != NULL && parse (self, path, bytes, n, error);
}

static gboolean
are_equal (const DgProjectorLabels *a, const DgProjectorLabels *b, gsize n)
{
  return a->labels != NULL && b->labels != NULL && memcmp (a->labels, b->labels, n) == 0 &&
         g_strv_equal ((const char *const *) a->class_names, (const char *const *) b->class_names);
}

gboolean
dg_projector_labels_check (const DgProjectorLabels *self, const char *path, gsize n, GError **error)
{
  g_autoptr (GBytes) bytes = dg_read_file (path, error);
  g_auto (DgProjectorLabels) other = { 0 };
  DgFingerprint fingerprint;

  if (bytes == NULL)
    return FALSE;
  fingerprint = dg_fingerprint (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (strcmp (fingerprint.text, self->fingerprint.text) == 0)
    return TRUE;
  if (!parse (&other, path, bytes, n, error))
    return FALSE;
  if (are_equal (self, &other, n))
    return TRUE;
  dg_set_file_error (error, DG_ERROR_MISMATCH, path, _("holds other labels than the other epochs"));
  return FALSE;
}

void
dg_projector_labels_clear (DgProjectorLabels *self)
{
  g_clear_pointer (&self->labels, g_free);
  g_clear_pointer (&self->class_names, g_strfreev);
}
