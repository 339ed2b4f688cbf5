/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/grid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"
#include "explorer/cell-cache.h"
#include "explorer/cell-queue.h"
#include "explorer/layout.h"
#include "run/epoch-list.h"

/* 100 epochs of 12 layers of 1 000 samples take 70 MB */
#define CACHE_BYTES ((gsize) 96 << 20)

struct _DgGrid
{
  DgRun *run;       /* nullable */
  DgSubset *subset; /* nullable: all samples */
  guint *epochs;
  gsize n_epochs;
  char **layers; /* NULL-terminated */
  gsize n_layers;
  char **other_layers[DG_N_SUBJECTS]; /* nullable each: rows of the subjects that are not shown */
  gboolean default_epochs;
  DgCellImage image;
  gint urgent_row, urgent_column;

  DgCell **cells; /* (n_layers, n_epochs), nullable each */
  DgCellCache *cache;
  DgCellQueue *queue;
  GHashTable *failed; /* (element-type DgCellKey) not to be tried again */

  DgGridListener listener;
  gpointer data;
};

static DgCellKey
make_key (DgGrid *self, guint row, guint column)
{
  return dg_cell_key_make (self->epochs[column], self->layers[row], &self->image);
}

static gint
find_epoch (DgGrid *self, guint epoch)
{
  for (gsize i = 0; i < self->n_epochs; i++)
    if (self->epochs[i] == epoch)
      return (gint) i;
  return -1;
}

static void
computed_cb (const DgCellKey *key, DgCell *cell, const GError *error, gpointer data)
{
  DgGrid *self = data;
  gint row = dg_grid_find_layer (self, key->layer), column = find_epoch (self, key->epoch);

  if (cell == NULL)
    {
      g_hash_table_add (self->failed, g_memdup2 (key, sizeof *key));
      self->listener.failed (error->message, self->data);
      return;
    }
  dg_cell_cache_put (self->cache, key, cell);
  if (row < 0 || column < 0)
    return;
  self->cells[row * self->n_epochs + column] = dg_cell_ref (cell);
  self->listener.ready ((guint) row, (guint) column, self->data);
}

DgGrid *
dg_grid_new (const DgGridListener *listener, gpointer data)
{
  DgGrid *self = g_new0 (DgGrid, 1);

  self->layers = g_new0 (char *, 1);
  self->default_epochs = TRUE;
  self->urgent_row = self->urgent_column = -1;
  self->cache = dg_cell_cache_new (CACHE_BYTES);
  self->queue = dg_cell_queue_new (computed_cb, self);
  self->failed = g_hash_table_new_full (dg_cell_key_hash, dg_cell_key_equal, g_free, NULL);
  self->listener = *listener;
  self->data = data;
  return self;
}

static void
clear_cells (DgGrid *self)
{
  for (gsize i = 0; self->cells != NULL && i < self->n_layers * self->n_epochs; i++)
    g_clear_pointer (&self->cells[i], dg_cell_unref);
  g_clear_pointer (&self->cells, g_free);
}

/* Sets the cells that are shown aside by their keys, so that those still wanted after a change are found
 * again even where the cache has given them up. To be followed by fill_cells(). */
static GHashTable *
set_cells_aside (DgGrid *self)
{
  GHashTable *aside = g_hash_table_new_full (dg_cell_key_hash, dg_cell_key_equal, g_free,
                                             (GDestroyNotify) dg_cell_unref);

  for (guint row = 0; row < self->n_layers; row++)
    for (guint column = 0; column < self->n_epochs; column++)
      {
        DgCell *cell = dg_grid_get_cell (self, row, column);
        DgCellKey key = make_key (self, row, column);

        if (cell != NULL)
          g_hash_table_insert (aside, g_memdup2 (&key, sizeof key), dg_cell_ref (cell));
      }
  clear_cells (self);
  return aside;
}

static void
forget_other_layers (DgGrid *self)
{
  for (guint i = 0; i < DG_N_SUBJECTS; i++)
    g_clear_pointer (&self->other_layers[i], g_strfreev);
}

void
dg_grid_free (DgGrid *self)
{
  dg_cell_queue_free (self->queue);
  clear_cells (self);
  forget_other_layers (self);
  dg_cell_cache_free (self->cache);
  g_hash_table_unref (self->failed);
  g_free (self->epochs);
  g_strfreev (self->layers);
  g_clear_pointer (&self->subset, dg_subset_unref);
  g_clear_object (&self->run);
  g_free (self);
}

static void
add_wish (DgGrid *self, GArray *wishes, guint row, guint column)
{
  DgCellWish wish = { make_key (self, row, column), NULL };

  if (self->cells[row * self->n_epochs + column] != NULL || g_hash_table_contains (self->failed, &wish.key))
    return;
  wish.ivat = dg_cell_cache_find_ivat (self->cache, &wish.key);
  g_array_append_val (wishes, wish);
}

/* Asks for the cells that are not there: the urgent one, then the newest epoch from its first layer to its
 * last. */
static void
want_cells (DgGrid *self)
{
  g_autoptr (GArray) wishes = g_array_new (FALSE, FALSE, sizeof (DgCellWish));

  if (self->urgent_row >= 0 && self->urgent_row < (gint) self->n_layers && self->urgent_column >= 0 &&
      self->urgent_column < (gint) self->n_epochs)
    add_wish (self, wishes, (guint) self->urgent_row, (guint) self->urgent_column);
  for (gsize column = self->n_epochs; column-- > 0;)
    for (gsize row = 0; row < self->n_layers; row++)
      if ((gint) row != self->urgent_row || (gint) column != self->urgent_column)
        add_wish (self, wishes, (guint) row, (guint) column);
  dg_cell_queue_want (self->queue, self->run, self->subset, (const DgCellWish *) (const void *) wishes->data,
                      wishes->len);
}

/* After any change of what is shown: takes what is there already, asks for the rest. */
static void
fill_cells (DgGrid *self, GHashTable *aside)
{
  self->cells = g_new0 (DgCell *, self->n_layers * self->n_epochs + 1);
  for (guint row = 0; row < self->n_layers; row++)
    for (guint column = 0; column < self->n_epochs; column++)
      {
        DgCellKey key = make_key (self, row, column);
        DgCell *cell = dg_cell_cache_get (self->cache, &key);

        if (cell == NULL)
          cell = g_hash_table_lookup (aside, &key);
        if (cell != NULL)
          self->cells[row * self->n_epochs + column] = dg_cell_ref (cell);
      }
  want_cells (self);
}

static void
take_epochs (DgGrid *self, guint *epochs, gsize n)
{
  g_free (self->epochs);
  self->epochs = epochs;
  self->n_epochs = n;
}

static void
take_layers (DgGrid *self, char **layers)
{
  g_strfreev (self->layers);
  self->layers = layers;
  self->n_layers = g_strv_length (layers);
}

static guint *
choose_default_epochs (DgGrid *self, gsize *n)
{
  gsize n_saved = 0;
  const guint *saved = self->run != NULL ? dg_run_get_epochs (self->run, &n_saved) : NULL;

  return dg_layout_choose_epochs (saved, n_saved, n);
}

static char **
choose_default_layers (DgGrid *self)
{
  return self->run != NULL ? dg_layout_choose_layers (self->run, self->image.subject) : g_new0 (char *, 1);
}

/* Nothing that was computed is good any longer. To be followed by fill_cells(). */
static void
forget_cells (DgGrid *self)
{
  clear_cells (self);
  dg_cell_cache_clear (self->cache);
  g_hash_table_remove_all (self->failed);
}

static void
take_subset (DgGrid *self)
{
  DgSubset *subset = self->run != NULL ? dg_run_get_subset (self->run) : NULL;

  g_clear_pointer (&self->subset, dg_subset_unref);
  self->subset = subset != NULL ? dg_subset_ref (subset) : NULL;
}

void
dg_grid_follow_subset (DgGrid *self)
{
  g_autoptr (GHashTable) none = g_hash_table_new (dg_cell_key_hash, dg_cell_key_equal);

  forget_cells (self);
  take_subset (self);
  fill_cells (self, none);
}

DgSubset *
dg_grid_get_subset (DgGrid *self)
{
  return self->subset;
}

void
dg_grid_set_run (DgGrid *self, DgRun *run)
{
  g_autoptr (GHashTable) none = g_hash_table_new (dg_cell_key_hash, dg_cell_key_equal);
  gsize n;
  guint *epochs;

  forget_cells (self);
  g_set_object (&self->run, run);
  take_subset (self);
  self->default_epochs = TRUE;
  self->urgent_row = self->urgent_column = -1;
  forget_other_layers (self);
  epochs = choose_default_epochs (self, &n);
  take_epochs (self, epochs, n);
  take_layers (self, choose_default_layers (self));
  fill_cells (self, none);
}

static gboolean
check_run (DgGrid *self, GError **error)
{
  if (self->run != NULL)
    return TRUE;
  g_set_error_literal (error, DG_ERROR, DG_ERROR_NAME, _("no run is open"));
  return FALSE;
}

/* (n_taken) ascending, each once; NULL with an error where one is not saved. */
static guint *
check_epochs (DgGrid *self, const guint *epochs, gsize n, gsize *n_taken, GError **error)
{
  gsize n_saved, kept = 0;
  const guint *saved = dg_run_get_epochs (self->run, &n_saved);
  g_autofree guint *taken = g_new (guint, n_saved + 1);

  for (gsize i = 0; i < n; i++)
    if (!dg_run_has_epoch (self->run, epochs[i]))
      {
        g_autofree char *list = dg_epoch_list_to_string (saved, n_saved);

        g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("there is no epoch %u; there are %s"), epochs[i],
                     list);
        return NULL;
      }
  for (gsize i = 0; i < n_saved; i++)
    for (gsize j = 0; j < n; j++)
      if (saved[i] == epochs[j])
        {
          taken[kept++] = saved[i];
          break;
        }
  *n_taken = kept;
  return g_steal_pointer (&taken);
}

gboolean
dg_grid_set_epochs (DgGrid *self, const guint *epochs, gsize n, GError **error)
{
  g_autoptr (GHashTable) aside = NULL;
  gboolean defaults = epochs == NULL || n == 0;
  gsize n_taken;
  guint *taken;

  if (!defaults && !check_run (self, error))
    return FALSE;
  taken = defaults ? choose_default_epochs (self, &n_taken) : check_epochs (self, epochs, n, &n_taken, error);
  if (taken == NULL)
    return FALSE;

  self->default_epochs = defaults;
  aside = set_cells_aside (self);
  take_epochs (self, taken, n_taken);
  fill_cells (self, aside);
  return TRUE;
}

/* The layers in the order given, each once; NULL with an error where one does not exist. */
static char **
check_layers (DgGrid *self, const char *const *layers, GError **error)
{
  g_autoptr (GStrvBuilder) taken = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; layers[i] != NULL; i++)
    {
      if (!dg_layout_check_layer (self->run, self->image.subject, layers[i], error))
        return NULL;
      if (g_hash_table_add (seen, (gpointer) layers[i]))
        g_strv_builder_add (taken, layers[i]);
    }
  return g_strv_builder_end (taken);
}

gboolean
dg_grid_set_layers (DgGrid *self, const char *const *layers, GError **error)
{
  g_autoptr (GHashTable) aside = NULL;
  gboolean defaults = layers == NULL || layers[0] == NULL;
  char **taken;

  if (!defaults && !check_run (self, error))
    return FALSE;
  taken = defaults ? choose_default_layers (self) : check_layers (self, layers, error);
  if (taken == NULL)
    return FALSE;

  aside = set_cells_aside (self);
  take_layers (self, taken);
  fill_cells (self, aside);
  return TRUE;
}

/* (n) the chosen epochs that the run still has. */
static guint *
keep_chosen_epochs (DgGrid *self, gsize *n)
{
  guint *kept = g_new (guint, self->n_epochs + 1);

  *n = 0;
  for (gsize i = 0; i < self->n_epochs; i++)
    if (dg_run_has_epoch (self->run, self->epochs[i]))
      kept[(*n)++] = self->epochs[i];
  return kept;
}

/* (n) the columns for the epochs that the run has now. */
static guint *
renew_epochs (DgGrid *self, gsize *n)
{
  if (!self->default_epochs)
    {
      g_autofree guint *kept = keep_chosen_epochs (self, n);

      if (*n > 0)
        return g_steal_pointer (&kept);
      self->default_epochs = TRUE; /* nothing is left of the choice */
    }
  return choose_default_epochs (self, n);
}

gboolean
dg_grid_follow_run (DgGrid *self)
{
  g_autoptr (GHashTable) aside = NULL;
  g_autofree guint *epochs = NULL;
  gsize n;

  epochs = renew_epochs (self, &n);
  if (n == self->n_epochs && (n == 0 || memcmp (epochs, self->epochs, n * sizeof *epochs) == 0))
    return FALSE;
  aside = set_cells_aside (self);
  take_epochs (self, g_steal_pointer (&epochs), n);
  if (self->n_layers == 0) /* a folder may tell its layers with its first epoch */
    take_layers (self, choose_default_layers (self));
  fill_cells (self, aside);
  return TRUE;
}

static void
change_subject (DgGrid *self, DgSubject subject)
{
  char **layers = g_steal_pointer (&self->other_layers[subject]);

  g_clear_pointer (&self->other_layers[self->image.subject], g_strfreev);
  if (self->n_layers > 0) /* a folder may tell its layers later */
    self->other_layers[self->image.subject] = g_steal_pointer (&self->layers);
  self->image.subject = subject;
  take_layers (self, layers != NULL ? layers : choose_default_layers (self));
}

void
dg_grid_set_image (DgGrid *self, const DgCellImage *image)
{
  gboolean same = dg_cell_image_equal (&self->image, image);
  g_autoptr (GHashTable) aside = same ? NULL : set_cells_aside (self);

  if (self->image.subject != image->subject)
    change_subject (self, image->subject);
  self->image = *image;
  if (!same)
    fill_cells (self, aside);
}

void
dg_grid_set_urgent (DgGrid *self, gint row, gint column)
{
  if (self->urgent_row == row && self->urgent_column == column)
    return;
  self->urgent_row = row;
  self->urgent_column = column;
  if (self->cells != NULL)
    want_cells (self);
}

const guint *
dg_grid_get_epochs (DgGrid *self, gsize *n)
{
  *n = self->n_epochs;
  return self->epochs;
}

const char *const *
dg_grid_get_layers (DgGrid *self)
{
  return (const char *const *) self->layers;
}

guint
dg_grid_get_n_rows (DgGrid *self)
{
  return (guint) self->n_layers;
}

guint
dg_grid_get_n_columns (DgGrid *self)
{
  return (guint) self->n_epochs;
}

const DgCellImage *
dg_grid_get_image (DgGrid *self)
{
  return &self->image;
}

DgCell *
dg_grid_get_cell (DgGrid *self, guint row, guint column)
{
  if (self->cells == NULL || row >= self->n_layers || column >= self->n_epochs)
    return NULL;
  return self->cells[row * self->n_epochs + column];
}

guint
dg_grid_get_n_pending (DgGrid *self)
{
  return dg_cell_queue_get_n_pending (self->queue);
}

gint
dg_grid_find_layer (DgGrid *self, const char *layer)
{
  for (gsize i = 0; i < self->n_layers; i++)
    if (g_str_equal (self->layers[i], layer))
      return (gint) i;
  return -1;
}
