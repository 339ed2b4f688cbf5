/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/network.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "network-oracle.h"
#include "network/input.h"
#include "network/noise.h"
#include "network/outline.h"
#include "tiny-dataset.h"

static DgNetwork *
make_lenet5 (guint64 seed)
{
  g_autoptr (GError) error = NULL;
  DgNetwork *network = dg_network_new ("lenet5", &(DgNetworkSizes){ 1, 28, 28, 10 }, seed, &error);

  g_assert_no_error (error);
  return network;
}

/* Table 1 of the paper. */
static void
test_lenet5 (void)
{
  static const DgModuleInfo expected[] = {
    { "C1", "conv", 3, { 6, 24, 24 } },   { "R1", "relu", 3, { 6, 24, 24 } },
    { "P1", "maxpool", 3, { 6, 12, 12 } }, { "C2", "conv", 3, { 16, 8, 8 } },
    { "R2", "relu", 3, { 16, 8, 8 } },     { "P2", "maxpool", 3, { 16, 4, 4 } },
    { "F3", "linear", 1, { 120 } },     { "R3", "relu", 1, { 120 } },       { "F4", "linear", 1, { 84 } },
    { "R4", "relu", 1, { 84 } },        { "F5", "linear", 1, { 10 } },      { "S5", "logsoftmax", 1, { 10 } },
  };
  g_autoptr (DgNetwork) network = make_lenet5 (1);

  g_assert_cmpuint (dg_network_get_n_modules (network), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const DgModuleInfo *info = dg_network_get_module_info (network, i);

      g_assert_cmpstr (info->name, ==, expected[i].name);
      g_assert_cmpstr (info->kind, ==, expected[i].kind);
      g_assert_cmpuint (info->n_dims, ==, expected[i].n_dims);
      for (guint d = 0; d < info->n_dims; d++)
        g_assert_cmpuint (info->shape[d], ==, expected[i].shape[d]);
    }
}

/* PyTorch's names and shapes, each view aligned and inside the block, none over another. */
static void
test_parameters (void)
{
  static const struct
  {
    const char *name;
    guint n_dims;
    gsize shape[4];
  } expected[] = {
    { "C1.weight", 4, { 6, 1, 5, 5 } },  { "C1.bias", 1, { 6 } },  { "C2.weight", 4, { 16, 6, 5, 5 } },
    { "C2.bias", 1, { 16 } },            { "F3.weight", 2, { 120, 256 } }, { "F3.bias", 1, { 120 } },
    { "F4.weight", 2, { 84, 120 } },     { "F4.bias", 1, { 84 } }, { "F5.weight", 2, { 10, 84 } },
    { "F5.bias", 1, { 10 } },
  };
  g_autoptr (DgNetwork) network = make_lenet5 (1);
  gsize n_block;
  const float *block = dg_network_get_parameter_block (network, &n_block);
  const float *end = block;

  g_assert_cmpuint (dg_network_get_n_parameters (network), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const DgParameter *parameter = dg_network_get_parameter (network, i);
      gsize size = 1;

      g_assert_cmpstr (parameter->name, ==, expected[i].name);
      g_assert_cmpuint (parameter->n_dims, ==, expected[i].n_dims);
      for (guint d = 0; d < parameter->n_dims; d++)
        {
          g_assert_cmpuint (parameter->shape[d], ==, expected[i].shape[d]);
          size *= parameter->shape[d];
        }
      g_assert_cmpuint ((guintptr) parameter->data % 64, ==, 0);
      g_assert_true (parameter->data >= end);
      end = parameter->data + size;
    }
  g_assert_true (end <= block + n_block);
}

/* Uniform in ±1/√fan_in, different for each parameter and seed, the same for the same seed. */
static void
test_initial_parameters (void)
{
  g_autoptr (DgNetwork) network = make_lenet5 (1);
  g_autoptr (DgNetwork) same = make_lenet5 (1);
  g_autoptr (DgNetwork) other = make_lenet5 (2);
  static const double fan_in[] = { 25, 25, 150, 150, 256, 256, 120, 120, 84, 84 };
  gsize n_block;
  float *block = dg_network_get_parameter_block (network, &n_block);
  double previous = 0;

  for (guint p = 0; p < G_N_ELEMENTS (fan_in); p++)
    {
      const DgParameter *parameter = dg_network_get_parameter (network, p);
      double bound = 1 / sqrt (fan_in[p]);
      double sum = 0, squares = 0;
      gsize size = 1;

      for (guint d = 0; d < parameter->n_dims; d++)
        size *= parameter->shape[d];
      for (gsize i = 0; i < size; i++)
        {
          g_assert_cmpfloat (fabs (parameter->data[i]), <=, bound * (1 + 1e-6));
          sum += parameter->data[i];
          squares += parameter->data[i] * parameter->data[i];
        }
      /* variance bound²/3; within five standard errors */
      g_assert_cmpfloat (fabs (sum / size), <, 5 * bound / sqrt (3.0 * size));
      g_assert_cmpfloat_with_epsilon (squares / size, bound * bound / 3,
                                      5 * bound * bound * sqrt (4 / 45.0 / size));
      g_assert_true (memcmp (parameter->data, dg_network_get_parameter (other, p)->data,
                             size * sizeof (float)) != 0);
      g_assert_true (fabs (parameter->data[0] / bound - previous) > 1e-6);
      previous = parameter->data[0] / bound;
    }
  g_assert_cmpmem (block, n_block * sizeof (float), dg_network_get_parameter_block (same, &n_block),
                   n_block * sizeof (float));
}

/* Every module's outputs as PyTorch's. */
static void
test_pytorch (gconstpointer data)
{
  g_autoptr (NetworkOracle) oracle = network_oracle_new (data);
  g_autoptr (DgNetwork) network = network_oracle_make_network (oracle);
  g_autoptr (DgParallel) parallel = dg_parallel_new (2);
  g_autoptr (GError) error = NULL;
  guint n_modules = dg_network_get_n_modules (network);
  g_autofree const char **names = g_new0 (const char *, n_modules + 1);
  g_autoptr (GPtrArray) outputs = NULL;

  for (guint i = 0; i < n_modules; i++)
    names[i] = dg_network_get_module_info (network, i)->name;
  outputs = dg_network_compute_outputs (network, parallel, &oracle->images, (guint32[]){ 0, 1 }, 2, names,
                                        &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outputs->len, ==, n_modules);
  for (guint i = 0; i < n_modules; i++)
    {
      const DgModuleInfo *info = dg_network_get_module_info (network, i);
      const DgTensor *output = g_ptr_array_index (outputs, i);
      gsize size = dg_tensor_get_size (output);
      const double *expected = network_oracle_get (oracle, names[i], size);

      g_assert_cmpuint (output->n_dims, ==, info->n_dims + 1);
      g_assert_cmpuint (output->shape[0], ==, 2);
      for (guint d = 0; d < info->n_dims; d++)
        g_assert_cmpuint (output->shape[d + 1], ==, info->shape[d]);
      for (gsize j = 0; j < size; j++)
        g_assert_cmpfloat_with_epsilon (output->data[j], expected[j], 2e-6);
    }
}

/* An image's outputs do not depend on the others, on the threads or on which layers are asked for. */
static void
test_outputs_of_any_subset (void)
{
  g_autoptr (DgDataset) dataset = tiny_dataset_new (1, 70, 28, 1, 5);
  const DgImages *images = dg_dataset_get_images (dataset, DG_SPLIT_TEST);
  g_autoptr (DgNetwork) network = make_lenet5 (1);
  g_autoptr (DgParallel) parallel = dg_parallel_new (3);
  g_autoptr (GPtrArray) all = NULL;
  guint32 index[70];

  for (guint i = 0; i < 70; i++)
    index[i] = 69 - i;
  all = dg_network_compute_outputs (network, parallel, images, index, 70,
                                    (const char *[]){ "P1", "S5", NULL }, NULL);
  for (guint i = 0; i < 70; i += 23)
    {
      g_autoptr (GPtrArray) one = dg_network_compute_outputs (network, NULL, images, &index[i], 1,
                                                              (const char *[]){ "S5", "P1", NULL }, NULL);
      const DgTensor *p1 = g_ptr_array_index (all, 0), *s5 = g_ptr_array_index (all, 1);

      g_assert_cmpmem (((DgTensor *) g_ptr_array_index (one, 0))->data, 10 * sizeof (float),
                       s5->data + i * 10, 10 * sizeof (float));
      g_assert_cmpmem (((DgTensor *) g_ptr_array_index (one, 1))->data, 864 * sizeof (float),
                       p1->data + i * 864, 864 * sizeof (float));
    }
}

/* Pixels scaled, channels apart, for sizes that fill no vector. */
static void
test_input (void)
{
  g_autoptr (DgDataset) dataset = tiny_dataset_new (1, 20, 7, 3, 6);
  const DgImages *images = dg_dataset_get_images (dataset, DG_SPLIT_TEST);
  const DgInputScale scale = { 3, { 0.1f, 0.5f, 0 }, { 0.25f, 0.5f, 1 } };
  const guint32 index[] = { 19, 0, 7, 7, 3 };
  float *x = g_aligned_alloc0 (3 * 7 * 7 * DG_LANES, sizeof *x, 64);

  for (guint k = 0; dg_kernels_get (k) != NULL; k++)
    {
      memset (x, 0, 3 * 7 * 7 * DG_LANES * sizeof *x);
      dg_input_load (dg_kernels_get (k), &scale, images, index, G_N_ELEMENTS (index), x);
      for (guint c = 0; c < 3; c++)
        for (guint i = 0; i < 7 * 7; i++)
          for (guint s = 0; s < G_N_ELEMENTS (index); s++)
            {
              double pixel = images->pixels[(index[s] * 7 * 7 + i) * 3 + c];

              g_assert_cmpfloat_with_epsilon (x[(c * 7 * 7 + i) * DG_LANES + s],
                                              (pixel / 255 - scale.mean[c]) / scale.deviation[c], 1e-6);
            }
    }
  g_aligned_free (x);
}

/* Each channel has noise of its own, scaled as the channel; planes of odd sizes too. */
static void
test_input_noise (void)
{
  const guint8 pixels[2 * 3 * 3 * 3] = { 0 };
  const DgImages images = { .n = 2, .height = 3, .width = 3, .channels = 3, .pixels = pixels };
  const DgInputScale scale = { 3, { 0, 0, 0 }, { 1, 0.5f, 0.25f } };
  const guint32 index[] = { 5, 6 };
  float *x = g_aligned_alloc0 (3 * 9 * DG_LANES, sizeof *x, 64);

  for (guint k = 0; dg_kernels_get (k) != NULL; k++)
    {
      memset (x, 0, 3 * 9 * DG_LANES * sizeof *x);
      dg_input_add_noise (dg_kernels_get (k), &scale, &images, 7, 2, index, 2, 0.5f, x);
      for (guint s = 0; s < 2; s++)
        {
          guint32 state[4];

          dg_noise_reference_start (7, 2, index[s], state);
          for (guint c = 0; c < 3; c++)
            for (guint i = 0; i < 9; i += 2)
              {
                double radius = sqrt (-2 * log (dg_noise_reference_next (state) + 0x1p-24));
                double angle = 2 * G_PI * dg_noise_reference_next (state);
                double sigma = 0.5 / scale.deviation[c];

                g_assert_cmpfloat_with_epsilon (x[(c * 9 + i) * DG_LANES + s], sigma * radius * cos (angle), 1e-5);
                if (i + 1 < 9)
                  g_assert_cmpfloat_with_epsilon (x[(c * 9 + i + 1) * DG_LANES + s], sigma * radius * sin (angle),
                                                  1e-5);
              }
        }
    }
  g_aligned_free (x);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *description;
    DgError code;
    const char *word;
  } cases[] = {
    { "A conv 6 29\nS logsoftmax", DG_ERROR_MISMATCH, "Line 1" },
    { "A linear 10\nB maxpool 2\nS logsoftmax", DG_ERROR_MISMATCH, "Line 2" },
    { "A linear 10\nR relu", DG_ERROR_MISMATCH, "relu" },
    { "A linear 9\nS logsoftmax", DG_ERROR_MISMATCH, "10 classes" },
    { "A linear 1000000\nB linear 1000000\nC linear 10\nS logsoftmax", DG_ERROR_MISMATCH, "too large" },
    { "A conv 1000000 1\nC linear 10\nS logsoftmax", DG_ERROR_MISMATCH, "too large" },
    { "A linear ten", DG_ERROR_FORMAT, "Line 1, column 10" },
    { "A liner 10", DG_ERROR_NAME, "linear" },
    { "alexnet", DG_ERROR_NAME, "lenet5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dg_network_new (cases[i].description, &(DgNetworkSizes){ 1, 28, 28, 10 }, 1, &error));
      g_assert_error (error, DG_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

/* Where a fault is, for editors. */
static void
test_places (void)
{
  static const struct
  {
    const char *description;
    DgTextPlace place;
  } cases[] = {
    { "lenet5", { 0, 0 } },
    { "alexnet", { 0, 0 } },
    { "A linear 10\n  B maxpool 2\nS logsoftmax", { 2, 3 } },
    { "A linear ten", { 1, 10 } },
    { "A linear 10\n\n R relu # the end\n", { 3, 2 } },
  };
  const DgNetworkSizes sizes = { 1, 28, 28, 10 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DgTextPlace place = { 7, 7 };
      g_autoptr (DgOutline) outline = dg_outline_new (cases[i].description, &sizes, &place, NULL);

      g_assert_true ((outline != NULL) == (i == 0));
      g_assert_cmpuint (place.line, ==, cases[i].place.line);
      g_assert_cmpuint (place.column, ==, cases[i].place.column);
    }
}

static void
test_output_errors (void)
{
  g_autoptr (DgDataset) dataset = tiny_dataset_new (1, 1, 20, 1, 5);
  g_autoptr (DgDataset) colour = tiny_dataset_new (1, 1, 28, 3, 5);
  g_autoptr (DgDataset) right = tiny_dataset_new (1, 1, 28, 1, 5);
  g_autoptr (DgNetwork) network = make_lenet5 (1);
  const char *const known[] = { "S5", NULL }, *const unknown[] = { "S5", "Q7", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_network_compute_outputs (network, NULL, dg_dataset_get_images (dataset, DG_SPLIT_TEST),
                                             (guint32[]){ 0 }, 1, known, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_null (dg_network_compute_outputs (network, NULL, dg_dataset_get_images (colour, DG_SPLIT_TEST),
                                             (guint32[]){ 0 }, 1, known, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_null (dg_network_compute_outputs (network, NULL, dg_dataset_get_images (right, DG_SPLIT_TEST),
                                             (guint32[]){ 0 }, 1, unknown, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "C1, R1, P1"));
}

/* The canonical text makes the same network. */
static void
test_description (void)
{
  g_autoptr (DgNetwork) first = make_lenet5 (3);
  g_autoptr (DgNetwork) second = dg_network_new (dg_network_get_description (first), &(DgNetworkSizes){ 1, 28, 28, 10 }, 3,
                                                 NULL);
  gsize n_first, n_second;
  float *a = dg_network_get_parameter_block (first, &n_first);
  float *b = dg_network_get_parameter_block (second, &n_second);

  g_assert_cmpmem (a, n_first * sizeof *a, b, n_second * sizeof *b);
  g_assert_cmpstr (dg_network_get_description (first), ==, dg_network_get_description (second));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/lenet5", test_lenet5);
  g_test_add_func ("/network/parameters", test_parameters);
  g_test_add_func ("/network/initial-parameters", test_initial_parameters);
  for (guint i = 0; network_oracle_names[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/network/pytorch/%s", network_oracle_names[i]);

      g_test_add_data_func (path, network_oracle_names[i], test_pytorch);
    }
  g_test_add_func ("/network/outputs-of-any-subset", test_outputs_of_any_subset);
  g_test_add_func ("/network/input", test_input);
  g_test_add_func ("/network/input-noise", test_input_noise);
  g_test_add_func ("/network/errors", test_errors);
  g_test_add_func ("/network/places", test_places);
  g_test_add_func ("/network/output-errors", test_output_errors);
  g_test_add_func ("/network/description", test_description);
  return g_test_run ();
}
