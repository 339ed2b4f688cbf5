/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/subset-focus.h"

#include "base/error.h"
#include "base/rng.h"

#define N 40
#define N_CLASSES 4

static guint8 labels[N];
static double reconstruction_error[N];

static DgTensor *
make_log_likelihood (void)
{
  DgTensor *tensor = dg_tensor_new (2, (gsize[]){ N, N_CLASSES });
  DgRng rng;

  dg_rng_init (&rng, 3, 0);
  for (gsize i = 0; i < N * N_CLASSES; i++)
    tensor->data[i] = -(float) dg_rng_below (&rng, 1000) / 100;
  for (gsize i = 0; i < N; i++)
    {
      labels[i] = i % N_CLASSES;
      reconstruction_error[i] = dg_rng_below (&rng, 1000);
    }
  return tensor;
}

static DgSubset *
make_subset (void)
{
  const DgSubsetOrigin origin = { .layer = "S5", .epoch = 1 };
  guint32 samples[N / 2];

  for (guint32 i = 0; i < N / 2; i++)
    samples[i] = 2 * i + 1;
  return dg_subset_new (&origin, N, samples, N / 2);
}

static GArray *
apply (const DgSubset *subset, const DgFocusRule *rule, const DgTensor *log_likelihood, GError **error)
{
  const DgFocusSubject subject = { .n = N, .labels = labels, .log_likelihood = log_likelihood,
                                   .reconstruction_error = reconstruction_error };

  return dg_subset_focus_apply (subset, rule, &subject, error);
}

static guint
count_marks (const char *text, const DgSubset *subset, const DgTensor *log_likelihood)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgFocusRule) rule = dg_focus_rule_parse (text, &error);
  g_autoptr (GArray) marks = apply (subset, rule, log_likelihood, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < marks->len; i++)
    {
      DgMark mark = g_array_index (marks, DgMark, i);

      g_assert_true (dg_subset_has (subset, mark.sample));
      g_assert_cmpint (mark.class_index, ==, labels[mark.sample]);
      g_assert_true (i == 0 || g_array_index (marks, DgMark, i - 1).sample < mark.sample);
    }
  return marks->len;
}

static void
test_rules (void)
{
  g_autoptr (DgTensor) log_likelihood = make_log_likelihood ();
  g_autoptr (DgSubset) subset = make_subset ();
  guint wrong = 0, wrong_kept = count_marks ("wrong", subset, log_likelihood);

  g_assert_cmpuint (count_marks ("class", subset, log_likelihood), ==, N / 2);
  g_assert_cmpuint (count_marks ("class:1", subset, log_likelihood), ==, N / N_CLASSES);
  g_assert_cmpuint (count_marks ("class:0", subset, log_likelihood), ==, 0); /* a class of which none is kept */
  g_assert_cmpuint (count_marks ("none", subset, log_likelihood), ==, 0);
  g_assert_cmpuint (count_marks ("samples:3,5", subset, log_likelihood), ==, 2);
  g_assert_cmpuint (count_marks ("least-confident:7", subset, log_likelihood), ==, 7);
  g_assert_cmpuint (count_marks ("worst-reconstructed:7", subset, log_likelihood), ==, 7);
  g_assert_cmpuint (count_marks ("right-wrong:1,3", subset, log_likelihood), ==, N / 2);
  for (guint32 i = 0; i < N; i++)
    {
      const float *row = log_likelihood->data + i * N_CLASSES;
      guint said = 0;

      for (guint c = 1; c < N_CLASSES; c++)
        said = row[c] > row[said] ? c : said;
      wrong += i % 2 == 1 && said != labels[i];
    }
  g_assert_cmpuint (wrong_kept, ==, wrong);
  g_assert_cmpuint (count_marks ("class", NULL, log_likelihood), ==, N);
}

/* The largest of those that are kept, not those of the largest that happen to be. */
static void
test_top (void)
{
  g_autoptr (DgTensor) log_likelihood = make_log_likelihood ();
  g_autoptr (DgSubset) subset = make_subset ();
  g_autoptr (DgFocusRule) rule = dg_focus_rule_parse ("top:1", NULL);
  g_autoptr (GArray) marks = NULL;

  for (guint c = 0; c < N_CLASSES; c++)
    log_likelihood->data[(2 * c) * N_CLASSES + c] = 1; /* the largest of all is kept of no class */
  marks = apply (subset, rule, log_likelihood, NULL);
  g_assert_cmpuint (marks->len, >, 0);
  for (guint c = 0; c < N_CLASSES; c++)
    {
      guint32 best = 1;
      gboolean found = FALSE;

      for (guint32 i = 1; i < N; i += 2)
        if (log_likelihood->data[i * N_CLASSES + c] > log_likelihood->data[best * N_CLASSES + c])
          best = i;
      for (guint i = 0; i < marks->len; i++)
        found |= g_array_index (marks, DgMark, i).sample == best;
      g_assert_true (found);
    }
}

static void
test_errors (void)
{
  g_autoptr (DgTensor) log_likelihood = make_log_likelihood ();
  g_autoptr (DgSubset) subset = make_subset ();
  static const char *const texts[] = { "samples:3,4", "samples:400", "class:4" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DgFocusRule) rule = dg_focus_rule_parse (texts[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (apply (subset, rule, log_likelihood, &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/subset-focus/rules", test_rules);
  g_test_add_func ("/subset-focus/top", test_top);
  g_test_add_func ("/subset-focus/errors", test_errors);
  return g_test_run ();
}
