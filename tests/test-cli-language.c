/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands in Japanese, by the translations of the build. */
#include "cli-fixture.h"

static void
set_language (void)
{
  g_setenv ("LANGUAGE", "ja", TRUE);
  g_setenv ("DIAGONAL_LOCALE_DIR", g_getenv ("DG_TEST_LOCALE_DIR"), TRUE);
}

/* Labels of wide characters, too, end where values begin; what stands in another order than in English is filled in
 * rightly. */
static void
test_info (void)
{
  g_autofree char *out = NULL, *json = NULL;
  g_auto (Place) place;

  place_init (&place);
  g_free (succeed (&place, "train --run r --data data --network net.txt --analysis 50 --epochs 1 --threads 2"));
  out = succeed (&place, "info r");
  json = succeed (&place, "info r --json");
  g_assert_nonnull (strstr (out, "\n層            P1  "));
  g_assert_nonnull (strstr (out, "\nデータセット  "));
  g_assert_nonnull (strstr (out, "\n解析集合      テスト画像 " G_STRINGIFY (SPOT_N_TEST) " 枚から層化抽出した 50 枚\n"));
  g_assert_nonnull (strstr (out, "\nラベル        10 クラス\n"));
  for (const char *at = json; *at != '\0'; at++)
    g_assert_true (g_ascii_isprint (*at) || *at == '\n');
}

/* Columns of headings of wide characters. */
static void
test_table (void)
{
  g_autofree char *out = NULL;
  g_auto (Place) place;

  place_init (&place);
  g_free (succeed (&place, "train --run r --data data --network net.txt --analysis 50 --epochs 1 --threads 2"));
  out = succeed (&place, "reduce r --sizes 25");
  g_assert_nonnull (strstr (out, "\n  残した数  間隔  ブロック   ARI  平均 |ΔD′|"));
  g_assert_nonnull (strstr (out, "\n        50              10  "));
  g_assert_nonnull (strstr (out, "\n        25     2        "));
}

static void
test_error (void)
{
  g_auto (Place) place;

  place_init (&place);
  fail (&place, "info nowhere", "nowhere: このフォルダーはありません");
  write_file (&place, "square.csv", "0,1,2\n1,0,3\n2,4,0\n");
  fail (&place, "tendency square.csv --metric precomputed", "2 行 1 列は 4 ですが、1 行 2 列は 3 です");
  misuse (&place, "figure", "RUN がありません");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  set_language ();
  g_test_add_func ("/cli-language/info", test_info);
  g_test_add_func ("/cli-language/table", test_table);
  g_test_add_func ("/cli-language/error", test_error);
  return g_test_run ();
}
