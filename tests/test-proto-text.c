/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/proto-text.h"

#include <string.h>

#include "base/error.h"

static DgProtoMessage *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DgProtoMessage *message = dg_proto_text_parse ("a.pbtxt", text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_nonnull (message);
  return message;
}

static void
assert_value (const char *text, const char *value)
{
  g_autoptr (DgProtoMessage) message = parse (text);

  g_assert_cmpstr (dg_proto_message_get_value (message, "a"), ==, value);
}

static void
test_values (void)
{
  assert_value ("a: \"one\"", "one");
  assert_value ("a:'one'", "one");
  assert_value ("a: 'one' \"two\"\n  'three' b: 1", "onetwothree");
  assert_value ("a: \"\"", "");
  assert_value ("a: 'say \"it\"' ", "say \"it\"");
  assert_value ("a: -1.5e+3", "-1.5e+3");
  assert_value ("a: true", "true");
  assert_value ("a: 1 a: 2", "2");
  assert_value ("# a: 0\na: 1 # a: 2\n# a: 3", "1");
  assert_value ("a: 1; b: 2, c: 3", "1");
  assert_value ("a: [1, 2, 3]", "3");
  assert_value ("b { a: 1 }", NULL);
  assert_value ("a { b: 1 }", NULL);
  assert_value ("", NULL);
}

static void
test_escapes (void)
{
  assert_value ("a: \"\\n\\t\\\\\\'\\\"\\?\"", "\n\t\\'\"?");
  assert_value ("a: \"\\303\\274ber\"", "über");
  assert_value ("a: \"\\xc3\\xBCber\"", "über");
  assert_value ("a: \"\\u00fcber \\U0001F600\"", "über 😀");
  assert_value ("a: \"\\0601\"", "01");
  assert_value ("a: \"über\"", "über");
}

static void
test_messages (void)
{
  g_autoptr (DgProtoMessage) message = parse ("m { x: 'a' inner < y: 1 y: 2 > } m: { x: 'b' z: [ 3, 4 ] } "
                                              "list: [ { x: 1 }, { x: 2 } ] none: []");
  const DgProtoMessage *last = dg_proto_message_get_message (message, "m");
  const DgProtoField *fields;
  guint sizes[2];
  gsize n;

  fields = dg_proto_message_get_fields (message, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpstr (fields[0].name, ==, "m");
  g_assert_cmpstr (dg_proto_message_get_value (fields[0].message, "x"), ==, "a");
  g_assert_cmpstr (dg_proto_message_get_value (last, "x"), ==, "b");
  g_assert_cmpstr (dg_proto_message_get_value (fields[3].message, "x"), ==, "2");
  g_assert_null (dg_proto_message_get_message (message, "inner"));
  g_assert_true (dg_proto_message_get_sizes (dg_proto_message_get_message (fields[0].message, "inner"), "y", 2, sizes));
  g_assert_cmpuint (sizes[0], ==, 1);
  g_assert_cmpuint (sizes[1], ==, 2);
  g_assert_true (dg_proto_message_get_sizes (last, "z", 2, sizes));
  g_assert_false (dg_proto_message_get_sizes (last, "z", 1, sizes));
  g_assert_false (dg_proto_message_get_sizes (last, "y", 2, sizes));
}

static void
assert_refused (const char *text, const char *line)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_proto_text_parse ("a.pbtxt", text, strlen (text), &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, "a.pbtxt: "));
  if (strstr (error->message, line) == NULL)
    g_error ("“%s” does not say “%s”", error->message, line);
}

static void
test_refused (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);

  assert_refused ("a", "line 1: a colon");
  assert_refused ("\n\na: ", "line 3: a value");
  assert_refused ("a: 1\n: 2", "line 2: the name");
  assert_refused ("a { b: 1\n", "a message has no end");
  assert_refused ("a { b: 1 >", "line 1");
  assert_refused ("}", "line 1: the name");
  assert_refused ("a: \"one", "a string has no end");
  assert_refused ("a: \"one\ntwo\"", "line 1: a string has no end");
  assert_refused ("a: \"one\\", "a string has no end");
  assert_refused ("a: \"\\q\"", "unknown escape");
  assert_refused ("a: \"\\x\"", "unknown escape");
  assert_refused ("a: \"\\ud800\"", "unknown escape");
  assert_refused ("a: \"\\377\"", "not UTF-8");
  assert_refused ("a: \"\\0\"", "not UTF-8");
  assert_refused ("a: [1, 2", "a list has no end");
  for (guint i = 0; i < 1000000; i++)
    g_string_append (deep, "a{");
  assert_refused (deep->str, "nested too deep");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proto-text/values", test_values);
  g_test_add_func ("/proto-text/escapes", test_escapes);
  g_test_add_func ("/proto-text/messages", test_messages);
  g_test_add_func ("/proto-text/refused", test_refused);
  return g_test_run ();
}
