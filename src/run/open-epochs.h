/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/array-file.h"

G_BEGIN_DECLS

/* The outputs of the epochs that were used last, which are kept open. Not locked. */
typedef struct _DgOpenEpochs DgOpenEpochs;

DgOpenEpochs *dg_open_epochs_new (void);
void dg_open_epochs_free (DgOpenEpochs *self);

/* (transfer full) (nullable) the outputs of @epoch, which then is the one that was used last. */
DgArrayFile *dg_open_epochs_find (DgOpenEpochs *self, guint epoch);

/* @epoch is none of those that are open; the one that was used longest ago may go. */
void dg_open_epochs_add (DgOpenEpochs *self, guint epoch, DgArrayFile *outputs);

/* Lets @epoch go; FALSE where it was not open. */
gboolean dg_open_epochs_drop (DgOpenEpochs *self, guint epoch);

G_END_DECLS
