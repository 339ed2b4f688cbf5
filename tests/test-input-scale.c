/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/input-scale.h"

/* (2, 1, 2, 3): red has the mean 2.5 · 51 / 255, green is always 255, blue 0 or 255. */
static void
test_channels (void)
{
  const guint8 pixels[] = {
    51, 255, 0, 102, 255, 255, 153, 255, 0, 204, 255, 255,
  };
  const DgImages images = { .n = 2, .height = 1, .width = 2, .channels = 3, .pixels = pixels };
  DgInputScale scale = dg_input_scale_measure (&images);

  g_assert_cmpuint (scale.n_channels, ==, 3);
  g_assert_cmpfloat (scale.mean[0], ==, 0.5f);
  g_assert_cmpfloat (scale.deviation[0], ==, 0.2236f); /* √(0.2² · 1.25) */
  g_assert_cmpfloat (scale.mean[1], ==, 1);
  g_assert_cmpfloat (scale.deviation[1], ==, 1); /* not 0 */
  g_assert_cmpfloat (scale.mean[2], ==, 0.5f);
  g_assert_cmpfloat (scale.deviation[2], ==, 0.5f);
}

/* Less than what is left after rounding is nothing. */
static void
test_faint (void)
{
  guint8 pixels[200 * 200] = { 1 };
  const DgImages images = { .n = 1, .height = 200, .width = 200, .channels = 1, .pixels = pixels };
  DgInputScale scale = dg_input_scale_measure (&images);

  g_assert_cmpfloat (scale.mean[0], ==, 0);
  g_assert_cmpfloat (scale.deviation[0], ==, 1);
}

static void
test_mnist (void)
{
  const char *folder = g_getenv ("DG_TEST_MNIST");
  const DgInputScale expected = dg_input_scale_get_default (1);
  g_autoptr (DgDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  DgInputScale scale;

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("MNIST is not there: DG_TEST_MNIST names no folder");
      return;
    }
  dataset = dg_dataset_open (folder, NULL, &error);
  g_assert_no_error (error);
  scale = dg_input_scale_measure (dg_dataset_get_images (dataset, DG_SPLIT_TRAIN));
  g_assert_cmpfloat (scale.mean[0], ==, expected.mean[0]);
  g_assert_cmpfloat (scale.deviation[0], ==, expected.deviation[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/input-scale/channels", test_channels);
  g_test_add_func ("/input-scale/faint", test_faint);
  g_test_add_func ("/input-scale/mnist", test_mnist);
  return g_test_run ();
}
