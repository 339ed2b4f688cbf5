/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/**
 * DgTrainArguments:
 * @run: the folder
 * @options: of a new run; NULL where the one in the folder is to be resumed
 * @epochs: to resume it to; 0: as many as it was made for
 *
 * What `diagonal train` is told to do.
 */
typedef struct
{
  char *run;
  DgRunOptions *options;
  guint epochs;
} DgTrainArguments;

/* Returns an exit status; one that is not DG_CLI_OK after saying on stderr what is wrong. @self is to be cleared in any
 * case. */
int dg_train_arguments_parse (int argc, char **argv, DgTrainArguments *self);
void dg_train_arguments_clear (DgTrainArguments *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DgTrainArguments, dg_train_arguments_clear)

G_END_DECLS
