/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/cell-cache.h"

typedef struct
{
  DgCellKey key;
  DgCell *cell;
  gsize bytes;
  GList link; /* in the order of use; data is the entry */
} Entry;

struct _DgCellCache
{
  GHashTable *entries; /* key of the entry → entry */
  GQueue used;         /* most recent first */
  gsize bytes, max_bytes;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  dg_cell_unref (entry->cell);
  g_free (entry);
}

DgCellCache *
dg_cell_cache_new (gsize max_bytes)
{
  DgCellCache *self = g_new0 (DgCellCache, 1);

  self->entries = g_hash_table_new_full (dg_cell_key_hash, dg_cell_key_equal, NULL, entry_free);
  g_queue_init (&self->used);
  self->max_bytes = max_bytes;
  return self;
}

void
dg_cell_cache_clear (DgCellCache *self)
{
  g_queue_init (&self->used); /* the links live in the entries */
  g_hash_table_remove_all (self->entries);
  self->bytes = 0;
}

void
dg_cell_cache_free (DgCellCache *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

/* Order, position, parent, weight, and log₂ n levels of range maxima; and the values that an image needs. */
static gsize
estimate_bytes (DgCell *cell)
{
  gsize n = dg_cell_get_n (cell);

  return sizeof (float) * (n * (4 + g_bit_storage (n)) + dg_cell_get_n_values (cell));
}

static void
touch (DgCellCache *self, Entry *entry)
{
  g_queue_unlink (&self->used, &entry->link);
  g_queue_push_head_link (&self->used, &entry->link);
}

DgCell *
dg_cell_cache_get (DgCellCache *self, const DgCellKey *key)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    return NULL;
  touch (self, entry);
  return entry->cell;
}

DgIvat *
dg_cell_cache_find_ivat (DgCellCache *self, const DgCellKey *key)
{
  for (GList *link = self->used.head; link != NULL; link = link->next)
    {
      const Entry *entry = link->data;

      if (entry->key.epoch == key->epoch && entry->key.layer == key->layer
          && entry->key.image.subject == key->image.subject && entry->key.image.order == key->image.order)
        return dg_cell_get_ivat (entry->cell);
    }
  return NULL;
}

static void
remove_entry (DgCellCache *self, Entry *entry)
{
  g_queue_unlink (&self->used, &entry->link);
  self->bytes -= entry->bytes;
  g_hash_table_remove (self->entries, &entry->key);
}

void
dg_cell_cache_put (DgCellCache *self, const DgCellKey *key, DgCell *cell)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry != NULL)
    remove_entry (self, entry);
  entry = g_new0 (Entry, 1);
  entry->key = *key;
  entry->cell = dg_cell_ref (cell);
  entry->bytes = estimate_bytes (cell);
  entry->link.data = entry;
  g_hash_table_insert (self->entries, &entry->key, entry);
  g_queue_push_head_link (&self->used, &entry->link);
  self->bytes += entry->bytes;
  while (self->bytes > self->max_bytes && self->used.length > 1)
    remove_entry (self, g_queue_peek_tail (&self->used));
}

guint
dg_cell_cache_get_n_cells (DgCellCache *self)
{
  return g_hash_table_size (self->entries);
}
