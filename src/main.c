/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "app/application.h"
#include "cli/cli.h"

/* Where translations are installed, or a build folder's po/, which is laid out alike. */
static const char *
get_locale_folder (void)
{
  const char *folder = g_getenv ("DIAGONAL_LOCALE_DIR");

  return folder != NULL ? folder : DG_LOCALE_DIR;
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, get_locale_folder ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (argc > 1 && dg_cli_has_command (argv[1]))
    return dg_cli_main (argc, argv);
  return dg_application_main (argc, argv);
}
