/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/rng.h"
#include "fuzz.h"

/* Drives a fuzz target without libFuzzer: over each file of its corpus, and over mutants of it that are the same every
 * time. */

#define N_MUTANTS 100
#define MAX_CHANGES 4
#define MAX_PIECE 16

typedef struct
{
  char *path;
  guint64 number; /* in the corpus */
} Case;

/* Exactly @bytes and nothing behind them, so that reading beyond them is found. */
static void
run_target (const GByteArray *bytes)
{
  g_autofree guint8 *data = g_malloc (MAX (bytes->len, 1));

  if (bytes->len > 0)
    memcpy (data, bytes->data, bytes->len);
  LLVMFuzzerTestOneInput (data, bytes->len);
}

/* Sizes and offsets at their limits. */
static void
write_extreme (GByteArray *bytes, DgRng *rng)
{
  static const guint64 extremes[] = { 0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, G_MAXINT64,
                                      G_MAXUINT64 };
  guint64 value = extremes[dg_rng_below (rng, G_N_ELEMENTS (extremes))];
  gsize width = 1 << dg_rng_below (rng, 4);
  gsize at = dg_rng_below (rng, bytes->len);

  if (dg_rng_below (rng, 2))
    value = GUINT64_SWAP_LE_BE (value) >> (64 - 8 * width);
  memcpy (bytes->data + at, &value, MIN (width, bytes->len - at));
}

static void
insert_number (GByteArray *bytes, DgRng *rng)
{
  static const char *const numbers[] = { "0", "-1", "1e999", "4294967296", "9223372036854775807", "99999999999999999999" };
  const char *number = numbers[dg_rng_below (rng, G_N_ELEMENTS (numbers))];
  gsize at = dg_rng_below (rng, bytes->len), length = strlen (number);

  g_byte_array_set_size (bytes, bytes->len + length);
  memmove (bytes->data + at + length, bytes->data + at, bytes->len - length - at);
  memcpy (bytes->data + at, number, length);
}

/* Takes a piece out, or doubles it. */
static void
move_piece (GByteArray *bytes, DgRng *rng, gboolean doubled)
{
  gsize at = dg_rng_below (rng, bytes->len);
  gsize length = 1 + dg_rng_below (rng, MAX_PIECE);

  length = MIN (length, bytes->len - at);
  if (!doubled)
    {
      g_byte_array_remove_range (bytes, at, length);
      return;
    }
  g_byte_array_set_size (bytes, bytes->len + length);
  memmove (bytes->data + at + length, bytes->data + at, bytes->len - length - at);
}

static void
change (GByteArray *bytes, DgRng *rng)
{
  if (bytes->len == 0)
    return;
  switch (dg_rng_below (rng, 7))
    {
    case 0:
      bytes->data[dg_rng_below (rng, bytes->len)] ^= 1 << dg_rng_below (rng, 8);
      break;
    case 1:
      bytes->data[dg_rng_below (rng, bytes->len)] = dg_rng_below (rng, 256);
      break;
    case 2:
      write_extreme (bytes, rng);
      break;
    case 3:
      insert_number (bytes, rng);
      break;
    case 4:
      g_byte_array_set_size (bytes, dg_rng_below (rng, bytes->len));
      break;
    default:
      move_piece (bytes, rng, dg_rng_below (rng, 2));
    }
}

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  g_autofree char *contents = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  gsize length;
  DgRng rng;

  g_assert_true (g_file_get_contents (self->path, &contents, &length, NULL));
  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) contents, length);
  run_target (bytes);
  dg_rng_init (&rng, 1, self->number);
  for (guint i = 0; i < N_MUTANTS; i++)
    {
      g_byte_array_set_size (bytes, 0);
      g_byte_array_append (bytes, (const guint8 *) contents, length);
      for (guint j = dg_rng_below (&rng, MAX_CHANGES) + 1; j > 0; j--)
        change (bytes, &rng);
      run_target (bytes);
    }
}

static void
case_free (gpointer data)
{
  Case *self = data;

  g_free (self->path);
  g_free (self);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_corpus (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_assert_cmpuint (names->len, >, 0);
  return names;
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) names = NULL;

  g_test_init (&argc, &argv, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", FUZZ_TARGET, NULL);
  names = list_corpus (folder);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_strdup_printf ("/fuzz/%s/%s", FUZZ_TARGET, name);
      Case *self = g_new (Case, 1);

      *self = (Case) { g_build_filename (folder, name, NULL), i };
      g_test_add_data_func_full (path, self, test_case, case_free);
    }
  return g_test_run ();
}
