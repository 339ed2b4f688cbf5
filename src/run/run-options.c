/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/run.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"

G_DEFINE_BOXED_TYPE (DgRunOptions, dg_run_options, dg_run_options_copy, dg_run_options_free)

DgRunOptions *
dg_run_options_new (void)
{
  DgRunOptions *self = g_new0 (DgRunOptions, 1);

  self->data = g_strdup ("digits");
  self->network = g_strdup ("lenet5");
  self->epochs = 20;
  self->analysis = 1000;
  self->training = dg_trainer_default_options;
  return self;
}

DgRunOptions *
dg_run_options_copy (const DgRunOptions *self)
{
  DgRunOptions *copy = g_memdup2 (self, sizeof *self);

  copy->data = g_strdup (self->data);
  copy->network = g_strdup (self->network);
  copy->save = g_memdup2 (self->save, self->n_save * sizeof *self->save);
  copy->layers = g_strdupv (self->layers);
  return copy;
}

void
dg_run_options_free (DgRunOptions *self)
{
  g_free (self->data);
  g_free (self->network);
  g_free (self->save);
  g_strfreev (self->layers);
  g_free (self);
}

gboolean
dg_run_options_set_optimizer (DgRunOptions *self, const char *optimizer, GError **error)
{
  DgOptimizerKind kind = dg_trainer_options_for_network (self->network).optimizer;

  if (optimizer != NULL && !dg_optimizer_kind_find (optimizer, &kind))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("no optimiser is called “%s”; there are sgd and adam"), optimizer);
      return FALSE;
    }
  self->training.optimizer = kind;
  self->training.learning_rate = dg_optimizer_kind_get_default_rate (kind);
  return TRUE;
}
