/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tiny-activations.h"

#include <math.h>

#include "base/rng.h"
#include "run/safetensors-writer.h"

#define N TINY_ACTIVATIONS_N
#define N_CLASSES TINY_ACTIVATIONS_N_CLASSES
#define SIDE TINY_ACTIVATIONS_SIDE

char *
tiny_activations_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("tiny-activations-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

guint
tiny_activations_get_label (gsize sample)
{
  return sample * 7 % N_CLASSES;
}

guint
tiny_activations_get_prediction (gsize sample, guint epoch)
{
  return (tiny_activations_get_label (sample) + ((sample + epoch) % 8 == 0)) % N_CLASSES;
}

/* By how much the first pixel is too bright; never the same for two samples. */
static double
get_difference (gsize sample, guint epoch)
{
  return 0.01 * ((sample * 7 + epoch) % N + 1);
}

double
tiny_activations_get_error (gsize sample, guint epoch)
{
  return get_difference (sample, epoch) * get_difference (sample, epoch) / (SIDE * SIDE);
}

/* (n, SIDE, SIDE) pixels from 0 to 1 */
static float *
make_reconstruction (guint epoch)
{
  float *values = g_new0 (float, N * SIDE * SIDE);

  for (gsize i = 0; i < N; i++)
    values[i * SIDE * SIDE] = (float) (i / 255.0 + get_difference (i, epoch));
  return values;
}

/* (n, d) around the points of what is predicted. */
static float *
make_values (guint epoch, guint seed, gsize d)
{
  float *values = g_new (float, N * d);
  DgRng rng;

  dg_rng_init (&rng, 100 * epoch + seed, 0);
  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < d; j++)
      values[i * d + j] = (float) ((j % N_CLASSES == tiny_activations_get_prediction (i, epoch) ? 4 : 0)
                                   + 0.3 * dg_rng_normal (&rng));
  return values;
}

static gint64 *
make_classes (guint epoch, gboolean predicted)
{
  gint64 *classes = g_new (gint64, N);

  for (gsize i = 0; i < N; i++)
    classes[i] = predicted ? tiny_activations_get_prediction (i, epoch) : tiny_activations_get_label (i);
  return classes;
}

void
tiny_activations_add_epoch (const char *folder, guint epoch, TinyParts parts)
{
  g_autofree char *name = g_strdup_printf ("epoch_%u.safetensors", epoch);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree float *conv = make_values (epoch, 1, 18), *fc = make_values (epoch, 2, 5);
  g_autofree float *logits = make_values (epoch, 3, N_CLASSES);
  g_autofree gint64 *labels = make_classes (epoch, FALSE), *predictions = make_classes (epoch, TRUE);
  g_autofree float *reconstruction = make_reconstruction (epoch);
  g_autofree guint8 *images = g_new0 (guint8, N * SIDE * SIDE);
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < N; i++)
    images[i * SIDE * SIDE] = (guint8) i;
  dg_safetensors_writer_add_metadata (writer, "layers", "conv,fc");
  dg_safetensors_writer_add (writer, "fc", DG_DTYPE_F32, 2, (gsize[]) { N, 5 }, fc);
  dg_safetensors_writer_add (writer, "conv", DG_DTYPE_F32, 4, (gsize[]) { N, 2, 3, 3 }, conv);
  if (parts & TINY_LABELS)
    dg_safetensors_writer_add (writer, "labels", DG_DTYPE_I64, 1, (gsize[]) { N }, labels);
  if (parts & TINY_LOGITS)
    dg_safetensors_writer_add (writer, "logits", DG_DTYPE_F32, 2, (gsize[]) { N, N_CLASSES }, logits);
  if (parts & TINY_PREDICTIONS)
    dg_safetensors_writer_add (writer, "predictions", DG_DTYPE_I64, 1, (gsize[]) { N }, predictions);
  if (parts & TINY_IMAGES)
    dg_safetensors_writer_add (writer, "images", DG_DTYPE_U8, 3, (gsize[]) { N, SIDE, SIDE }, images);
  if (parts & TINY_NAN)
    reconstruction[3 * SIDE * SIDE] = NAN;
  if (parts & TINY_RECONSTRUCTION)
    dg_safetensors_writer_add (writer, "reconstruction", DG_DTYPE_F32, 2, (gsize[]) { N, SIDE * SIDE }, reconstruction);
  dg_safetensors_writer_write (writer, path, &error);
  g_assert_no_error (error);
}

void
tiny_activations_write (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

DgRun *
tiny_activations_open (const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GError) error = NULL;
  DgRun *run = dg_run_open (file, NULL, &error);

  g_assert_no_error (error);
  return run;
}
