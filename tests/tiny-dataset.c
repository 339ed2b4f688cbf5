/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tiny-dataset.h"

#include "base/rng.h"
#include "dataset/dataset-private.h"

static const char *const class_names[TINY_DATASET_N_CLASSES] = { "nw", "ne", "sw", "se" };

static DgImages
make_images (gsize n, guint size, guint channels, DgRng *rng)
{
  guint8 *pixels = g_new (guint8, n * size * size * channels);
  guint8 *labels = g_new (guint8, n);
  guint8 *pixel = pixels;

  for (gsize i = 0; i < n; i++)
    {
      labels[i] = dg_rng_below (rng, TINY_DATASET_N_CLASSES);
      for (guint row = 0; row < size; row++)
        for (guint column = 0; column < size; column++)
          for (guint c = 0; c < channels; c++)
            {
              guint quarter = 2 * (2 * row >= size) + (2 * column >= size);

              *pixel++ = dg_rng_below (rng, 100) + (quarter == labels[i] ? 150 : 0);
            }
    }
  return (DgImages){ n, size, size, channels, pixels, labels };
}

DgDataset *
tiny_dataset_new (gsize n_train, gsize n_test, guint size, guint channels, guint64 seed)
{
  DgImages train, test;
  DgRng rng;

  dg_rng_init (&rng, seed, 0);
  train = make_images (n_train, size, channels, &rng);
  test = make_images (n_test, size, channels, &rng);
  return dg_dataset_new ("tiny", class_names, TINY_DATASET_N_CLASSES, &train, &test);
}

DgDataset *
tiny_dataset_new_from_images (const DgImages *images)
{
  gsize size = images->n * images->height * images->width * images->channels;
  DgImages copies[2] = { *images, *images };

  for (guint i = 0; i < 2; i++)
    {
      copies[i].pixels = g_memdup2 (images->pixels, size);
      copies[i].labels = g_memdup2 (images->labels, images->n);
    }
  return dg_dataset_new ("tiny", class_names, TINY_DATASET_N_CLASSES, &copies[0], &copies[1]);
}
