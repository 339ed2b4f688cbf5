/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/explorer-private.h"
#include "explorer/grid-figure.h"
#include "explorer/words.h"

enum
{
  LAYOUT_CHANGED,
  CELL_READY,
  CURRENT_CHANGED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgExplorer, dg_explorer, G_TYPE_OBJECT)

/* Returns whether anything changed. */
static gboolean
take_current (DgExplorer *self, gint row, gint column, gboolean enlarged)
{
  if (row < 0 || column < 0)
    {
      row = column = -1;
      enlarged = FALSE;
    }
  if (self->row == row && self->column == column && self->enlarged == enlarged)
    return FALSE;
  self->row = row;
  self->column = column;
  self->enlarged = enlarged;
  dg_grid_set_urgent (self->grid, enlarged ? row : -1, enlarged ? column : -1);
  return TRUE;
}

static void
set_current (DgExplorer *self, gint row, gint column, gboolean enlarged)
{
  if (take_current (self, row, column, enlarged))
    g_signal_emit (self, signals[CURRENT_CHANGED], 0);
}

/**
 * Place:
 * @layer: (nullable): NULL where no cell is current
 *
 * What the current cell shows, to find it again in another layout.
 */
typedef struct
{
  guint epoch;
  char *layer;
} Place;

static void
place_clear (Place *place)
{
  g_free (place->layer);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static Place
get_place (DgExplorer *self)
{
  gsize n;
  Place place = { 0, NULL };

  if (self->row >= 0)
    {
      place.epoch = dg_grid_get_epochs (self->grid, &n)[self->column];
      place.layer = g_strdup (dg_grid_get_layers (self->grid)[self->row]);
    }
  return place;
}

/* The column of @epoch, or of the last shown before it; where the run has it no longer, of the epoch that
 * came after it. */
static gint
find_nearest_column (DgExplorer *self, guint epoch)
{
  gsize n;
  const guint *epochs = dg_grid_get_epochs (self->grid, &n);
  gint column = n > 0 ? 0 : -1;

  if (n > 0 && !dg_run_has_epoch (self->run, epoch))
    {
      while (column + 1 < (gint) n && epochs[column] < epoch)
        column++;
      return column;
    }
  for (gsize i = 0; i < n && epochs[i] <= epoch; i++)
    column = (gint) i;
  return column;
}

/* Announces a new layout; the same layer and epoch stay current as far as they are still shown. */
static void
change_layout (DgExplorer *self, const Place *place)
{
  gint row = place->layer != NULL ? dg_grid_find_layer (self->grid, place->layer) : -1;
  gint column = row >= 0 ? find_nearest_column (self, place->epoch) : -1;
  gboolean moved = take_current (self, row, column, self->enlarged);

  g_signal_emit (self, signals[LAYOUT_CHANGED], 0);
  if (moved)
    g_signal_emit (self, signals[CURRENT_CHANGED], 0);
}

/* Whether the reference epoch was the live one until now. */
static gboolean
is_reference_gone (DgExplorer *self, guint epoch)
{
  return self->reference_epoch != DG_EPOCH_NEWEST && (guint) self->reference_epoch <= epoch &&
         !dg_run_has_epoch (self->run, (guint) self->reference_epoch);
}

/* An epoch was added, or the live one removed. */
static void
epochs_changed_cb (DgExplorer *self, guint epoch, DgRun *run)
{
  g_auto (Place) place = get_place (self);
  gboolean marks = self->reference_epoch == DG_EPOCH_NEWEST || (guint) self->reference_epoch == epoch;
  g_autofree char *failure = NULL;

  dg_predictions_prune (self->predictions);
  if (self->reconstructions != NULL)
    dg_reconstructions_prune (self->reconstructions);
  if (is_reference_gone (self, epoch))
    {
      self->reference_epoch = DG_EPOCH_NEWEST;
      marks = TRUE;
    }
  failure = marks ? dg_explorer_compute_marks (self) : NULL;
  if (dg_grid_follow_run (self->grid))
    change_layout (self, &place);
  if (marks)
    dg_explorer_announce_marks (self, failure);
}

/* Other samples: the same places, with other images and marks. */
static void
subset_changed_cb (DgExplorer *self)
{
  g_auto (Place) place = get_place (self);
  g_autofree char *failure = NULL;

  dg_grid_follow_subset (self->grid);
  dg_selection_keep_samples (self->selection, dg_grid_get_subset (self->grid));
  failure = dg_explorer_compute_marks (self);
  change_layout (self, &place);
  dg_explorer_announce_marks (self, failure);
}

static void
cell_ready (guint row, guint column, gpointer data)
{
  g_signal_emit (data, signals[CELL_READY], 0, row, column);
}

static void
cell_failed (const char *message, gpointer data)
{
  g_signal_emit (data, signals[FAILED], 0, message);
}

static const DgGridListener grid_listener = { cell_ready, cell_failed };

static void
dg_explorer_dispose (GObject *object)
{
  DgExplorer *self = DG_EXPLORER (object);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_pointer (&self->grid, dg_grid_free);
  g_clear_pointer (&self->predictions, dg_predictions_free);
  g_clear_pointer (&self->reconstructions, dg_reconstructions_free);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (dg_explorer_parent_class)->dispose (object);
}

static void
dg_explorer_finalize (GObject *object)
{
  DgExplorer *self = DG_EXPLORER (object);

  dg_selection_free (self->selection);
  g_array_unref (self->units);
  g_clear_pointer (&self->rule_marks, g_array_unref);
  g_array_unref (self->marks);
  G_OBJECT_CLASS (dg_explorer_parent_class)->finalize (object);
}

static guint
new_signal (const char *name, guint n_parameters, GType first, GType second)
{
  return g_signal_new (name, DG_TYPE_EXPLORER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       n_parameters, first, second);
}

static void
dg_explorer_class_init (DgExplorerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dg_explorer_dispose;
  object_class->finalize = dg_explorer_finalize;

  signals[LAYOUT_CHANGED] = new_signal ("layout-changed", 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[CELL_READY] = new_signal ("cell-ready", 2, G_TYPE_UINT, G_TYPE_UINT);
  new_signal ("marks-changed", 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[CURRENT_CHANGED] = new_signal ("current-changed", 0, G_TYPE_NONE, G_TYPE_NONE);
  new_signal ("reconstructed", 1, G_TYPE_UINT, G_TYPE_NONE);
  signals[FAILED] = new_signal ("failed", 1, G_TYPE_STRING, G_TYPE_NONE);
}

static void
dg_explorer_init (DgExplorer *self)
{
  self->grid = dg_grid_new (&grid_listener, self);
  self->palette = dg_palette_get (dg_palette_list_names ()[0], NULL);
  self->selection = dg_selection_new ();
  self->units = dg_unit_selection_new ();
  self->marks = g_array_new (FALSE, FALSE, sizeof (DgMark));
  self->reference_epoch = DG_EPOCH_NEWEST;
  self->row = self->column = -1;
}

DgExplorer *
dg_explorer_new (void)
{
  return g_object_new (DG_TYPE_EXPLORER, NULL);
}

void
dg_explorer_set_run (DgExplorer *self, DgRun *run)
{
  g_autofree char *failure = NULL;

  if (self->run == run)
    return;
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->run, run);
  g_clear_pointer (&self->predictions, dg_predictions_free);
  if (run != NULL)
    {
      self->predictions = dg_predictions_new (run);
      g_signal_connect_swapped (run, "epoch-added", G_CALLBACK (epochs_changed_cb), self);
      g_signal_connect_swapped (run, "epoch-removed", G_CALLBACK (epochs_changed_cb), self);
      g_signal_connect_swapped (run, "subset-changed", G_CALLBACK (subset_changed_cb), self);
    }
  dg_explorer_follow_reconstructions (self);
  self->reference_epoch = DG_EPOCH_NEWEST;
  g_clear_pointer (&self->selection, dg_selection_free);
  self->selection = dg_selection_new ();
  g_array_set_size (self->units, 0);
  dg_grid_set_run (self->grid, run);
  dg_explorer_settle_image (self);
  failure = dg_explorer_compute_marks (self);
  change_layout (self, &(Place){ 0, NULL });
  dg_explorer_announce_marks (self, failure);
}

DgRun *
dg_explorer_get_run (DgExplorer *self)
{
  return self->run;
}

const guint *
dg_explorer_get_epochs (DgExplorer *self, gsize *n)
{
  return dg_grid_get_epochs (self->grid, n);
}

gboolean
dg_explorer_set_epochs (DgExplorer *self, const guint *epochs, gsize n, GError **error)
{
  g_auto (Place) place = get_place (self);

  if (!dg_grid_set_epochs (self->grid, epochs, n, error))
    return FALSE;
  change_layout (self, &place);
  return TRUE;
}

const char *const *
dg_explorer_get_layers (DgExplorer *self)
{
  return dg_grid_get_layers (self->grid);
}

gboolean
dg_explorer_set_layers (DgExplorer *self, const char *const *layers, GError **error)
{
  g_auto (Place) place = get_place (self);

  if (!dg_grid_set_layers (self->grid, layers, error))
    return FALSE;
  change_layout (self, &place);
  return TRUE;
}

void
dg_explorer_set_image (DgExplorer *self, const DgCellImage *image)
{
  g_auto (Place) place = get_place (self);
  gboolean same = dg_cell_image_equal (dg_grid_get_image (self->grid), image);

  dg_grid_set_image (self->grid, image);
  if (!same)
    change_layout (self, &place);
}

DgImageKind
dg_explorer_get_image_kind (DgExplorer *self)
{
  return dg_grid_get_image (self->grid)->kind;
}

void
dg_explorer_set_image_kind (DgExplorer *self, DgImageKind kind)
{
  DgCellImage image = *dg_grid_get_image (self->grid);

  image.kind = kind;
  dg_explorer_set_image (self, &image);
}

DgOrder
dg_explorer_get_order (DgExplorer *self)
{
  return dg_grid_get_image (self->grid)->order;
}

void
dg_explorer_set_order (DgExplorer *self, DgOrder order)
{
  DgCellImage image = *dg_grid_get_image (self->grid);

  image.order = order;
  dg_explorer_set_image (self, &image);
}

const DgPalette *
dg_explorer_get_palette (DgExplorer *self)
{
  return self->palette;
}

void
dg_explorer_set_palette (DgExplorer *self, const DgPalette *palette)
{
  if (self->palette == palette)
    return;
  self->palette = palette;
  g_signal_emit (self, signals[LAYOUT_CHANGED], 0);
}

void
dg_explorer_get_current (DgExplorer *self, gint *row, gint *column)
{
  *row = self->row;
  *column = self->column;
}

void
dg_explorer_set_current (DgExplorer *self, gint row, gint column)
{
  gboolean inside = row >= 0 && column >= 0 && row < (gint) dg_grid_get_n_rows (self->grid) &&
                    column < (gint) dg_grid_get_n_columns (self->grid);

  set_current (self, inside ? row : -1, inside ? column : -1, self->enlarged);
}

void
dg_explorer_move_current (DgExplorer *self, gint rows, gint columns)
{
  gint last_row = (gint) dg_grid_get_n_rows (self->grid) - 1;
  gint last_column = (gint) dg_grid_get_n_columns (self->grid) - 1;

  if (self->row < 0)
    dg_explorer_set_current (self, 0, 0);
  else
    dg_explorer_set_current (self, CLAMP (self->row + rows, 0, last_row),
                             CLAMP (self->column + columns, 0, last_column));
}

gboolean
dg_explorer_get_enlarged (DgExplorer *self)
{
  return self->enlarged;
}

void
dg_explorer_set_enlarged (DgExplorer *self, gboolean enlarged)
{
  gboolean any = dg_grid_get_n_rows (self->grid) > 0 && dg_grid_get_n_columns (self->grid) > 0;

  if (enlarged && self->row < 0 && any)
    set_current (self, 0, 0, TRUE);
  else
    set_current (self, self->row, self->column, enlarged);
}

DgCell *
dg_explorer_get_cell (DgExplorer *self, guint row, guint column)
{
  return dg_grid_get_cell (self->grid, row, column);
}

guint
dg_explorer_get_n_pending (DgExplorer *self)
{
  return dg_grid_get_n_pending (self->grid);
}

gboolean
dg_explorer_is_busy (DgExplorer *self)
{
  return dg_explorer_get_n_pending (self) > 0;
}

DgFigure *
dg_explorer_build_figure (DgExplorer *self)
{
  DgFigure *figure = dg_grid_figure_new (self->grid, self->run, self->row, self->column, self->enlarged);
  g_autofree char *image = dg_words_image (dg_grid_get_image (self->grid));

  figure->palette = self->palette;
  figure->colour_key = TRUE;
  if (self->run == NULL)
    return figure;

  figure->title = g_strdup (dg_run_get_name (self->run));
  if (figure->subject == DG_SUBJECT_WEIGHTS)
    dg_explorer_mark_units (self, figure, image);
  else
    dg_explorer_mark_samples (self, figure, image);
  return figure;
}

static gint
compare_positions (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

GArray *
dg_explorer_find_positions (DgCell *cell, const GArray *rows)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint kept = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      guint32 position = dg_cell_get_position (cell, g_array_index (rows, guint32, i));

      if (position != DG_CELL_ABSENT)
        g_array_append_val (positions, position);
    }
  g_array_sort (positions, compare_positions);
  for (guint i = 0; i < positions->len; i++)
    {
      guint32 position = g_array_index (positions, guint32, i);

      if (kept == 0 || g_array_index (positions, guint32, kept - 1) != position)
        g_array_index (positions, guint32, kept++) = position;
    }
  g_array_set_size (positions, kept);
  return positions;
}

GArray *
dg_explorer_get_lit_positions (DgExplorer *self, guint row, guint column)
{
  DgCell *cell = dg_explorer_get_cell (self, row, column);

  if (cell == NULL)
    return g_array_new (FALSE, FALSE, sizeof (guint32));
  if (dg_explorer_get_subject (self) == DG_SUBJECT_WEIGHTS)
    return dg_explorer_list_lit_units (self, cell, dg_grid_get_layers (self->grid)[row]);
  return dg_explorer_list_lit_samples (self, cell);
}

char *
dg_explorer_describe (DgExplorer *self)
{
  const DgCellImage *image = dg_grid_get_image (self->grid);
  g_autofree char *words = dg_words_image (image);

  return self->run != NULL ? dg_words_describe_briefly (self->run, image->subject, words) : g_strdup ("");
}
