/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/array-file.h"

#include <glib/gi18n-lib.h>

#include "run/file-error.h"
#include "run/npy-folder.h"
#include "run/npz.h"

struct _DgArrayFile
{
  gatomicrefcount ref_count;
  const DgArrayFileClass *class;
  gpointer data;
  char *path;
  GArray *entries;     /* of DgArrayEntry */
  GHashTable *by_name; /* name → DgArrayEntry */
};

static gboolean
index_entries (DgArrayFile *self, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      DgArrayEntry *entry = &g_array_index (self->entries, DgArrayEntry, i);

      if (*entry->name == '\0')
        dg_set_file_error (error, DG_ERROR_FORMAT, self->path, _("holds an array without a name"));
      else if (!g_hash_table_insert (self->by_name, entry->name, entry))
        dg_set_file_error (error, DG_ERROR_FORMAT, self->path, _("holds the array “%s” twice"), entry->name);
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

DgArrayFile *
dg_array_file_new (const DgArrayFileClass *class, gpointer data, const char *path, GArray *entries,
                   GError **error)
{
  g_autoptr (DgArrayFile) self = g_new0 (DgArrayFile, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->class = class;
  self->data = data;
  self->path = g_strdup (path);
  self->entries = entries;
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return index_entries (self, error) ? g_steal_pointer (&self) : NULL;
}

DgArrayFile *
dg_array_file_ref (DgArrayFile *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_array_file_unref (DgArrayFile *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  self->class->free (self->data);
  g_hash_table_unref (self->by_name);
  g_array_unref (self->entries);
  g_free (self->path);
  g_free (self);
}

/* safetensors */

static GBytes *
read_safetensors (gpointer data, gsize i, GError **error)
{
  gsize n;

  return dg_safetensors_read (data, &dg_safetensors_get_entries (data, &n)[i], error);
}

static gboolean
read_safetensors_part (gpointer data, gsize i, gsize begin, gsize size, gpointer part, GError **error)
{
  gsize n;

  return dg_safetensors_read_part (data, &dg_safetensors_get_entries (data, &n)[i], begin, size, part, error);
}

static const char *
get_safetensors_metadata (gpointer data, const char *key)
{
  return dg_safetensors_get_metadata (data, key);
}

static const DgArrayFileClass safetensors_class = { read_safetensors, read_safetensors_part, get_safetensors_metadata,
                                                    (GDestroyNotify) dg_safetensors_unref };

DgArrayFile *
dg_array_file_new_for_safetensors (DgSafetensors *safetensors, GError **error)
{
  GArray *entries = dg_array_entries_new ();
  const DgSafetensorsEntry *read;
  gsize n;

  read = dg_safetensors_get_entries (safetensors, &n);
  for (gsize i = 0; i < n; i++)
    {
      DgArrayEntry entry = { .name = g_strdup (read[i].name), .layout = read[i].layout };

      g_array_append_val (entries, entry);
    }
  return dg_array_file_new (&safetensors_class, dg_safetensors_ref (safetensors),
                            dg_safetensors_get_path (safetensors), entries, error);
}

static DgArrayFile *
open_safetensors (const char *path, GError **error)
{
  g_autoptr (DgSafetensors) file = dg_safetensors_open (path, error);

  return file != NULL ? dg_array_file_new_for_safetensors (file, error) : NULL;
}

/* npz */

static GBytes *
read_npz (gpointer data, gsize i, GError **error)
{
  gsize n;

  return dg_npz_read (data, &dg_npz_get_entries (data, &n)[i], error);
}

static const DgArrayFileClass npz_class = { read_npz, NULL, NULL, (GDestroyNotify) dg_npz_free };

/* npy */

static GBytes *
read_npy (gpointer data, gsize i, GError **error)
{
  gsize n;

  return dg_npy_folder_read (data, &dg_npy_folder_get_entries (data, &n)[i], error);
}

static gboolean
read_npy_part (gpointer data, gsize i, gsize begin, gsize size, gpointer part, GError **error)
{
  gsize n;

  return dg_npy_folder_read_part (data, &dg_npy_folder_get_entries (data, &n)[i], begin, size, part, error);
}

static const DgArrayFileClass npy_class = { read_npy, read_npy_part, NULL, (GDestroyNotify) dg_npy_folder_free };

/* Opening */

static GArray *
copy_entries (const DgArrayEntry *entries, gsize n)
{
  GArray *copies = dg_array_entries_new ();

  for (gsize i = 0; i < n; i++)
    {
      DgArrayEntry copy = { g_strdup (entries[i].name), entries[i].layout, NULL };

      if (entries[i].fault != NULL)
        copy.fault = g_error_copy (entries[i].fault);
      g_array_append_val (copies, copy);
    }
  return copies;
}

static DgArrayFile *
open_npz (const char *path, GError **error)
{
  DgNpz *npz = dg_npz_open (path, error);
  const DgArrayEntry *entries;
  gsize n;

  if (npz == NULL)
    return NULL;
  entries = dg_npz_get_entries (npz, &n);
  return dg_array_file_new (&npz_class, npz, path, copy_entries (entries, n), error);
}

static DgArrayFile *
open_npy_folder (const char *path, GError **error)
{
  DgNpyFolder *folder = dg_npy_folder_open (path, error);
  const DgArrayEntry *entries;
  gsize n;

  if (folder == NULL)
    return NULL;
  entries = dg_npy_folder_get_entries (folder, &n);
  return dg_array_file_new (&npy_class, folder, path, copy_entries (entries, n), error);
}

DgArrayFile *
dg_array_file_open (const char *path, GError **error)
{
  g_autofree char *name = g_ascii_strdown (path, -1);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return open_npy_folder (path, error);
  return g_str_has_suffix (name, ".npz") ? open_npz (path, error) : open_safetensors (path, error);
}

/* What it holds */

const char *
dg_array_file_get_path (const DgArrayFile *self)
{
  return self->path;
}

const char *
dg_array_file_get_metadata (const DgArrayFile *self, const char *key)
{
  return self->class->get_metadata != NULL ? self->class->get_metadata (self->data, key) : NULL;
}

const DgArrayEntry *
dg_array_file_get_entries (const DgArrayFile *self, gsize *n)
{
  *n = self->entries->len;
  return (const DgArrayEntry *) (const void *) self->entries->data;
}

const DgArrayEntry *
dg_array_file_find (const DgArrayFile *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

GBytes *
dg_array_file_read (const DgArrayFile *self, const DgArrayEntry *entry, GError **error)
{
  gsize n;

  if (entry->fault != NULL)
    {
      g_propagate_error (error, g_error_copy (entry->fault));
      return NULL;
    }
  return self->class->read (self->data, entry - dg_array_file_get_entries (self, &n), error);
}

gboolean
dg_array_file_can_read_parts (const DgArrayFile *self)
{
  return self->class->read_part != NULL;
}

gboolean
dg_array_file_read_part (const DgArrayFile *self, const DgArrayEntry *entry, gsize begin, gsize size, gpointer part,
                         GError **error)
{
  gsize n;

  g_assert (entry->fault == NULL && begin + size <= dg_array_layout_get_size (&entry->layout));
  return self->class->read_part (self->data, entry - dg_array_file_get_entries (self, &n), begin, size, part, error);
}

DgTensor *
dg_array_file_load (const DgArrayFile *self, const DgArrayEntry *entry, GError **error)
{
  g_autoptr (GBytes) elements = dg_array_file_read (self, entry, error);

  if (elements == NULL)
    return NULL;
  if (dg_array_layout_fits_memory (&entry->layout, elements))
    return dg_array_layout_to_tensor (&entry->layout, elements);
  dg_set_file_error (error, DG_ERROR_UNSUPPORTED, self->path, _("“%s” is larger than the memory"), entry->name);
  return NULL;
}
