/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/curve-scale.h"

#include <math.h>

static DgCurveScale
make_scale (const DgEpochMetrics *metrics, gsize n, guint planned)
{
  DgCurveScale scale;

  dg_curve_scale_init (&scale, metrics, n, planned);
  scale.x = 100;
  scale.y = 10;
  scale.width = 200;
  scale.height = 40;
  return scale;
}

static void
test_linear (void)
{
  const DgEpochMetrics metrics[] = {
    { .epoch = 1, .test_accuracy = 0.5, .test_loss = 2 },
    { .epoch = 2, .test_accuracy = 0.9, .test_loss = 1 },
    { .epoch = 3, .test_accuracy = 0.7, .test_loss = 1.5 },
  };
  DgCurveScale scale = make_scale (metrics, G_N_ELEMENTS (metrics), 5);

  g_assert_false (scale.logarithmic);
  g_assert_cmpfloat (dg_curve_scale_get_x (&scale, 1), ==, 100);
  g_assert_cmpfloat (dg_curve_scale_get_x (&scale, 3), ==, 200);
  g_assert_cmpfloat (dg_curve_scale_get_x (&scale, 5), ==, 300);
  g_assert_cmpfloat (dg_curve_scale_get_accuracy_y (&scale, 0.5), ==, 50);
  g_assert_cmpfloat (dg_curve_scale_get_accuracy_y (&scale, 0.9), ==, 10);
  g_assert_cmpfloat (dg_curve_scale_get_loss_y (&scale, 2), ==, 10);
  g_assert_cmpfloat (dg_curve_scale_get_loss_y (&scale, 1), ==, 50);
}

static void
test_logarithmic (void)
{
  DgEpochMetrics metrics[100];
  DgCurveScale scale;

  for (guint i = 0; i < 100; i++)
    metrics[i] = (DgEpochMetrics){ .epoch = i + 1, .test_accuracy = i / 100.0 };
  scale = make_scale (metrics, 100, 0);
  g_assert_true (scale.logarithmic);
  g_assert_cmpfloat_with_epsilon (dg_curve_scale_get_x (&scale, 1), 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (dg_curve_scale_get_x (&scale, 10), 200, 1e-9);
  g_assert_cmpfloat_with_epsilon (dg_curve_scale_get_x (&scale, 100), 300, 1e-9);
}

/* One epoch, values that all agree, and values that are not numbers stand in the middle. */
static void
test_degenerate (void)
{
  const DgEpochMetrics one = { .epoch = 7, .test_accuracy = 0.9, .test_loss = NAN };
  DgCurveScale scale = make_scale (&one, 1, 0);

  g_assert_cmpfloat (dg_curve_scale_get_x (&scale, 7), ==, 200);
  g_assert_cmpfloat (dg_curve_scale_get_accuracy_y (&scale, 0.9), ==, 30);
  g_assert_cmpfloat (dg_curve_scale_get_loss_y (&scale, NAN), ==, 30);
}

/* The loss alone is known of a network that reconstructs its images. */
static void
test_loss_alone (void)
{
  const DgEpochMetrics losses[] = { { .epoch = 1, .test_accuracy = NAN, .test_loss = 0.5 },
                                    { .epoch = 2, .test_accuracy = NAN, .test_loss = 0.25 } };
  const DgEpochMetrics both = { .epoch = 1, .test_accuracy = 0.5, .test_loss = 1 };
  const DgEpochMetrics none = { .epoch = 1, .test_accuracy = NAN, .test_loss = NAN };
  DgCurveScale scale;

  dg_curve_scale_init (&scale, losses, 2, 2);
  g_assert_true (dg_curve_scale_has_loss_alone (&scale));
  dg_curve_scale_init (&scale, &both, 1, 1);
  g_assert_false (dg_curve_scale_has_loss_alone (&scale));
  dg_curve_scale_init (&scale, &none, 1, 1);
  g_assert_false (dg_curve_scale_has_loss_alone (&scale));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curve-scale/linear", test_linear);
  g_test_add_func ("/curve-scale/logarithmic", test_logarithmic);
  g_test_add_func ("/curve-scale/degenerate", test_degenerate);
  g_test_add_func ("/curve-scale/loss-alone", test_loss_alone);
  return g_test_run ();
}
