/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/rng.h"
#include "base/tensor.h"

/* Kinds of data that try what is hard for distances and orders. */
typedef enum
{
  DATA_NORMAL,     /* no ties */
  DATA_CLUSTERS,   /* close together, far apart */
  DATA_GRID,       /* small integers: many equal dissimilarities */
  DATA_BINARY,     /* the same in many dimensions */
  DATA_DUPLICATES, /* few different rows */
  DATA_CONSTANT,   /* one row */
  DATA_FAR,        /* near-duplicates far from the origin */
  DATA_OUTLIER,    /* one row very far from all others */
  DATA_ZEROS,      /* many zero vectors, others parallel */
  DATA_LINE,       /* equal steps along a line, shuffled */
  N_DATA_KINDS,
} DataKind;

/* (n, d) samples. */
static inline DgTensor *
make_data (DataKind kind, gsize n, gsize d, guint64 seed)
{
  DgTensor *values = dg_tensor_new (2, (gsize[]){ n, d });
  DgRng rng;

  dg_rng_init (&rng, seed, kind);
  for (gsize i = 0; i < n; i++)
    {
      guint32 group = dg_rng_below (&rng, 4);
      float *row = values->data + i * d;

      for (gsize k = 0; k < d; k++)
        switch (kind)
          {
          case DATA_NORMAL:
            row[k] = dg_rng_normal (&rng);
            break;
          case DATA_CLUSTERS:
            row[k] = (group == k % 4 ? 100 : 0) + 0.001 * dg_rng_normal (&rng);
            break;
          case DATA_GRID:
            row[k] = dg_rng_below (&rng, 4);
            break;
          case DATA_BINARY:
            row[k] = dg_rng_below (&rng, 2);
            break;
          case DATA_DUPLICATES:
            row[k] = (float) ((group + 1) * (k + 1) % 7) / 3;
            break;
          case DATA_FAR:
            row[k] = 1000 + 0x1p-13f * (float) dg_rng_below (&rng, 9);
            break;
          case DATA_OUTLIER:
            row[k] = i == n / 2 ? 1e6f : (float) dg_rng_normal (&rng);
            break;
          case DATA_ZEROS:
            row[k] = group == 0 ? 0 : (float) (group * (k + 1 + dg_rng_below (&rng, 2)));
            break;
          case DATA_LINE:
            row[k] = (float) (i * 7 % n);
            break;
          case DATA_CONSTANT:
          case N_DATA_KINDS:
          default:
            row[k] = 2.5f;
            break;
          }
    }
  return values;
}
