/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/matrix.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "run/array-file.h"
#include "run/csv.h"
#include "run/file-error.h"
#include "run/npy.h"

#define STANDARD_INPUT "-"

static void
set_key_error (const char *path, const DgArrayEntry *entries, gsize n, const char *key, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", entries[i].name);
  if (key != NULL)
    dg_set_file_error (error, DG_ERROR_NAME, path, _("there is no array “%s”; there are: %s"), key,
                       names->str);
  else if (n == 0)
    dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds no array"));
  else
    dg_set_file_error (error, DG_ERROR_NAME, path, _("holds several arrays, name one of: %s"), names->str);
}

static DgTensor *
load_keyed (const char *path, const char *key, GError **error)
{
  g_autoptr (DgArrayFile) file = dg_array_file_open (path, error);
  const DgArrayEntry *entries, *chosen;
  gsize n;

  if (file == NULL)
    return NULL;
  entries = dg_array_file_get_entries (file, &n);
  if (key != NULL)
    chosen = dg_array_file_find (file, key);
  else
    chosen = n == 1 ? entries : NULL;
  if (chosen == NULL)
    {
      set_key_error (path, entries, n, key, error);
      return NULL;
    }
  return dg_array_file_load (file, chosen, error);
}

const char *
dg_matrix_get_place (const char *path)
{
  return g_str_equal (path, STANDARD_INPUT) ? _("standard input") : path;
}

static DgTensor *
load_standard_input (const char *path, GError **error)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *place = dg_matrix_get_place (path);

  if (g_output_stream_splice (memory, input, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &local_error) < 0)
    {
      g_set_error (error, local_error->domain, local_error->code, "%s: %s", place, local_error->message);
      return NULL;
    }
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  return dg_csv_parse (place, bytes, error);
}

static DgTensor *
load_single (DgTensor *(*load) (const char *, GError **), const char *path, const char *key, GError **error)
{
  if (key != NULL)
    {
      dg_set_file_error (error, DG_ERROR_NAME, dg_matrix_get_place (path),
                         _("holds a single array without a name, not “%s”"), key);
      return NULL;
    }
  return load (path, error);
}

static DgTensor *
load_any (const char *path, const char *key, GError **error)
{
  g_autofree char *name = g_ascii_strdown (path, -1);

  if (g_str_equal (path, STANDARD_INPUT))
    return load_single (load_standard_input, path, key, error);
  if (g_str_has_suffix (name, ".npy"))
    return load_single (dg_npy_load, path, key, error);
  if (g_str_has_suffix (name, ".npz") || g_str_has_suffix (name, ".safetensors"))
    return load_keyed (path, key, error);
  if (g_str_has_suffix (name, ".csv") || g_str_has_suffix (name, ".tsv") || g_str_has_suffix (name, ".txt"))
    return load_single (dg_csv_load, path, key, error);
  dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path,
                     _("is of an unknown kind; known are .npy, .npz, .safetensors and .csv"));
  return NULL;
}

DgTensor *
dg_matrix_load (const char *path, const char *key, GError **error)
{
  g_autoptr (DgTensor) tensor = load_any (path, key, error);
  const char *place = dg_matrix_get_place (path);
  gsize row;

  if (tensor == NULL)
    return NULL;
  if (dg_tensor_get_size (tensor) == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, place, _("the array is empty"));
      return NULL;
    }
  if (dg_tensor_find_not_finite (tensor, &row))
    {
      dg_set_file_error (error, DG_ERROR_VALUE, place, _("row %zu holds a value that is not finite"), row);
      return NULL;
    }
  if (tensor->n_dims > 2)
    {
      tensor->shape[1] = dg_tensor_get_row_length (tensor);
      tensor->n_dims = 2;
    }
  return g_steal_pointer (&tensor);
}
