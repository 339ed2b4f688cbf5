/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/reduce-actions.h"

#include "app/reduce-dialog.h"

struct _DgReduceActions
{
  /* borrowed */
  GtkApplicationWindow *window;
  DgExplorer *explorer;
  DgErrorBar *error_bar;

  GtkWindow *dialog; /* nullable: none; weak */
};

static void
reduce_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgReduceActions *self = data;

  if (self->dialog != NULL)
    gtk_window_destroy (self->dialog);
  g_set_weak_pointer (&self->dialog,
                      GTK_WINDOW (dg_reduce_dialog_new (GTK_WINDOW (self->window), self->explorer)));
  gtk_window_present (self->dialog);
}

static void
show_all_samples_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgReduceActions *self = data;
  g_autoptr (GError) error = NULL;

  if (!dg_run_accept_subset (dg_explorer_get_run (self->explorer), NULL, &error))
    dg_error_bar_show (self->error_bar, error->message);
}

static const GActionEntry reduce_actions[] = {
  { "reduce", reduce_cb },
  { "show-all-samples", show_all_samples_cb },
};

static void
set_enabled (DgReduceActions *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->window), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
dg_reduce_actions_update (DgReduceActions *self)
{
  DgRun *run = dg_explorer_get_run (self->explorer);
  gsize n_epochs = 0;

  if (run != NULL)
    dg_run_get_epochs (run, &n_epochs);
  set_enabled (self, "reduce", n_epochs > 0);
  set_enabled (self, "show-all-samples", run != NULL && dg_run_get_subset (run) != NULL);
}

DgReduceActions *
dg_reduce_actions_new (GtkApplicationWindow *window, DgExplorer *explorer, DgErrorBar *error_bar)
{
  DgReduceActions *self = g_new0 (DgReduceActions, 1);

  self->window = window;
  self->explorer = explorer;
  self->error_bar = error_bar;
  g_action_map_add_action_entries (G_ACTION_MAP (window), reduce_actions, G_N_ELEMENTS (reduce_actions), self);
  dg_reduce_actions_update (self);
  return self;
}

void
dg_reduce_actions_free (DgReduceActions *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (reduce_actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->window), reduce_actions[i].name);
  if (self->dialog != NULL)
    gtk_window_destroy (self->dialog);
  g_clear_weak_pointer (&self->dialog);
  g_free (self);
}
