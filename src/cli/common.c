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

gboolean
dg_cli_parse (int *argc, char ***argv, const GOptionEntry *entries, const char *parameter,
              const char *summary, const char *description, int n_positional)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameter);
  g_autofree char *name = g_strdup ((*argv)[0]);
  g_autofree char *program = g_strdup_printf ("diagonal %s", name);
  g_autoptr (GError) error = NULL;

  g_set_prgname (program);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      dg_cli_misuse (name, error->message);
      return FALSE;
    }
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
