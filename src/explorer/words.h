/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/cell-image.h"
#include "explorer/selection.h"
#include "run/run.h"

G_BEGIN_DECLS

/* The title of a figure and the lines under it: what is shown, and what is left out. */

/* The name of the run's dataset, of those built in as the language of the program has it; NULL where it is not known. */
const char *dg_words_dataset (DgRun *run);

/* "500 of 1 000, kept at equal intervals of S5 at epoch 20" */
char *dg_words_subset (const DgSubset *subset);

/* "1 000 of 10 000 test images, stratified", "1 000 samples" where it is not known what they were drawn
 * from; before it dg_words_subset() where not all of them are looked at. */
char *dg_words_samples (DgRun *run);

/* "1 000 of 10 000 test images, stratified · iVAT · Euclidean · own scale per cell · seed 1"; @image: what
 * the images are, e.g. from dg_words_image() */
char *dg_words_describe (DgRun *run, DgSubject subject, const char *image);

/* The same for a line that has little room: of samples that are kept of more, where these come from is left out. */
char *dg_words_describe_briefly (DgRun *run, DgSubject subject, const char *image);

/* "iVAT", "VAT", "dissimilarity", "dissimilarity plot by label", with the order where it is not the usual one. */
char *dg_words_image (const DgCellImage *image);

/* What the parts of dissimilarity plots are. */
const char *dg_words_silhouettes (void);

/* The footer of a figure, a line each: dg_words_describe(), dg_words_silhouettes() of one with @silhouettes, and what
 * the ticks @marks are, with the epoch whose predictions decide: "ticks: 10 largest log-likelihoods of each class at
 * epoch 20". */
char *dg_words_join (DgRun *run, const char *image, gboolean silhouettes, const DgSelection *selection,
                     const GArray *marks, gint reference_epoch);

/* The lines of a footer; @last: (nullable): what is marked */
char *dg_words_join_lines (const char *what, gboolean silhouettes, const char *last);

/* (transfer full) (n_classes) names for a figure's class key; NULL without classes */
char **dg_words_list_classes (DgRun *run, guint *n_classes);

/* "0, 3 and 12 more". @numbers: (n) */
char *dg_words_join_numbers (const guint32 *numbers, gsize n);

/* "10 000", with no-break spaces. */
char *dg_words_count (gsize count);

/* "6 × 12 × 12", each as by dg_words_count(). @shape: (n_dims) */
char *dg_words_shape (const gsize *shape, guint n_dims);

G_END_DECLS
