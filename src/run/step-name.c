/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/step-name.h"

#include <string.h>

/* The longer of two that begin alike comes first. */
static const char *const words[] = { "global_step", "step", "epoch", "iteration", "iter", "checkpoint" };

#define BETWEEN " -_=:"
#define AROUND BETWEEN "./"

gboolean
dg_step_name_parse (const char *name, guint *step)
{
  guint64 value;

  if (!g_ascii_isdigit (name[0]) || !g_ascii_string_to_unsigned (name, 10, 0, G_MAXINT32, &value, NULL))
    return FALSE;
  *step = (guint) value;
  return TRUE;
}

/* Length of the step that is told at @at, with its word; 0: none. */
static gsize
match (const char *at, guint *step)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]), n_digits;
      g_autofree char *digits = NULL;

      if (g_ascii_strncasecmp (at, words[i], length) != 0)
        continue;
      if (at[length] != '\0' && strchr (BETWEEN, at[length]) != NULL)
        length++;
      n_digits = strspn (at + length, "0123456789");
      digits = g_strndup (at + length, n_digits);
      if (dg_step_name_parse (digits, step))
        return length + n_digits;
    }
  return 0;
}

static char *
join (const char *before, gsize n_before, const char *after)
{
  while (n_before > 0 && strchr (AROUND, before[n_before - 1]) != NULL)
    n_before--;
  after += strspn (after, AROUND);
  return g_strdup_printf ("%.*s%s%s", (int) n_before, before, n_before > 0 && *after != '\0' ? "/" : "", after);
}

gboolean
dg_step_name_split (const char *name, char **rest, guint *step)
{
  for (const char *at = name; *at != '\0'; at++)
    {
      gsize length = at == name || !g_ascii_isalnum (at[-1]) ? match (at, step) : 0;

      if (length == 0)
        continue;
      *rest = join (name, at - name, at + length);
      return TRUE;
    }
  return FALSE;
}
