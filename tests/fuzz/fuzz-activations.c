/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "run/run.h"

static void
read_log_likelihood (DgRun *run, guint epoch)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTensor) log_likelihood = dg_run_load_log_likelihood (run, epoch, &error);

  fuzz_assert_outcome (log_likelihood != NULL, error);
}

static void
read_predictions (DgRun *run, guint epoch)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *predictions = dg_run_load_predictions (run, epoch, &error);

  fuzz_assert_outcome (predictions != NULL, error);
}

static void
read_reconstruction (DgRun *run, guint epoch)
{
  g_autoptr (GError) error = NULL;
  g_autofree double *errors = dg_run_compute_reconstruction_errors (run, epoch, &error);

  fuzz_assert_outcome (errors != NULL, error);
}

static void
read_run (DgRun *run)
{
  const DgRunLayer *layers;
  const guint *epochs;
  gsize n, n_epochs;

  layers = dg_run_get_layers (run, &n);
  epochs = dg_run_get_epochs (run, &n_epochs);
  if (n_epochs == 0) /* taken for one that is still being written */
    return;
  read_log_likelihood (run, epochs[0]);
  read_predictions (run, epochs[0]);
  read_reconstruction (run, epochs[0]);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DgTensor) outputs = dg_run_load_outputs (run, epochs[0], layers[i].name, &error);

      fuzz_assert_outcome (outputs != NULL, error);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write ("epoch_1.safetensors", data, size);
  g_autofree char *folder_path = g_path_get_dirname (path);
  g_autoptr (GFile) folder = g_file_new_for_path (folder_path);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgRun) run = dg_run_open (folder, NULL, &error);

  fuzz_assert_outcome (run != NULL, error);
  if (run != NULL)
    read_run (run);
  return 0;
}
