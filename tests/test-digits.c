/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset/digits.h"

#include <math.h>
#include <string.h>

#include "dataset/digit-strokes.h"
#include "network/trainer.h"

#define PLANE (DG_DIGITS_SIZE * DG_DIGITS_SIZE)

static DgDataset *
open_digits (void)
{
  g_autoptr (GError) error = NULL;
  DgDataset *dataset = dg_digits_open (NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

static void
test_splits (void)
{
  g_autoptr (DgDataset) dataset = open_digits ();
  const gsize sizes[] = { DG_DIGITS_N_TRAIN, DG_DIGITS_N_TEST };

  g_assert_cmpuint (dg_dataset_get_n_classes (dataset), ==, 10);
  g_assert_cmpstr (dg_dataset_get_class_name (dataset, 0), ==, "0");
  for (DgSplit split = DG_SPLIT_TRAIN; split <= DG_SPLIT_TEST; split++)
    {
      const DgImages *images = dg_dataset_get_images (dataset, split);
      gsize counts[10] = { 0 };

      g_assert_cmpuint (images->n, ==, sizes[split]);
      g_assert_cmpuint (images->height, ==, 28);
      g_assert_cmpuint (images->width, ==, 28);
      g_assert_cmpuint (images->channels, ==, 1);
      for (gsize i = 0; i < images->n; i++)
        counts[images->labels[i]]++;
      for (int c = 0; c < 10; c++)
        g_assert_cmpuint (counts[c], ==, images->n / 10);
    }
}

/* However many threads drew the dataset, in whatever order: each image is the one drawn alone. */
static void
test_alone (void)
{
  g_autoptr (DgDataset) dataset = open_digits ();
  g_autoptr (DgDataset) again = open_digits ();

  g_assert_cmpstr (dg_dataset_get_sha256 (dataset), ==, dg_dataset_get_sha256 (again));
  for (DgSplit split = DG_SPLIT_TRAIN; split <= DG_SPLIT_TEST; split++)
    {
      const DgImages *images = dg_dataset_get_images (dataset, split);

      for (gsize i = 0; i < images->n; i += 37)
        {
          guint8 pixels[PLANE];

          dg_digits_draw (DG_DIGITS_SEED, split, i, pixels);
          g_assert_cmpmem (pixels, PLANE, images->pixels + i * PLANE, PLANE);
          g_assert_cmpuint (dg_digits_get_label (DG_DIGITS_SEED, split, i), ==, images->labels[i]);
        }
    }
}

static void
test_all_differ (void)
{
  g_autoptr (DgDataset) dataset = open_digits ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint8 pixels[PLANE], other[PLANE];

  for (DgSplit split = DG_SPLIT_TRAIN; split <= DG_SPLIT_TEST; split++)
    {
      const DgImages *images = dg_dataset_get_images (dataset, split);

      for (gsize i = 0; i < images->n; i++)
        {
          const guint8 *image = images->pixels + i * PLANE;

          g_assert_true (g_hash_table_add (seen, g_compute_checksum_for_data (G_CHECKSUM_MD5, image, PLANE)));
        }
    }
  dg_digits_draw (1, DG_SPLIT_TRAIN, 5, pixels);
  dg_digits_draw (2, DG_SPLIT_TRAIN, 5, other);
  g_assert_cmpint (memcmp (pixels, other, PLANE), !=, 0);
}

/* What MNIST's images have in common: enough ink, bright and anti-aliased, within about 20 × 20 pixels, the
 * centre of mass about the middle. */
static void
test_ink (void)
{
  g_autoptr (DgDataset) dataset = open_digits ();
  const DgImages *images = dg_dataset_get_images (dataset, DG_SPLIT_TRAIN);
  double mean = 0.0;
  gsize n_grey = 0;

  for (gsize i = 0; i < images->n; i++)
    {
      const guint8 *pixels = images->pixels + i * PLANE;
      double mass = 0.0, x_mass = 0.0, y_mass = 0.0;
      int x_min = 28, x_max = -1, y_min = 28, y_max = -1;
      guint8 brightest = 0;

      for (int y = 0; y < 28; y++)
        for (int x = 0; x < 28; x++)
          {
            guint8 value = pixels[y * 28 + x];

            mass += value;
            x_mass += value * (x + 0.5);
            y_mass += value * (y + 0.5);
            brightest = MAX (brightest, value);
            n_grey += value > 0 && value < 255;
            if (value > 0)
              {
                x_min = MIN (x_min, x);
                x_max = MAX (x_max, x);
                y_min = MIN (y_min, y);
                y_max = MAX (y_max, y);
              }
          }
      mean += mass / 255.0 / images->n;
      g_assert_cmpuint (brightest, >, 180);
      g_assert_cmpfloat (mass / 255.0, >, 12.0);
      g_assert_cmpfloat (fabs (x_mass / mass - 14.0), <, 2.5);
      g_assert_cmpfloat (fabs (y_mass / mass - 14.0), <, 2.5);
      g_assert_cmpint (MAX (x_max - x_min, y_max - y_min), >=, 15);
      g_assert_cmpint (MAX (x_max - x_min, y_max - y_min), <=, 21);
    }
  /* MNIST's mean is 102 pixels' worth of ink. */
  g_assert_cmpfloat (mean, >, 70.0);
  g_assert_cmpfloat (mean, <, 130.0);
  g_assert_cmpuint (n_grey, >, 50 * images->n);
}

/* How often the pen comes down tells some styles apart: 1 with a foot, open 4 and 7 with a bar. */
static void
test_styles (void)
{
  const double shares[] = {
    0.0, 2.0 / 13.0, 0.0, 0.0, 10.0 / 12.0, 4.0 / 9.0, 0.0, 4.0 / 13.0, 2.0 / 9.0, 0.0,
  };
  const guint n = 4000;
  DgRng rng;

  dg_rng_init (&rng, 1, 0);
  for (guint digit = 0; digit < 10; digit++)
    {
      guint n_twice = 0;
      double deviation = sqrt (shares[digit] * (1.0 - shares[digit]) / n);

      for (guint i = 0; i < n; i++)
        {
          DgDot dots[DG_STROKE_MAX_DOTS];
          guint n_dots = dg_digit_write (digit, 28.0, 20.0, &rng, dots), n_strokes = 0;

          g_assert_cmpuint (n_dots, <=, DG_STROKE_MAX_DOTS);
          g_assert_false (dots[0].drawn);
          for (guint k = 0; k < n_dots; k++)
            {
              n_strokes += !dots[k].drawn;
              g_assert_cmpfloat (dots[k].radius, >, 0.2);
              g_assert_true (dots[k].x >= dots[k].radius && dots[k].x <= 28.0 - dots[k].radius);
              g_assert_true (dots[k].y >= dots[k].radius && dots[k].y <= 28.0 - dots[k].radius);
            }
          n_twice += n_strokes == 2;
        }
      g_assert_cmpfloat (fabs ((double) n_twice / n - shares[digit]), <=, 5.0 * deviation);
    }
}

/* Every style fits its table: it starts with the pen coming down, ends before the table does, has no corner
 * without a curve on both sides. */
static void
test_tables (void)
{
  for (int digit = 0; digit < 10; digit++)
    {
      guint n_styles = 0;

      for (; n_styles < DG_STYLES_MAX && dg_digit_styles[digit][n_styles].weight > 0; n_styles++)
        {
          const DgStylePoint *points = dg_digit_styles[digit][n_styles].points;
          guint n = 0;

          for (; n < DG_STYLE_MAX_POINTS && points[n].kind != DG_POINT_NONE; n++)
            if (points[n].kind == DG_POINT_CORNER)
              {
                g_assert_cmpuint (n + 1, <, DG_STYLE_MAX_POINTS);
                g_assert_cmpint (points[n + 1].kind, !=, DG_POINT_START);
                g_assert_cmpint (points[n + 1].kind, !=, DG_POINT_NONE);
              }
          g_assert_cmpuint (n, >=, 3);
          g_assert_cmpint (points[0].kind, ==, DG_POINT_START);
          g_assert_cmpint (points[n - 1].kind, ==, DG_POINT_SMOOTH);
        }
      g_assert_cmpuint (n_styles, >=, 3);
      for (guint i = n_styles; i < DG_STYLES_MAX; i++)
        g_assert_cmpuint (dg_digit_styles[digit][i].weight, ==, 0);
    }
}

/* Neither a toy nor a riddle: after two epochs with the defaults LeNet errs on 1 to 4 % of the test images.
 * */
static void
test_hardness (void)
{
  g_autoptr (DgDataset) dataset = open_digits ();
  g_autoptr (DgParallel) team = dg_parallel_new (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgNetwork) network = dg_network_new ("lenet5", &(DgNetworkSizes){ 1, 28, 28, 10 }, 1, &error);
  g_autoptr (DgTrainer) trainer = NULL;
  DgEpochMetrics metrics;

  g_assert_no_error (error);
  trainer = dg_trainer_new (network, dataset, team, &dg_trainer_default_options, &error);
  g_assert_no_error (error);
  for (int epoch = 0; epoch < 2; epoch++)
    {
      dg_trainer_run_epoch (trainer, NULL, NULL, &metrics, &error);
      g_assert_no_error (error);
    }
  g_test_message ("test accuracy %.2f %%", 100.0 * metrics.test_accuracy);
  g_assert_cmpfloat (metrics.test_accuracy, <=, 0.99);
  g_assert_cmpfloat (metrics.test_accuracy, >=, 0.96);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (dg_digits_open (cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digits/splits", test_splits);
  g_test_add_func ("/digits/alone", test_alone);
  g_test_add_func ("/digits/all-differ", test_all_differ);
  g_test_add_func ("/digits/ink", test_ink);
  g_test_add_func ("/digits/styles", test_styles);
  g_test_add_func ("/digits/tables", test_tables);
  g_test_add_func ("/digits/hardness", test_hardness);
  g_test_add_func ("/digits/cancelled", test_cancelled);
  return g_test_run ();
}
