/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/text-width.h"

static gsize
get_width (gunichar character)
{
  return g_unichar_iszerowidth (character) ? 0 : g_unichar_iswide (character) ? 2 : 1;
}

gsize
dg_cli_text_width (const char *text)
{
  gsize width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    width += get_width (g_utf8_get_char (at));
  return width;
}

char *
dg_cli_text_cut (const char *text, gsize columns)
{
  const char *at = text;
  gsize width = 0;

  for (; *at != '\0'; at = g_utf8_next_char (at))
    {
      width += get_width (g_utf8_get_char (at));
      if (width > columns)
        break;
    }
  return g_strndup (text, (gsize) (at - text));
}
