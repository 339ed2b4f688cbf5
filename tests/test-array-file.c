/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/array-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "array-files.h"
#include "base/error.h"
#include "run/safetensors-writer.h"

static const float values[] = { 1, 2, 3, 4, 5, 6 };
static const guint8 labels[] = { 7, 9 };

typedef struct
{
  char *folder, *safetensors, *npz, *npy;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("dg-array-file-XXXXXX", NULL);
  fixture->safetensors = g_build_filename (fixture->folder, "file.safetensors", NULL);
  fixture->npz = g_build_filename (fixture->folder, "file.NPZ", NULL);
  fixture->npy = g_build_filename (fixture->folder, "arrays", NULL);
  g_assert_cmpint (g_mkdir (fixture->npy, 0777), ==, 0);
}

static char *
get_npy_path (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->npy, name, NULL);
}

static void
write_npy (Fixture *fixture, const char *name, GByteArray *npy)
{
  g_autofree char *path = get_npy_path (fixture, name);

  bytes_write (path, npy->data, npy->len);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->npy, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = get_npy_path (fixture, name);

      g_unlink (path);
    }
  g_rmdir (fixture->npy);
  g_unlink (fixture->safetensors);
  g_unlink (fixture->npz);
  g_rmdir (fixture->folder);
  g_free (fixture->npy);
  g_free (fixture->npz);
  g_free (fixture->safetensors);
  g_free (fixture->folder);
}

static void
write_all (Fixture *fixture)
{
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  g_autoptr (GByteArray) layer = npy_new_array ("<f4", "(2, 3)", values, sizeof values);
  g_autoptr (GByteArray) classes = npy_new_array ("|u1", "(2,)", labels, sizeof labels);

  dg_safetensors_writer_add_metadata (writer, "layers", "fc10");
  dg_safetensors_writer_add (writer, "fc10", DG_DTYPE_F32, 2, (gsize[]) { 2, 3 }, values);
  dg_safetensors_writer_add (writer, "fc9", DG_DTYPE_U8, 1, (gsize[]) { 2 }, labels);
  g_assert_true (dg_safetensors_writer_write (writer, fixture->safetensors, NULL));
  npz_write (fixture->npz, 3, (const char *[]) { "fc10.npy", "notes.txt", "fc9.npy" },
             (GByteArray *[]) { layer, classes, classes }, TRUE);
  write_npy (fixture, "fc10.npy", layer);
  write_npy (fixture, "fc9.npy", classes);
  write_npy (fixture, "notes.txt", classes);
  write_npy (fixture, ".hidden.npy", classes);
}

static void
assert_holds_all (const char *path, const char *const *names)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgArrayFile) file = dg_array_file_open (path, &error);
  g_autoptr (DgTensor) layer = NULL;
  g_autoptr (GBytes) classes = NULL;
  const DgArrayEntry *entries;
  gsize n;

  g_assert_no_error (error);
  g_assert_cmpstr (dg_array_file_get_path (file), ==, path);
  entries = dg_array_file_get_entries (file, &n);
  g_assert_cmpuint (n, ==, 2);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpstr (entries[i].name, ==, names[i]);
      g_assert_true (dg_array_file_find (file, names[i]) == &entries[i]);
    }
  g_assert_null (dg_array_file_find (file, "fc"));

  layer = dg_array_file_load (file, dg_array_file_find (file, "fc10"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (layer->n_dims, ==, 2);
  g_assert_cmpmem (layer->data, sizeof values, values, sizeof values);
  g_assert_nonnull (layer->bytes); /* used as it was read */

  classes = dg_array_file_read (file, dg_array_file_find (file, "fc9"), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (classes, NULL), g_bytes_get_size (classes), labels, sizeof labels);
}

static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  static const char *in_order[] = { "fc10", "fc9" }, *natural[] = { "fc9", "fc10" };
  g_autoptr (DgArrayFile) file = NULL;

  write_all (fixture);
  assert_holds_all (fixture->safetensors, in_order);
  assert_holds_all (fixture->npz, in_order);
  assert_holds_all (fixture->npy, natural);
  file = dg_array_file_open (fixture->safetensors, NULL);
  g_assert_cmpstr (dg_array_file_get_metadata (file, "layers"), ==, "fc10");
  g_assert_null (dg_array_file_get_metadata (file, "notes"));
  dg_array_file_unref (file);
  file = dg_array_file_open (fixture->npz, NULL);
  g_assert_null (dg_array_file_get_metadata (file, "layers"));
}

static void
assert_refused (const char *path, GQuark domain, int code, const char *fault)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_array_file_open (path, &error));
  g_assert_error (error, domain, code);
  if (strstr (error->message, path) == NULL || strstr (error->message, fault) == NULL)
    g_error ("“%s” does not say “%s” of %s", error->message, fault, path);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) array = npy_new_array ("|u1", "(2,)", labels, sizeof labels);

  assert_refused (fixture->safetensors, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No such file");
  assert_refused (fixture->npz, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No such file");
  assert_refused (fixture->npy, DG_ERROR, DG_ERROR_FORMAT, "no NumPy array");
  npz_write (fixture->npz, 2, (const char *[]) { "a.npy", "a.npy" }, (GByteArray *[]) { array, array }, FALSE);
  assert_refused (fixture->npz, DG_ERROR, DG_ERROR_FORMAT, "“a” twice");
  npz_write (fixture->npz, 1, (const char *[]) { ".npy" }, &array, FALSE);
  assert_refused (fixture->npz, DG_ERROR, DG_ERROR_FORMAT, "without a name");
}

/* An array that cannot be read is an error of its own, whatever else is there. */
static void
assert_fault (const char *path, const char *place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgArrayFile) file = dg_array_file_open (path, &error);
  g_autoptr (DgTensor) good = NULL;

  g_assert_no_error (error);
  good = dg_array_file_load (file, dg_array_file_find (file, "fc9"), &error);
  g_assert_no_error (error);
  g_assert_null (dg_array_file_load (file, dg_array_file_find (file, "objects"), &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED);
  if (strstr (error->message, place) == NULL || strstr (error->message, "pickle") == NULL)
    g_error ("“%s” does not speak of %s", error->message, place);
}

static void
test_fault (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) objects = npy_new_array ("|O", "(2,)", values, 16);
  g_autoptr (GByteArray) classes = npy_new_array ("|u1", "(2,)", labels, sizeof labels);
  g_autofree char *path = get_npy_path (fixture, "objects.npy");

  write_npy (fixture, "objects.npy", objects);
  write_npy (fixture, "fc9.npy", classes);
  npz_write (fixture->npz, 2, (const char *[]) { "objects.npy", "fc9.npy" },
             (GByteArray *[]) { objects, classes }, FALSE);
  assert_fault (fixture->npy, path);
  assert_fault (fixture->npz, "“objects”");
}

static void
assert_cannot_be_loaded (const DgArrayFile *file, int code, const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_array_file_load (file, dg_array_file_find (file, "fc9"), &error));
  g_assert_error (error, DG_ERROR, code);
  if (!g_str_has_prefix (error->message, path))
    g_error ("“%s” does not name %s", error->message, path);
}

static void
test_other_layout (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) two = npy_new_array ("|u1", "(2,)", labels, 2);
  g_autoptr (GByteArray) one = npy_new_array ("|u1", "(1,)", labels, 1);
  g_autofree char *path = get_npy_path (fixture, "fc9.npy");
  g_autoptr (DgArrayFile) file = NULL;

  write_npy (fixture, "fc9.npy", two);
  file = dg_array_file_open (fixture->npy, NULL);
  write_npy (fixture, "fc9.npy", one);
  assert_cannot_be_loaded (file, DG_ERROR_CHANGED, path);
}

/* @path: of the file that holds the array, in place or in the folder @opened */
static void
check_rewritten (const char *opened, const char *path, int code)
{
  g_autoptr (DgArrayFile) file = dg_array_file_open (opened, NULL);
  g_autoptr (DgTensor) before = dg_array_file_load (file, dg_array_file_find (file, "fc9"), NULL);
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_cmpint (truncate (path, size - 1), ==, 0);
  assert_cannot_be_loaded (file, code, path);
  g_assert_cmpint (truncate (path, 0), ==, 0);
  assert_cannot_be_loaded (file, code, path);
  contents = g_realloc (contents, size + 1);
  contents[size] = '\0';
  bytes_write (path, contents, size + 1);
  assert_cannot_be_loaded (file, code, path);
  /* What has been read before is no part of the file. */
  g_assert_cmpmem (before->data, 2 * sizeof (float), ((float[]) { 7, 9 }), 2 * sizeof (float));
}

/* A file that is cut off or written again in place while it is open ends in an error, not the program. */
static void
test_rewritten (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_npy_path (fixture, "fc9.npy");

  write_all (fixture);
  check_rewritten (fixture->safetensors, fixture->safetensors, DG_ERROR_CHANGED);
  check_rewritten (fixture->npz, fixture->npz, DG_ERROR_CHANGED);
  check_rewritten (fixture->npy, path, DG_ERROR_FORMAT); /* read from its header on */
}

/* A file that is open stays what it was where another takes its place. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  g_autoptr (DgArrayFile) file = NULL;
  g_autoptr (DgTensor) layer = NULL;
  g_autoptr (GError) error = NULL;

  write_all (fixture);
  file = dg_array_file_open (fixture->safetensors, NULL);
  dg_safetensors_writer_add (writer, "fc9", DG_DTYPE_U8, 1, (gsize[]) { 2 }, labels);
  g_assert_true (dg_safetensors_writer_write (writer, fixture->safetensors, NULL));
  layer = dg_array_file_load (file, dg_array_file_find (file, "fc10"), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (layer->data, sizeof values, values, sizeof values);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/array-file/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("kinds", test_kinds);
  ADD ("refused", test_refused);
  ADD ("fault", test_fault);
  ADD ("other-layout", test_other_layout);
  ADD ("rewritten", test_rewritten);
  ADD ("replaced", test_replaced);
#undef ADD
  return g_test_run ();
}
