/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/description.h"

#include <string.h>

#include "base/error.h"

static const DgNetworkSizes sizes = { .channels = 3, .height = 28, .width = 21, .n_classes = 10 };

static DgDescription *
parse (const char *text, GError **error)
{
  return dg_description_parse (text, &sizes, NULL, error);
}

static void
test_builtin (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDescription) lenet5 = parse ("lenet5", &error);
  const char *const names[] = { "C1", "R1", "P1", "C2", "R2", "P2", "F3", "R3", "F4", "R4", "F5", "S5" };
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (lenet5->lines->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const DgDescriptionLine *line = g_ptr_array_index (lenet5->lines, i);

      g_assert_cmpstr (line->name, ==, names[i]);
    }
  text = dg_description_to_string (lenet5);
  g_assert_cmpstr (text, ==,
                   "C1 conv 6 5\nR1 relu\nP1 maxpool 2\nC2 conv 16 5\nR2 relu\nP2 maxpool 2\n"
                   "F3 linear 120\nR3 relu\n"
                   "F4 linear 84\nR4 relu\nF5 linear 10\nS5 logsoftmax\n");
}

static void
assert_canonical (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDescription) self = parse (text, &error);
  g_autofree char *canonical = NULL;

  g_assert_no_error (error);
  canonical = dg_description_to_string (self);
  g_assert_cmpstr (canonical, ==, expected);
}

/* A description fits datasets of any sizes, and says which it was made for. */
static void
test_words (void)
{
  assert_canonical ("A linear classes\nS logsoftmax", "A linear 10\nS logsoftmax\n");
  assert_canonical ("A linear pixels\nB linear pixels/7", "A linear 1764\nB linear 252\n");
  assert_canonical ("A conv channels width/10 padding height/16", "A conv 3 2 padding 1\n");
}

/* Numbers behind a word may be left out and stand in any order; the canonical text has those that matter. */
static void
test_options (void)
{
  assert_canonical ("A conv 6 5 padding 0 stride 1", "A conv 6 5\n");
  assert_canonical ("A conv 6 5 stride 3 padding 2", "A conv 6 5 padding 2 stride 3\n");
}

/* Spaces, remarks and line ends of other systems do not matter, and the canonical text gives itself. */
static void
test_canonical (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDescription) first = NULL;
  g_autoptr (DgDescription) second = NULL;
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;

  first = parse ("# a network\r\n\n  C1\tconv   6 5 # six\r\nR_1 relu\n\nS logsoftmax", &error);
  g_assert_no_error (error);
  once = dg_description_to_string (first);
  g_assert_cmpstr (once, ==, "C1 conv 6 5\nR_1 relu\nS logsoftmax\n");
  g_assert_cmpuint (((DgDescriptionLine *) g_ptr_array_index (first->lines, 1))->place.line, ==, 4);
  second = parse (once, &error);
  g_assert_no_error (error);
  twice = dg_description_to_string (second);
  g_assert_cmpstr (once, ==, twice);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    DgError code;
    DgTextPlace place;
    const char *word;
  } cases[] = {
    { "", DG_ERROR_FORMAT, { 0, 0 }, "no module" },
    { "# nothing\n\n", DG_ERROR_FORMAT, { 0, 0 }, "no module" },
    { "lenet6", DG_ERROR_NAME, { 0, 0 }, "lenet5" },
    { "A relu\nB", DG_ERROR_FORMAT, { 2, 2 }, "missing" },
    { "A relu\n  B  rellu", DG_ERROR_NAME, { 2, 6 }, "relu, sigmoid" },
    { "A conv 6", DG_ERROR_FORMAT, { 1, 9 }, "kernel size" },
    { "A conv", DG_ERROR_FORMAT, { 1, 7 }, "number of channels" },
    { "A conv six 5", DG_ERROR_FORMAT, { 1, 8 }, "“six”" },
    { "A conv 6 0", DG_ERROR_FORMAT, { 1, 10 }, "“0”" },
    { "A conv 6 -5", DG_ERROR_FORMAT, { 1, 10 }, "“-5”" },
    { "A conv 6 99999999999999999999", DG_ERROR_FORMAT, { 1, 10 }, "whole number" },
    { "A conv 6 height/29", DG_ERROR_FORMAT, { 1, 10 }, "here 0" },
    { "A conv 6 height/0", DG_ERROR_FORMAT, { 1, 10 }, "“height/0”" },
    { "A conv 6 heigh", DG_ERROR_FORMAT, { 1, 10 }, "“heigh”" },
    { "A conv 6 1001", DG_ERROR_FORMAT, { 1, 10 }, "1000" },
    { "A conv 6 5 padding", DG_ERROR_FORMAT, { 1, 19 }, "“padding” needs" },
    { "A conv 6 5 stride 0", DG_ERROR_FORMAT, { 1, 19 }, "stride" },
    { "A conv 6 5 stride 2 stride 2", DG_ERROR_FORMAT, { 1, 21 }, "twice" },
    { "A conv padding 1 6 5", DG_ERROR_FORMAT, { 1, 8 }, "“padding”" },
    { "A conv 6 5 5", DG_ERROR_FORMAT, { 1, 12 }, "“5” follows" },
    { "A relu\nB relu\nA relu", DG_ERROR_FORMAT, { 3, 1 }, "line 1" },
    { "ü relu", DG_ERROR_FORMAT, { 1, 1 }, "“ü”" },
    { "A ü", DG_ERROR_NAME, { 1, 3 }, "“ü”" },
    { "A relu ü x", DG_ERROR_FORMAT, { 1, 8 }, "“ü x”" },
    { "1A relu", DG_ERROR_FORMAT, { 1, 1 }, "“1A”" },
    { "A.b relu", DG_ERROR_FORMAT, { 1, 1 }, "“A.b”" },
    { "Abcdefghijklmnopqrstuvwxyz01234567 relu", DG_ERROR_FORMAT, { 1, 1 }, "32" },
    { "A relu\n\xff relu", DG_ERROR_FORMAT, { 0, 0 }, "UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      DgTextPlace place;

      g_assert_null (dg_description_parse (cases[i].text, &sizes, &place, &error));
      g_assert_error (error, DG_ERROR, (int) cases[i].code);
      g_test_message ("%s", error->message);
      if (cases[i].place.line > 0)
        {
          g_autofree char *words = g_strdup_printf ("Line %u, column %u ", cases[i].place.line,
                                                    cases[i].place.column);

          g_assert_true (g_str_has_prefix (error->message, words));
        }
      g_assert_cmpuint (place.line, ==, cases[i].place.line);
      g_assert_cmpuint (place.column, ==, cases[i].place.column);
      g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

static void
test_too_many (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1001; i++)
    g_string_append_printf (text, "R%u relu\n", i);
  g_assert_null (parse (text->str, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/description/builtin", test_builtin);
  g_test_add_func ("/description/words", test_words);
  g_test_add_func ("/description/options", test_options);
  g_test_add_func ("/description/canonical", test_canonical);
  g_test_add_func ("/description/errors", test_errors);
  g_test_add_func ("/description/too-many", test_too_many);
  return g_test_run ();
}
