/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/trainer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/rng.h"
#include "network/input.h"
#include "network/loss.h"
#include "network/minibatch.h"
#include "network/network-private.h"
#include "network/optimizer.h"
#include "network/plan.h"

#define MAX_BATCH_SIZE 65536

/* The stream of the seed that orders of images are drawn from; the lower ones are for weights and noise. */
#define SHUFFLE_STREAM G_MAXUINT64

const DgTrainerOptions dg_trainer_default_options = {
  .seed = 1,
  .batch_size = 64,
  .optimizer = DG_OPTIMIZER_SGD,
  .learning_rate = 0.01f,
  .momentum = 0.9f,
  .beta1 = 0.9f,
  .beta2 = 0.999f,
  .epsilon = 1e-8f,
  .noise = 0.3f,
};

DgTrainerOptions
dg_trainer_options_for_network (const char *network)
{
  DgTrainerOptions options = dg_trainer_default_options;

  if (dg_network_find_loss (network) == DG_LOSS_MSE)
    options.optimizer = DG_OPTIMIZER_ADAM;
  options.learning_rate = dg_optimizer_kind_get_default_rate (options.optimizer);
  return options;
}

struct _DgTrainer
{
  DgNetwork *network;
  const DgImages *train;
  const DgImages *test;
  DgParallel *parallel;
  DgTrainerOptions options;

  float *parameters; /* (n_parameters) the network's */
  gsize n_parameters;
  DgPlan *plan;
  DgLossKind loss;
  DgOptimizer optimizer;
  DgMinibatch *minibatch;
  DgWorkspace **workspaces; /* for the test images, one for each worker */
  DgLoss *losses; /* one for each block of the test images */

  DgRng rng;
  guint epoch; /* finished */
};

static gboolean
check_adam (const DgTrainerOptions *options, GError **error)
{
  if (!(options->beta1 >= 0) || !(options->beta1 < 1) || !(options->beta2 >= 0) || !(options->beta2 < 1))
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                 _("The betas of Adam must be at least 0 and below 1, not %g and %g"), options->beta1,
                 options->beta2);
  else if (!(options->epsilon > 0) || !isfinite (options->epsilon))
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("The epsilon of Adam must be above 0, not %g"),
                 options->epsilon);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_options (const DgTrainerOptions *options, GError **error)
{
  if (options->batch_size < 1 || options->batch_size > MAX_BATCH_SIZE)
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("The size of a mini-batch must be from 1 to %d, not %u"),
                 MAX_BATCH_SIZE, options->batch_size);
  else if (!(options->learning_rate > 0) || !isfinite (options->learning_rate))
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("The learning rate must be above 0, not %g"),
                 options->learning_rate);
  else if (!(options->momentum >= 0) || !(options->momentum < 1))
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("The momentum must be at least 0 and below 1, not %g"),
                 options->momentum);
  else if (!(options->noise >= 0) || !isfinite (options->noise))
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("The noise must be at least 0, not %g"), options->noise);
  else
    return options->optimizer != DG_OPTIMIZER_ADAM || check_adam (options, error);
  return FALSE;
}

static gsize
count_blocks (gsize n_samples)
{
  return (n_samples + DG_LANES - 1) / DG_LANES;
}

static void
init_optimizer (DgTrainer *self)
{
  const DgOptimizerOptions options = {
    .kind = self->options.optimizer,
    .rate = self->options.learning_rate,
    .momentum = self->options.momentum,
    .beta1 = self->options.beta1,
    .beta2 = self->options.beta2,
    .epsilon = self->options.epsilon,
  };

  dg_optimizer_init (&self->optimizer, dg_network_get_kernels (self->network), &options, self->n_parameters);
}

DgTrainer *
dg_trainer_new (DgNetwork *network, DgDataset *dataset, DgParallel *parallel, const DgTrainerOptions *options,
                GError **error)
{
  const DgImages *train = dg_dataset_get_images (dataset, DG_SPLIT_TRAIN);
  const DgImages *test = dg_dataset_get_images (dataset, DG_SPLIT_TEST);
  guint n_classes = dg_dataset_get_n_classes (dataset);
  DgTrainer *self;

  if (!check_options (options, error) || !dg_network_check_images (network, train, error)
      || !dg_network_check_images (network, test, error)
      || !dg_network_check_outputs (network, n_classes, error))
    return NULL;
  self = g_new0 (DgTrainer, 1);
  self->network = network;
  self->train = train;
  self->test = test;
  self->parallel = parallel;
  self->options = *options;
  self->parameters = dg_network_get_parameter_block (network, &self->n_parameters);
  self->plan = dg_plan_new (dg_network_get_modules (network), dg_network_get_n_modules (network), TRUE);
  self->workspaces = g_new0 (DgWorkspace *, dg_parallel_get_n_workers (parallel));
  for (guint i = 0; i < dg_parallel_get_n_workers (parallel); i++)
    self->workspaces[i] = dg_workspace_new (self->plan, FALSE);
  self->loss = dg_network_get_loss (network);
  init_optimizer (self);
  self->minibatch = dg_minibatch_new (dg_network_get_kernels (network), self->plan, parallel, &self->optimizer,
                                      self->loss, self->parameters, self->n_parameters,
                                      MIN (options->batch_size, train->n));
  self->losses = g_new0 (DgLoss, count_blocks (test->n));
  dg_rng_init (&self->rng, options->seed, SHUFFLE_STREAM);
  return self;
}

void
dg_trainer_free (DgTrainer *self)
{
  for (guint i = 0; i < dg_parallel_get_n_workers (self->parallel); i++)
    dg_workspace_free (self->workspaces[i]);
  g_free (self->workspaces);
  dg_minibatch_free (self->minibatch);
  dg_plan_free (self->plan);
  dg_optimizer_clear (&self->optimizer);
  g_free (self->losses);
  g_free (self);
}

static gboolean
check_finite (const DgTrainer *self, double loss, GError **error)
{
  if (isfinite (loss))
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
               _("Training diverged in epoch %u: the loss is no longer finite; try a learning rate below %g"),
               self->epoch + 1, self->options.learning_rate);
  return FALSE;
}

/* The share of the @n samples that were right, where a loss knows what is right. */
static double
get_accuracy (const DgTrainer *self, const DgLoss *loss, gsize n)
{
  return self->loss == DG_LOSS_NLL ? (double) loss->n_right / n : NAN;
}

/* Tells how far training is. What time that takes, as a pause does, is put off @begin: it is none of training. */
static gboolean
report (const DgTrainerProgress *at, DgTrainerProgressFunc progress, gpointer data, gint64 *begin)
{
  gint64 before = g_get_monotonic_time ();
  gboolean goes_on = progress == NULL || progress (at, data);

  *begin += g_get_monotonic_time () - before;
  return goes_on;
}

/* A pass over the training images in the order @index. */
static gboolean
train_epoch (DgTrainer *self, const guint32 *index, DgTrainerProgressFunc progress, gpointer data,
             DgEpochMetrics *metrics, GError **error)
{
  gsize n = self->train->n, size = self->options.batch_size;
  DgTrainerProgress at = { .epoch = self->epoch + 1, .n_batches = (n + size - 1) / size };
  gint64 begin = g_get_monotonic_time ();
  DgLoss total = { 0 };

  for (gsize first = 0; first < n; first += size)
    {
      gsize n_batch = MIN (size, n - first);
      DgLoss loss = dg_minibatch_run (self->minibatch, self->train, dg_network_get_input_scale (self->network),
                                      index + first, n_batch, self->options.seed, self->epoch + 1,
                                      self->options.noise);

      if (!check_finite (self, loss.sum, error))
        return FALSE;
      total.sum += loss.sum;
      total.n_right += loss.n_right;
      at.batch++;
      at.images_per_second = (first + n_batch) * 1e6 / MAX (g_get_monotonic_time () - begin, 1);
      if (!report (&at, progress, data, &begin))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Training was stopped"));
          return FALSE;
        }
    }
  metrics->train_loss = total.sum / n;
  metrics->train_accuracy = get_accuracy (self, &total, n);
  metrics->seconds = (g_get_monotonic_time () - begin) * 1e-6;
  return TRUE;
}

static void
test_blocks_cb (gsize begin, gsize end, guint worker, gpointer data)
{
  DgTrainer *self = data;
  DgWorkspace *workspace = self->workspaces[worker];
  guint n_steps = self->plan->n_steps;
  const DgModule *last = self->plan->steps[n_steps - 1];

  for (gsize block = begin; block < end; block++)
    {
      guint32 index[DG_LANES];
      gsize first = block * DG_LANES;
      gsize n = MIN (DG_LANES, self->test->n - first);

      for (gsize s = 0; s < n; s++)
        index[s] = first + s;
      dg_input_load (dg_network_get_kernels (self->network), dg_network_get_input_scale (self->network), self->test,
                     index, n, workspace->values[0]);
      dg_plan_evaluate (self->plan, workspace, self->parameters);
      self->losses[block] = dg_loss_compute (self->loss, dg_network_get_kernels (self->network), self->test, index,
                                             n, workspace->values[n_steps], last->n_outputs, 0,
                                             workspace->deltas[n_steps]);
    }
}

static void
test_epoch (DgTrainer *self, DgEpochMetrics *metrics)
{
  DgLoss total;

  dg_parallel_for (self->parallel, count_blocks (self->test->n), 4, test_blocks_cb, self);
  total = dg_loss_add (self->losses, count_blocks (self->test->n));
  metrics->test_loss = total.sum / self->test->n;
  metrics->test_accuracy = get_accuracy (self, &total, self->test->n);
}

gboolean
dg_trainer_run_epoch (DgTrainer *self, DgTrainerProgressFunc progress, gpointer data, DgEpochMetrics *metrics,
                      GError **error)
{
  g_autofree guint32 *index = g_new (guint32, self->train->n);

  for (gsize i = 0; i < self->train->n; i++)
    index[i] = i;
  dg_rng_shuffle (&self->rng, index, self->train->n);
  metrics->epoch = self->epoch + 1;
  if (!train_epoch (self, index, progress, data, metrics, error))
    return FALSE;
  test_epoch (self, metrics);
  if (!check_finite (self, metrics->test_loss, error))
    return FALSE;
  self->epoch++;
  return TRUE;
}

static DgTensor *
copy_tensor (DgTensor *from)
{
  DgTensor *copy = dg_tensor_new (from->n_dims, from->shape);

  memcpy (copy->data, from->data, dg_tensor_get_size (from) * sizeof *copy->data);
  return copy;
}

DgTrainerState *
dg_trainer_get_state (const DgTrainer *self)
{
  DgTrainerState *state = g_new0 (DgTrainerState, 1);

  state->epoch = self->epoch;
  memcpy (state->rng, self->rng.state, sizeof state->rng);
  state->parameters = dg_tensor_new (1, &self->n_parameters);
  memcpy (state->parameters->data, self->parameters, self->n_parameters * sizeof (float));
  state->momentum = copy_tensor (self->optimizer.first);
  if (self->optimizer.second != NULL)
    state->second_moment = copy_tensor (self->optimizer.second);
  state->n_steps = self->optimizer.n_steps;
  return state;
}

static gboolean
check_state (const DgTrainer *self, const DgTrainerState *state, GError **error)
{
  gsize n_parameters = dg_tensor_get_size (state->parameters);
  gsize n_momentum = dg_tensor_get_size (state->momentum);
  gsize n_second = state->second_moment != NULL ? dg_tensor_get_size (state->second_moment) : 0;

  if (n_parameters != self->n_parameters || n_momentum != self->n_parameters)
    g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                 _("the saved state has %zu parameters and %zu momenta, but the network %zu"), n_parameters,
                 n_momentum, self->n_parameters);
  else if (n_second != (self->optimizer.second != NULL ? self->n_parameters : 0))
    g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH, _("the saved state is not that of the optimiser “%s”"),
                 dg_optimizer_kind_get_name (self->options.optimizer));
  else
    return TRUE;
  return FALSE;
}

gboolean
dg_trainer_set_state (DgTrainer *self, const DgTrainerState *state, GError **error)
{
  gsize size = self->n_parameters * sizeof (float);

  if (!check_state (self, state, error))
    return FALSE;
  self->epoch = state->epoch;
  memcpy (self->rng.state, state->rng, sizeof state->rng);
  memcpy (self->parameters, state->parameters->data, size);
  memcpy (self->optimizer.first->data, state->momentum->data, size);
  if (self->optimizer.second != NULL)
    memcpy (self->optimizer.second->data, state->second_moment->data, size);
  self->optimizer.n_steps = state->n_steps;
  return TRUE;
}

void
dg_trainer_state_free (DgTrainerState *self)
{
  g_clear_pointer (&self->parameters, dg_tensor_unref);
  g_clear_pointer (&self->momentum, dg_tensor_unref);
  g_clear_pointer (&self->second_moment, dg_tensor_unref);
  g_free (self);
}
