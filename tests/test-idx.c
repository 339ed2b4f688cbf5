/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset/idx.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "idx-files.h"

#define FILE_NAME "some-idx3-ubyte"

typedef struct
{
  char *folder;
  GFile *file; /* FILE_NAME in it */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;

  fixture->folder = idx_files_make_folder ();
  path = g_build_filename (fixture->folder, FILE_NAME, NULL);
  fixture->file = g_file_new_for_path (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->file);
  idx_files_remove_folder (fixture->folder);
}

static const guint32 shape[] = { 5, 3, 2 };

static GByteArray *
make_good (void)
{
  return idx_files_make (0x08, 3, shape, 30);
}

/* Takes @bytes. */
static void
write_bytes (Fixture *fixture, GByteArray *bytes)
{
  idx_files_write (fixture->folder, FILE_NAME, bytes);
}

static void
assert_good (GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgIdx) idx = dg_idx_read (file, 3, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (idx->n_dims, ==, 3);
  g_assert_cmpuint (idx->size, ==, 30);
  for (int i = 0; i < 3; i++)
    g_assert_cmpuint (idx->shape[i], ==, shape[i]);
  for (int i = 0; i < 30; i++)
    g_assert_cmpuint (idx->data[i], ==, i);
}

static void
assert_refused (Fixture *fixture, GQuark domain, int code, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_idx_read (fixture->file, 3, NULL, &error));
  g_assert_error (error, domain, code);
  if (strstr (error->message, FILE_NAME) == NULL || strstr (error->message, part) == NULL)
    g_error ("“%s” lacks “%s” or “%s”", error->message, FILE_NAME, part);
}

/* Takes @bytes. */
static void
assert_bytes_refused (Fixture *fixture, GByteArray *bytes, int code, const char *part)
{
  write_bytes (fixture, bytes);
  assert_refused (fixture, DG_ERROR, code, part);
}

static void
test_read (Fixture *fixture, gconstpointer data)
{
  GByteArray *bytes = make_good ();

  write_bytes (fixture, bytes);
  assert_good (fixture->file);

  bytes = make_good ();
  idx_files_compress (bytes);
  write_bytes (fixture, bytes);
  assert_good (fixture->file);
}

/* More than one chunk, a size that is no multiple of one. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  const guint32 large[] = { 3, 1000, 1217 };

  for (int compressed = 0; compressed < 2; compressed++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DgIdx) idx = NULL;
      GByteArray *bytes = idx_files_make (0x08, 3, large, 3651000);

      if (compressed)
        idx_files_compress (bytes);
      write_bytes (fixture, bytes);
      idx = dg_idx_read (fixture->file, 3, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (idx->size, ==, 3651000);
      for (gsize i = 0; i < idx->size; i++)
        if (idx->data[i] != i % 256)
          g_error ("value %zu is %u", i, idx->data[i]);
    }
}

static void
test_header (Fixture *fixture, gconstpointer data)
{
  const guint32 none[] = { 0, 28, 28 }, flat[] = { 5, 0, 28 };
  const guint32 overflow[] = { G_MAXUINT32, G_MAXUINT32, G_MAXUINT32 };
  const guint32 absurd[] = { G_MAXUINT32, G_MAXUINT32, 1 };
  const char *text = "train-images, but a text\n";
  GByteArray *bytes;

  for (guint length = 0; length < 16; length++)
    {
      bytes = make_good ();
      g_byte_array_set_size (bytes, length);
      assert_bytes_refused (fixture, bytes, DG_ERROR_FORMAT, "ends within its header");
    }
  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) text, strlen (text));
  assert_bytes_refused (fixture, bytes, DG_ERROR_FORMAT, "is not an IDX file");
  assert_bytes_refused (fixture, idx_files_make (0x0d, 3, shape, 120), DG_ERROR_UNSUPPORTED, "0x0D");
  assert_bytes_refused (fixture, idx_files_make (0x08, 1, shape, 5), DG_ERROR_FORMAT, "1 dimensions where 3");
  assert_bytes_refused (fixture, idx_files_make (0x08, 2, shape, 15), DG_ERROR_FORMAT, "2 dimensions");
  assert_bytes_refused (fixture, idx_files_make (0x08, 3, none, 0), DG_ERROR_FORMAT, "is empty");
  assert_bytes_refused (fixture, idx_files_make (0x08, 3, flat, 0), DG_ERROR_FORMAT, "is empty");
  assert_bytes_refused (fixture, idx_files_make (0x08, 3, overflow, 9), DG_ERROR_FORMAT, "more values than");
  assert_bytes_refused (fixture, idx_files_make (0x08, 3, absurd, 9), DG_ERROR_FORMAT, "truncated");
}

static void
test_plain_length (Fixture *fixture, gconstpointer data)
{
  assert_bytes_refused (fixture, idx_files_make (0x08, 3, shape, 29), DG_ERROR_FORMAT,
                        "promises 30 values, it holds 29");
  assert_bytes_refused (fixture, idx_files_make (0x08, 3, shape, 0), DG_ERROR_FORMAT, "it holds 0");
  assert_bytes_refused (fixture, idx_files_make (0x08, 3, shape, 31), DG_ERROR_FORMAT, "oversized");
}

static void
test_compressed (Fixture *fixture, gconstpointer data)
{
  const guint32 large[] = { 64, 1024, 1024 }, absurd[] = { 64, 1024, 1025 };
  GByteArray *bytes;
  gsize length;

  /* Contents that do not fit their header. */
  bytes = idx_files_make (0x08, 3, shape, 29);
  idx_files_compress (bytes);
  assert_bytes_refused (fixture, bytes, DG_ERROR_FORMAT, "promises 30 values, it holds 29");
  bytes = idx_files_make (0x08, 3, large, 9);
  idx_files_compress (bytes);
  assert_bytes_refused (fixture, bytes, DG_ERROR_FORMAT, "it holds 9");
  bytes = idx_files_make (0x08, 3, absurd, 9);
  idx_files_compress (bytes);
  assert_bytes_refused (fixture, bytes, DG_ERROR_UNSUPPORTED, "zip bomb");
  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) "a text", 6);
  idx_files_compress (bytes);
  assert_bytes_refused (fixture, bytes, DG_ERROR_FORMAT, "does not hold an IDX file");
  bytes = make_good ();
  g_byte_array_set_size (bytes, 3);
  idx_files_compress (bytes);
  assert_bytes_refused (fixture, bytes, DG_ERROR_FORMAT, "ends within its header");

  /* 64 MB of values after the 30 that are promised. */
  bytes = idx_files_make (0x08, 3, shape, 64 * 1024 * 1024);
  idx_files_compress (bytes);
  assert_bytes_refused (fixture, bytes, DG_ERROR_FORMAT, "oversized");

  /* gzip data that is cut off, or whose digest, length or middle is wrong. */
  bytes = make_good ();
  idx_files_compress (bytes);
  length = bytes->len;
  g_byte_array_set_size (bytes, length - 9);
  assert_bytes_refused (fixture, bytes, DG_ERROR_FORMAT, "gzip data ends early");
  for (gsize back = 1; back <= 8; back++)
    {
      bytes = make_good ();
      idx_files_compress (bytes);
      bytes->data[length - back] ^= 0x10;
      assert_bytes_refused (fixture, bytes, DG_ERROR_FORMAT, "damaged");
    }
  bytes = make_good ();
  idx_files_compress (bytes);
  bytes->data[10] = 0xff;
  assert_bytes_refused (fixture, bytes, DG_ERROR_FORMAT, "damaged");
}

/* Whatever is cut off or changed: an error that names the file, or values of the size the header says. */
static void
test_any_damage (Fixture *fixture, gconstpointer data)
{
  for (int compressed = 0; compressed < 2; compressed++)
    {
      g_autoptr (GByteArray) good = make_good ();

      if (compressed)
        idx_files_compress (good);
      for (guint i = 0; i < good->len; i++)
        for (int bit = -1; bit < 8; bit += 4)
          {
            g_autoptr (GError) error = NULL;
            g_autoptr (DgIdx) idx = NULL;
            GByteArray *bytes = g_byte_array_new ();

            g_byte_array_append (bytes, good->data, bit < 0 ? i : good->len);
            if (bit >= 0)
              bytes->data[i] ^= 1 << bit;
            write_bytes (fixture, bytes);
            idx = dg_idx_read (fixture->file, 3, NULL, &error);
            if (idx == NULL)
              g_assert_nonnull (strstr (error->message, FILE_NAME));
            else
              g_assert_cmpuint (idx->size, ==, 30);
            if (bit < 0)
              g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
          }
    }
}

static void
test_not_regular (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->file);

  assert_refused (fixture, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "");
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_refused (fixture, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "not a regular file");
  g_assert_true (g_file_delete (fixture->file, NULL, NULL));
  g_assert_true (g_file_make_directory (fixture->file, NULL, NULL));
  assert_refused (fixture, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "not a regular file");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  write_bytes (fixture, make_good ());
  g_cancellable_cancel (cancellable);
  g_assert_null (dg_idx_read (fixture->file, 3, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/idx/read", test_read },
    { "/idx/large", test_large },
    { "/idx/header", test_header },
    { "/idx/plain-length", test_plain_length },
    { "/idx/compressed", test_compressed },
    { "/idx/any-damage", test_any_damage },
    { "/idx/not-regular", test_not_regular },
    { "/idx/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
