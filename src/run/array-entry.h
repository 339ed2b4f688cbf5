/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/array-layout.h"

G_BEGIN_DECLS

/**
 * DgArrayEntry:
 * @fault: (nullable): why the array cannot be read; then @layout says nothing
 *
 * A named array of a file that holds several.
 */
typedef struct
{
  char *name;
  DgArrayLayout layout;
  GError *fault;
} DgArrayEntry;

/* (transfer full) (element-type DgArrayEntry) an empty array that frees what its entries hold. */
GArray *dg_array_entries_new (void);

G_END_DECLS
