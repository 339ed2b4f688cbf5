/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/safetensors-writer.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "run/atomic-file.h"

typedef struct
{
  char *name;
  DgArrayLayout layout;
  gsize size; /* bytes */
  gconstpointer data;
} Item;

struct _DgSafetensorsWriter
{
  JsonObject *metadata;
  GArray *items; /* of Item */
  gboolean expendable;
};

static void
item_clear (Item *item)
{
  g_free (item->name);
}

DgSafetensorsWriter *
dg_safetensors_writer_new (void)
{
  DgSafetensorsWriter *self = g_new0 (DgSafetensorsWriter, 1);

  self->metadata = json_object_new ();
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_array_set_clear_func (self->items, (GDestroyNotify) item_clear);
  return self;
}

void
dg_safetensors_writer_free (DgSafetensorsWriter *self)
{
  json_object_unref (self->metadata);
  g_array_unref (self->items);
  g_free (self);
}

void
dg_safetensors_writer_add_metadata (DgSafetensorsWriter *self, const char *key, const char *value)
{
  json_object_set_string_member (self->metadata, key, value);
}

void
dg_safetensors_writer_add (DgSafetensorsWriter *self, const char *name, DgDtype dtype, guint n_dims,
                           const gsize *shape, gconstpointer data)
{
  Item item = { .name = g_strdup (name), .layout = { .dtype = dtype, .n_dims = n_dims }, .data = data };
  gboolean fits;

  g_assert (n_dims <= DG_TENSOR_MAX_DIMS);
  if (n_dims > 0)
    memcpy (item.layout.shape, shape, n_dims * sizeof *shape);
  fits = dg_array_layout_count (&item.layout);
  g_assert (fits);
  item.size = dg_array_layout_get_size (&item.layout);
  g_array_append_val (self->items, item);
}

static JsonObject *
describe_item (const Item *item, gsize begin)
{
  JsonObject *object = json_object_new ();
  JsonArray *shape = json_array_new ();
  JsonArray *offsets = json_array_new ();

  for (guint i = 0; i < item->layout.n_dims; i++)
    json_array_add_int_element (shape, item->layout.shape[i]);
  json_array_add_int_element (offsets, begin);
  json_array_add_int_element (offsets, begin + item->size);
  json_object_set_string_member (object, "dtype", dg_dtype_get_name (item->layout.dtype));
  json_object_set_array_member (object, "shape", shape);
  json_object_set_array_member (object, "data_offsets", offsets);
  return object;
}

/* Items of large elements first: no alignment is lost after them. Sizes are 8, 4, 2 and 1. */
static GPtrArray *
order_items (DgSafetensorsWriter *self)
{
  GPtrArray *order = g_ptr_array_new ();

  for (gsize size = 8; size > 0; size /= 2)
    for (guint i = 0; i < self->items->len; i++)
      {
        Item *item = &g_array_index (self->items, Item, i);

        if (dg_dtype_get_size (item->layout.dtype) == size)
          g_ptr_array_add (order, item);
      }
  return order;
}

static GString *
build_header (DgSafetensorsWriter *self, GPtrArray *order)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  JsonObject *header = json_object_new ();
  GString *padded;
  gsize begin = 0;

  if (json_object_get_size (self->metadata) > 0)
    json_object_set_object_member (header, "__metadata__", json_object_ref (self->metadata));
  for (guint i = 0; i < order->len; i++)
    {
      const Item *item = g_ptr_array_index (order, i);

      json_object_set_object_member (header, item->name, describe_item (item, begin));
      begin += item->size;
    }
  json_node_take_object (root, header);
  text = json_to_string (root, FALSE);
  padded = g_string_new (text);
  while (padded->len % 8 != 0)
    g_string_append_c (padded, ' ');
  return padded;
}

void
dg_safetensors_writer_set_expendable (DgSafetensorsWriter *self)
{
  self->expendable = TRUE;
}

gboolean
dg_safetensors_writer_write (DgSafetensorsWriter *self, const char *path, GError **error)
{
  g_autoptr (GPtrArray) order = order_items (self);
  g_autoptr (GString) header = build_header (self, order);
  g_autoptr (DgAtomicFile) file = dg_atomic_file_new (path, error);
  guint64 header_size = GUINT64_TO_LE ((guint64) header->len);

  if (file == NULL)
    return FALSE;
  if (self->expendable)
    dg_atomic_file_set_expendable (file);
  if (!dg_atomic_file_write (file, &header_size, sizeof header_size, error) ||
      !dg_atomic_file_write (file, header->str, header->len, error))
    return FALSE;
  for (guint i = 0; i < order->len; i++)
    {
      const Item *item = g_ptr_array_index (order, i);

      if (!dg_atomic_file_write (file, item->data, item->size, error))
        return FALSE;
    }
  return dg_atomic_file_commit (file, error);
}
