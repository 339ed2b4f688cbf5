/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/focus.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/rng.h"

/* Eight samples of three classes: 2 and 5 are misclassified, 6 and 7 are tied. */
static const guint8 labels[] = { 0, 1, 2, 0, 1, 2, 0, 1 };
static const float rows[8][3] = {
  { -0.1f, -3, -4 }, { -3, -0.2f, -4 }, { -0.5f, -2, -1 },   { -0.3f, -2, -3 },
  { -5, -0.1f, -6 }, { -2, -0.9f, -1 }, { -0.7f, -0.7f, -9 }, { -0.7f, -0.7f, -9 },
};

static DgTensor *
make_log_likelihood (void)
{
  DgTensor *log_likelihood = dg_tensor_new (2, (gsize[]){ 8, 3 });

  memcpy (log_likelihood->data, rows, sizeof rows);
  return log_likelihood;
}

/* What a rule marks, as "sample/class" with "!" for wrong ones; or the error's message. */
static char *
apply (const char *text, gboolean with_labels, gboolean with_log_likelihood)
{
  g_autoptr (DgTensor) log_likelihood = make_log_likelihood ();
  g_autoptr (DgFocusRule) rule = dg_focus_rule_parse (text, NULL);
  g_autoptr (GError) error = NULL;
  const DgFocusSubject subject = { .n = 8,
                                   .labels = with_labels ? labels : NULL,
                                   .log_likelihood = with_log_likelihood ? log_likelihood : NULL };
  g_autoptr (GArray) marks = dg_focus_rule_apply (rule, &subject, &error);
  GString *result;

  if (marks == NULL)
    {
      g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
      return g_strdup (error->message);
    }
  g_assert_no_error (error);
  result = g_string_new (NULL);
  for (guint i = 0; i < marks->len; i++)
    {
      const DgMark *mark = &g_array_index (marks, DgMark, i);

      g_string_append_printf (result, "%s%u/%d%s", i == 0 ? "" : " ", mark->sample, mark->class_index,
                              mark->wrong ? "!" : "");
    }
  return g_string_free (result, FALSE);
}

static void
assert_marks (const char *rule, const char *expected)
{
  g_autofree char *marks = apply (rule, TRUE, TRUE);

  g_assert_cmpstr (marks, ==, expected);
}

static void
assert_refused (const char *rule, gboolean with_labels, gboolean with_log_likelihood, const char *words)
{
  g_autofree char *message = apply (rule, with_labels, with_log_likelihood);

  if (strstr (message, words) == NULL)
    g_error ("“%s” does not say “%s”", message, words);
}

static void
test_apply (void)
{
  assert_marks ("none", "");
  assert_marks ("wrong", "2/2! 5/2! 7/1!");
  assert_marks ("class:1", "1/1 4/1 7/1!");
  assert_marks ("class:0,2", "0/0 2/2! 3/0 5/2! 6/0");
  assert_marks ("class", "0/0 1/1 2/2! 3/0 4/1 5/2! 6/0 7/1!");
  assert_marks ("right-wrong:2", "2/2! 5/2!");
  assert_marks ("samples:7,0,7", "0/0 7/1!");
}

/* Class 0: 0, 3; class 1: 4, 1; class 2: 2 and 5 are tied and both taken. */
static void
test_top (void)
{
  assert_marks ("top:2", "0/0 1/1 2/2! 3/0 4/1 5/2!");
  /* Of tied ones the lowest. */
  assert_marks ("top:1", "0/0 2/2! 4/1");
  /* More than there are. */
  assert_marks ("top:100", "0/0 1/1 2/2! 3/0 4/1 5/2! 6/0 7/1!");
}

static void
test_least_confident (void)
{
  assert_marks ("least-confident:1", "5/2!");
  assert_marks ("least-confident:2", "5/2! 6/0");
  assert_marks ("least-confident:3", "5/2! 6/0 7/1!");
}

static void
test_without_labels (void)
{
  g_autofree char *confident = apply ("least-confident:2", FALSE, TRUE);
  g_autofree char *by_prediction = apply ("class:1", FALSE, TRUE);
  g_autofree char *top = apply ("top:1", FALSE, TRUE);

  g_assert_cmpstr (confident, ==, "5/1 6/0");
  g_assert_cmpstr (by_prediction, ==, "1/1 4/1 5/1");
  g_assert_cmpstr (top, ==, "0/0 2/0 4/1");
  assert_refused ("wrong", FALSE, TRUE, "needs labels");
  assert_refused ("right-wrong:1", FALSE, TRUE, "needs labels");
}

static void
test_without_log_likelihood (void)
{
  g_autofree char *by_class = apply ("class:2", TRUE, FALSE);
  g_autofree char *samples = apply ("samples:1,2", TRUE, FALSE);

  g_assert_cmpstr (by_class, ==, "2/2 5/2");
  g_assert_cmpstr (samples, ==, "1/1 2/2");
  assert_refused ("top:3", TRUE, FALSE, "needs log-likelihoods");
  assert_refused ("wrong", TRUE, FALSE, "needs predictions");
  assert_refused ("least-confident:3", TRUE, FALSE, "needs log-likelihoods");
}

/* Predicted classes that come on their own. */
static void
test_predictions_alone (void)
{
  static const guint8 predictions[] = { 0, 2, 2, 0, 1, 2, 0, 0 };
  g_autoptr (DgFocusRule) wrong = dg_focus_rule_parse ("wrong", NULL), class = dg_focus_rule_parse ("class:2", NULL);
  const DgFocusSubject labelled = { .n = 8, .labels = labels, .predictions = predictions };
  const DgFocusSubject subject = { .n = 8, .predictions = predictions };
  g_autoptr (GArray) marks = dg_focus_rule_apply (wrong, &labelled, NULL);
  g_autoptr (GArray) unlabelled = dg_focus_rule_apply (class, &subject, NULL);

  g_assert_cmpuint (marks->len, ==, 2);
  g_assert_cmpuint (g_array_index (marks, DgMark, 0).sample, ==, 1);
  g_assert_cmpuint (g_array_index (marks, DgMark, 1).sample, ==, 7);
  g_assert_true (g_array_index (marks, DgMark, 1).wrong);
  g_assert_cmpuint (unlabelled->len, ==, 3);
  g_assert_cmpint (g_array_index (unlabelled, DgMark, 0).class_index, ==, 2);
}

static void
test_with_nothing (void)
{
  g_autofree char *samples = apply ("samples:3", FALSE, FALSE);
  g_autofree char *all = apply ("class", FALSE, FALSE);

  g_assert_cmpstr (samples, ==, "3/-1");
  g_assert_true (g_str_has_prefix (all, "0/-1 1/-1"));
  assert_refused ("class:1", FALSE, FALSE, "needs labels");
}

static void
test_what_does_not_exist (void)
{
  assert_refused ("class:3", TRUE, TRUE, "no class 3: the classes are 0 to 2");
  assert_refused ("right-wrong:1,7", TRUE, TRUE, "no class 7");
  assert_refused ("samples:2,8", TRUE, TRUE, "no sample 8: the samples are 0 to 7");
}

static void
test_parse (void)
{
  static const char *const texts[] = { "none",  "top:10",      "right-wrong:1,2", "wrong",
                                       "class", "class:0,255", "samples:17,42",   "least-confident:20",
                                       "worst-reconstructed:20" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DgFocusRule) rule = dg_focus_rule_parse (texts[i], NULL);
      g_autoptr (DgFocusRule) copy = dg_focus_rule_copy (rule);
      g_autofree char *text = dg_focus_rule_to_string (copy);

      g_assert_cmpstr (text, ==, texts[i]);
      g_assert_true (dg_focus_rule_equal (rule, copy));
      for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
        {
          g_autoptr (DgFocusRule) other = dg_focus_rule_parse (texts[j], NULL);

          g_assert_cmpint (dg_focus_rule_equal (rule, other), ==, i == j);
        }
    }
}

/* Items are a set: their order and repetition mean nothing, nor does space around them. */
static void
test_parse_items (void)
{
  g_autoptr (DgFocusRule) rule = dg_focus_rule_parse (" class: 9, 3,9 ", NULL);
  g_autofree char *text = dg_focus_rule_to_string (rule);

  g_assert_cmpstr (text, ==, "class:3,9");
}

static void
test_parse_faults (void)
{
  static const struct
  {
    const char *text;
    int code;
    const char *words;
  } faults[] = {
    { "bottom:3", DG_ERROR_NAME, "top:K" },
    { "", DG_ERROR_NAME, "least-confident:K" },
    { "Top:3", DG_ERROR_NAME, "Top:3" },
    { "top", DG_ERROR_VALUE, "top:10" },
    { "top:", DG_ERROR_VALUE, "“”" },
    { "top:0", DG_ERROR_VALUE, "above 0" },
    { "top:-1", DG_ERROR_VALUE, "“-1”" },
    { "top:3x", DG_ERROR_VALUE, "“3x”" },
    { "top:1,2", DG_ERROR_VALUE, "“1,2”" },
    { "top:4294967296", DG_ERROR_VALUE, "4294967296" },
    { "wrong:1", DG_ERROR_VALUE, "takes no numbers" },
    { "right-wrong", DG_ERROR_VALUE, "needs numbers" },
    { "samples:", DG_ERROR_VALUE, "“”" },
    { "samples:1,,2", DG_ERROR_VALUE, "“”" },
    { "class:one", DG_ERROR_VALUE, "“one”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dg_focus_rule_parse (faults[i].text, &error));
      g_assert_error (error, DG_ERROR, faults[i].code);
      if (strstr (error->message, faults[i].words) == NULL)
        g_error ("“%s” does not say “%s”", error->message, faults[i].words);
    }
}

/* The naive count: a sample is chosen where fewer than k come before it in a class. */
static gboolean
is_among_first (const DgTensor *values, gsize sample, guint k)
{
  gsize n = values->shape[0], n_classes = values->shape[1];

  for (gsize c = 0; c < n_classes; c++)
    {
      float own = values->data[sample * n_classes + c];
      guint n_before = 0;

      for (gsize i = 0; i < n; i++)
        {
          float other = values->data[i * n_classes + c];

          if (isnan (own) ? !isnan (other) || i < sample : other > own || (other == own && i < sample))
            n_before++;
        }
      if (n_before < k)
        return TRUE;
    }
  return FALSE;
}

/* Many ties, some NaN, ascending and descending runs. */
static void
test_top_of_many (void)
{
  const gsize n = 300;
  const guint counts[] = { 1, 2, 17, 150, 299, 300, 301 };
  g_autoptr (DgTensor) values = dg_tensor_new (2, (gsize[]){ n, 3 });
  DgRng rng;

  dg_rng_init (&rng, 1, 0);
  for (gsize i = 0; i < n; i++)
    {
      values->data[3 * i] = i % 50 == 7 ? NAN : -(float) dg_rng_below (&rng, 20);
      values->data[3 * i + 1] = i;
      values->data[3 * i + 2] = -(float) dg_rng_below (&rng, 1 << 20);
    }
  for (guint j = 0; j < G_N_ELEMENTS (counts); j++)
    {
      DgFocusRule rule = { .kind = DG_FOCUS_TOP, .k = counts[j] };
      g_autoptr (GArray) marks = dg_focus_rule_apply (&rule, &(DgFocusSubject){ .n = n, .log_likelihood = values }, NULL);
      guint next = 0;

      for (gsize i = 0; i < n; i++)
        if (is_among_first (values, i, counts[j]))
          {
            g_assert_cmpuint (next, <, marks->len);
            g_assert_cmpuint (g_array_index (marks, DgMark, next).sample, ==, i);
            next++;
          }
      g_assert_cmpuint (next, ==, marks->len);
    }
}

/* Labels only colour the samples; equal errors stand in their order, NaN last. */
static void
test_worst_reconstructed (void)
{
  const double errors[] = { 0.1, 0.3, NAN, 0.3, 0.30000000000000004, 0, 0.2, 0.1 };
  const struct
  {
    const char *rule, *marks;
  } cases[] = {
    { "worst-reconstructed:1", "4" },
    { "worst-reconstructed:2", "1 4" },
    { "worst-reconstructed:5", "0 1 3 4 6" },
    { "worst-reconstructed:7", "0 1 3 4 5 6 7" },
    { "worst-reconstructed:99", "0 1 2 3 4 5 6 7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DgFocusRule) rule = dg_focus_rule_parse (cases[i].rule, &error);
      const DgFocusSubject subject = { .n = 8, .labels = labels, .reconstruction_error = errors };
      g_autoptr (GArray) marks = dg_focus_rule_apply (rule, &subject, &error);
      g_autoptr (GString) found = g_string_new (NULL);

      g_assert_no_error (error);
      for (guint j = 0; j < marks->len; j++)
        {
          DgMark mark = g_array_index (marks, DgMark, j);

          g_string_append_printf (found, "%s%u", j > 0 ? " " : "", mark.sample);
          g_assert_cmpint (mark.class_index, ==, labels[mark.sample]);
          g_assert_false (mark.wrong);
        }
      g_assert_cmpstr (found->str, ==, cases[i].marks);
    }
  assert_refused ("worst-reconstructed:3", TRUE, TRUE, "needs reconstructions");
}

static void
test_predict (void)
{
  const guint8 expected[] = { 0, 1, 0, 0, 1, 1, 0, 0 };
  g_autoptr (DgTensor) log_likelihood = make_log_likelihood ();
  g_autofree guint8 *prediction = dg_focus_predict (log_likelihood);

  g_assert_cmpmem (prediction, 8, expected, sizeof expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/focus/apply", test_apply);
  g_test_add_func ("/focus/top", test_top);
  g_test_add_func ("/focus/top-of-many", test_top_of_many);
  g_test_add_func ("/focus/least-confident", test_least_confident);
  g_test_add_func ("/focus/worst-reconstructed", test_worst_reconstructed);
  g_test_add_func ("/focus/without-labels", test_without_labels);
  g_test_add_func ("/focus/without-log-likelihood", test_without_log_likelihood);
  g_test_add_func ("/focus/predictions-alone", test_predictions_alone);
  g_test_add_func ("/focus/with-nothing", test_with_nothing);
  g_test_add_func ("/focus/what-does-not-exist", test_what_does_not_exist);
  g_test_add_func ("/focus/parse", test_parse);
  g_test_add_func ("/focus/parse-items", test_parse_items);
  g_test_add_func ("/focus/parse-faults", test_parse_faults);
  g_test_add_func ("/focus/predict", test_predict);
  return g_test_run ();
}
