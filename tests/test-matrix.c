/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/matrix.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "run/safetensors-writer.h"

static DgTensor *
load_text (const char *extension, const char *text, gssize length, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("dg-matrix-XXXXXX", NULL);
  g_autofree char *name = g_strconcat ("file", extension, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  DgTensor *tensor;

  g_assert_true (g_file_set_contents (path, text, length, NULL));
  tensor = dg_matrix_load (path, NULL, error);
  g_unlink (path);
  g_rmdir (folder);
  return tensor;
}

/* Every good text below stands for this matrix. */
static const float expected[] = { 1, -2.5f, 3e2f, 4 };

static void
test_csv (void)
{
  static const char *texts[] = {
    "1,-2.5\n300,4\n",
    "1,-2.5\n300,4",
    "1,-2.5\r\n3e2,4\r\n",
    "\xef\xbb\xbf" "1,-2.5\n300,4\n",
    "1;-2.5\n300;4\n",
    "1\t-2.5\n300\t4\n",
    "1 -2.5\n300 4\n",
    "  1.000e+00   -2.5  \n 300   4 \n",
    "1, -2.5\n300, 4\n",
    "\n1,-2.5\n\n300,4\n\n\n",
    "a,b\n1,-2.5\n300,4\n",
    "\"a,x\",b\n1,-2.5\n300,4\n",
    "a b\n1 -2.5\n300 4\n",
    ",0,1\n0,1,-2.5\n1,300,4\n",                               /* pandas: to_csv () */
    "\"\",\"V1\",\"V2\"\n\"1\",1,-2.5\n\"two\",300,4\n",       /* R: write.csv () */
    "\"V1\" \"V2\"\n\"1\" 1 -2.5\n\"2\" 300 4\n",              /* R: write.table () */
    "\"1\",\"-2.5\"\n\"300\",\"4\"\n",
    "\"1\" \"2\"\n\"1\" 1 -2.5\n\"2\" 300 4\n",               /* R: write.table () of columns 1, 2 */
    "\"1\",\"2\"\n1,-2.5\n300,4\n",                            /* the same without row names */
    "1 -2.5 \r\n300 4 \r\n",
    "# NumPy: savetxt (header=)\n1 -2.5\n300 4\n",
    "a,NA\n1,-2.5\n300,4\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DgTensor) matrix = load_text (".csv", texts[i], -1, &error);

      if (error != NULL)
        g_error ("text %zu: %s", i, error->message);
      g_assert_cmpuint (matrix->n_dims, ==, 2);
      g_assert_cmpuint (matrix->shape[0], ==, 2);
      g_assert_cmpuint (matrix->shape[1], ==, 2);
      g_assert_cmpmem (matrix->data, 16, expected, 16);
    }
}

static void
test_csv_refused (void)
{
  static const struct
  {
    const char *text;
    DgError code;
    const char *fault;
  } refused[] = {
    { "1,2\n3,x\n", DG_ERROR_FORMAT, "line 2, column 2: “x”" },
    { "1,2\n3,\n", DG_ERROR_FORMAT, "line 2, column 2: “”" },
    { "a,b\n\n1,2\n3\n", DG_ERROR_FORMAT, "line 4 has 1 columns" },
    { "1,2\n3,4,5\n", DG_ERROR_FORMAT, "line 2 has 3 columns" },
    { "1,2\n3,nan\n", DG_ERROR_VALUE, "line 2, column 2" },
    { "1,2\n3,-inf\n", DG_ERROR_VALUE, "line 2, column 2" },
    { "1,2\n3,1e39\n", DG_ERROR_VALUE, "line 2, column 2" },
    { "1;2\n3,5;4\n", DG_ERROR_FORMAT, "line 2, column 1: “3,5”" },
    { "a,b\n", DG_ERROR_FORMAT, "no row" },
    { "", DG_ERROR_FORMAT, "no row" },
    { "\n\n \n", DG_ERROR_FORMAT, "no row" },
    { "1,NA\n3,4\n", DG_ERROR_FORMAT, "line 1, column 2: “NA”" },
    { "1,,2\n3,4,5\n", DG_ERROR_FORMAT, "line 1, column 2: “”" },
    { ",a\nb\n", DG_ERROR_FORMAT, "line 2 holds no number" },
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_clear_error (&error);
      g_assert_null (load_text (".csv", refused[i].text, -1, &error));
      g_assert_error (error, DG_ERROR, (int) refused[i].code);
      g_assert_nonnull (strstr (error->message, "file.csv"));
      if (strstr (error->message, refused[i].fault) == NULL)
        g_error ("“%s” does not say “%s”", error->message, refused[i].fault);
    }
  g_clear_error (&error);
  g_assert_null (load_text (".csv", "1,2\0,3\n", 7, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
  g_clear_error (&error);
  g_assert_null (load_text (".csv", "1,2\n\xff\xfe,3\n", -1, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_clear_error (&error);
  g_assert_null (load_text (".xls", "1,2\n", -1, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_UNSUPPORTED);
}

static void
test_keys (void)
{
  static const float values[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  static const float bad[] = { 1, 2, NAN, 4 };
  g_autofree char *folder = g_dir_make_tmp ("dg-matrix-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file.safetensors", NULL);
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DgTensor) single = NULL;
  g_autoptr (DgTensor) named = NULL;

  dg_safetensors_writer_add (writer, "P1", DG_DTYPE_F32, 3, (gsize[]) { 2, 2, 2 }, values);
  g_assert_true (dg_safetensors_writer_write (writer, path, NULL));
  single = dg_matrix_load (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (single->n_dims, ==, 2);
  g_assert_cmpuint (single->shape[0], ==, 2);
  g_assert_cmpuint (single->shape[1], ==, 4);

  dg_safetensors_writer_add (writer, "line", DG_DTYPE_F32, 1, (gsize[]) { 4 }, values);
  dg_safetensors_writer_add (writer, "bad", DG_DTYPE_F32, 2, (gsize[]) { 2, 2 }, bad);
  dg_safetensors_writer_add (writer, "none", DG_DTYPE_F32, 2, (gsize[]) { 0, 2 }, values);
  g_assert_true (dg_safetensors_writer_write (writer, path, NULL));
  named = dg_matrix_load (path, "line", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (named->shape[0], ==, 4);
  g_assert_cmpuint (named->n_dims, ==, 1);
  g_assert_null (dg_matrix_load (path, NULL, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "P1, line, bad"));
  g_clear_error (&error);
  g_assert_null (dg_matrix_load (path, "R3", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "P1, line, bad"));
  g_clear_error (&error);
  g_assert_null (dg_matrix_load (path, "bad", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "row 1"));
  g_clear_error (&error);
  g_assert_null (dg_matrix_load (path, "none", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
  g_unlink (path);
  g_rmdir (folder);
}

/* "-" is text on the standard input, which is this file from now on. */
static void
test_standard_input (void)
{
  g_autofree char *folder = g_dir_make_tmp ("dg-matrix-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file.csv", NULL);
  g_autoptr (DgTensor) matrix = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "1,-2.5\n300,4\n", -1, NULL));
  g_assert_nonnull (freopen (path, "r", stdin));
  matrix = dg_matrix_load ("-", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (matrix->data, 16, expected, 16);
  /* Nothing is left. */
  g_assert_null (dg_matrix_load ("-", NULL, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, "standard input: "));
  g_clear_error (&error);
  g_assert_null (dg_matrix_load ("-", "key", &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matrix/csv", test_csv);
  g_test_add_func ("/matrix/csv-refused", test_csv_refused);
  g_test_add_func ("/matrix/keys", test_keys);
  g_test_add_func ("/matrix/standard-input", test_standard_input);
  return g_test_run ();
}
