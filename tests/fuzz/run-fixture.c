/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include <stdlib.h>

#include "../tiny-run.h"
#include "fuzz.h"

typedef struct
{
  TinyRun *tiny;
  char *name; /* of the file that is replaced */
  char *good;
  gsize length;
} Fixture;

static Fixture fixture;

static void
clear (void)
{
  tiny_run_free (fixture.tiny);
  g_free (fixture.name);
  g_free (fixture.good);
}

static void
set_up (void)
{
  fixture.tiny = tiny_run_new ();
  tiny_run_add_epoch (fixture.tiny, 1);
  tiny_run_add_epoch (fixture.tiny, 2);
  atexit (clear);
}

static void
write_file (const char *name, gconstpointer data, gsize size)
{
  g_autofree char *path = g_build_filename (fixture.tiny->folder, name, NULL);

  g_assert_true (g_file_set_contents_full (path, data, size, G_FILE_SET_CONTENTS_NONE, 0666, NULL));
}

static void
read_layers (DgRun *run, guint epoch)
{
  const DgRunLayer *layers;
  gsize n;

  layers = dg_run_get_layers (run, &n);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DgTensor) outputs = dg_run_load_outputs (run, epoch, layers[i].name, &error);

      fuzz_assert_outcome (outputs != NULL, error);
    }
}

static void
read_units (DgRun *run, guint epoch)
{
  const DgUnits *units;
  gsize n;

  units = dg_run_get_units (run, &n);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DgTensor) biases = NULL;
      g_autoptr (DgTensor) weights = dg_run_load_weights (run, epoch, units[i].module, &biases, &error);

      fuzz_assert_outcome (weights != NULL, error);
    }
}

static guint
sum_images (DgRun *run)
{
  guint height, width, channels, sum = 0;
  gboolean there = dg_run_get_image_size (run, &height, &width, &channels);

  for (gsize i = 0; there && i < dg_run_get_n_samples (run); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *pixels = dg_run_load_images (run, i, 1, &error);

      fuzz_assert_outcome (pixels != NULL, error);
      if (pixels != NULL)
        sum += pixels[0] + pixels[(gsize) height * width * channels - 1];
    }
  return sum;
}

static void
read_run (DgRun *run)
{
  const guint *epochs;
  gsize n;

  epochs = dg_run_get_epochs (run, &n);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DgTensor) log_likelihood = dg_run_load_log_likelihood (run, epochs[i], &error);

      fuzz_assert_outcome (log_likelihood != NULL, error);
      read_layers (run, epochs[i]);
      read_units (run, epochs[i]);
    }
  sum_images (run);
}

const char *
fuzz_run_file (const char *name, const guint8 *data, gsize size)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DgRun) run = NULL;

  if (fixture.tiny == NULL)
    set_up ();
  write_file (name, data, size);
  folder = g_file_new_for_path (fixture.tiny->folder);
  run = dg_run_open (folder, NULL, &error);
  fuzz_assert_outcome (run != NULL, error);
  if (run != NULL)
    read_run (run);
  return fixture.tiny->folder;
}
