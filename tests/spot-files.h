/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Images of a bright spot whose place tells the class, in the files of MNIST: trained on in milliseconds. */

#define SPOT_N_TRAIN 600
#define SPOT_N_TEST 200
#define SPOT_SIDE 12

/* Modules C1 R1 P1 F2 R2 F3 S3 for them. */
#define SPOT_NETWORK \
  "C1 conv 3 3\nR1 relu\nP1 maxpool 2\nF2 linear 16\nR2 relu\nF3 linear 10\nS3 logsoftmax\n"

/* An autoencoder for them, whose code is a layer, and its last module not one of those kept. */
#define SPOT_AUTOENCODER \
  "C1 conv 3 3 padding 1\nR1 relu\nP1 maxpool 2\ncode linear 4\nF2 linear 16\nR2 relu\nF3 linear pixels\nimage sigmoid\n"

/* Writes the four files into @folder, which must be there. The same seed gives the same files. */
void spot_files_write (const char *folder, guint64 seed);
