/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>

#include "cli-fixture.h"

#define TRAIN "train --data data --network net.txt --analysis 100 --batch 32 --threads 2 --run r --epochs 2 --save 1,2"

static void
place_init_with_run (Place *place)
{
  g_autofree char *out = NULL;

  place_init (place);
  out = succeed (place, TRAIN);
}

static JsonObject *
read_json (const Place *place, const char *arguments, JsonParser *parser)
{
  g_autofree char *out = succeed (place, arguments);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, out, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_table (void)
{
  g_autofree char *out = NULL, *intervals = NULL, *lot = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (Place) place;

  place_init_with_run (&place);
  out = succeed (&place, "reduce r --layer R2 --epoch 1 --sizes 10,50,100 --blocks 5");
  lines = g_strsplit (out, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "R2 at epoch 1: all 100 samples and fewer, kept at equal intervals, compared by 5 blocks");
  g_assert_nonnull (strstr (lines[2], "kept  every  blocks"));
  g_assert_true (g_str_has_prefix (g_strchug (lines[4]), "100      1"));
  g_assert_nonnull (strstr (lines[4], "1.00"));
  g_assert_nonnull (strstr (lines[4], "the same blocks, distances kept"));
  g_assert_true (g_str_has_prefix (g_strchug (lines[5]), "50      2"));
  g_assert_true (g_str_has_prefix (g_strchug (lines[6]), "10     10"));
  g_assert_false (is_there (&place, "r/subset.json"));

  intervals = succeed (&place, "reduce r --interval 10,2 --json");
  g_assert_nonnull (strstr (intervals, "\"kept\" : 50"));
  g_assert_nonnull (strstr (intervals, "\"kept\" : 10"));
  lot = succeed (&place, "reduce r --method mmrs --clusters 12 --seed 5 --sizes 30");
  g_assert_nonnull (strstr (lot, "by maximin sampling (12 clusters, seed 5)"));
  g_assert_null (strstr (lot, "every"));
}

static void
test_json (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root, *trial;
  g_auto (Place) place;

  place_init_with_run (&place);
  root = read_json (&place, "reduce r --json", parser);
  g_assert_cmpstr (json_object_get_string_member (root, "layer"), ==, "S3");
  g_assert_cmpint (json_object_get_int_member (root, "epoch"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (root, "samples"), ==, 100);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "trials")), ==, 3);
  trial = json_array_get_object_element (json_object_get_array_member (root, "trials"), 0);
  g_assert_cmpint (json_object_get_int_member (trial, "kept"), ==, 50);
  g_assert_cmpfloat (json_object_get_double_member (trial, "rand_index"), <=, 1);
  g_assert_true (json_object_get_null_member (root, "accepted"));
}

/* The choice lasts, shows in figures and in what is said of the run, and can be taken back. */
static void
test_accept (void)
{
  g_autofree char *out = NULL, *info = NULL, *figure = NULL, *svg = NULL, *path = NULL, *reset = NULL, *after = NULL;
  g_autofree char *resumed = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_auto (Place) place;

  place_init_with_run (&place);
  out = succeed (&place, "reduce r --accept 50 --output fig.svg");
  g_assert_nonnull (strstr (out, "50 of 100, kept at equal intervals of S3 at epoch 2"));
  g_assert_true (is_there (&place, "r/subset.json"));
  g_assert_true (is_there (&place, "fig.svg"));
  info = succeed (&place, "info r");
  g_assert_nonnull (strstr (info, "50 of 100, kept at equal intervals of S3 at epoch 2"));
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (read_json (&place, "info r --json", parser),
                                                                              "subset"),
                                               "samples"),
                   ==, 50);
  figure = succeed (&place, "figure r --output f.svg");
  path = get_path (&place, "f.svg");
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "50 of 100, kept at equal"));

  resumed = succeed (&place, "train --run r --resume --epochs 3");
  g_assert_true (is_there (&place, "r/subset.json"));

  reset = succeed (&place, "reduce r --reset");
  g_assert_cmpstr (reset, ==, "All 100 samples are shown\n");
  g_assert_false (is_there (&place, "r/subset.json"));
  after = succeed (&place, "info r");
  g_assert_null (strstr (after, "kept"));
}

static void
test_errors (void)
{
  g_autofree char *reset = NULL;
  g_auto (Place) place;

  place_init_with_run (&place);
  misuse (&place, "reduce", "RUN");
  misuse (&place, "reduce r --reset --accept 5", "--reset");
  misuse (&place, "reduce r --reset --json", "--reset");
  misuse (&place, "reduce r --reset --layer R2", "--reset");
  misuse (&place, "reduce r --sizes 5 --interval 2", "--interval");
  misuse (&place, "reduce r --method mmrs --interval 2", "--sizes");
  misuse (&place, "reduce r --clusters 5", "mmrs");
  misuse (&place, "reduce r --palette grey", "--output");
  misuse (&place, "reduce r --palette grey --cell 320", "--output");
  misuse (&place, "reduce r --accept -5", "--accept");
  misuse (&place, "reduce r --accept 0", "--accept");
  misuse (&place, "reduce r --method mmrs --clusters 0", "--clusters");
  misuse (&place, "reduce r --epoch -1", "--epoch");
  misuse (&place, "reduce r --epoch 1x", "--epoch");
  misuse (&place, "reduce r --epoch 4294967297", "--epoch");
  fail (&place, "reduce r --epoch 0010", "no epoch 10"); /* as files are called; not octal */
  fail (&place, "reduce r --sizes 101", "1 to 100");
  fail (&place, "reduce r --accept 101", "1 to 100");
  fail (&place, "reduce r --sizes 5,x", "x");
  fail (&place, "reduce r --method guess", "interval, mmrs");
  fail (&place, "reduce r --method mmrs --seed -1", "seed");
  fail (&place, "reduce r --layer Q", "R2");
  fail (&place, "reduce r --epoch 7", "7");
  fail (&place, "reduce r --epoch 0", "0");
  fail (&place, "reduce r --output f.bmp", "png");
  fail (&place, "reduce nowhere", "nowhere");
  fail (&place, "reduce nowhere --reset", "nowhere");
  write_file (&place, "r/subset.json", "{}");
  fail (&place, "reduce r", "subset.json");
  reset = succeed (&place, "reduce r --reset");
  g_assert_cmpstr (reset, ==, "All 100 samples are shown\n");
  g_assert_false (is_there (&place, "r/subset.json"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-reduce/table", test_table);
  g_test_add_func ("/cli-reduce/json", test_json);
  g_test_add_func ("/cli-reduce/accept", test_accept);
  g_test_add_func ("/cli-reduce/errors", test_errors);
  return g_test_run ();
}
