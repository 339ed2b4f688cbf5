/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/npy-writer.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "run/npy.h"

static void
fill_cb (gsize row, float *values, gpointer data)
{
  for (gsize i = 0; i < 4; i++)
    values[i] = 10 * row + i;
  ++*(guint *) data;
}

static void
test_round_trip (void)
{
  g_autofree char *folder = g_dir_make_tmp ("dg-npy-writer-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file.npy", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTensor) tensor = NULL;
  guint calls = 0;
  gsize length;

  g_assert_true (dg_npy_write_rows (path, 3, 4, fill_cb, &calls, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (calls, ==, 3);
  tensor = dg_npy_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tensor->n_dims, ==, 2);
  g_assert_cmpuint (tensor->shape[0], ==, 3);
  g_assert_cmpuint (tensor->shape[1], ==, 4);
  for (gsize i = 0; i < 12; i++)
    g_assert_cmpfloat (tensor->data[i], ==, 10 * (i / 4) + i % 4);

  /* As NumPy writes it, to the byte. */
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpuint (length, ==, 128 + 48);
  g_assert_cmpmem (contents, 10, "\x93NUMPY\x01\x00\x76\x00", 10);
  g_assert_true (g_str_has_prefix (contents + 10, "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), } "));
  g_assert_cmpint (contents[127], ==, '\n');
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_nowhere (void)
{
  g_autoptr (GError) error = NULL;
  guint calls = 0;

  g_assert_false (dg_npy_write_rows ("/nowhere/file.npy", 3, 4, fill_cb, &calls, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/nowhere/file.npy"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/npy-writer/round-trip", test_round_trip);
  g_test_add_func ("/npy-writer/nowhere", test_nowhere);
  return g_test_run ();
}
