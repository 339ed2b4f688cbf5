/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/text.h"

#include <string.h>

static const DgFont font = { 12, FALSE };

typedef struct
{
  PangoLayout *layout;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->layout = dg_text_create_layout (NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->layout);
}

static void
test_clean (Fixture *self, gconstpointer data)
{
  g_autofree char *same = dg_text_clean ("épreuve 第一層 · <&>");
  g_autofree char *controls = dg_text_clean ("a\tb\001c\nd");
  g_autofree char *invalid = dg_text_clean ("a\xff" "b");

  g_assert_cmpstr (same, ==, "épreuve 第一層 · <&>");
  g_assert_cmpstr (controls, ==, "a b\357\277\275c\nd");
  g_assert_cmpstr (invalid, ==, "a\357\277\275b");
}

static void
test_width (Fixture *self, gconstpointer data)
{
  g_autoptr (DgText) empty = dg_text_new (self->layout, font, NULL);
  g_autoptr (DgText) one = dg_text_new (self->layout, font, "mmm");
  g_autoptr (DgText) two = dg_text_new (self->layout, font, "mmmmmm");
  g_autoptr (DgText) large = dg_text_new (self->layout, (DgFont) { 24, FALSE }, "mmm");
  g_autoptr (DgText) bold = dg_text_new (self->layout, (DgFont) { 12, TRUE }, "mmm");

  g_assert_true (dg_text_is_empty (empty));
  g_assert_cmpfloat (dg_text_get_width (empty), ==, 0);
  g_assert_cmpfloat (dg_text_get_width (one), >, 12);
  g_assert_cmpfloat_with_epsilon (dg_text_get_width (two), 2 * dg_text_get_width (one), 0.1);
  g_assert_cmpfloat_with_epsilon (dg_text_get_width (large), 2 * dg_text_get_width (one), 0.1);
  g_assert_cmpfloat (dg_text_get_width (bold), >, dg_text_get_width (one));
}

/* What is written fits, is counted beforehand, and loses no word. */
static void
test_wrap (Fixture *self, gconstpointer data)
{
  const char *string = "1 000 of 10 000 test images, stratified · iVAT · Euclidean · own scale per cell";
  g_autoptr (DgText) text = dg_text_new (self->layout, font, string);

  for (double width = 90; width < 600; width += 17)
    {
      g_autoptr (GPtrArray) lines = dg_text_wrap (text, self->layout, width, 20);
      g_autoptr (GString) joined = g_string_new (NULL);

      g_assert_cmpuint (lines->len, ==, dg_text_count_lines (text, width, 20));
      for (guint i = 0; i < lines->len; i++)
        {
          g_autoptr (DgText) line = dg_text_new (self->layout, font, g_ptr_array_index (lines, i));

          g_assert_cmpfloat (dg_text_get_width (line), <=, width + 0.01);
          g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", (char *) g_ptr_array_index (lines, i));
        }
      g_assert_cmpstr (joined->str, ==, string);
    }
}

static void
test_wrap_without_spaces (Fixture *self, gconstpointer data)
{
  g_autoptr (DgText) text = dg_text_new (self->layout, font, "各層の出力を一つの画像として並べる");
  g_autoptr (GPtrArray) lines = dg_text_wrap (text, self->layout, dg_text_get_width (text) / 2.5, 9);

  g_assert_cmpuint (lines->len, >=, 3);
  g_assert_cmpuint (lines->len, <=, 4);
}

static void
test_new_lines (Fixture *self, gconstpointer data)
{
  g_autoptr (DgText) text = dg_text_new (self->layout, font, "one\ntwo three");
  g_autoptr (GPtrArray) lines = dg_text_wrap (text, self->layout, 1000, 5);
  g_autoptr (GPtrArray) single = dg_text_wrap (text, self->layout, 1000, 1);

  g_assert_cmpuint (dg_text_count_lines (text, 1000, 5), ==, 2);
  g_assert_cmpuint (lines->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (lines, 0), ==, "one");
  g_assert_cmpstr (g_ptr_array_index (lines, 1), ==, "two three");
  g_assert_cmpuint (single->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (single, 0), ==, "one two three");
}

static void
test_shorten (Fixture *self, gconstpointer data)
{
  g_autoptr (DgText) text = dg_text_new (self->layout, font, "a name that is much too long");

  for (double width = 0; width < dg_text_get_width (text); width += 7)
    {
      g_autoptr (GPtrArray) lines = dg_text_wrap (text, self->layout, width, 1);
      const char *line = g_ptr_array_index (lines, 0);
      g_autoptr (DgText) shortened = dg_text_new (self->layout, font, line);

      g_assert_cmpuint (lines->len, ==, 1);
      g_assert_cmpfloat (dg_text_get_width (shortened), <=, width + 0.01);
      g_assert_true (*line == '\0' || g_str_has_suffix (line, "…"));
      if (width > 40)
        g_assert_true (g_str_has_prefix (line, "a n"));
    }
}

/* Layers of one block have names that begin alike. */
static void
test_shorten_name (Fixture *self, gconstpointer data)
{
  g_autoptr (DgText) name = dg_text_new_name (self->layout, font, "features.denseblock1.denselayer12.norm1");
  double width = dg_text_get_width (name) / 2;
  g_autoptr (GPtrArray) lines = dg_text_wrap (name, self->layout, width, 1);
  g_autoptr (DgText) shortened = dg_text_new (self->layout, font, g_ptr_array_index (lines, 0));
  g_autoptr (GPtrArray) whole = dg_text_wrap (name, self->layout, 2 * width + 1, 1);

  g_assert_cmpuint (lines->len, ==, 1);
  g_assert_cmpfloat (dg_text_get_width (shortened), <=, width + 0.01);
  g_assert_cmpfloat (dg_text_get_width (shortened), >, 0.8 * width);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (lines, 0), "feat"));
  g_assert_true (g_str_has_suffix (g_ptr_array_index (lines, 0), "er12.norm1"));
  g_assert_cmpstr (g_ptr_array_index (whole, 0), ==, "features.denseblock1.denselayer12.norm1");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/text/clean", test_clean);
  ADD ("/text/width", test_width);
  ADD ("/text/wrap", test_wrap);
  ADD ("/text/wrap/without-spaces", test_wrap_without_spaces);
  ADD ("/text/new-lines", test_new_lines);
  ADD ("/text/shorten", test_shorten);
  ADD ("/text/shorten-name", test_shorten_name);
#undef ADD

  return g_test_run ();
}
