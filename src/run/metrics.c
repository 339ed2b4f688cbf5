/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/metrics.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "run/atomic-file.h"
#include "run/file-error.h"
#include "run/input-file.h"

#define FILE_NAME "metrics.csv"
#define HEADER "epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds"
#define N_COLUMNS 6

/* What is not there, as the accuracy of a network that tells no classes, is empty and NaN. */
static gboolean
parse_value (const char *field, gboolean may_be_empty, double *value)
{
  char *end;

  *value = NAN;
  if (*field == '\0')
    return may_be_empty;
  *value = g_ascii_strtod (field, &end);
  return end != field && *end == '\0' && isfinite (*value);
}

static gboolean
parse_row (const char *line, DgEpochMetrics *row)
{
  g_auto (GStrv) fields = g_strsplit (line, ",", N_COLUMNS + 1);
  double *values[] = { &row->train_loss, &row->train_accuracy, &row->test_loss, &row->test_accuracy,
                       &row->seconds };
  guint64 epoch;

  if (g_strv_length (fields) != N_COLUMNS ||
      !g_ascii_string_to_unsigned (fields[0], 10, 1, G_MAXUINT, &epoch, NULL))
    return FALSE;
  row->epoch = epoch;
  for (guint i = 0; i < N_COLUMNS - 1; i++)
    {
      gboolean is_accuracy = values[i] == &row->train_accuracy || values[i] == &row->test_accuracy;

      if (!parse_value (fields[i + 1], is_accuracy, values[i]))
        return FALSE;
    }
  return TRUE;
}

GArray *
dg_metrics_load (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GBytes) bytes = dg_read_file (path, error);
  g_autoptr (GArray) metrics = g_array_new (FALSE, FALSE, sizeof (DgEpochMetrics));
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint last = 0;
  gsize size;

  if (bytes == NULL)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));
  lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  /* A text ends where its bytes do, not at a zero among them. */
  if (g_strcmp0 (lines[0], HEADER) != 0 || strlen (text) != size)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("is not a table of a run's epochs"));
      return NULL;
    }
  for (guint i = 1; lines[i] != NULL; i++)
    {
      DgEpochMetrics row;

      if (lines[i][0] == '\0' && lines[i + 1] == NULL)
        break;
      if (!parse_row (lines[i], &row) || row.epoch <= last)
        {
          dg_set_file_error (error, DG_ERROR_FORMAT, path, _("line %u is not the row of an epoch"), i + 1);
          return NULL;
        }
      last = row.epoch;
      g_array_append_val (metrics, row);
    }
  return g_steal_pointer (&metrics);
}

static void
append_value (GString *text, double value, char after)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (value))
    g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
  g_string_append_c (text, after);
}

gboolean
dg_metrics_save (GArray *metrics, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GString) text = g_string_new (HEADER "\n");

  for (guint i = 0; i < metrics->len; i++)
    {
      const DgEpochMetrics *row = &g_array_index (metrics, DgEpochMetrics, i);

      g_string_append_printf (text, "%u,", row->epoch);
      append_value (text, row->train_loss, ',');
      append_value (text, row->train_accuracy, ',');
      append_value (text, row->test_loss, ',');
      append_value (text, row->test_accuracy, ',');
      append_value (text, row->seconds, '\n');
    }
  return dg_atomic_file_set_contents (path, text->str, text->len, error);
}
