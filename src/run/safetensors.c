/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/safetensors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/file-error.h"
#include "run/input-file.h"
#include "run/json.h"

#define MAX_HEADER ((guint64) 16 << 20)
#define METADATA "__metadata__"

struct _DgSafetensors
{
  gatomicrefcount ref_count;
  DgInputFile *file;
  GHashTable *metadata; /* string → string */
  GArray *entries; /* of DgSafetensorsEntry, by begin */
  GHashTable *by_name; /* name → DgSafetensorsEntry */
};

static void
entry_clear (DgSafetensorsEntry *entry)
{
  g_free (entry->name);
}

/* Takes over @file. */
static DgSafetensors *
safetensors_alloc (DgInputFile *file)
{
  DgSafetensors *self = g_new0 (DgSafetensors, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->file = file;
  self->metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->entries = g_array_new (FALSE, FALSE, sizeof (DgSafetensorsEntry));
  g_array_set_clear_func (self->entries, (GDestroyNotify) entry_clear);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

DgSafetensors *
dg_safetensors_ref (DgSafetensors *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_safetensors_unref (DgSafetensors *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->by_name);
  g_array_unref (self->entries);
  g_hash_table_unref (self->metadata);
  dg_input_file_free (self->file);
  g_free (self);
}

static gboolean
parse_metadata (DgSafetensors *self, JsonNode *node, GError **error)
{
  g_autoptr (GList) members = NULL;
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (self), _("the metadata is not an object of strings"));
      return FALSE;
    }
  object = json_node_get_object (node);
  members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next)
    {
      const char *value = dg_json_get_string (object, l->data);

      if (value == NULL)
        {
          dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (self),
                             _("the metadata is not an object of strings"));
          return FALSE;
        }
      g_hash_table_insert (self->metadata, g_strdup (l->data), g_strdup (value));
    }
  return TRUE;
}

static gboolean
parse_dtype (DgSafetensors *self, JsonObject *object, DgSafetensorsEntry *entry, GError **error)
{
  const char *name = dg_json_get_string (object, "dtype");

  if (name == NULL)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (self), _("“%s” has no element type"), entry->name);
      return FALSE;
    }
  if (!dg_dtype_from_name (name, &entry->layout.dtype))
    {
      dg_set_file_error (error, DG_ERROR_UNSUPPORTED, dg_safetensors_get_path (self),
                         _("“%s” is of the unknown element type “%s”"), entry->name, name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_shape (DgSafetensors *self, JsonObject *object, DgSafetensorsEntry *entry, GError **error)
{
  JsonArray *array = dg_json_get_array (object, "shape");

  if (array != NULL && json_array_get_length (array) > DG_TENSOR_MAX_DIMS)
    {
      dg_set_file_error (error, DG_ERROR_UNSUPPORTED, dg_safetensors_get_path (self), _("“%s” has more than %d dimensions"),
                         entry->name, DG_TENSOR_MAX_DIMS);
      return FALSE;
    }
  entry->layout.n_dims = array != NULL ? json_array_get_length (array) : 0;
  for (guint i = 0; i < entry->layout.n_dims; i++)
    {
      gint64 extent = -1;

      if (!dg_json_array_get_int (array, i, &extent) || extent < 0)
        array = NULL;
      if (array == NULL)
        break;
      entry->layout.shape[i] = extent;
    }
  if (array == NULL ||
      !dg_array_layout_count (&entry->layout))
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (self), _("“%s” has no valid shape"), entry->name);
      return FALSE;
    }
  return TRUE;
}

/* @data_begin and @data_size: where the data lies in the file. */
static gboolean
parse_offsets (DgSafetensors *self, JsonObject *object, gsize data_begin, gsize data_size,
               DgSafetensorsEntry *entry, GError **error)
{
  JsonArray *array = dg_json_get_array (object, "data_offsets");
  gsize size = dg_array_layout_get_size (&entry->layout);
  gint64 begin, end;

  if (array == NULL || json_array_get_length (array) != 2 || !dg_json_array_get_int (array, 0, &begin) ||
      !dg_json_array_get_int (array, 1, &end) || begin < 0 || end < begin)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (self), _("“%s” has no valid offsets"), entry->name);
      return FALSE;
    }
  if ((guint64) end > data_size)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (self),
                         _("is cut off: “%s” ends beyond the end of the file"), entry->name);
      return FALSE;
    }
  if ((guint64) (end - begin) != size)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (self), _("the shape and the offsets of “%s” disagree"),
                         entry->name);
      return FALSE;
    }
  entry->begin = data_begin + begin;
  return TRUE;
}

static gboolean
parse_header (DgSafetensors *self, JsonObject *header, gsize data_begin, gsize data_size, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (header);

  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonNode *node = json_object_get_member (header, l->data);
      DgSafetensorsEntry *entry;
      JsonObject *object;

      if (strcmp (l->data, METADATA) == 0)
        {
          if (!parse_metadata (self, node, error))
            return FALSE;
          continue;
        }
      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (self), _("“%s” has no element type"),
                             (char *) l->data);
          return FALSE;
        }
      object = json_node_get_object (node);
      g_array_append_val (self->entries, ((DgSafetensorsEntry) { .name = g_strdup (l->data) }));
      entry = &g_array_index (self->entries, DgSafetensorsEntry, self->entries->len - 1);
      if (!parse_dtype (self, object, entry, error) || !parse_shape (self, object, entry, error) ||
          !parse_offsets (self, object, data_begin, data_size, entry, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_begin (gconstpointer a, gconstpointer b)
{
  const DgSafetensorsEntry *first = a, *second = b;

  if (first->begin != second->begin)
    return first->begin < second->begin ? -1 : 1;
  /* an empty one before what starts at the same place */
  return (first->layout.n > second->layout.n) - (first->layout.n < second->layout.n);
}

/* Every byte of the data belongs to exactly one tensor. */
static gboolean
check_layout (DgSafetensors *self, gsize data_begin, gsize data_size, GError **error)
{
  gsize end = data_begin;

  g_array_sort (self->entries, compare_begin);
  for (guint i = 0; i < self->entries->len; i++)
    {
      DgSafetensorsEntry *entry = &g_array_index (self->entries, DgSafetensorsEntry, i);

      if (entry->begin != end)
        {
          dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (self),
                             entry->begin < end ? _("“%s” overlaps the tensor before it")
                                                : _("there is a hole before “%s”"),
                             entry->name);
          return FALSE;
        }
      end += dg_array_layout_get_size (&entry->layout);
      g_hash_table_insert (self->by_name, entry->name, entry);
    }
  if (end != data_begin + data_size)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (self), _("has bytes after its last tensor"));
      return FALSE;
    }
  return TRUE;
}

/* Of the whole file; FALSE where there is none. @size: (out) */
static gboolean
read_header_size (const DgInputFile *file, guint64 *size, GError **error)
{
  const char *path = dg_input_file_get_path (file);
  guint8 start[sizeof *size + 1] = { 0 }; /* and the header's first byte, if there is one */
  gsize file_size = dg_input_file_get_size (file);

  if (file_size < sizeof *size)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("is not a safetensors file: it is too short"));
      return FALSE;
    }
  if (!dg_input_file_read_into (file, 0, MIN (sizeof start, file_size), start, error))
    return FALSE;
  memcpy (size, start, sizeof *size);
  *size = GUINT64_FROM_LE (*size);
  if (*size < 2 || *size > MAX_HEADER || start[sizeof *size] != '{')
    dg_set_file_error (error, DG_ERROR_FORMAT, path, _("is not a safetensors file"));
  else if (*size > file_size - sizeof *size)
    dg_set_file_error (error, DG_ERROR_FORMAT, path, _("is cut off inside its header"));
  else
    return TRUE;
  return FALSE;
}

DgSafetensors *
dg_safetensors_open (const char *path, GError **error)
{
  g_autoptr (DgInputFile) file = dg_input_file_open (path, error);
  g_autoptr (DgSafetensors) self = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autoptr (JsonNode) header = NULL;
  guint64 header_size;
  gsize data_begin, data_size;

  if (file == NULL || !read_header_size (file, &header_size, error))
    return NULL;
  text = dg_input_file_read (file, sizeof header_size, header_size, error);
  header = text != NULL ? dg_json_parse (path, g_bytes_get_data (text, NULL), header_size, error) : NULL;
  if (header == NULL)
    return NULL;
  data_begin = sizeof header_size + header_size;
  data_size = dg_input_file_get_size (file) - data_begin;
  self = safetensors_alloc (g_steal_pointer (&file));
  if (!parse_header (self, json_node_get_object (header), data_begin, data_size, error) ||
      !check_layout (self, data_begin, data_size, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
dg_safetensors_get_path (const DgSafetensors *self)
{
  return dg_input_file_get_path (self->file);
}

const char *
dg_safetensors_get_metadata (const DgSafetensors *self, const char *key)
{
  return g_hash_table_lookup (self->metadata, key);
}

const DgSafetensorsEntry *
dg_safetensors_get_entries (const DgSafetensors *self, gsize *n)
{
  *n = self->entries->len;
  return (const DgSafetensorsEntry *) self->entries->data;
}

static char *
list_names (const DgSafetensors *self)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < self->entries->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            g_array_index (self->entries, DgSafetensorsEntry, i).name);
  return g_string_free (names, FALSE);
}

const DgSafetensorsEntry *
dg_safetensors_find (const DgSafetensors *self, const char *name, GError **error)
{
  const DgSafetensorsEntry *entry = g_hash_table_lookup (self->by_name, name);

  if (entry == NULL)
    {
      g_autofree char *names = list_names (self);

      dg_set_file_error (error, DG_ERROR_NAME, dg_safetensors_get_path (self), _("there is no “%s”; there are: %s"), name,
                         names);
    }
  return entry;
}

GBytes *
dg_safetensors_read (const DgSafetensors *self, const DgSafetensorsEntry *entry, GError **error)
{
  return dg_input_file_read (self->file, entry->begin, dg_array_layout_get_size (&entry->layout), error);
}

gboolean
dg_safetensors_read_part (const DgSafetensors *self, const DgSafetensorsEntry *entry, gsize begin, gsize size,
                          gpointer part, GError **error)
{
  return dg_input_file_read_into (self->file, entry->begin + begin, size, part, error);
}

DgTensor *
dg_safetensors_load (const DgSafetensors *self, const DgSafetensorsEntry *entry, GError **error)
{
  g_autoptr (GBytes) elements = dg_safetensors_read (self, entry, error);

  return elements != NULL ? dg_array_layout_to_tensor (&entry->layout, elements) : NULL;
}
