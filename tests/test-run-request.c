/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/run-request.h"

#include <string.h>

#include "base/error.h"

static DgRunOptions *
parse (const char *text, GFile **folder, GError **error)
{
  g_autoptr (GVariant) request = g_variant_new_parsed (text);

  return dg_run_request_parse (request, folder, error);
}

static void
test_defaults (void)
{
  g_autoptr (DgRunOptions) usual = dg_run_options_new (), options = NULL;
  g_autoptr (GError) error = NULL;
  GFile *folder;

  options = parse ("@a{sv} {}", &folder, &error);
  g_assert_no_error (error);
  g_assert_null (folder);
  g_assert_cmpstr (options->data, ==, usual->data);
  g_assert_cmpuint (options->epochs, ==, usual->epochs);
  g_assert_null (options->save);
  g_assert_null (options->layers);
}

static void
test_all (void)
{
  g_autoptr (DgRunOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = NULL;
  const guint save[] = { 1, 2, 3, 7 };

  options = parse (
      "{'run': <'/runs/mine'>, 'data': <'/images'>, 'network': <'F1 linear 10'>, 'save': <'1-3,7'>,"
      " 'layers': <'R3,S5'>, 'epochs': <uint32 7>, 'batch': <uint32 32>, 'threads': <uint32 3>,"
      " 'analysis': <uint32 500>, 'seed': <uint64 42>, 'momentum': <0.5>, 'noise': <0.25>,"
      " 'learning-rate': <0.125>}",
      &folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_file_peek_path (folder), ==, "/runs/mine");
  g_assert_cmpstr (options->data, ==, "/images");
  g_assert_cmpstr (options->network, ==, "F1 linear 10");
  g_assert_cmpmem (options->save, options->n_save * sizeof (guint), save, sizeof save);
  g_assert_cmpstr (options->layers[0], ==, "R3");
  g_assert_cmpstr (options->layers[1], ==, "S5");
  g_assert_cmpuint (options->epochs, ==, 7);
  g_assert_cmpuint (options->training.batch_size, ==, 32);
  g_assert_cmpuint (options->threads, ==, 3);
  g_assert_cmpuint (options->analysis, ==, 500);
  g_assert_cmpuint (options->training.seed, ==, 42);
  g_assert_cmpfloat (options->training.momentum, ==, 0.5f);
  g_assert_cmpfloat (options->training.noise, ==, 0.25f);
  g_assert_cmpfloat (options->training.learning_rate, ==, 0.125f);
}

/* What the network is trained by, unless something else is asked for, in any order. */
static void
test_optimizer (void)
{
  g_autoptr (DgRunOptions) usual = NULL, sgd = NULL, adam = NULL;
  GFile *folder;

  usual = parse ("{'network': <'autoencoder'>}", &folder, NULL);
  g_assert_cmpint (usual->training.optimizer, ==, DG_OPTIMIZER_ADAM);
  g_assert_cmpfloat (usual->training.learning_rate, ==, 0.001f);
  sgd = parse ("{'learning-rate': <0.5>, 'network': <'autoencoder'>, 'optimizer': <'sgd'>}", &folder, NULL);
  g_assert_cmpint (sgd->training.optimizer, ==, DG_OPTIMIZER_SGD);
  g_assert_cmpfloat (sgd->training.learning_rate, ==, 0.5f);
  adam = parse ("{'beta1': <0.5>, 'beta2': <0.75>, 'epsilon': <0.25>, 'optimizer': <'adam'>}", &folder, NULL);
  g_assert_cmpint (adam->training.optimizer, ==, DG_OPTIMIZER_ADAM);
  g_assert_cmpfloat (adam->training.learning_rate, ==, 0.001f);
  g_assert_cmpfloat (adam->training.beta1, ==, 0.5f);
  g_assert_cmpfloat (adam->training.beta2, ==, 0.75f);
  g_assert_cmpfloat (adam->training.epsilon, ==, 0.25f);
}

static void
check_refused (const char *text, DgError code, const char *part)
{
  g_autoptr (DgRunOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  GFile *folder;

  options = parse (text, &folder, &error);
  g_assert_null (options);
  g_assert_error (error, DG_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_refused (void)
{
  check_refused ("{'colour': <'red'>}", DG_ERROR_NAME, "learning-rate");
  check_refused ("{'optimizer': <'newton'>}", DG_ERROR_NAME, "newton");
  check_refused ("{'epochs': <'ten'>}", DG_ERROR_VALUE, "epochs");
  check_refused ("{'epochs': <uint32 5>, 'save': <'1,9'>}", DG_ERROR_NAME, "9");
  check_refused ("{'save': <'often'>}", DG_ERROR_VALUE, "often");
  check_refused ("{'layers': <'R3,,S5'>}", DG_ERROR_VALUE, "R3");
  check_refused ("{'epochs': <uint32 4000000000>, 'save': <'1'>}", DG_ERROR_VALUE, "4000000000");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-request/defaults", test_defaults);
  g_test_add_func ("/run-request/all", test_all);
  g_test_add_func ("/run-request/optimizer", test_optimizer);
  g_test_add_func ("/run-request/refused", test_refused);
  return g_test_run ();
}
