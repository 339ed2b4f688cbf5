/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "network/outline.h"
#include "run/run.h"

G_BEGIN_DECLS

#define DG_TYPE_TRAINING_FORM (dg_training_form_get_type ())
/* How a network is trained, and what is kept of it. The rows from the tenth on are free for other fields of the
 * dialog, in the same four columns. */
G_DECLARE_FINAL_TYPE (DgTrainingForm, dg_training_form, DG, TRAINING_FORM, GtkGrid)

/**
 * DgTrainingForm::changed: a field that may be wrong was used
 */

/* Layers that were not chosen, and the optimiser and its learning rate until they are, follow @network, a name or a
 * description, of which @outline is. */
void dg_training_form_set_network (DgTrainingForm *self, const char *network, const DgOutline *outline);

/* Whether a run can be trained so; beside each field that is wrong it is said why. */
gboolean dg_training_form_check (DgTrainingForm *self);

/* Sets epochs, saved epochs, number of analysis images, layers and training in @options. */
void dg_training_form_fill_options (DgTrainingForm *self, DgRunOptions *options);

G_END_DECLS
