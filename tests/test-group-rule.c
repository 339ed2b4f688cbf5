/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/group-rule.h"

#include <string.h>

#include "base/error.h"
#include "tendency/blocks.h"

static void
test_text (void)
{
  const char *const texts[] = { "label", "prediction", "blocks:10", "height:2.5", "height:0" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      DgGroupRule rule, other = { DG_GROUP_BLOCKS, 7, 0 };

      g_assert_true (dg_group_rule_parse (texts[i], &rule, &error));
      g_assert_no_error (error);
      text = dg_group_rule_to_string (&rule);
      g_assert_cmpstr (text, ==, texts[i]);
      g_assert_true (dg_group_rule_equal (&rule, &rule));
      g_assert_false (dg_group_rule_equal (&rule, &other));
      g_assert_cmpint (dg_group_rule_is_of_blocks (&rule), ==, i >= 2);
    }
}

static void
test_refused (void)
{
  const struct
  {
    const char *text, *part;
    DgError code;
  } bad[] = {
    { "", "blocks:K", DG_ERROR_NAME },
    { "labels", "blocks:K", DG_ERROR_NAME },
    { "label:3", "height:H", DG_ERROR_NAME },
    { "blocks", "blocks:K", DG_ERROR_NAME },
    { "blocks:", "whole number", DG_ERROR_VALUE },
    { "blocks:0", "blocks:0", DG_ERROR_VALUE },
    { "blocks:2.5", "blocks:2.5", DG_ERROR_VALUE },
    { "height:", "height:2.5", DG_ERROR_VALUE },
    { "height:-1", "height:-1", DG_ERROR_VALUE },
    { "height:nan", "height:nan", DG_ERROR_VALUE },
    { "height:inf", "height:inf", DG_ERROR_VALUE },
    { "height:2x", "height:2x", DG_ERROR_VALUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      DgGroupRule rule = { DG_GROUP_BLOCKS, 7, 0 };

      g_assert_false (dg_group_rule_parse (bad[i].text, &rule, &error));
      g_assert_error (error, DG_ERROR, (gint) bad[i].code);
      g_assert_nonnull (strstr (error->message, bad[i].part));
      g_assert_cmpuint (rule.count, ==, 7);
    }
}

/* Two blocks of three and a sample between. */
static void
test_apply (void)
{
  const guint32 order[] = { 0, 1, 2, 3, 4, 5, 6 }, parent[] = { DG_VAT_NO_PARENT, 0, 1, 2, 3, 4, 5 };
  const float weight[] = { 0, 1, 1, 5, 4, 2, 1 };
  const guint8 labels[] = { 0, 0, 2, 2, 2, 0, 0 }, predictions[] = { 1, 1, 1, 1, 1, 0, 0 };
  g_autoptr (DgVat) vat = dg_vat_new_from_arrays (7, order, parent, weight, NULL);
  const struct
  {
    const char *text;
    guint32 group[7];
    float height;
  } cases[] = {
    { "label", { 0, 0, 2, 2, 2, 0, 0 }, 0 },
    { "prediction", { 1, 1, 1, 1, 1, 0, 0 }, 0 },
    { "blocks:1", { 0 }, 5 },
    { "blocks:2", { 0, 0, 0, 1, 1, 1, 1 }, 4 },
    { "height:3", { 0, 0, 0, 2, 1, 1, 1 }, 3 },
    { "height:1", { 0, 0, 0, 2, 2, 1, 1 }, 1 },
  };

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DgPartition) partition = NULL;
      DgGroupRule rule;
      float height = -1;

      g_assert_true (dg_group_rule_parse (cases[c].text, &rule, NULL));
      partition = dg_group_rule_apply (&rule, labels, predictions, 7, vat, &height, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (partition->group, sizeof cases[c].group, cases[c].group, sizeof cases[c].group);
      g_assert_cmpfloat (height, ==, cases[c].height);
      g_assert_cmpint (partition->has_rest, ==, c >= 4);
    }
}

static void
test_missing (void)
{
  const guint8 classes[] = { 0, 1 };
  DgGroupRule rule = { DG_GROUP_LABEL, 0, 0 };
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_group_rule_apply (&rule, NULL, classes, 2, NULL, NULL, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
  g_clear_error (&error);
  rule.kind = DG_GROUP_PREDICTION;
  g_assert_null (dg_group_rule_apply (&rule, classes, NULL, 2, NULL, NULL, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/group-rule/text", test_text);
  g_test_add_func ("/group-rule/refused", test_refused);
  g_test_add_func ("/group-rule/apply", test_apply);
  g_test_add_func ("/group-rule/missing", test_missing);
  return g_test_run ();
}
