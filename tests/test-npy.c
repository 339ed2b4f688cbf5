/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/npy.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "array-files.h"
#include "base/error.h"
#include "run/npz.h"

typedef struct
{
  char *folder, *npy, *npz;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("dg-npy-XXXXXX", NULL);
  fixture->npy = g_build_filename (fixture->folder, "file.npy", NULL);
  fixture->npz = g_build_filename (fixture->folder, "file.npz", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->npy);
  g_unlink (fixture->npz);
  g_rmdir (fixture->folder);
  g_free (fixture->npy);
  g_free (fixture->npz);
  g_free (fixture->folder);
}

static void
write_npy (const char *path, const char *dictionary, gconstpointer elements, gsize size)
{
  g_autoptr (GByteArray) bytes = npy_new (dictionary, elements, size);

  g_assert_true (g_file_set_contents (path, (char *) bytes->data, bytes->len, NULL));
}

static void
assert_tensor (DgTensor *tensor, guint n_dims, const gsize *shape, const float *values)
{
  g_assert_nonnull (tensor);
  g_assert_cmpuint (tensor->n_dims, ==, n_dims);
  for (guint i = 0; i < n_dims; i++)
    g_assert_cmpuint (tensor->shape[i], ==, shape[i]);
  for (gsize i = 0; i < dg_tensor_get_size (tensor); i++)
    g_assert_cmpfloat (tensor->data[i], ==, values[i]);
}

static void
assert_npy (Fixture *fixture, const char *dictionary, gconstpointer elements, gsize size, guint n_dims,
            const gsize *shape, const float *values)
{
  g_autoptr (DgTensor) tensor = NULL;
  g_autoptr (GError) error = NULL;

  write_npy (fixture->npy, dictionary, elements, size);
  tensor = dg_npy_load (fixture->npy, &error);
  g_assert_no_error (error);
  assert_tensor (tensor, n_dims, shape, values);
}

static void
test_types (Fixture *fixture, gconstpointer data)
{
  static const float one_two[] = { 1, 2 };
  static const gsize two[] = { 2 };

#define CHECK(descr, ...)                                                                                    \
  assert_npy (fixture, "{'descr': '" descr "', 'fortran_order': False, 'shape': (2,), }",                    \
              ((guint8[]) { __VA_ARGS__ }), sizeof ((guint8[]) { __VA_ARGS__ }), 1, two, one_two)
  CHECK ("<f4", 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40);
  CHECK (">f4", 0x3f, 0x80, 0, 0, 0x40, 0, 0, 0);
  CHECK ("<f2", 0, 0x3c, 0, 0x40);
  CHECK (">f2", 0x3c, 0, 0x40, 0);
  CHECK ("<f8", 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0x40);
  CHECK (">f8", 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0);
  CHECK ("|i1", 1, 2);
  CHECK ("|u1", 1, 2);
  CHECK ("<i2", 1, 0, 2, 0);
  CHECK (">u2", 0, 1, 0, 2);
  CHECK ("<u4", 1, 0, 0, 0, 2, 0, 0, 0);
  CHECK (">i8", 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2);
#undef CHECK
  assert_npy (fixture, "{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", ((guint8[]) { 0, 1 }), 2,
              1, two, ((float[]) { 0, 1 }));
}

static void
test_orders (Fixture *fixture, gconstpointer data)
{
  static const guint8 elements[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
  static const float in_c[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
  /* numpy.arange (12).reshape ((2, 3, 2), order='F').ravel () */
  static const float in_fortran[] = { 0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11 };
  static const gsize shape[] = { 2, 3, 2 };

  assert_npy (fixture, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 2), }", elements, 12, 3,
              shape, in_c);
  assert_npy (fixture, "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2), }", elements, 12, 3,
              shape, in_fortran);
  assert_npy (fixture, "{\"shape\":(2,3,2),\"descr\":\"|u1\",\"fortran_order\":False}", elements, 12, 3,
              shape, in_c);
  assert_npy (fixture, "{'descr': '|u1', 'fortran_order': False, 'shape': (), }", elements, 1, 1,
              ((gsize[]) { 1 }), in_c);
}

static void
assert_refused (Fixture *fixture, const char *dictionary, gsize size, DgError code, const char *fault)
{
  static const guint8 zeros[64];
  g_autoptr (GError) error = NULL;

  write_npy (fixture->npy, dictionary, zeros, size);
  g_assert_null (dg_npy_load (fixture->npy, &error));
  g_assert_error (error, DG_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, fixture->npy));
  if (strstr (error->message, fault) == NULL)
    g_error ("“%s” does not say “%s”", error->message, fault);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
#define D(descr, order, shape) "{'descr': " descr ", 'fortran_order': " order ", 'shape': " shape ", }"
  assert_refused (fixture, D ("'|O'", "False", "(2,)"), 16, DG_ERROR_UNSUPPORTED, "pickle");
  assert_refused (fixture, D ("[('a', '<f4')]", "False", "(2,)"), 8, DG_ERROR_UNSUPPORTED, "records");
  assert_refused (fixture, D ("'<U3'", "False", "(2,)"), 24, DG_ERROR_UNSUPPORTED, "<U3");
  assert_refused (fixture, D ("'<c8'", "False", "(2,)"), 16, DG_ERROR_UNSUPPORTED, "<c8");
  assert_refused (fixture, D ("''", "False", "(2,)"), 16, DG_ERROR_UNSUPPORTED, "type");
  assert_refused (fixture, D ("'<f4'", "False", "(3,)"), 8, DG_ERROR_FORMAT, "cut off");
  assert_refused (fixture, D ("'<f4'", "False", "(1,)"), 8, DG_ERROR_FORMAT, "too long");
  assert_refused (fixture, D ("'<f4'", "False", "(4294967296, 4294967296)"), 8, DG_ERROR_FORMAT, "beyond");
  assert_refused (fixture, D ("'<f4'", "False", "(99999999999999999999,)"), 8, DG_ERROR_FORMAT, "damaged");
  assert_refused (fixture, D ("'<f4'", "False", "(-1,)"), 8, DG_ERROR_FORMAT, "damaged");
  assert_refused (fixture, D ("'<f4'", "False", "(1, 1, 1, 1, 1, 1, 1, 1, 2)"), 8, DG_ERROR_UNSUPPORTED,
                  "dimensions");
  assert_refused (fixture, D ("'<f4'", "Maybe", "(2,)"), 8, DG_ERROR_FORMAT, "damaged");
  assert_refused (fixture, D ("'<f4'", "False", "(2"), 8, DG_ERROR_FORMAT, "damaged");
#undef D
  assert_refused (fixture, "{'descr': '<f4', 'shape': (2,)}", 8, DG_ERROR_FORMAT, "damaged");
  assert_refused (fixture, "{'descr': '<f4', 'descr': '<f4', 'shape': (2,)}", 8, DG_ERROR_FORMAT, "damaged");
  assert_refused (fixture, "{'descr': '<f4' 'shape': (2,)}", 8, DG_ERROR_FORMAT, "damaged");
  assert_refused (fixture, "", 8, DG_ERROR_FORMAT, "damaged");
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray)
      bytes = npy_new ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "\0\0\0\0\0\0\0\0", 8);

  for (gsize i = 0; i < bytes->len; i++)
    {
      g_autoptr (GError) error = NULL;

      bytes_write (fixture->npy, (char *) bytes->data, i);
      g_assert_null (dg_npy_load (fixture->npy, &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
    }
  bytes->data[6] = 4;
  g_assert_true (g_file_set_contents (fixture->npy, (char *) bytes->data, bytes->len, NULL));
  g_assert_null (dg_npy_load (fixture->npy, NULL));
}

static void
assert_elements (const DgNpz *npz, const DgArrayEntry *entry, gconstpointer expected, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) elements = dg_npz_read (npz, entry, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (elements, NULL), g_bytes_get_size (elements), expected, size);
}

static void
test_npz (Fixture *fixture, gconstpointer data)
{
  static const float values[] = { 1, 2, 3, 4, 5, 6 };
  static const guint8 labels[] = { 3, 1 };
  g_autoptr (GByteArray)
      first = npy_new ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", values, sizeof values);
  g_autoptr (GByteArray)
      second = npy_new ("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", labels, 2);
  g_autoptr (GByteArray) readme = g_byte_array_new ();

  g_byte_array_append (readme, (const guint8 *) "hello", 5);
  for (int deflate = 0; deflate < 2; deflate++)
    {
      g_autoptr (DgNpz) npz = NULL;
      const DgArrayEntry *entries;
      g_autoptr (GError) error = NULL;
      gsize n;

      npz_write (fixture->npz, 3, (const char *[]) { "R3.npy", "readme.txt", "labels.npy" },
                 (GByteArray *[]) { first, readme, second }, deflate);
      npz = dg_npz_open (fixture->npz, &error);
      g_assert_no_error (error);
      entries = dg_npz_get_entries (npz, &n);
      g_assert_cmpuint (n, ==, 2);
      g_assert_cmpstr (entries[0].name, ==, "R3");
      g_assert_cmpuint (entries[0].layout.shape[1], ==, 3);
      assert_elements (npz, &entries[0], values, sizeof values);
      g_assert_cmpstr (entries[1].name, ==, "labels");
      g_assert_cmpint (entries[1].layout.dtype, ==, DG_DTYPE_U8);
      assert_elements (npz, &entries[1], labels, sizeof labels);
    }
}

/* The first array of a file, or why it cannot be read. */
static GBytes *
read_first (const char *path, GError **error)
{
  g_autoptr (DgNpz) npz = dg_npz_open (path, error);
  gsize n;

  return npz != NULL ? dg_npz_read (npz, dg_npz_get_entries (npz, &n), error) : NULL;
}

static void
assert_npz_refused (const char *path, DgError code, const char *fault)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_first (path, &error));
  g_assert_error (error, DG_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, path));
  if (strstr (error->message, fault) == NULL)
    g_error ("“%s” does not say “%s”", error->message, fault);
}

static void
test_npz_refused (Fixture *fixture, gconstpointer data)
{
  static const guint8 zeros[64];
  g_autoptr (GByteArray)
      objects = npy_new ("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", zeros, 16);
  g_autoptr (GByteArray)
      few = npy_new ("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", zeros, 8);
  g_autoptr (GByteArray)
      many = npy_new ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", zeros, 8);
  g_autoptr (GByteArray) text = g_byte_array_new ();
  const char *name = "a.npy";

  g_byte_array_append (text, (const guint8 *) "not an array", 12);
  npz_write (fixture->npz, 1, &name, &objects, TRUE);
  assert_npz_refused (fixture->npz, DG_ERROR_UNSUPPORTED, "pickle");
  npz_write (fixture->npz, 1, &name, &few, TRUE);
  assert_npz_refused (fixture->npz, DG_ERROR_FORMAT, "number of elements");
  npz_write (fixture->npz, 1, &name, &many, FALSE);
  assert_npz_refused (fixture->npz, DG_ERROR_FORMAT, "number of elements");
  npz_write (fixture->npz, 1, &name, &text, FALSE);
  assert_npz_refused (fixture->npz, DG_ERROR_FORMAT, "“a”");
  npz_write (fixture->npz, 1, (const char *[]) { "a.txt" }, &text, FALSE);
  assert_npz_refused (fixture->npz, DG_ERROR_FORMAT, "no NumPy array");
  g_assert_true (g_file_set_contents (fixture->npz, "not a zip file at all", -1, NULL));
  assert_npz_refused (fixture->npz, DG_ERROR_FORMAT, "zip");
  g_assert_true (g_file_set_contents (fixture->npz, "", 0, NULL));
  assert_npz_refused (fixture->npz, DG_ERROR_FORMAT, "zip");
}

/* Names are UTF-8 whatever the locale. */
static void
test_npz_names (Fixture *fixture, gconstpointer data)
{
  static const guint8 zeros[8];
  g_autoptr (GByteArray)
      array = npy_new ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", zeros, 8);
  g_autofree char *old = g_strdup (setlocale (LC_CTYPE, NULL));
  g_autoptr (DgNpz) npz = NULL;
  gsize n;

  g_assert_nonnull (setlocale (LC_CTYPE, "C.UTF-8"));
  npz_write (fixture->npz, 1, (const char *[]) { "層.npy" }, &array, TRUE);
  g_assert_nonnull (setlocale (LC_CTYPE, "C"));
  npz = dg_npz_open (fixture->npz, NULL);
  setlocale (LC_CTYPE, old);
  g_assert_nonnull (npz);
  g_assert_cmpstr (dg_npz_get_entries (npz, &n)->name, ==, "層");
}

/* A file that ends before its directory is not yet all there, though each of its arrays is. */
static void
test_npz_truncated (Fixture *fixture, gconstpointer data)
{
  static const guint8 zeros[8];
  g_autoptr (GByteArray)
      array = npy_new ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", zeros, 8);
  g_autofree char *contents = NULL;
  gsize length;

  npz_write (fixture->npz, 2, (const char *[]) { "a.npy", "b.npy" }, (GByteArray *[]) { array, array }, FALSE);
  g_assert_true (g_file_get_contents (fixture->npz, &contents, &length, NULL));
  for (gsize i = 0; i < length; i++)
    {
      bytes_write (fixture->npz, contents, i);
      assert_npz_refused (fixture->npz, DG_ERROR_FORMAT, "zip");
    }
}

/* 128 MiB of zeros in a file of some kilobytes, truly there and merely announced. */
static void
test_npz_bomb (Fixture *fixture, gconstpointer data)
{
  const gsize n = (gsize) 128 << 20;
  g_autofree char *dictionary = g_strdup_printf (
      "{'descr': '|u1', 'fortran_order': False, 'shape': (%zu,), }", n / 4 + 1);
  g_autofree guint8 *zeros = g_malloc0 (n / 4 + 1);
  g_autoptr (GByteArray) bomb = npy_new (dictionary, zeros, n / 4 + 1);
  g_autoptr (GByteArray) announced = npy_new (dictionary, zeros, 8);
  const char *name = "a.npy";

  npz_write (fixture->npz, 1, &name, &bomb, TRUE);
  assert_npz_refused (fixture->npz, DG_ERROR_UNSUPPORTED, "zip bomb");
  npz_write (fixture->npz, 1, &name, &announced, TRUE);
  assert_npz_refused (fixture->npz, DG_ERROR_UNSUPPORTED, "zip bomb");
}

/* A damaged byte anywhere is found by the zip's check sum or gives another array, never a crash. */
static void
test_npz_damaged (Fixture *fixture, gconstpointer data)
{
  static const guint8 zeros[64];
  g_autoptr (GByteArray)
      good = npy_new ("{'descr': '<f4', 'fortran_order': False, 'shape': (16,), }", zeros, 64);
  g_autofree char *contents = NULL;
  const char *name = "a.npy";
  guint n_refused = 0;
  gsize length;

  npz_write (fixture->npz, 1, &name, &good, TRUE);
  g_assert_true (g_file_get_contents (fixture->npz, &contents, &length, NULL));
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) elements = NULL;

      contents[i] ^= 0x55;
      bytes_write (fixture->npz, contents, length);
      contents[i] ^= 0x55;
      elements = read_first (fixture->npz, &error);
      g_assert_true ((elements == NULL) == (error != NULL));
      n_refused += elements == NULL;
    }
  g_assert_cmpuint (n_refused, >, length / 4);
}

/* A file of 1 TiB, all of it a hole, whose floats would take four times as much. */
static void
test_holes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = npy_new_array ("|u1", "(1099511627776, 1)", NULL, 0);
  g_autoptr (GError) error = NULL;

  bytes_write (fixture->npy, bytes->data, bytes->len);
  if (truncate (fixture->npy, bytes->len + ((off_t) 1 << 40)) != 0)
    {
      g_test_skip ("the file system takes no file of 1 TiB");
      return;
    }
  g_assert_null (dg_npy_load (fixture->npy, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "larger than the memory"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/npy/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("types", test_types);
  ADD ("orders", test_orders);
  ADD ("refused", test_refused);
  ADD ("truncated", test_truncated);
  ADD ("holes", test_holes);
  ADD ("npz", test_npz);
  ADD ("npz-refused", test_npz_refused);
  ADD ("npz-truncated", test_npz_truncated);
  ADD ("npz-names", test_npz_names);
  ADD ("npz-bomb", test_npz_bomb);
  ADD ("npz-damaged", test_npz_damaged);
#undef ADD
  return g_test_run ();
}
