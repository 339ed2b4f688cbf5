/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/recorder.h"

G_BEGIN_DECLS

/* The line under a run's name: how far its training is, or was when it ended.
 * "epoch 20 of 100 · batch 120 of 938 · 98.96 % test · 85 000 images/s · 56 s left"
 * @run: (nullable) */
char *dg_progress_words (DgRecorderState state, const DgRecorderProgress *progress, DgRun *run);

/* "56 s", "3 min", "1 h 05 min" */
char *dg_progress_words_duration (double seconds);

/* 0 … 1 of all epochs. */
double dg_progress_get_fraction (const DgRecorderProgress *progress);

G_END_DECLS
