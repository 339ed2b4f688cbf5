/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "network/network.h"
#include "network/optimizer.h"

G_BEGIN_DECLS

/**
 * DgTrainerOptions:
 * @momentum: of SGD
 * @beta1, @beta2, @epsilon: of Adam
 * @noise: standard deviation of the Gaussian noise added to training images, on the 0 … 1 pixel scale
 */
typedef struct
{
  guint64 seed;
  guint batch_size;
  DgOptimizerKind optimizer;
  float learning_rate;
  float momentum;
  float beta1, beta2, epsilon;
  float noise;
} DgTrainerOptions;

/* The defaults that the documented accuracies on MNIST are reached with. */
extern const DgTrainerOptions dg_trainer_default_options;

/* The same for @network, a built-in one's name or a text: one that reconstructs its images is trained by Adam, as the
 * gradient of a mean over so many pixels is too small for SGD's learning rate. */
DgTrainerOptions dg_trainer_options_for_network (const char *network);

typedef struct
{
  guint epoch; /* counts from 1 */
  double train_loss, train_accuracy; /* means over the epoch's mini-batches, as they were met */
  double test_loss, test_accuracy; /* accuracies are NAN where the loss is not the NLL */
  double seconds; /* of the training pass alone, without pauses */
} DgEpochMetrics;

typedef struct
{
  guint epoch; /* the one under way, counts from 1 */
  gsize batch, n_batches;
  double images_per_second;
} DgTrainerProgress;

/* Called on the training thread after each mini-batch; may block (that is how a pause is made). Return FALSE
 * to leave the epoch: dg_trainer_run_epoch() then fails with G_IO_ERROR_CANCELLED. */
typedef gboolean (*DgTrainerProgressFunc) (const DgTrainerProgress *progress, gpointer data);

/**
 * DgTrainerState:
 * @parameters: (size of the parameter block)
 * @momentum: likewise, SGD's velocity or Adam's mean of the gradient
 * @second_moment: (nullable): likewise, Adam's mean of its square
 * @n_steps: of the optimiser
 *
 * Everything the next epoch depends on beside the network's description, the options and the dataset.
 */
typedef struct
{
  guint epoch; /* finished epochs */
  guint64 rng[4];
  DgTensor *parameters;
  DgTensor *momentum;
  DgTensor *second_moment;
  guint64 n_steps;
} DgTrainerState;

void dg_trainer_state_free (DgTrainerState *self);

typedef struct _DgTrainer DgTrainer;

/* Borrows all three, which must outlive the trainer. Errors: DG_ERROR_VALUE for options out of range. */
DgTrainer *dg_trainer_new (DgNetwork *network, DgDataset *dataset, DgParallel *parallel,
                           const DgTrainerOptions *options, GError **error);
void dg_trainer_free (DgTrainer *self);

/**
 * dg_trainer_run_epoch:
 *
 * One pass over the training images in an order shuffled anew, then the loss and accuracy on the test images.
 * The result depends on the seed and the machine, never on the number of workers. After a cancelled epoch the
 * trainer must be given a state again before it is used.
 *
 * Errors: G_IO_ERROR_CANCELLED; DG_ERROR_VALUE where the loss is no longer finite.
 */
gboolean dg_trainer_run_epoch (DgTrainer *self, DgTrainerProgressFunc progress, gpointer data,
                               DgEpochMetrics *metrics, GError **error);

/* Copies the state out, and in. dg_trainer_set_state() errs with DG_ERROR_MISMATCH where sizes differ, or the
 * optimisers. */
DgTrainerState *dg_trainer_get_state (const DgTrainer *self);
gboolean dg_trainer_set_state (DgTrainer *self, const DgTrainerState *state, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgTrainer, dg_trainer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgTrainerState, dg_trainer_state_free)

G_END_DECLS
