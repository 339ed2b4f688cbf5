/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/log-likelihood.h"

#include <math.h>
#include <string.h>

static void
test_normalise (void)
{
  static const float logits[] = { 0, 0, 1, 3, 1000, 1001, -3000, 3000 };
  g_autoptr (DgTensor) tensor = dg_tensor_new (2, (gsize[]) { 4, 2 });
  g_autoptr (DgTensor) result = NULL;

  memcpy (tensor->data, logits, sizeof logits);
  result = dg_log_likelihood_of_logits (tensor);
  g_assert_cmpuint (result->shape[0], ==, 4);
  g_assert_cmpfloat_with_epsilon (result->data[0], -M_LN2, 1e-6);
  g_assert_cmpfloat_with_epsilon (result->data[2], -2 - log1p (exp (-2)), 1e-6);
  g_assert_cmpfloat_with_epsilon (result->data[4], -1 - log1p (exp (-1)), 1e-6);
  g_assert_cmpfloat_with_epsilon (result->data[5], -log1p (exp (-1)), 1e-6);
  g_assert_cmpfloat (result->data[6], ==, -6000);
  g_assert_cmpfloat (result->data[7], ==, 0);
}

/* Log-likelihoods stay what they are. */
static void
test_idempotent (void)
{
  g_autoptr (DgTensor) tensor = dg_tensor_new (2, (gsize[]) { 1, 3 });
  g_autoptr (DgTensor) once = NULL, twice = NULL;

  tensor->data[1] = 2;
  tensor->data[2] = -1;
  once = dg_log_likelihood_of_logits (tensor);
  twice = dg_log_likelihood_of_logits (once);
  for (gsize i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (once->data[i], twice->data[i], 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-likelihood/normalise", test_normalise);
  g_test_add_func ("/log-likelihood/idempotent", test_idempotent);
  return g_test_run ();
}
