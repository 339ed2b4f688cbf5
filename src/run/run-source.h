/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/array-file.h"
#include "run/image-array.h"
#include "run/run.h"

G_BEGIN_DECLS

typedef struct _DgRunSource DgRunSource;

/**
 * DgRunEpoch:
 * @place: (nullable): where the source finds the epoch
 * @free_place: (nullable)
 *
 * An epoch that is there as a whole.
 */
typedef struct
{
  guint epoch;
  gpointer place;
  GDestroyNotify free_place;
} DgRunEpoch;

/* (transfer full) (element-type DgRunEpoch) none yet. */
GArray *dg_run_epochs_new (void);

/* The epoch of that number, NULL where @epochs, ascending, has none. Borrowed until @epochs changes. */
const DgRunEpoch *dg_run_epochs_find (GArray *epochs, guint epoch);

/* Takes over what @added holds. */
void dg_run_epochs_insert (GArray *epochs, const DgRunEpoch *added);

/**
 * DgRunSourceClass:
 * @scan: appends to @found (of DgRunEpoch), ascending, the epochs that are there and not in @known (of
 *   DgRunEpoch), each checked against what the source says of all; brings @metrics and @options up to date.
 *   Where it fails, @found has what came before or could be read all the same. Sets @outgrown. In the main context
 * @open: (transfer full) an epoch's arrays, again checked. Any thread
 * @open_weights: (nullable): (transfer full) its parameters, under PyTorch's names; there where @units are. Any
 *   thread
 *
 * What a kind of run does.
 */
typedef struct
{
  gboolean (*scan) (DgRunSource *self, GArray *known, GArray *found, GCancellable *cancellable,
                    GError **error);
  DgArrayFile *(*open) (DgRunSource *self, const DgRunEpoch *epoch, GError **error);
  DgArrayFile *(*open_weights) (DgRunSource *self, const DgRunEpoch *epoch, GError **error);
  void (*free) (DgRunSource *self);
} DgRunSourceClass;

/**
 * DgRunSource:
 * @path: of the folder
 * @layers: (element-type DgRunLayer)
 * @units: (nullable): (element-type DgUnits) the modules whose weights are kept
 * @no_weights: (nullable): where there are no units, why
 * @labels: (nullable): (n)
 * @index: (nullable): (n)
 * @images: (nullable): (n)
 * @class_names: (n_classes), NULL-terminated
 * @log_likelihood: (nullable): the array of each epoch that holds them
 * @reconstruction: (nullable): the array of each epoch that holds what was made of @images, channel by channel
 * @are_logits: whether they have yet to be normalised
 * @predictions: (nullable): the array of each epoch that says the predicted classes
 * @options: (nullable)
 * @metrics: (element-type DgEpochMetrics) replaced, never changed
 * @outgrown: whether the folder has come to hold more layers, or more that goes with them, than this says
 *
 * Where the contents of a run come from: the folder of a run recorded by this program, or of activations from
 * elsewhere. All but @metrics, @outgrown and @options->epochs, which belong to the main context, is immutable.
 */
struct _DgRunSource
{
  const DgRunSourceClass *class;
  char *path;
  gsize n;
  GArray *layers;
  GArray *units;
  const char *no_weights;
  const guint8 *labels;
  const gint64 *index;
  const DgImageArray *images;
  char **class_names;
  guint n_classes;
  const char *log_likelihood;
  const char *reconstruction;
  gboolean are_logits;
  const char *predictions;
  const char *dataset_name;
  gsize n_dataset;
  const DgRunOptions *options;
  GArray *metrics;
  gboolean outgrown;
};

/* Opens the folder at @path as what it is; its epochs are found by the first scan. Errors: those of dg_run_open(). */
DgRunSource *dg_run_source_open (const char *path, GError **error);

/* Whether there is anything at @path that dg_run_source_open() takes for a run, whole or not. */
gboolean dg_run_source_is_at (const char *path);
void dg_run_source_free (DgRunSource *self);

/* As dg_run_epochs_find(), of the source's @epochs; DG_ERROR_NAME lists those there are. */
const DgRunEpoch *dg_run_source_find_epoch (const DgRunSource *self, GArray *epochs, guint epoch, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgRunSource, dg_run_source_free)

G_END_DECLS
