/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/matrix.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/csv.h"
#include "run/file-error.h"
#include "run/npy.h"
#include "run/npz.h"
#include "run/safetensors.h"

/* Which of @names to take; NULL with an error where @key leaves that open. */
static const char *
choose_key (const char *path, const char *const *names, const char *key, GError **error)
{
  g_autofree char *listed = NULL;

  if (key != NULL && g_strv_contains (names, key))
    return key;
  if (key == NULL && names[0] != NULL && names[1] == NULL)
    return names[0];
  listed = g_strjoinv (", ", (char **) names);
  if (key != NULL)
    dg_set_file_error (error, DG_ERROR_NAME, path, _("there is no array “%s”; there are: %s"), key, listed);
  else if (names[0] == NULL)
    dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds no array"));
  else
    dg_set_file_error (error, DG_ERROR_NAME, path, _("holds several arrays, name one of: %s"), listed);
  return NULL;
}

static DgTensor *
load_npz (const char *path, const char *key, GError **error)
{
  g_auto (GStrv) names = dg_npz_list (path, error);
  const char *name = names != NULL ? choose_key (path, (const char *const *) names, key, error) : NULL;

  return name != NULL ? dg_npz_load (path, name, error) : NULL;
}

static DgTensor *
load_safetensors (const char *path, const char *key, GError **error)
{
  g_autoptr (DgSafetensors) file = dg_safetensors_open (path, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const DgSafetensorsEntry *entries;
  const char *name;
  gsize n;

  if (file == NULL)
    return NULL;
  entries = dg_safetensors_get_entries (file, &n);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (names, entries[i].name);
  g_ptr_array_add (names, NULL);
  name = choose_key (path, (const char *const *) names->pdata, key, error);
  return name != NULL ? dg_safetensors_load (file, dg_safetensors_find (file, name, NULL)) : NULL;
}

static DgTensor *
load_single (DgTensor *(*load) (const char *, GError **), const char *path, const char *key, GError **error)
{
  if (key != NULL)
    {
      dg_set_file_error (error, DG_ERROR_NAME, path, _("holds a single array without a name, not “%s”"),
                         key);
      return NULL;
    }
  return load (path, error);
}

static DgTensor *
load_any (const char *path, const char *key, GError **error)
{
  g_autofree char *name = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (name, ".npy"))
    return load_single (dg_npy_load, path, key, error);
  if (g_str_has_suffix (name, ".npz"))
    return load_npz (path, key, error);
  if (g_str_has_suffix (name, ".safetensors"))
    return load_safetensors (path, key, error);
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
  gsize row;

  if (tensor == NULL)
    return NULL;
  if (dg_tensor_get_size (tensor) == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("the array is empty"));
      return NULL;
    }
  if (dg_tensor_find_not_finite (tensor, &row))
    {
      dg_set_file_error (error, DG_ERROR_VALUE, path, _("row %zu holds a value that is not finite"), row);
      return NULL;
    }
  tensor->shape[1] = dg_tensor_get_row_length (tensor);
  tensor->n_dims = 2;
  return g_steal_pointer (&tensor);
}
