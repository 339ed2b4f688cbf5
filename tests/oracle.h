/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Files of tests/reference: a case a line, numbers between blanks. */

/* Calls @check with each line of the file @name that is neither empty nor a remark. Returns how many. */
static inline guint
oracle_for_each (const char *name, void (*check) (const char *line))
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "reference", name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '#' && lines[i][0] != '\0')
      {
        check (lines[i]);
        n++;
      }
  return n;
}

/* The number at @cursor, which then stands behind it. */
static inline double
oracle_next_number (const char **cursor)
{
  char *end;
  double value = g_ascii_strtod (*cursor, &end);

  g_assert_true (end != *cursor);
  *cursor = end;
  return value;
}
