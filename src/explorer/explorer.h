/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/unit-selection.h"
#include "figure/figure.h"
#include "run/run.h"
#include "tendency/group-rule.h"

G_BEGIN_DECLS

#define DG_TYPE_EXPLORER (dg_explorer_get_type ())
/* The state of looking at a run, without a toolkit: which epochs, layers, image and order are shown, what is
 * focused and selected, and the cells for them, computed in the background, newest epoch and visible ones
 * first. All calls and signals belong to the main context. */
G_DECLARE_FINAL_TYPE (DgExplorer, dg_explorer, DG, EXPLORER, GObject)

/**
 * Signals, each emitted once for a change however many cells it touches:
 * DgExplorer::layout-changed: rows, columns, image kind, palette or run: a new figure with another shape
 * DgExplorer::cell-ready: (row, column) one more cell can be drawn
 * DgExplorer::marks-changed: focus or selection: the same images, other marks
 * DgExplorer::current-changed: another current cell, or enlarged or not
 * DgExplorer::reconstructed: (epoch) what the network made of the images at an epoch is known now, or cannot be read
 * DgExplorer::failed: (message) a cell could not be computed; names layer and row
 */

DgExplorer *dg_explorer_new (void);

/* Shows @run (nullable) from the start: default epochs and layers, no selection. Follows
 * DgRun::epoch-added and DgRun::epoch-removed: where the live epoch goes, the one in its place takes its
 * column; and DgRun::subset-changed: cells, marks and selection are of the samples of dg_run_get_subset(). */
void dg_explorer_set_run (DgExplorer *self, DgRun *run);

/* The same for @run that is the one shown, of the same samples, read anew: what is looked at, focus and selection stay. */
void dg_explorer_set_run_again (DgExplorer *self, DgRun *run);
DgRun *dg_explorer_get_run (DgExplorer *self);

/* What rows and columns of the images are. Rows of layers, groups of dissimilarity plots and selection are each
 * subject's own, and come back with it. A run without weights is looked at by its outputs; DG_ERROR_NAME says why it
 * has none. */
DgSubject dg_explorer_get_subject (DgExplorer *self);
gboolean dg_explorer_set_subject (DgExplorer *self, DgSubject subject, GError **error);
gboolean dg_explorer_check_subject (DgExplorer *self, DgSubject subject, GError **error);

/* Columns and rows. Setting NULL goes back to the default: epochs as they are saved and the live one (at most
 * 5: first, last and evenly between in log scale), layers as dg_layout_choose_layers() does. Layers of
 * outputs may name a channel ("P1:0"). A live epoch that was chosen is dropped when it is
 * gone. DG_ERROR_NAME lists those that exist. */
const guint *dg_explorer_get_epochs (DgExplorer *self, gsize *n);
gboolean dg_explorer_set_epochs (DgExplorer *self, const guint *epochs, gsize n, GError **error);
const char *const *dg_explorer_get_layers (DgExplorer *self);
gboolean dg_explorer_set_layers (DgExplorer *self, const char *const *layers, GError **error);

DgImageKind dg_explorer_get_image_kind (DgExplorer *self);
void dg_explorer_set_image_kind (DgExplorer *self, DgImageKind kind);
DgOrder dg_explorer_get_order (DgExplorer *self);
void dg_explorer_set_order (DgExplorer *self, DgOrder order);

/* By what samples are grouped in dissimilarity plots. Another run that has nothing for the rule takes that of
 * dg_layout_choose_group(). */
const DgGroupRule *dg_explorer_get_group_rule (DgExplorer *self);
void dg_explorer_set_group_rule (DgExplorer *self, const DgGroupRule *rule);

/* Whether the run, if any, has what @rule needs; DG_ERROR_VALUE says what is missing. */
gboolean dg_explorer_check_group_rule (DgExplorer *self, const DgGroupRule *rule, GError **error);

const DgPalette *dg_explorer_get_palette (DgExplorer *self);
void dg_explorer_set_palette (DgExplorer *self, const DgPalette *palette);

/* Focus: the rule chooses the samples that get ticks; chosen classes restrict it and light their rows and
 * columns across the images. Default rule: "class" (all samples, in class colours). */
const DgFocusRule *dg_explorer_get_focus_rule (DgExplorer *self);
void dg_explorer_set_focus_rule (DgExplorer *self, const DgFocusRule *rule);
gboolean dg_explorer_is_class_chosen (DgExplorer *self, guint class_index);
void dg_explorer_choose_class (DgExplorer *self, guint class_index, gboolean extend); /* toggle, or alone */

/* Whether @sample is one of those shown. */
gboolean dg_explorer_has_sample (DgExplorer *self, guint32 sample);

/* Selected samples, in the order in which they were chosen; the last is the one shown large. */
const guint32 *dg_explorer_get_samples (DgExplorer *self, gsize *n);
void dg_explorer_select_sample (DgExplorer *self, guint32 sample, gboolean extend); /* toggle, or alone */

/* Selected units, in the same way: (element-type DgUnitId), borrowed. They are seen with the weights. */
const GArray *dg_explorer_get_units (DgExplorer *self);
void dg_explorer_select_unit (DgExplorer *self, const char *module, guint32 unit, gboolean extend);

/* The row whose units a panel lists: that of the current cell, else of the unit selected last, else the first; -1
 * where weights are not looked at, or there is none. */
gint dg_explorer_get_unit_row (DgExplorer *self);

/* The epoch at which units are pictured: that of the current cell, else the last shown; 0: none. */
guint dg_explorer_get_unit_epoch (DgExplorer *self);

/* Whether any classes or samples, or of weights units, are chosen; none from now on. */
gboolean dg_explorer_has_selection (DgExplorer *self);
void dg_explorer_clear_selection (DgExplorer *self);

/* (element-type DgMark) the ticks as they stand, ascending by sample. Borrowed until the next change. */
const GArray *dg_explorer_get_marks (DgExplorer *self);

/* Rows of a cell lit now: (transfer full) (element-type guint32) ascending positions of lit marks and of
 * selected samples, or of selected units; empty while the cell is not there. What tests and D-Bus see. */
GArray *dg_explorer_get_lit_positions (DgExplorer *self, guint row, guint column);

/* Stands for the newest epoch, whichever that is; where there is none, for none. */
#define DG_EPOCH_NEWEST (-1)

/* The epoch whose predictions the rules, the list of misclassified samples and the sample panel use.
 * DG_EPOCH_NEWEST follows the newest, and is what there is before the first. */
gint dg_explorer_get_reference_epoch (DgExplorer *self);
void dg_explorer_set_reference_epoch (DgExplorer *self, gint epoch);

typedef struct
{
  guint32 sample;
  guint8 label, said;
} DgMisclassified;

/* (transfer full) (element-type DgMisclassified) at the reference epoch, restricted to the chosen classes, if
 * any; most confident error first. */
GArray *dg_explorer_get_misclassified (DgExplorer *self);

typedef struct
{
  guint32 sample;
  double error; /* mean squared difference from its reconstruction */
} DgReconstructed;

/* (transfer full) (element-type DgReconstructed) those samples of the run's subset, and of the chosen classes, if any,
 * that were reconstructed worst at the reference epoch, at most 100; largest error first. Reconstructions are read in
 * the background: the list is empty until DgExplorer::reconstructed. */
GArray *dg_explorer_get_worst_reconstructed (DgExplorer *self);

/**
 * dg_explorer_get_reconstruction:
 * @image: (out): (channels, height, width), of the size of the run's images, pixels going from 0 to 1; borrowed until
 *   the run or its epochs change
 * @error: (out): mean squared difference from the sample's image
 *
 * Returns: FALSE while it is not known, and where the run has none
 */
gboolean dg_explorer_get_reconstruction (DgExplorer *self, gint epoch, guint32 sample, const float **image,
                                         double *error);

/* Whether it was tried to read what was reconstructed at @epoch, in vain. */
gboolean dg_explorer_is_reconstruction_unreadable (DgExplorer *self, gint epoch);

/* The predicted class of @sample at a saved epoch, or -1 while it is not known. */
gint dg_explorer_get_said (DgExplorer *self, guint epoch, guint32 sample);

/* (n_classes) log-likelihoods of @sample at a saved epoch, or NULL. Borrowed until the run changes. */
const float *dg_explorer_get_log_likelihood (DgExplorer *self, guint epoch, guint32 sample);

/* The current cell; -1, -1: none. Moving stops at the edges. */
void dg_explorer_get_current (DgExplorer *self, gint *row, gint *column);
void dg_explorer_set_current (DgExplorer *self, gint row, gint column);
void dg_explorer_move_current (DgExplorer *self, gint rows, gint columns);
gboolean dg_explorer_get_enlarged (DgExplorer *self);
void dg_explorer_set_enlarged (DgExplorer *self, gboolean enlarged);

/* (nullable) the cell if it is ready. */
DgCell *dg_explorer_get_cell (DgExplorer *self, guint row, guint column);
guint dg_explorer_get_n_pending (DgExplorer *self); /* cells that are still being computed */
gboolean dg_explorer_is_busy (DgExplorer *self); /* whether there are any */

/* The figure as it is seen: the grid, or the one enlarged cell. The footer states n of N, metric, kind,
 * scale, seed. */
DgFigure *dg_explorer_build_figure (DgExplorer *self);

/* The bottom line of the window: n of N or that it is weights, image kind, metric, scale, seed. */
char *dg_explorer_describe (DgExplorer *self);

G_END_DECLS
