/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cblas.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "dataset/dataset-private.h"
#include "network/network-private.h"
#include "network/trainer.h"

/* Prints, as one line of JSON, the median time of an epoch of a built-in network on some images and what it computes in it,
 * for LeNet-5 also that of the outputs of 1 000 images, and the rate of sgemm.
 * usage: bench-training NETWORK THREADS EPOCHS IMAGES [MNIST-FOLDER] */

#define N_OUTPUTS 1000

#define N_TESTED 10000

/* As MNIST's images, but noise. */
static DgDataset *
make_noise (void)
{
  static const char *const names[10] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
  DgImages images[2] = { { 60000, 28, 28, 1, NULL, NULL }, { N_TESTED, 28, 28, 1, NULL, NULL } };
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
  return dg_dataset_new ("noise", names, 10, &images[0], &images[1]);
}

/* The first @n of some images. */
static DgImages
copy_images (const DgImages *images, gsize n)
{
  gsize size = (gsize) images->height * images->width * images->channels;
  DgImages copy = *images;

  copy.n = MIN (n, images->n);
  copy.pixels = g_memdup2 (images->pixels, copy.n * size);
  copy.labels = g_memdup2 (images->labels, copy.n);
  return copy;
}

/* The first @n images to train on, and no more than as many to test. */
static DgDataset *
make_dataset (const char *folder, gsize n, GError **error)
{
  static const char *const names[10] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
  g_autoptr (DgDataset) whole = folder != NULL ? dg_dataset_open (folder, NULL, error) : make_noise ();
  DgImages train, test;

  if (whole == NULL)
    return NULL;
  train = copy_images (dg_dataset_get_images (whole, DG_SPLIT_TRAIN), n);
  test = copy_images (dg_dataset_get_images (whole, DG_SPLIT_TEST), MIN (n, N_TESTED));
  return dg_dataset_new ("part", names, 10, &train, &test);
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

/* Floating-point operations of products in training on one image: forward, by the weights and, but for the first
 * module, by what comes before. */
static double
count_operations (const DgNetwork *network)
{
  DgModule *const *modules = dg_network_get_modules (network);
  double n = 0;

  for (guint i = 0; i < dg_network_get_n_modules (network); i++)
    n += 2.0 * modules[i]->fan_in * modules[i]->n_outputs * (i == 0 ? 2 : 3);
  return n;
}

static void
print_outputs (DgNetwork *network, DgParallel *parallel, const DgImages *images)
{
  static const char *const all[] = { "C1", "R1", "P1", "C2", "R2", "P2", "F3", "R3", "F4", "R4", "F5", "S5",
                                     NULL };
  static const char *const some[] = { "P1", "P2", "R3", "R4", "S5", NULL };

  printf ("\"all_outputs_seconds\": %.4f, \"five_outputs_seconds\": %.4f, ",
          measure_outputs (network, parallel, images, all), measure_outputs (network, parallel, images, some));
}

int
main (int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : "lenet5";
  guint n_threads = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 0;
  guint n_epochs = argc > 3 ? MAX (1, g_ascii_strtoull (argv[3], NULL, 10)) : 5;
  gsize n_images = argc > 4 ? MAX (1, g_ascii_strtoull (argv[4], NULL, 10)) : 60000;
  DgTrainerOptions options = dg_trainer_options_for_network (name);
  g_autofree double *seconds = g_new (double, n_epochs);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDataset) dataset = make_dataset (argc > 5 ? argv[5] : NULL, n_images, &error);
  g_autoptr (DgParallel) parallel = dg_parallel_new (n_threads);
  g_autoptr (DgNetwork) network = NULL;
  g_autoptr (DgTrainer) trainer = NULL;
  DgEpochMetrics metrics = { 0 };

  if (dataset != NULL)
    network = dg_network_new (name, &(DgNetworkSizes){ 1, 28, 28, 10 }, options.seed, &error);
  if (network != NULL)
    trainer = dg_trainer_new (network, dataset, parallel, &options, &error);
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
  n_images = dg_dataset_get_images (dataset, DG_SPLIT_TRAIN)->n;
  printf ("{\"threads\": %u, \"epochs\": %u, \"images\": %zu, \"epoch_seconds\": %.4f, \"gflop\": %.3f, ",
          dg_parallel_get_n_workers (parallel), n_epochs, n_images, find_median (seconds, n_epochs),
          n_images * count_operations (network) * 1e-9);
  if (strcmp (name, "lenet5") == 0)
    print_outputs (network, parallel, dg_dataset_get_images (dataset, DG_SPLIT_TEST));
  printf ("\"train_loss\": %.6f, \"test_loss\": %.6f, \"sgemm_gflops\": %.1f}\n", metrics.train_loss,
          metrics.test_loss, measure_sgemm (parallel));
  return 0;
}
