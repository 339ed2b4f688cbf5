/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "dataset/dataset.h"
#include "explorer/explorer.h"

/* What bench-growth.py needs.
 *
 * usage: bench-growth features FILE.npy N [MNIST-FOLDER]: writes (N, 84) float32, at most 60 000: fixed random ReLU
 *   features of MNIST's training images, as many as the last hidden layer of LeNet-5 has; uniform noise without them
 * usage: bench-growth open RUN EPOCHS LAYERS: opens RUN without a window and waits for the cells of that many epochs
 *   and layers; prints seconds and the most memory that was resident, in MB */

#define N_FEATURES 84

static double
get_peak_megabytes (void)
{
  g_autofree char *status = NULL;
  const char *peak;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  peak = strstr (status, "VmHWM:");
  return peak != NULL ? g_ascii_strtod (peak + strlen ("VmHWM:"), NULL) / 1024 : 0;
}

/* One row of features (84). @projection: (pixels, 84) */
static void
compute_features (const guint8 *pixels, gsize n_pixels, const float *projection, float *features)
{
  memset (features, 0, N_FEATURES * sizeof *features);
  for (gsize i = 0; i < n_pixels; i++)
    for (gsize j = 0; pixels[i] > 0 && j < N_FEATURES; j++)
      features[j] += pixels[i] / 255.0f * projection[i * N_FEATURES + j];
  for (gsize j = 0; j < N_FEATURES; j++)
    features[j] = MAX (0, features[j] / 28);
}

static int
write_features (const char *path, gsize n, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDataset) dataset = folder != NULL ? dg_dataset_open (folder, NULL, &error) : NULL;
  const DgImages *images = dataset != NULL ? dg_dataset_get_images (dataset, DG_SPLIT_TRAIN) : NULL;
  gsize n_pixels = images != NULL ? images->height * images->width * images->channels : 0;
  g_autofree float *projection = g_new (float, MAX (1, n_pixels) * N_FEATURES);
  g_autofree char *shape = NULL;
  float row[N_FEATURES];
  FILE *file = fopen (path, "wb");
  DgRng rng;

  if (file == NULL || (images != NULL && n > images->n))
    {
      fprintf (stderr, "bench-growth: %s: cannot write %zu rows\n", path, n);
      return 1;
    }
  dg_rng_init (&rng, 1, 0);
  for (gsize i = 0; i < n_pixels * N_FEATURES; i++)
    projection[i] = (float) dg_rng_normal (&rng);
  shape = g_strdup_printf ("{'descr': '<f4', 'fortran_order': False, 'shape': (%zu, %d), }", n, N_FEATURES);
  fprintf (file, "\x93NUMPY%c%c%c%c%-117s\n", 1, 0, 118, 0, shape); /* 128 bytes */
  for (gsize i = 0; i < n; i++)
    {
      if (images != NULL)
        compute_features (images->pixels + i * n_pixels, n_pixels, projection, row);
      else
        for (gsize j = 0; j < N_FEATURES; j++)
          row[j] = (float) (dg_rng_below (&rng, 1 << 24) * 0x1p-24);
      fwrite (row, sizeof *row, N_FEATURES, file);
    }
  return fclose (file) == 0 ? 0 : 1;
}

static int
open_run (const char *path, gsize n_epochs, guint n_layers)
{
  static const char *const layers[] = { "R4", "S5", "R3", "P1:0", "P2:0", "F3", "F4", "F5" };
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgRun) run = dg_run_open (folder, NULL, &error);
  g_autoptr (DgExplorer) explorer = dg_explorer_new ();
  const char *chosen[G_N_ELEMENTS (layers) + 1] = { NULL };
  const guint *epochs;
  gsize n;

  if (run == NULL)
    {
      fprintf (stderr, "bench-growth: %s\n", error->message);
      return 1;
    }
  memcpy (chosen, layers, MIN (n_layers, G_N_ELEMENTS (layers)) * sizeof *layers);
  epochs = dg_run_get_epochs (run, &n);
  dg_explorer_set_run (explorer, run);
  if (!dg_explorer_set_layers (explorer, chosen, &error)
      || !dg_explorer_set_epochs (explorer, epochs, MIN (n, n_epochs), &error))
    {
      fprintf (stderr, "bench-growth: %s\n", error->message);
      return 1;
    }
  while (dg_explorer_is_busy (explorer))
    g_main_context_iteration (NULL, TRUE);
  printf ("%g %g\n", (g_get_monotonic_time () - begin) * 1e-6, get_peak_megabytes ());
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc >= 4 && g_str_equal (argv[1], "features"))
    return write_features (argv[2], g_ascii_strtoull (argv[3], NULL, 10), argc > 4 ? argv[4] : NULL);
  if (argc == 5 && g_str_equal (argv[1], "open"))
    return open_run (argv[2], g_ascii_strtoull (argv[3], NULL, 10), g_ascii_strtoull (argv[4], NULL, 10));
  fprintf (stderr, "usage: bench-growth features FILE.npy N [MNIST-FOLDER] | bench-growth open RUN EPOCHS LAYERS\n");
  return 2;
}
