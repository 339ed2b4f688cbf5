/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-fixture.h"

/* Points at 3, 0, 7.5 and 1 on a line: 0 and 7.5 are farthest apart, and the first of them starts. */
#define LINE "3\n0\n7.5\n1\n"
#define LINE_ORDER \
  "position,index,parent,weight\n" \
  "0,1,-1,0\n" \
  "1,3,1,1\n" \
  "2,0,3,2\n" \
  "3,2,0,4.5\n"

static void
test_table (void)
{
  g_autofree char *out = NULL;
  g_autofree char *dash = NULL;
  g_autofree char *path = NULL;
  g_autofree char *table = NULL;
  g_autofree char *cosine = NULL;
  g_auto (Place) place;

  place_init (&place);
  write_file (&place, "line.csv", LINE);
  write_file (&place, "angles.csv", "1,0\n0,2\n3,3\n");
  out = succeed (&place, "tendency line.csv");
  g_assert_cmpstr (out, ==, LINE_ORDER);
  dash = succeed (&place, "tendency line.csv --output -");
  g_assert_cmpstr (dash, ==, LINE_ORDER);

  g_free (succeed (&place, "tendency line.csv --output order.csv --image image.png"));
  path = get_path (&place, "order.csv");
  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  g_assert_cmpstr (table, ==, LINE_ORDER);
  assert_begins (&place, "image.png", "\x89PNG\r\n");

  cosine = succeed (&place, "tendency angles.csv --metric cosine");
  g_assert_true (g_str_has_prefix (cosine, "position,index,parent,weight\n0,0,-1,0\n1,2,0,0.29289"));
}

#define DISTANCES "0,2,5\n2,0,4\n5,4,0\n"
#define DISTANCES_ORDER "position,index,parent,weight\n0,0,-1,0\n1,1,0,2\n2,2,1,4\n"

static void
test_precomputed (void)
{
  g_autofree char *square = NULL;
  g_autofree char *list = NULL;
  g_autofree char *coordinates = NULL;
  g_auto (Place) place;

  place_init (&place);
  write_file (&place, "square.csv", DISTANCES);
  write_file (&place, "list.txt", "2\n5\n4\n");
  square = succeed (&place, "tendency square.csv --metric precomputed");
  g_assert_cmpstr (square, ==, DISTANCES_ORDER);
  list = succeed (&place, "tendency list.txt --metric precomputed");
  g_assert_cmpstr (list, ==, DISTANCES_ORDER);

  /* Distances are not taken for coordinates in silence. */
  fail (&place, "tendency square.csv", "square.csv: is square and symmetric");
  coordinates = succeed (&place, "tendency square.csv --metric euclidean");
  g_assert_cmpstr (coordinates, !=, DISTANCES_ORDER);
}

static void
test_start (void)
{
  g_autofree char *out = NULL;
  g_auto (Place) place;

  place_init (&place);
  write_file (&place, "list.txt", "2\n5\n4\n");
  out = succeed (&place, "tendency list.txt --metric precomputed --start 2");
  g_assert_cmpstr (out, ==, "position,index,parent,weight\n0,2,-1,0\n1,1,2,4\n2,0,1,2\n");
  fail (&place, "tendency list.txt --metric precomputed --start 3", "list.txt: there is no row 3");
  fail (&place, "tendency list.txt --metric precomputed --start -1", "-1");
  misuse (&place, "tendency list.txt --metric precomputed --start 2 --order seriation", "--start");
}

/* Two clusters of two. */
static void
test_groups (void)
{
  g_autofree char *path = NULL;
  g_autofree char *svg = NULL;
  g_auto (Place) place;

  place_init (&place);
  write_file (&place, "pairs.csv", "10\n0\n1\n11.5\n");
  g_free (succeed (&place, "tendency pairs.csv --image plot.svg --group blocks:2"));
  path = get_path (&place, "plot.svg");
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "dissimilarity plot by 2 blocks"));
  g_assert_nonnull (strstr (svg, "<title>1: 2 samples, mean silhouette width 0.9"));
  g_free (succeed (&place, "tendency pairs.csv --image both.png --kind dissplot,ivat --cell 60"));
  g_free (succeed (&place, "tendency pairs.csv --image both.png --kind ivat,dissplot --group height:2 --cell 60"));
}

/* All that a user of NumPy or of a figure may want besides the order. */
static void
test_output (void)
{
  const float expected[] = { 0, 2, 4, 2, 0, 4, 4, 4, 0 };
  g_autofree char *path = NULL;
  g_autofree char *image = NULL;
  g_autofree char *svg = NULL;
  g_autofree char *array = NULL;
  gsize length;
  g_auto (Place) place;

  place_init (&place);
  write_file (&place, "list.txt", "2\n5\n4\n");
  g_free (succeed (&place, "tendency list.txt --metric precomputed --start 2 --ivat ivat.npy --image both.svg "
                           "--kind dissimilarity,ivat --palette lagoon --cell 100"));
  path = get_path (&place, "ivat.npy");
  g_assert_true (g_file_get_contents (path, &array, &length, NULL));
  g_assert_cmpmem (array + 128, length - 128, expected, sizeof expected);
  image = get_path (&place, "both.svg");
  g_assert_true (g_file_get_contents (image, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, ">dissimilarity<"));
  g_assert_nonnull (strstr (svg, ">iVAT<"));
}

/* Two pairs: by path distances the second hangs on the first sample, since it is as far from all. What follows "--" is
 * no option, whatever it looks like. */
static void
test_order (void)
{
  g_autofree char *usual = NULL;
  g_autofree char *seriation = NULL;
  g_auto (Place) place;

  place_init (&place);
  write_file (&place, "pairs.csv", "10\n0\n1\n11.5\n");
  usual = succeed (&place, "tendency pairs.csv --order havens-bezdek");
  g_assert_cmpstr (usual, ==, "position,index,parent,weight\n0,1,-1,0\n1,2,1,1\n2,0,2,9\n3,3,0,1.5\n");
  write_file (&place, "--pairs.csv", "10\n0\n1\n11.5\n");
  seriation = succeed (&place, "tendency --order seriation -- --pairs.csv");
  g_assert_cmpstr (seriation, ==, "position,index,parent,weight\n0,1,-1,0\n1,2,1,1\n2,0,1,9\n3,3,0,1.5\n");
}

static void
test_refused (void)
{
  g_auto (Place) place;

  place_init (&place);
  write_file (&place, "line.csv", LINE);
  write_file (&place, "bad.csv", "1,2\n3,nan\n");
  write_file (&place, "ragged.csv", "1,2\n3\n");
  write_file (&place, "cut.npy", "\x93NUMPY");
  misuse (&place, "tendency", "FILE");
  misuse (&place, "tendency line.csv more", "more");
  fail (&place, "tendency nowhere.csv", "nowhere.csv");
  fail (&place, "tendency net.txt", "net.txt");
  fail (&place, "tendency bad.csv", "bad.csv");
  fail (&place, "tendency ragged.csv", "ragged.csv");
  fail (&place, "tendency cut.npy", "cut.npy");
  fail (&place, "tendency line.csv --metric manhattan", "euclidean");
  fail (&place, "tendency line.csv --metric precomputed", "line.csv");
  fail (&place, "tendency line.csv --order any", "seriation");
  fail (&place, "tendency line.csv --output nowhere/order.csv", "nowhere/order.csv");
  fail (&place, "tendency line.csv --image image.bmp --output order.csv", "image.bmp");
  fail (&place, "tendency line.csv --ivat ivat.txt --output order.csv", "ivat.txt");
  fail (&place, "tendency line.csv --image image.png --kind any --output order.csv", "dissimilarity");
  fail (&place, "tendency line.csv --image image.png --palette any --output order.csv", "lagoon");
  g_assert_false (is_there (&place, "order.csv"));
  fail (&place, "tendency line.csv --ivat nowhere/ivat.npy", "nowhere/ivat.npy");
  misuse (&place, "tendency line.csv --kind vat", "--image");
  misuse (&place, "tendency line.csv --group blocks:2", "--image");
  fail (&place, "tendency line.csv --image image.png --group label --output order.csv", "height:H");
  fail (&place, "tendency line.csv --image image.png --group blocks:0 --output order.csv", "blocks:0");
  fail (&place, "tendency line.csv --image image.png --kind vat,ivat --group blocks:2 --output order.csv", "vat,ivat");
  g_assert_false (is_there (&place, "order.csv"));
  misuse (&place, "tendency line.csv --image image.png --cell 1", "--cell");
  misuse (&place, "tendency line.csv --image image.png --cell 0", "--cell");
  misuse (&place, "tendency line.csv --cell 0", "--image");
  g_assert_false (is_there (&place, "image.bmp"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-tendency/table", test_table);
  g_test_add_func ("/cli-tendency/precomputed", test_precomputed);
  g_test_add_func ("/cli-tendency/start", test_start);
  g_test_add_func ("/cli-tendency/groups", test_groups);
  g_test_add_func ("/cli-tendency/output", test_output);
  g_test_add_func ("/cli-tendency/order", test_order);
  g_test_add_func ("/cli-tendency/refused", test_refused);
  return g_test_run ();
}
