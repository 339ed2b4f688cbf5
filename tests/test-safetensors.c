/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/safetensors.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "run/safetensors-writer.h"

typedef struct
{
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("dg-safetensors-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file.safetensors", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
write_file (const char *path, gconstpointer data, gsize size)
{
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
write_tensors (const char *path)
{
  static const float weights[] = { 1.5f, -2.0f, 0.25f, 3.0f, -0.0f, 1e-40f };
  static const guint8 pixels[] = { 0, 128, 255 };
  static const gint64 index[] = { 7, -1, G_MAXINT64 };
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  g_autoptr (GError) error = NULL;

  dg_safetensors_writer_add_metadata (writer, "layers", "P1,R3");
  dg_safetensors_writer_add_metadata (writer, "note", "quotes \" and \\ and ü");
  dg_safetensors_writer_add (writer, "pixels", DG_DTYPE_U8, 3, (gsize[]) { 3, 1, 1 }, pixels);
  dg_safetensors_writer_add (writer, "weights", DG_DTYPE_F32, 2, (gsize[]) { 2, 3 }, weights);
  dg_safetensors_writer_add (writer, "index", DG_DTYPE_I64, 1, (gsize[]) { 3 }, index);
  g_assert_true (dg_safetensors_writer_write (writer, path, &error));
  g_assert_no_error (error);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgSafetensors) file = NULL;
  g_autoptr (DgTensor) weights = NULL;
  g_autoptr (DgTensor) pixels = NULL;
  g_autoptr (GError) error = NULL;
  const DgSafetensorsEntry *entry;
  g_autoptr (GBytes) index = NULL;
  gsize n;

  write_tensors (fixture->path);
  file = dg_safetensors_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dg_safetensors_get_metadata (file, "layers"), ==, "P1,R3");
  g_assert_cmpstr (dg_safetensors_get_metadata (file, "note"), ==, "quotes \" and \\ and ü");
  g_assert_null (dg_safetensors_get_metadata (file, "nothing"));
  dg_safetensors_get_entries (file, &n);
  g_assert_cmpuint (n, ==, 3);

  entry = dg_safetensors_find (file, "weights", &error);
  g_assert_no_error (error);
  weights = dg_safetensors_load (file, entry, NULL);
  g_assert_nonnull (weights->bytes);
  g_assert_cmpuint (weights->n_dims, ==, 2);
  g_assert_cmpuint (weights->shape[0], ==, 2);
  g_assert_cmpuint (weights->shape[1], ==, 3);
  g_assert_cmpmem (weights->data, 24, ((float[]) { 1.5f, -2.0f, 0.25f, 3.0f, -0.0f, 1e-40f }), 24);

  entry = dg_safetensors_find (file, "index", &error);
  g_assert_cmpint (entry->layout.dtype, ==, DG_DTYPE_I64);
  index = dg_safetensors_read (file, entry, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (index, NULL), g_bytes_get_size (index), ((gint64[]) { 7, -1, G_MAXINT64 }), 24);

  pixels = dg_safetensors_load (file, dg_safetensors_find (file, "pixels", NULL), NULL);
  g_assert_cmpfloat (pixels->data[2], ==, 255);
  g_assert_null (pixels->bytes);

  g_assert_null (dg_safetensors_find (file, "bias", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "weights"));
  g_assert_nonnull (strstr (error->message, "pixels"));
}

/* The same calls give the same bytes; the data begins at a multiple of 8. */
static void
test_deterministic (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL;
  gsize n_first, n_second;
  guint64 header;

  write_tensors (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &first, &n_first, NULL));
  write_tensors (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &second, &n_second, NULL));
  g_assert_cmpmem (first, n_first, second, n_second);
  memcpy (&header, first, sizeof header);
  g_assert_cmpuint (header % 8, ==, 0);
  g_assert_cmpuint (8 + header + 24 + 24 + 3, ==, n_first);
}

/* A file of @header with its length before it and @n_data bytes 0, 1, 2, … after it. */
static void
write_raw (const char *path, const char *header, gsize n_data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 length = strlen (header);

  g_byte_array_append (bytes, (guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (guint8 *) header, length);
  for (gsize i = 0; i < n_data; i++)
    g_byte_array_append (bytes, &(guint8) { i }, 1);
  g_assert_true (g_file_set_contents (path, (char *) bytes->data, bytes->len, NULL));
}

static void
assert_refused (const char *path, DgError code, const char *fault)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_safetensors_open (path, &error));
  g_assert_error (error, DG_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, path));
  if (strstr (error->message, fault) == NULL)
    g_error ("“%s” does not say “%s”", error->message, fault);
}

#define TENSOR(dtype, shape, begin, end)                                                                     \
  "{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":[" #begin "," #end "]}"

static const struct
{
  const char *header;
  gsize n_data;
  DgError code;
  const char *fault;
} refused[] = {
  { "{\"a\":" TENSOR ("F32", "[2]", 0, 8) "}", 7, DG_ERROR_FORMAT, "cut off" },
  { "{\"a\":" TENSOR ("F32", "[2]", 0, 8) "}", 9, DG_ERROR_FORMAT, "after its last" },
  { "{\"a\":" TENSOR ("F32", "[2]", 0, 4) "}", 4, DG_ERROR_FORMAT, "disagree" },
  { "{\"a\":" TENSOR ("F32", "[2]", 8, 0) "}", 8, DG_ERROR_FORMAT, "no valid offsets" },
  { "{\"a\":" TENSOR ("F32", "[2]", -8, 0) "}", 8, DG_ERROR_FORMAT, "no valid offsets" },
  { "{\"a\":" TENSOR ("F32", "[2]", 0, 18446744073709551616) "}", 8, DG_ERROR_FORMAT, "no valid offsets" },
  { "{\"a\":" TENSOR ("F32", "[-2]", 0, 8) "}", 8, DG_ERROR_FORMAT, "no valid shape" },
  { "{\"a\":" TENSOR ("F32", "[2.0]", 0, 8) "}", 8, DG_ERROR_FORMAT, "no valid shape" },
  { "{\"a\":" TENSOR ("F32", "\"2\"", 0, 8) "}", 8, DG_ERROR_FORMAT, "no valid shape" },
  { "{\"a\":" TENSOR ("F32", "[4294967296,4294967296,2]", 0, 8) "}", 8, DG_ERROR_FORMAT, "no valid shape" },
  { "{\"a\":" TENSOR ("F32", "[4611686018427387905]", 0, 4) "}", 4, DG_ERROR_FORMAT, "no valid shape" },
  { "{\"a\":" TENSOR ("F32", "[1,1,1,1,1,1,1,1,1]", 0, 4) "}", 4, DG_ERROR_UNSUPPORTED, "dimensions" },
  { "{\"a\":" TENSOR ("F8_E4M3", "[4]", 0, 4) "}", 4, DG_ERROR_UNSUPPORTED, "F8_E4M3" },
  { "{\"a\":" TENSOR ("U8", "[4]", 0, 4) ",\"a\":" TENSOR ("U8", "[4]", 0, 4) "}", 4, DG_ERROR_FORMAT,
    "twice" },
  { "{\"a\":" TENSOR ("U8", "[4]", 0, 4) ",\"b\":" TENSOR ("U8", "[4]", 3, 7) "}", 7, DG_ERROR_FORMAT,
    "overlaps" },
  { "{\"a\":" TENSOR ("U8", "[4]", 0, 4) ",\"b\":" TENSOR ("U8", "[4]", 0, 4) "}", 4, DG_ERROR_FORMAT,
    "overlaps" },
  { "{\"a\":" TENSOR ("U8", "[4]", 0, 4) ",\"b\":" TENSOR ("U8", "[4]", 5, 9) "}", 9, DG_ERROR_FORMAT,
    "hole" },
  { "{\"a\":" TENSOR ("U8", "[4]", 1, 5) "}", 5, DG_ERROR_FORMAT, "hole" },
  { "{\"a\":{\"shape\":[4],\"data_offsets\":[0,4]}}", 4, DG_ERROR_FORMAT, "no element type" },
  { "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,4]}}", 4, DG_ERROR_FORMAT, "no valid shape" },
  { "{\"a\":{\"dtype\":\"U8\",\"shape\":[4]}}", 4, DG_ERROR_FORMAT, "no valid offsets" },
  { "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4,4]}}", 4, DG_ERROR_FORMAT,
    "no valid offsets" },
  { "{\"a\":4}", 0, DG_ERROR_FORMAT, "no element type" },
  { "{\"__metadata__\":{\"a\":1}}", 0, DG_ERROR_FORMAT, "metadata" },
  { "{\"__metadata__\":[]}", 0, DG_ERROR_FORMAT, "metadata" },
  { "{\"a\":", 0, DG_ERROR_FORMAT, "JSON" },
  { "{\"a\xff\":1}", 0, DG_ERROR_FORMAT, "JSON" },
  { "[1,2,3]", 0, DG_ERROR_FORMAT, "not a safetensors file" },
};

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      write_raw (fixture->path, refused[i].header, refused[i].n_data);
      assert_refused (fixture->path, refused[i].code, refused[i].fault);
    }
}

static void
test_deep (Fixture *fixture, gconstpointer data)
{
  g_autofree char *brackets = g_strnfill (1000000, '[');
  g_autofree char *header = g_strdup_printf ("{\"a\":%s", brackets);

  write_raw (fixture->path, header, 0);
  assert_refused (fixture->path, DG_ERROR_FORMAT, "JSON");
}

/* Nesting is not hidden by what the parser takes beyond JSON. */
static void
test_hidden_depth (Fixture *fixture, gconstpointer data)
{
  static const char *const before[] = { "{\"a\":/*\"*/", "{\"a\"://\"\n", "{'\"':" };
  g_autofree char *brackets = g_strnfill (1000000, '[');

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    {
      g_autofree char *header = g_strconcat (before[i], brackets, NULL);

      write_raw (fixture->path, header, 0);
      assert_refused (fixture->path, DG_ERROR_FORMAT, "JSON");
    }
}

/* Neither names nor messages come out as other than UTF-8. */
static void
test_escapes (Fixture *fixture, gconstpointer data)
{
  static const char *const headers[] = { "{\"\\377\": 1}", "{\"a\\ud800\": 1}", "{\"a\\ud8 0\": 1}", "{\"a\\",
                                         "{\"__metadata__\": {\"a\": \"\\377\"}}", "{\"a\": [\"\\377\"]}" };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (GError) error = NULL;

      write_raw (fixture->path, headers[i], 0);
      g_assert_null (dg_safetensors_open (fixture->path, &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_nonnull (strstr (error->message, "JSON"));
    }
}

/* Every prefix of a good file is refused, and so is one with a bit of its header's length changed. */
static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = NULL;
  gsize length;

  write_tensors (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GError) error = NULL;

      write_file (fixture->path, contents, i);
      g_assert_null (dg_safetensors_open (fixture->path, &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
    }
  for (guint bit = 0; bit < 64; bit++)
    {
      contents[bit / 8] ^= 1 << bit % 8;
      write_file (fixture->path, contents, length);
      contents[bit / 8] ^= 1 << bit % 8;
      g_assert_null (dg_safetensors_open (fixture->path, NULL));
    }
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_safetensors_open (fixture->path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (g_str_has_prefix (error->message, fixture->path));
  g_clear_error (&error);
  g_assert_null (dg_safetensors_open (fixture->folder, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
}

/* Names in any order, an empty tensor, a single number, and floats that are not aligned. */
static void
test_accepted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgSafetensors) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTensor) floats = NULL;
  g_autoptr (DgTensor) empty = NULL;
  g_autoptr (DgTensor) single = NULL;
  float expected;

  write_raw (fixture->path,
             "{\"floats\":" TENSOR ("F32", "[1]", 1, 5) ",\"empty\":" TENSOR (
                 "F32", "[0,3]", 5, 5) ",\"single\":" TENSOR ("U8", "[]", 0, 1) "}    ",
             5);
  file = dg_safetensors_open (fixture->path, &error);
  g_assert_no_error (error);
  floats = dg_safetensors_load (file, dg_safetensors_find (file, "floats", NULL), NULL);
  memcpy (&expected, ((guint8[]) { 1, 2, 3, 4 }), 4);
  g_assert_cmpmem (floats->data, 4, &expected, 4);
  empty = dg_safetensors_load (file, dg_safetensors_find (file, "empty", NULL), NULL);
  g_assert_cmpuint (dg_tensor_get_size (empty), ==, 0);
  single = dg_safetensors_load (file, dg_safetensors_find (file, "single", NULL), NULL);
  g_assert_cmpuint (single->n_dims, ==, 1);
  g_assert_cmpuint (single->shape[0], ==, 1);
}

static void
assert_converts (DgDtype dtype, guint64 bits, float expected)
{
  guint8 little[8], big[8];
  gsize size = dg_dtype_get_size (dtype);
  float value;

  for (gsize i = 0; i < size; i++)
    little[i] = big[size - 1 - i] = bits >> (8 * i);
  dg_dtype_to_float (dtype, FALSE, little, 1, &value);
  g_assert_cmpmem (&value, 4, &expected, 4);
  dg_dtype_to_float (dtype, TRUE, big, 1, &value);
  g_assert_cmpmem (&value, 4, &expected, 4);
}

static void
test_dtypes (void)
{
  float value;

  assert_converts (DG_DTYPE_F16, 0x3c00, 1.0f);
  assert_converts (DG_DTYPE_F16, 0xc500, -5.0f);
  assert_converts (DG_DTYPE_F16, 0x0001, 5.9604645e-8f);
  assert_converts (DG_DTYPE_F16, 0x03ff, 6.0975552e-5f);
  assert_converts (DG_DTYPE_F16, 0x7bff, 65504.0f);
  assert_converts (DG_DTYPE_F16, 0x7c00, INFINITY);
  assert_converts (DG_DTYPE_BF16, 0x3fc0, 1.5f);
  assert_converts (DG_DTYPE_F32, 0x40490fdb, 3.14159274f);
  assert_converts (DG_DTYPE_F64, 0x400921fb54442d18, 3.14159274f);
  assert_converts (DG_DTYPE_I8, 0x80, -128.0f);
  assert_converts (DG_DTYPE_I16, 0x8000, -32768.0f);
  assert_converts (DG_DTYPE_I32, 0xfffffffe, -2.0f);
  assert_converts (DG_DTYPE_I64, 0xffffffffffffffff, -1.0f);
  assert_converts (DG_DTYPE_U8, 0xff, 255.0f);
  assert_converts (DG_DTYPE_U16, 0xffff, 65535.0f);
  assert_converts (DG_DTYPE_U32, 0xffffff00, 4294967040.0f);
  assert_converts (DG_DTYPE_U64, 0x8000000000000000, 9223372036854775808.0f);
  assert_converts (DG_DTYPE_BOOL, 2, 1.0f);
  dg_dtype_to_float (DG_DTYPE_F16, FALSE, (guint8[]) { 0x01, 0x7c }, 1, &value);
  g_assert_true (isnan (value));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/safetensors/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("deterministic", test_deterministic);
  ADD ("refused", test_refused);
  ADD ("deep", test_deep);
  ADD ("hidden-depth", test_hidden_depth);
  ADD ("escapes", test_escapes);
  ADD ("truncated", test_truncated);
  ADD ("unreadable", test_unreadable);
  ADD ("accepted", test_accepted);
#undef ADD
  g_test_add_func ("/safetensors/dtypes", test_dtypes);
  return g_test_run ();
}
