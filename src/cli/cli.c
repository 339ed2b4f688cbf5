/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include "cli/commands.h"

typedef struct
{
  const char *name;
  int (*run) (int argc, char **argv);
} Command;

static const Command commands[] = {
  { "train", dg_cli_train },
  { "figure", dg_cli_figure },
  { "reduce", dg_cli_reduce },
  { "tendency", dg_cli_tendency },
  { "info", dg_cli_info },
};

static const Command *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

gboolean
dg_cli_has_command (const char *name)
{
  return find_command (name) != NULL;
}

int
dg_cli_main (int argc, char **argv)
{
  const Command *command = find_command (argv[1]);

  g_return_val_if_fail (command != NULL, DG_CLI_USAGE);
  return command->run (argc - 1, argv + 1);
}
