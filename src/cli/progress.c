/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/progress.h"

#include <glib/gi18n-lib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/text-width.h"

#define BAR_WIDTH 30
#define CLEAR_LINE "\r\033[K"

static gsize
get_columns (void)
{
  struct winsize size;

  return ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

void
dg_cli_progress_show (double fraction, const char *text)
{
  gsize columns, text_width, width, done;
  g_autofree char *cut = NULL;
  GString *line;

  if (!isatty (STDERR_FILENO))
    return;
  columns = get_columns ();
  text_width = dg_cli_text_width (text);
  cut = dg_cli_text_cut (text, columns - 1);
  /* the bar takes what the text leaves, with its two ends and two blanks */
  width = columns > text_width + 5 ? MIN (columns - text_width - 5, BAR_WIDTH) : 0;
  done = (gsize) (CLAMP (fraction, 0, 1) * (double) width);

  line = g_string_new (CLEAR_LINE);
  if (width > 0)
    {
      g_string_append_c (line, '[');
      for (gsize i = 0; i < width; i++)
        g_string_append_c (line, i < done ? '=' : i == done ? '>' : ' ');
      g_string_append (line, "] ");
    }
  g_string_append (line, cut);
  g_printerr ("%s", line->str);
  g_string_free (line, TRUE);
}

void
dg_cli_progress_clear (void)
{
  if (isatty (STDERR_FILENO))
    g_printerr (CLEAR_LINE);
}

char *
dg_cli_format_duration (double seconds)
{
  guint64 s = (guint64) (MAX (seconds, 0) + 0.5);

  if (s < 60)
    return g_strdup_printf (_("%u s"), (guint) s);
  if (s < 3600)
    return g_strdup_printf (_("%u min %02u s"), (guint) (s / 60), (guint) (s % 60));
  return g_strdup_printf (_("%u h %02u min"), (guint) (s / 3600), (guint) (s % 3600 / 60));
}
