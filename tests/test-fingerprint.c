/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fingerprint.h"

#include <string.h>

/* Data of every length, and with every single bit changed, have fingerprints of their own. */
static void
test_distinct (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint8 data[200] = { 0 };

  for (gsize size = 0; size <= sizeof data; size++)
    g_assert_true (g_hash_table_add (seen, g_strdup (dg_fingerprint (data, size).text)));
  for (gsize bit = 0; bit < 8 * sizeof data; bit++)
    {
      data[bit / 8] ^= 1 << bit % 8;
      g_assert_true (g_hash_table_add (seen, g_strdup (dg_fingerprint (data, sizeof data).text)));
      data[bit / 8] ^= 1 << bit % 8;
    }
}

static void
test_swapped (void)
{
  double data[64];
  DgFingerprint before, after;

  for (gsize i = 0; i < 64; i++)
    data[i] = (double) i;
  before = dg_fingerprint (data, sizeof data);
  data[3] = 11; /* two words of one lane change places */
  data[11] = 3;
  after = dg_fingerprint (data, sizeof data);
  g_assert_cmpstr (before.text, !=, after.text);
}

/* Files keep fingerprints, so they must not change: values of this implementation. */
static void
test_stable (void)
{
  char data[101];

  memcpy (data + 1, /* not aligned */
          "A cell is three arrays of n numbers, not an n x n matrix: "
          "twelve kilobytes at a thousand samples.",
          97);
  g_assert_cmpstr (dg_fingerprint (data + 1, 97).text, ==, "115b39d8254dd3f28479178addb055b1");
  g_assert_cmpstr (dg_fingerprint (NULL, 0).text, ==, "8813fa1cbc461847813a85c835c0d158");
  g_assert_cmpuint (strlen (dg_fingerprint (data + 1, 97).text), ==, DG_FINGERPRINT_LENGTH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fingerprint/distinct", test_distinct);
  g_test_add_func ("/fingerprint/swapped", test_swapped);
  g_test_add_func ("/fingerprint/stable", test_stable);
  return g_test_run ();
}
