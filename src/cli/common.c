/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/common.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli/commands.h"

int
dg_cli_fail (const char *command, const char *message)
{
  g_printerr ("diagonal %s: %s\n", command, message);
  return DG_CLI_FAILED;
}

int
dg_cli_misuse (const char *command, const char *message)
{
  dg_cli_fail (command, message);
  g_printerr (_("Try “diagonal %s --help” for more information."), command);
  g_printerr ("\n");
  return DG_CLI_USAGE;
}

/* What follows "--" are no options, but GOption leaves the word itself where any of that looks like one. */
static void
drop_separator (int *argc, char **argv)
{
  int at = 1;

  while (at < *argc && strcmp (argv[at], "--") != 0)
    at++;
  if (at == *argc)
    return;
  memmove (argv + at, argv + at + 1, (size_t) (*argc - at) * sizeof *argv); /* with the NULL at the end */
  --*argc;
}

static gboolean
is_whole (const GOptionEntry *entry)
{
  return entry->arg == G_OPTION_ARG_INT || entry->arg == G_OPTION_ARG_INT64;
}

/* (transfer full) the same, but whole numbers are taken as texts[i] of their entries: GOption would read 0010 as 8. */
static GOptionEntry *
take_numbers_as_texts (const GOptionEntry *entries, char **texts, guint n)
{
  GOptionEntry *taken = g_memdup2 (entries, (n + 1) * sizeof *entries);

  for (guint i = 0; i < n; i++)
    if (is_whole (&taken[i]))
      {
        taken[i].arg = G_OPTION_ARG_STRING;
        taken[i].arg_data = &texts[i];
      }
  return taken;
}

/* Stores the numbers, which are decimal. */
static gboolean
store_numbers (const char *command, const GOptionEntry *entries, char **texts, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      gboolean is_int = entries[i].arg == G_OPTION_ARG_INT;
      gint64 value;

      if (texts[i] == NULL)
        continue;
      if (!g_ascii_string_to_signed (texts[i], 10, is_int ? G_MININT : G_MININT64, is_int ? G_MAXINT : G_MAXINT64,
                                     &value, NULL))
        {
          g_autofree char *option = g_strconcat ("--", entries[i].long_name, NULL);
          g_autofree char *message = g_strdup_printf (_("%s cannot be “%s”"), option, texts[i]);

          dg_cli_misuse (command, message);
          return FALSE;
        }
      if (is_int)
        *(int *) entries[i].arg_data = (int) value;
      else
        *(gint64 *) entries[i].arg_data = value;
    }
  return TRUE;
}

/* What GOption does, but for whole numbers. */
static gboolean
parse_options (GOptionContext *context, const GOptionEntry *entries, int *argc, char ***argv, const char *command)
{
  guint n = 0;
  g_autofree GOptionEntry *taken = NULL;
  g_autoptr (GError) error = NULL;
  gboolean parsed;
  char **texts;

  while (entries[n].long_name != NULL)
    n++;
  texts = g_new0 (char *, n + 1);
  taken = take_numbers_as_texts (entries, texts, n);
  g_option_context_add_main_entries (context, taken, GETTEXT_PACKAGE);
  parsed = g_option_context_parse (context, argc, argv, &error);
  if (!parsed)
    dg_cli_misuse (command, error->message);
  parsed = parsed && store_numbers (command, entries, texts, n);
  for (guint i = 0; i < n; i++)
    g_free (texts[i]);
  g_free (texts);
  return parsed;
}

gboolean
dg_cli_parse (int *argc, char ***argv, const GOptionEntry *entries, const char *parameter,
              const char *summary, const char *description, int n_positional)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameter);
  g_autofree char *name = g_strdup ((*argv)[0]);
  g_autofree char *program = g_strdup_printf ("diagonal %s", name);

  g_set_prgname (program);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  if (!parse_options (context, entries, argc, argv, name))
    return FALSE;
  drop_separator (argc, *argv);
  if (*argc > 1 + n_positional)
    {
      g_autofree char *message =
        g_strdup_printf (_("“%s” is one argument too many"), (*argv)[1 + n_positional]);

      dg_cli_misuse (name, message);
      return FALSE;
    }
  if (*argc < 1 + n_positional)
    {
      g_autofree char *message = g_strdup_printf (_("%s is missing"), parameter);

      dg_cli_misuse (name, message);
      return FALSE;
    }
  return TRUE;
}
