/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/trainer.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "network-oracle.h"
#include "tiny-dataset.h"

#define SMALL                                                                                                \
  "C1 conv 6 5\nR1 relu\nP1 maxpool 2\nC2 conv 5 3\nF3 linear 20\nR3 relu\nF4 linear 4\nS4 logsoftmax\n"

/* Random numbers and running statistics besides. */
#define RICH                                                                                                 \
  "C1 conv 4 5 padding 2 stride 2\nB1 batchnorm\nR1 relu\nD1 dropout 0.3\nN1 noise 0.1\nF2 linear 4\n"      \
  "B2 batchnorm\nS2 logsoftmax\n"

/* Of images with two channels of 16 × 16. */
#define AUTOENCODER                                                                                          \
  "C1 conv 4 3 padding 1\nR1 relu\nP1 maxpool 2\ncode linear 8\nF2 linear 128\nQ2 reshape 2 8 8\nU2 upsample 2\n" \
  "C3 conv channels 3 padding 1\nimage sigmoid\n"

/* What trains, so that a test says only what matters to it. */
typedef struct
{
  DgDataset *dataset;
  DgNetwork *network;
  DgParallel *parallel;
  DgTrainer *trainer;
} Training;

static void
training_clear (Training *self)
{
  g_clear_pointer (&self->trainer, dg_trainer_free);
  g_clear_pointer (&self->parallel, dg_parallel_free);
  g_clear_pointer (&self->network, dg_network_free);
  g_clear_pointer (&self->dataset, dg_dataset_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Training, training_clear)

/* 210 images: mini-batches of 50 leave ten, and a block of 16 is never full at a mini-batch's end. */
static void
training_init (Training *self, const char *description, guint n_threads, const DgTrainerOptions *options)
{
  g_autoptr (GError) error = NULL;
  DgNetworkSizes sizes;

  self->dataset = tiny_dataset_new (210, 90, 16, 2, 7);
  sizes = dg_network_sizes_get (self->dataset);
  self->network = dg_network_new (description, &sizes, options->seed, &error);
  g_assert_no_error (error);
  self->parallel = dg_parallel_new (n_threads);
  self->trainer = dg_trainer_new (self->network, self->dataset, self->parallel, options, &error);
  g_assert_no_error (error);
}

static const DgTrainerOptions small_options = {
  .seed = 3, .batch_size = 50, .learning_rate = 0.02f, .momentum = 0.9f, .noise = 0.1f
};

static const DgTrainerOptions adam_options = { .seed = 3,
                                               .batch_size = 50,
                                               .optimizer = DG_OPTIMIZER_ADAM,
                                               .learning_rate = 0.005f,
                                               .beta1 = 0.9f,
                                               .beta2 = 0.999f,
                                               .epsilon = 1e-8f,
                                               .noise = 0.1f };

static DgEpochMetrics
run_epoch (Training *self)
{
  g_autoptr (GError) error = NULL;
  DgEpochMetrics metrics = { 0 };

  dg_trainer_run_epoch (self->trainer, NULL, NULL, &metrics, &error);
  g_assert_no_error (error);
  return metrics;
}

static void
assert_same_tensor (const DgTensor *a, const DgTensor *b)
{
  g_assert_cmpmem (a->data, dg_tensor_get_size (a) * sizeof (float), b->data,
                   dg_tensor_get_size (b) * sizeof (float));
}

static void
assert_same_state (const Training *a, const Training *b)
{
  g_autoptr (DgTrainerState) first = dg_trainer_get_state (a->trainer);
  g_autoptr (DgTrainerState) second = dg_trainer_get_state (b->trainer);

  g_assert_cmpuint (first->epoch, ==, second->epoch);
  g_assert_cmpmem (first->rng, sizeof first->rng, second->rng, sizeof second->rng);
  assert_same_tensor (first->parameters, second->parameters);
  assert_same_tensor (first->momentum, second->momentum);
}

static void
assert_same_metrics (const DgEpochMetrics *a, const DgEpochMetrics *b)
{
  g_assert_cmpuint (a->epoch, ==, b->epoch);
  g_assert_cmpfloat (a->train_loss, ==, b->train_loss);
  g_assert_cmpfloat (a->test_loss, ==, b->test_loss);
  g_assert_cmpint (isnan (a->test_accuracy), ==, isnan (b->test_accuracy));
  if (isnan (a->test_accuracy))
    return;
  g_assert_cmpfloat (a->train_accuracy, ==, b->train_accuracy);
  g_assert_cmpfloat (a->test_accuracy, ==, b->test_accuracy);
}

/* What PyTorch took: "rate" is SGD's, "adam" are Adam's numbers. */
static DgTrainerOptions
get_oracle_options (const NetworkOracle *oracle)
{
  DgTrainerOptions options = { .seed = 1, .batch_size = oracle->images.n };
  const double *numbers = network_oracle_has (oracle, "adam") ? network_oracle_get (oracle, "adam", 4)
                                                              : network_oracle_get (oracle, "rate", 2);

  options.learning_rate = numbers[0];
  if (network_oracle_has (oracle, "adam"))
    {
      options.optimizer = DG_OPTIMIZER_ADAM;
      options.beta1 = numbers[1];
      options.beta2 = numbers[2];
      options.epsilon = numbers[3];
    }
  else
    options.momentum = numbers[1];
  return options;
}

/* Gradient and some steps on a mini-batch of all images, where no shuffling shows. */
static void
test_pytorch (gconstpointer data)
{
  g_autoptr (NetworkOracle) oracle = network_oracle_new (data);
  g_autoptr (DgNetwork) network = network_oracle_make_network (oracle);
  g_autoptr (DgDataset) dataset = tiny_dataset_new_from_images (&oracle->images);
  g_autoptr (DgParallel) parallel = dg_parallel_new (2);
  DgTrainerOptions options = get_oracle_options (oracle);
  g_autoptr (DgTrainer) trainer = dg_trainer_new (network, dataset, parallel, &options, NULL);
  DgEpochMetrics metrics;

  for (guint step = 1; step <= network_oracle_count_steps (oracle); step++)
    {
      g_autofree char *suffix = g_strdup_printf ("%u", step);
      g_autofree char *loss = g_strdup_printf ("loss@%u", step);
      g_autoptr (DgTrainerState) state = NULL;

      g_assert_true (dg_trainer_run_epoch (trainer, NULL, NULL, &metrics, NULL));
      g_assert_cmpfloat_with_epsilon (metrics.train_loss, *network_oracle_get (oracle, loss, 1), 2e-6);
      state = dg_trainer_get_state (trainer);
      if (step == 1 && options.optimizer == DG_OPTIMIZER_SGD) /* from rest the velocity is the gradient */
        network_oracle_compare_parameters (oracle, network, state->momentum->data, "gradient");
      network_oracle_compare_parameters (oracle, network, state->parameters->data, suffix);
      g_assert_cmpfloat (state->parameters->data[0], ==, *dg_network_get_parameter (network, 0)->data);
    }
}

/* Loss and accuracy on the test images are those of the outputs that others see: no noise, the epoch's
 * weights. */
static void
test_metrics (void)
{
  g_auto (Training) training = { 0 };
  const DgImages *images;
  g_autoptr (GPtrArray) outputs = NULL;
  const DgTensor *likelihoods;
  guint32 index[90];
  DgEpochMetrics metrics;
  double loss = 0;
  guint n_right = 0;

  training_init (&training, SMALL, 2, &small_options);
  metrics = run_epoch (&training);
  images = dg_dataset_get_images (training.dataset, DG_SPLIT_TEST);
  for (guint i = 0; i < G_N_ELEMENTS (index); i++)
    index[i] = i;
  g_assert_cmpuint (images->n, ==, G_N_ELEMENTS (index));
  outputs = dg_network_compute_outputs (training.network, NULL, images, index, images->n,
                                        (const char *[]){ "S4", NULL }, NULL);
  likelihoods = g_ptr_array_index (outputs, 0);
  for (guint i = 0; i < images->n; i++)
    {
      const float *row = likelihoods->data + i * TINY_DATASET_N_CLASSES;
      guint best = 0;

      for (guint c = 1; c < TINY_DATASET_N_CLASSES; c++)
        best = row[c] > row[best] ? c : best;
      n_right += best == images->labels[i];
      loss -= row[images->labels[i]];
    }
  g_assert_cmpfloat_with_epsilon (metrics.test_loss, loss / images->n, 1e-6);
  g_assert_cmpfloat_with_epsilon (metrics.test_accuracy, (double) n_right / images->n, 1e-9);
}

/* The loss on the test images is the mean over all their values, and no image is right or wrong. */
static void
test_reconstruction_metrics (void)
{
  g_auto (Training) training = { 0 };
  const DgImages *images;
  g_autoptr (GPtrArray) outputs = NULL;
  const DgTensor *made;
  guint32 index[90];
  DgEpochMetrics metrics;
  gsize plane = 16 * 16;
  double sum = 0;

  training_init (&training, AUTOENCODER, 2, &adam_options);
  metrics = run_epoch (&training);
  images = dg_dataset_get_images (training.dataset, DG_SPLIT_TEST);
  for (guint i = 0; i < G_N_ELEMENTS (index); i++)
    index[i] = i;
  outputs = dg_network_compute_outputs (training.network, NULL, images, index, images->n,
                                        (const char *[]){ "image", NULL }, NULL);
  made = g_ptr_array_index (outputs, 0);
  for (guint row = 0; row < images->n; row++)
    for (gsize i = 0; i < plane; i++)
      for (guint c = 0; c < 2; c++)
        {
          double pixel = images->pixels[(row * plane + i) * 2 + c] / 255.0;
          double difference = made->data[(row * 2 + c) * plane + i] - pixel;

          sum += difference * difference;
        }
  g_assert_cmpfloat_with_epsilon (metrics.test_loss, sum / (images->n * plane * 2), 1e-6);
  g_assert_true (isnan (metrics.train_accuracy) && isnan (metrics.test_accuracy));
}

static void
test_learns_to_reconstruct (void)
{
  g_auto (Training) training = { 0 };
  DgEpochMetrics first, last;

  training_init (&training, AUTOENCODER, 2, &adam_options);
  first = run_epoch (&training);
  for (guint i = 0; i < 11; i++)
    last = run_epoch (&training);
  g_assert_cmpfloat (last.train_loss, <, first.train_loss / 2);
  g_assert_cmpfloat (last.test_loss, <, first.test_loss / 2);
}

static void
test_learns (const char *description)
{
  g_auto (Training) training = { 0 };
  DgEpochMetrics first, last;

  training_init (&training, description, 2, &small_options);
  first = run_epoch (&training);
  for (guint i = 0; i < 6; i++)
    last = run_epoch (&training);
  g_assert_cmpuint (first.epoch, ==, 1);
  g_assert_cmpuint (last.epoch, ==, 7);
  g_assert_cmpfloat (last.train_loss, <, first.train_loss / 4);
  g_assert_cmpfloat (last.train_accuracy, >, 0.98);
  g_assert_cmpfloat (last.test_accuracy, >, 0.98);
  g_assert_cmpfloat (last.test_loss, <, 0.1);
  g_assert_cmpfloat (last.seconds, >, 0);
}

static void
test_learns_conv (void)
{
  test_learns (SMALL);
}

/* Layers without code of their own: a kernel of 4, a window of 3, ReLU first, no convolution at all. */
static void
test_learns_others (void)
{
  test_learns ("C1 conv 5 4\nP1 maxpool 3\nR1 relu\nF2 linear 4\nS2 logsoftmax");
  test_learns ("R0 relu\nF1 linear 30\nR1 relu\nF2 linear 4\nS2 logsoftmax");
  test_learns ("P0 maxpool 2\nC1 conv 4 8\nS logsoftmax");
}

static void
check_threads (const char *description, const DgTrainerOptions *options)
{
  g_auto (Training) one = { 0 };
  DgEpochMetrics expected[2];

  training_init (&one, description, 1, options);
  expected[0] = run_epoch (&one);
  expected[1] = run_epoch (&one);
  for (guint n_threads = 2; n_threads <= 5; n_threads++)
    {
      g_auto (Training) many = { 0 };

      training_init (&many, description, n_threads, options);
      for (guint i = 0; i < 2; i++)
        {
          DgEpochMetrics metrics = run_epoch (&many);

          assert_same_metrics (&metrics, &expected[i]);
        }
      assert_same_state (&many, &one);
    }
}

static void
test_threads (void)
{
  check_threads (SMALL, &small_options);
  check_threads (AUTOENCODER, &adam_options);
}

static void
test_seeds (void)
{
  g_auto (Training) first = { 0 };
  g_auto (Training) same = { 0 };
  g_auto (Training) other = { 0 };
  DgTrainerOptions options = small_options;
  DgEpochMetrics a, b, c;

  training_init (&first, SMALL, 2, &options);
  training_init (&same, SMALL, 2, &options);
  options.seed++;
  training_init (&other, SMALL, 2, &options);
  a = run_epoch (&first);
  b = run_epoch (&same);
  c = run_epoch (&other);
  assert_same_metrics (&a, &b);
  assert_same_state (&first, &same);
  g_assert_cmpfloat (a.train_loss, !=, c.train_loss);
}

/* Into another trainer, on another number of threads, after other epochs. */
static void
check_resume (const DgTrainerOptions *options)
{
  g_auto (Training) whole = { 0 };
  g_auto (Training) later = { 0 };
  g_autoptr (DgTrainerState) state = NULL;
  g_autoptr (GError) error = NULL;
  DgEpochMetrics expected, metrics;

  training_init (&whole, RICH, 2, options);
  run_epoch (&whole);
  run_epoch (&whole);
  state = dg_trainer_get_state (whole.trainer);
  g_assert_cmpuint (state->epoch, ==, 2);
  run_epoch (&whole);
  expected = run_epoch (&whole);
  training_init (&later, RICH, 3, options);
  run_epoch (&later);
  dg_trainer_set_state (later.trainer, state, &error);
  g_assert_no_error (error);
  run_epoch (&later);
  metrics = run_epoch (&later);
  g_assert_cmpuint (metrics.epoch, ==, 4);
  assert_same_metrics (&metrics, &expected);
  assert_same_state (&later, &whole);
}

static void
test_resume (void)
{
  check_resume (&small_options);
  check_resume (&adam_options);
}

static void
test_foreign_state (void)
{
  g_auto (Training) small = { 0 };
  g_auto (Training) other = { 0 };
  g_auto (Training) adam = { 0 };
  g_autoptr (DgTrainerState) state = NULL;
  g_autoptr (DgTrainerState) own = NULL;
  g_autoptr (DgTrainerState) of_adam = NULL;
  g_autoptr (GError) error = NULL;

  training_init (&small, SMALL, 1, &small_options);
  training_init (&other, "F linear 4\nS logsoftmax", 1, &small_options);
  state = dg_trainer_get_state (other.trainer);
  g_assert_false (dg_trainer_set_state (small.trainer, state, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
  g_clear_error (&error);

  training_init (&adam, SMALL, 1, &adam_options);
  own = dg_trainer_get_state (small.trainer);
  of_adam = dg_trainer_get_state (adam.trainer);
  g_assert_false (dg_trainer_set_state (small.trainer, of_adam, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "sgd"));
  g_clear_error (&error);
  g_assert_false (dg_trainer_set_state (adam.trainer, own, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "adam"));
}

static gboolean
stop_at_third_cb (const DgTrainerProgress *progress, gpointer data)
{
  guint *n_calls = data;

  g_assert_cmpuint (progress->epoch, ==, 1);
  g_assert_cmpuint (progress->n_batches, ==, 5);
  g_assert_cmpuint (progress->batch, ==, ++*n_calls);
  g_assert_cmpfloat (progress->images_per_second, >, 0);
  return *n_calls < 3;
}

/* A stopped epoch leaves nothing behind once the state before it is set again. */
static void
test_cancel (void)
{
  g_auto (Training) stopped = { 0 };
  g_auto (Training) whole = { 0 };
  g_autoptr (DgTrainerState) state = NULL;
  g_autoptr (GError) error = NULL;
  DgEpochMetrics metrics;
  guint n_calls = 0;

  training_init (&stopped, SMALL, 2, &small_options);
  state = dg_trainer_get_state (stopped.trainer);
  g_assert_false (dg_trainer_run_epoch (stopped.trainer, stop_at_third_cb, &n_calls, &metrics, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (n_calls, ==, 3);
  g_assert_true (dg_trainer_set_state (stopped.trainer, state, NULL));
  training_init (&whole, SMALL, 2, &small_options);
  run_epoch (&stopped);
  run_epoch (&whole);
  assert_same_state (&stopped, &whole);
}

static void
test_divergence (void)
{
  g_auto (Training) training = { 0 };
  DgTrainerOptions options = small_options;
  DgEpochMetrics metrics;
  g_autoptr (GError) error = NULL;

  options.learning_rate = 1e6f;
  training_init (&training, SMALL, 2, &options);
  while (dg_trainer_run_epoch (training.trainer, NULL, NULL, &metrics, &error))
    g_assert_cmpuint (metrics.epoch, <, 10);
  g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "epoch 1"));
  g_assert_nonnull (strstr (error->message, "learning rate"));
}

static void
test_options (void)
{
  g_autoptr (DgDataset) dataset = tiny_dataset_new (10, 10, 16, 2, 7);
  g_autoptr (DgDataset) other_size = tiny_dataset_new (10, 10, 17, 2, 7);
  g_autoptr (DgNetwork) network = dg_network_new (SMALL, &(DgNetworkSizes){ 2, 16, 16, TINY_DATASET_N_CLASSES }, 1,
                                                  NULL);
  g_autoptr (DgNetwork) three = dg_network_new ("F linear 3\nS logsoftmax", &(DgNetworkSizes){ 2, 16, 16, 3 }, 1,
                                                NULL);
  g_autoptr (DgParallel) parallel = dg_parallel_new (1);
  const DgTrainerOptions bad[] = {
    { .batch_size = 0, .learning_rate = 1 },
    { .batch_size = 100000, .learning_rate = 1 },
    { .batch_size = 1, .learning_rate = 0 },
    { .batch_size = 1, .learning_rate = -1 },
    { .batch_size = 1, .learning_rate = NAN },
    { .batch_size = 1, .learning_rate = INFINITY },
    { .batch_size = 1, .learning_rate = 1, .momentum = 1 },
    { .batch_size = 1, .learning_rate = 1, .momentum = -0.1f },
    { .batch_size = 1, .learning_rate = 1, .momentum = NAN },
    { .batch_size = 1, .learning_rate = 1, .optimizer = DG_OPTIMIZER_ADAM, .beta1 = 1, .epsilon = 1 },
    { .batch_size = 1, .learning_rate = 1, .optimizer = DG_OPTIMIZER_ADAM, .beta1 = -0.1f, .epsilon = 1 },
    { .batch_size = 1, .learning_rate = 1, .optimizer = DG_OPTIMIZER_ADAM, .beta2 = NAN, .epsilon = 1 },
    { .batch_size = 1, .learning_rate = 1, .optimizer = DG_OPTIMIZER_ADAM, .epsilon = 0 },
    { .batch_size = 1, .learning_rate = 1, .optimizer = DG_OPTIMIZER_ADAM, .epsilon = INFINITY },
    { .batch_size = 1, .learning_rate = 1, .noise = -1 },
    { .batch_size = 1, .learning_rate = 1, .noise = NAN },
    { .batch_size = 1, .learning_rate = 1, .noise = INFINITY },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) bad_error = NULL;

      g_assert_null (dg_trainer_new (network, dataset, parallel, &bad[i], &bad_error));
      g_assert_error (bad_error, DG_ERROR, DG_ERROR_VALUE);
    }
  g_assert_null (dg_trainer_new (network, other_size, parallel, &dg_trainer_default_options, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_null (dg_trainer_new (three, dataset, parallel, &dg_trainer_default_options, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
}

/* What a network is trained by where nobody says. */
static void
test_options_for_network (void)
{
  g_assert_cmpint (dg_trainer_options_for_network ("lenet5").optimizer, ==, DG_OPTIMIZER_SGD);
  g_assert_cmpfloat (dg_trainer_options_for_network ("lenet5").learning_rate, ==, 0.01f);
  g_assert_cmpint (dg_trainer_options_for_network (RICH).optimizer, ==, DG_OPTIMIZER_SGD);
  g_assert_cmpint (dg_trainer_options_for_network ("no such").optimizer, ==, DG_OPTIMIZER_SGD);
  g_assert_cmpint (dg_trainer_options_for_network ("autoencoder").optimizer, ==, DG_OPTIMIZER_ADAM);
  g_assert_cmpfloat (dg_trainer_options_for_network (AUTOENCODER).learning_rate, ==, 0.001f);
  /* of large images, and with a fault that is told when it is made */
  g_assert_cmpint (dg_trainer_options_for_network ("F1 linear 9\nU resize height/64 width/64\nQ linear pixels # end").optimizer,
                   ==, DG_OPTIMIZER_ADAM);
  g_assert_cmpint (dg_trainer_options_for_network ("F1 linear\nS logsoftmax\n# end\n").optimizer, ==, DG_OPTIMIZER_SGD);
}

static gboolean
pause_cb (const DgTrainerProgress *progress, gpointer data)
{
  gint64 begin = g_get_monotonic_time (), *paused = data;

  g_usleep (20000);
  *paused += g_get_monotonic_time () - begin;
  return TRUE;
}

/* Time that is spent in a pause is none of training. */
static void
test_pauses (void)
{
  g_auto (Training) training = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 begin, paused = 0;
  DgEpochMetrics metrics;

  training_init (&training, SMALL, 1, &small_options);
  begin = g_get_monotonic_time ();
  g_assert_true (dg_trainer_run_epoch (training.trainer, pause_cb, &paused, &metrics, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (metrics.seconds, >, 0);
  g_assert_cmpfloat (metrics.seconds, <=, (g_get_monotonic_time () - begin - paused) * 1e-6);
}

/* A mini-batch of one, and one of more than there are images. */
static void
test_batch_sizes (void)
{
  const guint sizes[] = { 1, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Training) training = { 0 };
      DgTrainerOptions options = small_options;
      DgEpochMetrics first, last;

      options.batch_size = sizes[i];
      options.learning_rate = i == 0 ? 0.001f : 0.05f;
      training_init (&training, SMALL, 2, &options);
      first = run_epoch (&training);
      for (guint epoch = 0; epoch < 4; epoch++)
        last = run_epoch (&training);
      g_assert_cmpfloat (last.train_loss, <, first.train_loss);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; network_oracle_names[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/trainer/pytorch/%s", network_oracle_names[i]);

      g_test_add_data_func (path, network_oracle_names[i], test_pytorch);
    }
  g_test_add_func ("/trainer/metrics", test_metrics);
  g_test_add_func ("/trainer/learns-conv", test_learns_conv);
  g_test_add_func ("/trainer/learns-others", test_learns_others);
  g_test_add_func ("/trainer/threads", test_threads);
  g_test_add_func ("/trainer/seeds", test_seeds);
  g_test_add_func ("/trainer/resume", test_resume);
  g_test_add_func ("/trainer/foreign-state", test_foreign_state);
  g_test_add_func ("/trainer/cancel", test_cancel);
  g_test_add_func ("/trainer/divergence", test_divergence);
  g_test_add_func ("/trainer/options", test_options);
  g_test_add_func ("/trainer/options-for-network", test_options_for_network);
  g_test_add_func ("/trainer/pauses", test_pauses);
  g_test_add_func ("/trainer/batch-sizes", test_batch_sizes);
  g_test_add_func ("/trainer/reconstruction-metrics", test_reconstruction_metrics);
  g_test_add_func ("/trainer/learns-to-reconstruct", test_learns_to_reconstruct);
  return g_test_run ();
}
