/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/open-run.h"

static void
open_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DgRun) run = dg_run_open (task_data, cancellable, &error);

  if (run != NULL)
    g_task_return_pointer (task, g_steal_pointer (&run), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
dg_open_run_async (GFile *folder, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, dg_open_run_async);
  g_task_set_task_data (task, g_object_ref (folder), g_object_unref);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, open_thread);
}

DgRun *
dg_open_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
