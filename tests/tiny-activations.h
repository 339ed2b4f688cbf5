/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

/* Activations as a training job elsewhere writes them: two layers of a few samples around one point for each class,
 * some of them beside another's point. The same epoch is always the same. */

#define TINY_ACTIVATIONS_N 40
#define TINY_ACTIVATIONS_N_CLASSES 3
#define TINY_ACTIVATIONS_SIDE 4

/* What goes with the layers. */
typedef enum
{
  TINY_NOTHING = 0,
  TINY_LABELS = 1 << 0,
  TINY_LOGITS = 1 << 1,
  TINY_PREDICTIONS = 1 << 2,
  TINY_IMAGES = 1 << 3, /* grey, the first pixel is the sample */
  TINY_RECONSTRUCTION = 1 << 4, /* of the images, wrong at the first pixel alone */
  TINY_NAN = 1 << 5, /* in row 3 of the reconstruction */
} TinyParts;

/* (transfer full) a temporary folder; tiny_remove() removes it. */
char *tiny_activations_new (void);

/* Writes epoch_N.safetensors with the layers conv (n, 2, 3, 3) and fc (n, 5). */
void tiny_activations_add_epoch (const char *folder, guint epoch, TinyParts parts);

/* A file of @folder with this text. */
void tiny_activations_write (const char *folder, const char *name, const char *text);

guint tiny_activations_get_label (gsize sample);
guint tiny_activations_get_prediction (gsize sample, guint epoch);

/* Mean squared difference of the reconstruction from the image. */
double tiny_activations_get_error (gsize sample, guint epoch);

DgRun *tiny_activations_open (const char *folder);
