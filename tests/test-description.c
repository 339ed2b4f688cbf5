/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/description.h"

#include <string.h>

#include "base/error.h"

static void
test_builtin (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDescription) lenet5 = dg_description_parse ("lenet5", 10, &error);
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

/* A description fits datasets of any number of classes, and says which it was made for. */
static void
test_classes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDescription) self = dg_description_parse ("A linear classes\nS logsoftmax", 47, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = dg_description_to_string (self);
  g_assert_cmpstr (text, ==, "A linear 47\nS logsoftmax\n");
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

  first = dg_description_parse ("# a network\r\n\n  C1\tconv   6 5 # six\r\nR_1 relu\n\nS logsoftmax", 10,
                                &error);
  g_assert_no_error (error);
  once = dg_description_to_string (first);
  g_assert_cmpstr (once, ==, "C1 conv 6 5\nR_1 relu\nS logsoftmax\n");
  g_assert_cmpuint (((DgDescriptionLine *) g_ptr_array_index (first->lines, 1))->number, ==, 4);
  second = dg_description_parse (once, 10, &error);
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
    const char *place; /* in the message */
    const char *word;
  } cases[] = {
    { "", DG_ERROR_FORMAT, "", "no module" },
    { "# nothing\n\n", DG_ERROR_FORMAT, "", "no module" },
    { "lenet6", DG_ERROR_NAME, "“lenet6”", "lenet5" },
    { "A relu\nB", DG_ERROR_FORMAT, "Line 2, column 2 ", "missing" },
    { "A relu\n  B  rellu", DG_ERROR_NAME, "Line 2, column 6 ", "relu, maxpool" },
    { "A conv 6", DG_ERROR_FORMAT, "Line 1, column 9 ", "kernel size" },
    { "A conv", DG_ERROR_FORMAT, "Line 1, column 7 ", "number of channels" },
    { "A conv six 5", DG_ERROR_FORMAT, "Line 1, column 8 ", "“six”" },
    { "A conv 6 0", DG_ERROR_FORMAT, "Line 1, column 10 ", "“0”" },
    { "A conv 6 -5", DG_ERROR_FORMAT, "Line 1, column 10 ", "“-5”" },
    { "A conv 6 99999999999999999999", DG_ERROR_FORMAT, "Line 1, column 10 ", "whole number" },
    { "A conv 6 5 5", DG_ERROR_FORMAT, "Line 1, column 12 ", "“5” follows" },
    { "A relu\nB relu\nA relu", DG_ERROR_FORMAT, "Line 3, column 1 ", "line 1" },
    { "ü relu", DG_ERROR_FORMAT, "Line 1, column 1 ", "“ü”" },
    { "A ü", DG_ERROR_NAME, "Line 1, column 3 ", "“ü”" },
    { "A relu ü x", DG_ERROR_FORMAT, "Line 1, column 8 ", "“ü x”" },
    { "1A relu", DG_ERROR_FORMAT, "Line 1, column 1 ", "“1A”" },
    { "A.b relu", DG_ERROR_FORMAT, "Line 1, column 1 ", "“A.b”" },
    { "Abcdefghijklmnopqrstuvwxyz01234567 relu", DG_ERROR_FORMAT, "Line 1, column 1 ", "32" },
    { "A relu\n\xff relu", DG_ERROR_FORMAT, "", "UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dg_description_parse (cases[i].text, 10, &error));
      g_assert_error (error, DG_ERROR, (int) cases[i].code);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].place));
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
  g_assert_null (dg_description_parse (text->str, 10, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/description/builtin", test_builtin);
  g_test_add_func ("/description/classes", test_classes);
  g_test_add_func ("/description/canonical", test_canonical);
  g_test_add_func ("/description/errors", test_errors);
  g_test_add_func ("/description/too-many", test_too_many);
  return g_test_run ();
}
