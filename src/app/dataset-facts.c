/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/dataset-facts.h"

#include "dataset/dataset.h"

void
dg_dataset_facts_free (DgDatasetFacts *self)
{
  g_free (self->name);
  g_free (self);
}

static void
read_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDataset) dataset = dg_dataset_open (task_data, cancellable, &error);
  DgDatasetFacts *facts;

  if (!dataset)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  facts = g_new0 (DgDatasetFacts, 1);
  facts->name = g_strdup (dg_dataset_get_name (dataset));
  facts->n_train = dg_dataset_get_images (dataset, DG_SPLIT_TRAIN)->n;
  facts->n_test = dg_dataset_get_images (dataset, DG_SPLIT_TEST)->n;
  facts->sizes = dg_network_sizes_get (dataset);
  g_task_return_pointer (task, facts, (GDestroyNotify) dg_dataset_facts_free);
}

void
dg_dataset_facts_read_async (const char *source, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, dg_dataset_facts_read_async);
  g_task_set_task_data (task, g_strdup (source), g_free);
  g_task_run_in_thread (task, read_thread);
}

DgDatasetFacts *
dg_dataset_facts_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
