/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/minibatch.h"

#include <string.h>

#include "network/dropout.h"
#include "network/network-private.h"
#include "network/noise.h"
#include "tiny-dataset.h"

#define N 90 /* fills no block at the end */
#define SIZE 12
#define CHANNELS 2
#define SEED 5
#define NOISE 0.5f
#define RATE 0.1f

static const DgInputScale scale = { CHANNELS, { 0.2f, 0.4f }, { 0.3f, 0.15f } };

static const char *const descriptions[] = {
  "C1 conv 6 5\nR1 relu\nP1 maxpool 2\nC2 conv 5 3\nF3 linear 20\nR3 relu\nF4 linear 4\nS4 logsoftmax",
  "C1 conv 3 3 padding 1 stride 2\nB1 batchnorm\nR1 relu\nC2 conv 4 3\nB2 batchnorm\nT2 tanh\nF3 linear 4\nS logsoftmax",
  "B0 batchnorm\nF1 linear 9\nB1 batchnorm\nR1 relu\nD1 dropout 0.4\nF2 linear 4\nS2 logsoftmax",
  "N0 noise 0.2\nC1 conv 3 3\nD1 dropout 0.2\nG1 sigmoid\nN1 noise 0.1\nF2 linear 4\nS2 logsoftmax",
  "F1 linear 15\nT1 tanh\nF2 linear 6\nF3 linear pixels\nG3 sigmoid",
  "C1 conv 5 3 padding 1\nR1 relu\nP1 maxpool 2\nC2 conv 3 3 padding 1\nU2 upsample 2\nC3 conv channels 3 padding 1",
  /* by Winograd's way, with all steps that do several modules at once */
  "C1 conv 9 3 padding 1\nB1 batchnorm\nR1 relu\nP1 maxpool 2\nC2 conv 10 3 padding 1\nB2 batchnorm\nR2 relu\n"
  "U2 resize 9 7\nC3 conv 8 3 padding 2\nB3 batchnorm\nR3 relu\nP3 maxpool 2\nF3 linear 4\nS3 logsoftmax",
};

/* What takes steps. */
typedef struct
{
  DgDataset *dataset;
  DgNetwork *network;
  DgParallel *parallel;
  DgPlan *plan;
  DgOptimizer optimizer;
  DgMinibatch *minibatch;
  float *parameters;
  gsize n_parameters;
} Stepper;

static void
stepper_init (Stepper *self, const char *description, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  DgNetworkSizes sizes;
  const DgKernels *kernels;

  self->dataset = tiny_dataset_new (N, 1, SIZE, CHANNELS, 7);
  sizes = dg_network_sizes_get (self->dataset);
  self->network = dg_network_new (description, &sizes, SEED, &error);
  g_assert_no_error (error);
  kernels = dg_network_get_kernels (self->network);
  self->parallel = dg_parallel_new (n_threads);
  self->plan = dg_plan_new (dg_network_get_modules (self->network), dg_network_get_n_modules (self->network), TRUE);
  self->parameters = dg_network_get_parameter_block (self->network, &self->n_parameters);
  dg_optimizer_init (&self->optimizer, kernels, &(DgOptimizerOptions){ .rate = RATE }, self->n_parameters);
  self->minibatch = dg_minibatch_new (kernels, self->plan, self->parallel, &self->optimizer,
                                      dg_network_get_loss (self->network), self->parameters, self->n_parameters, N);
}

static void
stepper_clear (Stepper *self)
{
  dg_minibatch_free (self->minibatch);
  dg_optimizer_clear (&self->optimizer);
  dg_plan_free (self->plan);
  dg_parallel_free (self->parallel);
  dg_network_free (self->network);
  dg_dataset_free (self->dataset);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stepper, stepper_clear)

/* A mini-batch of the images from the last to the first. */
static DgLoss
step (Stepper *self, guint epoch, gsize n)
{
  guint32 index[N];

  for (guint i = 0; i < N; i++)
    index[i] = N - 1 - i;
  return dg_minibatch_run (self->minibatch, dg_dataset_get_images (self->dataset, DG_SPLIT_TRAIN), &scale, index, n,
                           SEED, epoch, NOISE);
}

/* The definition, in the order of the images. */

/* (N, values of a sample) */
static double *
load_reference (Stepper *self, guint epoch)
{
  const DgImages *images = dg_dataset_get_images (self->dataset, DG_SPLIT_TRAIN);
  gsize plane = SIZE * SIZE;
  double *x = g_new (double, N * plane * CHANNELS);

  for (guint32 row = 0; row < N; row++)
    {
      double *sample = x + row * plane * CHANNELS;

      dg_noise_reference (SEED, epoch, row, plane * CHANNELS, sample);
      for (gsize i = 0; i < plane; i++)
        for (guint c = 0; c < CHANNELS; c++)
          {
            double pixel = images->pixels[(row * plane + i) * CHANNELS + c] / 255.0;
            double *value = &sample[c * plane + i];

            *value = (pixel + NOISE * *value - scale.mean[c]) / scale.deviation[c];
          }
    }
  return x;
}

/* What random numbers do in training: y = factor · x + offset. */
static void
draw_reference (const DgModule *module, guint epoch, guint32 row, double *factor, double *offset)
{
  guint64 seed = dg_noise_get_module_seed (SEED, module->number);

  for (gsize i = 0; i < module->n_inputs; i++)
    {
      factor[i] = 1;
      offset[i] = 0;
    }
  if (module->klass == &dg_dropout_class)
    dg_dropout_reference (seed, epoch, row, module->arguments[0], module->n_inputs, factor);
  else
    dg_noise_reference (seed, epoch, row, module->n_inputs, offset);
  for (gsize i = 0; i < module->n_inputs; i++)
    offset[i] *= module->klass == &dg_noise_class ? module->arguments[0] : 0;
}

static gboolean
is_random (const DgModule *module)
{
  return module->klass == &dg_dropout_class || module->klass == &dg_noise_class;
}

static void
forward_reference (const DgModule *module, double *parameters, guint epoch, const double *x, double *y)
{
  g_autofree double *factor = g_new (double, module->n_inputs);
  g_autofree double *offset = g_new (double, module->n_inputs);

  if (module->klass->batch != NULL)
    module->klass->batch->reference_forward (module, parameters, N, x, y);
  for (guint32 row = 0; row < N && module->klass->batch == NULL; row++)
    {
      const double *from = x + row * module->n_inputs;
      double *to = y + row * module->n_outputs;

      module->klass->reference_forward (module, parameters, from, to);
      if (!is_random (module))
        continue;
      draw_reference (module, epoch, row, factor, offset);
      for (gsize i = 0; i < module->n_inputs; i++)
        to[i] = factor[i] * from[i] + offset[i];
    }
}

static void
backward_reference (const DgModule *module, const double *parameters, guint epoch, const double *x,
                    const double *y, const double *dy, double *dx, double *gradient)
{
  g_autofree double *factor = g_new (double, module->n_inputs);
  g_autofree double *offset = g_new (double, module->n_inputs);

  if (module->klass->batch != NULL)
    module->klass->batch->reference_backward (module, parameters, N, x, dy, dx, gradient);
  for (guint32 row = 0; row < N && module->klass->batch == NULL; row++)
    {
      double *to = dx + row * module->n_inputs;

      module->klass->reference_backward (module, parameters, x + row * module->n_inputs,
                                         y + row * module->n_outputs, dy + row * module->n_outputs, to, gradient);
      if (!is_random (module))
        continue;
      draw_reference (module, epoch, row, factor, offset);
      for (gsize i = 0; i < module->n_inputs; i++)
        to[i] *= factor[i];
    }
}

/* The sum of the losses of @outputs (N, n_outputs) and the derivative of their mean. */
static double
loss_reference (Stepper *self, gsize n_outputs, const double *outputs, double *delta)
{
  const DgImages *images = dg_dataset_get_images (self->dataset, DG_SPLIT_TRAIN);
  gboolean is_nll = dg_network_get_loss (self->network) == DG_LOSS_NLL;
  g_autofree double *target = g_new (double, n_outputs);
  double loss = 0;

  for (guint row = 0; row < N; row++)
    {
      double *dy = delta + row * n_outputs;

      if (is_nll)
        {
          dy[images->labels[row]] = -1;
          loss -= outputs[row * n_outputs + images->labels[row]];
        }
      else
        {
          for (gsize i = 0; i < n_outputs; i++)
            target[i] = images->pixels[row * n_outputs + i % (SIZE * SIZE) * CHANNELS + i / (SIZE * SIZE)] / 255.0;
          loss += dg_loss_reference_mse (n_outputs, outputs + row * n_outputs, target, dy);
        }
      for (gsize i = 0; i < n_outputs; i++)
        dy[i] /= N;
    }
  return loss;
}

/* The derivative of the mean loss over all images. Returns the sum of the losses. @parameters: the network's,
 * whose running statistics move on. */
static double
compute_reference (Stepper *self, double *parameters, guint epoch, double *gradient)
{
  DgModule *const *modules = dg_network_get_modules (self->network);
  guint n_modules = dg_network_get_n_modules (self->network);
  gsize n_outputs = modules[n_modules - 1]->n_outputs;
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autofree double *delta = g_new0 (double, N * n_outputs);
  double loss;

  g_ptr_array_add (values, load_reference (self, epoch));
  for (guint m = 0; m < n_modules; m++)
    {
      double *y = g_new (double, N * modules[m]->n_outputs);

      forward_reference (modules[m], parameters + modules[m]->parameter_offset, epoch,
                         g_ptr_array_index (values, m), y);
      g_ptr_array_add (values, y);
    }
  loss = loss_reference (self, n_outputs, g_ptr_array_index (values, n_modules), delta);
  for (guint m = n_modules; m-- > 0;)
    {
      double *dx = g_new (double, N * modules[m]->n_inputs);
      gsize offset = modules[m]->parameter_offset;

      backward_reference (modules[m], parameters + offset, epoch, g_ptr_array_index (values, m),
                          g_ptr_array_index (values, m + 1), delta, dx, gradient + offset);
      g_free (delta);
      delta = dx;
    }
  return loss;
}

/* Two steps on several blocks, the last not full. Without momentum the velocity is the gradient. */
static void
test_definition (gconstpointer data)
{
  g_auto (Stepper) stepper = { 0 };

  stepper_init (&stepper, data, 2);
  for (guint epoch = 1; epoch <= 2; epoch++)
    {
      gsize n = stepper.n_parameters;
      g_autofree double *parameters = g_new (double, n);
      g_autofree double *gradient = g_new0 (double, n);
      double loss;

      for (gsize i = 0; i < n; i++)
        parameters[i] = stepper.parameters[i];
      loss = compute_reference (&stepper, parameters, epoch, gradient);
      g_assert_cmpfloat_with_epsilon (step (&stepper, epoch, N).sum, loss, 1e-4);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpfloat_with_epsilon (stepper.optimizer.first->data[i], gradient[i], 2e-6);
          g_assert_cmpfloat_with_epsilon (stepper.parameters[i], parameters[i] - RATE * gradient[i], 1e-6);
        }
    }
}

/* The same bits whatever the number of threads, for mini-batches of several sizes. */
static void
test_threads (gconstpointer data)
{
  const gsize sizes[] = { N, 1, 33, N };
  g_auto (Stepper) one = { 0 };

  stepper_init (&one, data, 1);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    step (&one, i, sizes[i]);
  for (guint n_threads = 2; n_threads <= 5; n_threads++)
    {
      g_auto (Stepper) many = { 0 };

      stepper_init (&many, data, n_threads);
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        step (&many, i, sizes[i]);
      g_assert_cmpmem (many.parameters, many.n_parameters * sizeof (float), one.parameters,
                       one.n_parameters * sizeof (float));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
    {
      g_autofree char *definition = g_strdup_printf ("/minibatch/definition/%u", i);
      g_autofree char *threads = g_strdup_printf ("/minibatch/threads/%u", i);

      g_test_add_data_func (definition, descriptions[i], test_definition);
      g_test_add_data_func (threads, descriptions[i], test_threads);
    }
  return g_test_run ();
}
