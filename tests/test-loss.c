/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/loss.h"

#include "network/kernels.h"

/* Two samples of three classes: (-1 -2 -3) with label 2, (-4 -1 -1) with label 1. */
static void
test_nll (void)
{
  float outputs[3 * DG_LANES] = { 0 };
  float delta[3 * DG_LANES];
  const float values[2][3] = { { -1, -2, -3 }, { -4, -1, -1 } };
  DgLoss loss;

  for (guint s = 0; s < 2; s++)
    for (guint i = 0; i < 3; i++)
      outputs[i * DG_LANES + s] = values[s][i];
  for (guint i = 0; i < 3 * DG_LANES; i++)
    delta[i] = 7;
  loss = dg_loss_compute_nll (outputs, 3, (guint8[]){ 2, 1 }, 2, 0.25f, delta);
  g_assert_cmpfloat (loss.sum, ==, 4);
  g_assert_cmpuint (loss.n_right, ==, 1); /* of equals the first is the answer */
  for (guint i = 0; i < 3; i++)
    for (guint s = 0; s < DG_LANES; s++)
      g_assert_cmpfloat (delta[i * DG_LANES + s], ==, (s == 0 && i == 2) || (s == 1 && i == 1) ? -0.25 : 0);
  g_assert_cmpfloat (dg_loss_compute_nll (outputs, 3, (guint8[]){ 0 }, 1, 0, NULL).sum, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss/nll", test_nll);
  return g_test_run ();
}
