/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "network/network.h"

G_BEGIN_DECLS

/**
 * DgDatasetFacts:
 * @name: for people
 * @n_train, @n_test: images of the two splits
 * @sizes: what a network is fitted to
 *
 * What a person wants to know of a dataset before a run is started on it.
 */
typedef struct
{
  char *name;
  gsize n_train, n_test;
  DgNetworkSizes sizes;
} DgDatasetFacts;

void dg_dataset_facts_free (DgDatasetFacts *self);

/* Opens @source as dg_dataset_open() does, on a thread of its own. */
void dg_dataset_facts_read_async (const char *source, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
DgDatasetFacts *dg_dataset_facts_read_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgDatasetFacts, dg_dataset_facts_free)

G_END_DECLS
