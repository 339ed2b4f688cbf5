/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cblas.h>
#include <stdio.h>

#include "base/rng.h"
#include "dataset/dataset-private.h"
#include "network/trainer.h"

/* Prints, as one line of JSON, the median times of an epoch of LeNet-5 and of the outputs of 1 000 images,
 * and the rate of sgemm. usage: bench-training THREADS EPOCHS [MNIST-FOLDER] */

#define N_OUTPUTS 1000

/* As much as MNIST holds, but noise. */
static DgDataset *
make_dataset (void)
{
  static const char *const names[10] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
  DgImages images[2] = { { 60000, 28, 28, 1, NULL, NULL }, { 10000, 28, 28, 1, NULL, NULL } };
  DgRng rng;

  dg_rng_init (&rng, 1, 0);
  for (guint i = 0; i < 2; i++)
    {
      gsize size = images[i].n * 28 * 28;
      guint8 *pixels = g_new (guint8, size);
      guint8 *labels = g_new (guint8, images[i].n);

      for (gsize j = 0; j < size; j++)
        pixels[j] = dg_rng_below (&rng, 256);
      for (gsize j = 0; j < images[i].n; j++)
        labels[j] = dg_rng_below (&rng, 10);
      images[i].pixels = pixels;
      images[i].labels = labels;
    }
  return dg_dataset_new ("noise", "noise", names, 10, &images[0], &images[1]);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
find_median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  return values[n / 2];
}

#define SGEMM_SIZE 768
#define SGEMM_REPEATS 20

static void
run_sgemm_cb (guint worker, guint n_workers, gpointer data)
{
  gsize n = SGEMM_SIZE;
  g_autofree float *a = g_new0 (float, n * n);
  g_autofree float *b = g_new0 (float, n * n);
  g_autofree float *c = g_new0 (float, n * n);

  for (guint i = 0; i < SGEMM_REPEATS; i++)
    cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
}

/* Of all threads together, in GFLOP/s. */
static double
measure_sgemm (DgParallel *parallel)
{
  double times[5];

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 begin = g_get_monotonic_time ();

      dg_parallel_run (parallel, run_sgemm_cb, NULL);
      times[i] = (g_get_monotonic_time () - begin) * 1e-6;
    }
  return dg_parallel_get_n_workers (parallel) * SGEMM_REPEATS * 2e-9 * SGEMM_SIZE * SGEMM_SIZE * SGEMM_SIZE
         / find_median (times, G_N_ELEMENTS (times));
}

static double
measure_outputs (DgNetwork *network, DgParallel *parallel, const DgImages *images, const char *const *layers)
{
  double times[15];
  guint32 index[N_OUTPUTS];

  for (guint i = 0; i < N_OUTPUTS; i++)
    index[i] = i * (images->n / N_OUTPUTS);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (GPtrArray) outputs = dg_network_compute_outputs (network, parallel, images, index, N_OUTPUTS,
                                                                  layers, NULL);

      times[i] = (g_get_monotonic_time () - begin) * 1e-6;
    }
  return find_median (times, G_N_ELEMENTS (times));
}

int
main (int argc, char **argv)
{
  static const char *const all[] = { "C1", "R1", "P1", "C2", "R2", "P2", "F3", "R3", "F4", "R4", "F5", "S5",
                                     NULL };
  static const char *const some[] = { "P1", "P2", "R3", "R4", "S5", NULL };
  guint n_threads = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 0;
  guint n_epochs = argc > 2 ? MAX (1, g_ascii_strtoull (argv[2], NULL, 10)) : 5;
  g_autofree double *seconds = g_new (double, n_epochs);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDataset) dataset = argc > 3 ? dg_dataset_open (argv[3], NULL, &error) : make_dataset ();
  g_autoptr (DgParallel) parallel = dg_parallel_new (n_threads);
  g_autoptr (DgNetwork) network = NULL;
  g_autoptr (DgTrainer) trainer = NULL;
  DgEpochMetrics metrics = { 0 };

  if (dataset != NULL)
    network = dg_network_new ("lenet5", &(DgNetworkSizes){ 1, 28, 28, 10 }, dg_trainer_default_options.seed, &error);
  if (network != NULL)
    trainer = dg_trainer_new (network, dataset, parallel, &dg_trainer_default_options, &error);
  for (guint i = 0; i < n_epochs && error == NULL; i++)
    {
      dg_trainer_run_epoch (trainer, NULL, NULL, &metrics, &error);
      seconds[i] = metrics.seconds;
    }
  if (error != NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  printf ("{\"threads\": %u, \"epochs\": %u, \"epoch_seconds\": %.4f, \"test_accuracy\": %.4f, ",
          dg_parallel_get_n_workers (parallel), n_epochs, find_median (seconds, n_epochs),
          metrics.test_accuracy);
  printf ("\"all_outputs_seconds\": %.4f, \"five_outputs_seconds\": %.4f, \"sgemm_gflops\": %.1f}\n",
          measure_outputs (network, parallel, dg_dataset_get_images (dataset, DG_SPLIT_TEST), all),
          measure_outputs (network, parallel, dg_dataset_get_images (dataset, DG_SPLIT_TEST), some),
          measure_sgemm (parallel));
  return 0;
}
