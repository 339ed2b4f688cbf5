/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/run-actions.h"

#include <glib/gi18n-lib.h>

#include "app/activations-dialog.h"
#include "app/new-run-dialog.h"
#include "app/run-request.h"
#include "app/settings.h"

struct _DgRunActions
{
  /* borrowed */
  GtkApplicationWindow *window;
  DgSession *session;
  GSettings *settings; /* nullable */
  DgTrainingGuard *guard;
  DgErrorBar *error_bar;

  /* owned */
  GtkFileChooserNative *chooser; /* nullable: not open */
  GtkWindow *dialog;             /* nullable: none; weak */
  GtkWindow *activations_dialog; /* nullable: none; weak */

  /* what is done once training has stopped */
  GFile *next_folder;         /* nullable */
  DgRunOptions *next_options; /* nullable */
};

static void
open_next (gpointer data)
{
  DgRunActions *self = data;
  g_autoptr (GFile) folder = g_steal_pointer (&self->next_folder);

  dg_error_bar_hide (self->error_bar);
  dg_session_open (self->session, folder);
}

/* Where the run was waited for, what was said of its folder is true no longer. */
static void
opened_cb (DgRunActions *self, GFile *folder)
{
  dg_error_bar_hide (self->error_bar);
  dg_settings_add_recent_run (self->settings, folder);
}

static void
start_next (gpointer data)
{
  DgRunActions *self = data;
  g_autoptr (GFile) folder = g_steal_pointer (&self->next_folder);
  g_autoptr (DgRunOptions) options = g_steal_pointer (&self->next_options);

  dg_error_bar_hide (self->error_bar);
  dg_session_start (self->session, folder, options);
}

static void
close_and_start_next (gpointer data)
{
  DgRunActions *self = data;

  if (self->dialog != NULL)
    gtk_window_close (self->dialog);
  start_next (self);
}

void
dg_run_actions_open (DgRunActions *self, GFile *folder)
{
  g_set_object (&self->next_folder, folder);
  dg_training_guard_ask (self->guard, _("Stop training and open the other run?"), _("_Stop and Open"),
                         open_next, self);
}

static void
start (DgRunActions *self, GFile *folder, const DgRunOptions *options, DgAfterStop after)
{
  g_set_object (&self->next_folder, folder);
  g_clear_pointer (&self->next_options, dg_run_options_free);
  self->next_options = dg_run_options_copy (options);
  dg_training_guard_ask (self->guard, _("Stop training and start the new run?"), _("_Stop and Start"), after,
                         self);
}

void
dg_run_actions_start (DgRunActions *self, GFile *folder, const DgRunOptions *options)
{
  start (self, folder, options, start_next);
}

static void
open_response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  DgRunActions *self = data;
  g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && folder != NULL)
    dg_run_actions_open (self, folder);
}

/* @folder: (nullable): where to begin */
static void
choose_folder (DgRunActions *self, GFile *folder)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Open Run"), GTK_WINDOW (self->window),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"),
                                               _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (folder != NULL && g_file_query_exists (folder, NULL))
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
  g_signal_connect (self->chooser, "response", G_CALLBACK (open_response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgRunActions *self = data;
  g_autoptr (GFile) runs = dg_settings_get_runs_folder (self->settings);

  choose_folder (self, runs);
}

static void
dialog_open_cb (DgRunActions *self)
{
  choose_folder (self, NULL);
}

static void
open_activations_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgRunActions *self = data;

  if (self->activations_dialog == NULL)
    {
      g_set_weak_pointer (&self->activations_dialog,
                          GTK_WINDOW (dg_activations_dialog_new (GTK_WINDOW (self->window))));
      g_signal_connect_swapped (self->activations_dialog, "open", G_CALLBACK (dialog_open_cb), self);
    }
  gtk_window_present (self->activations_dialog);
}

static void
open_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  dg_run_actions_open (data, folder);
}

static void
cancel_opening_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgRunActions *self = data;

  dg_session_cancel_opening (self->session);
}

/* The dialog stays until the run begins: who would rather let the training go on has not typed in vain. */
static void
dialog_start_run_cb (DgRunActions *self, GFile *folder, const DgRunOptions *options)
{
  start (self, folder, options, close_and_start_next);
}

static void
new_run_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgRunActions *self = data;
  g_autoptr (GFile) runs = NULL;

  if (self->dialog == NULL)
    {
      runs = dg_settings_get_runs_folder (self->settings);
      g_set_weak_pointer (&self->dialog,
                          GTK_WINDOW (dg_new_run_dialog_new (GTK_WINDOW (self->window), runs)));
      g_signal_connect_swapped (self->dialog, "start-run", G_CALLBACK (dialog_start_run_cb), self);
    }
  gtk_window_present (self->dialog);
}

static void
start_run_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgRunActions *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (DgRunOptions) options = dg_run_request_parse (parameter, &folder, &error);

  if (options == NULL)
    {
      dg_error_bar_show (self->error_bar, error->message);
      return;
    }
  if (folder == NULL)
    folder = dg_settings_suggest_run (self->settings);
  dg_run_actions_start (self, folder, options);
}

static void
pause_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  DgRunActions *self = data;

  dg_session_set_paused (self->session, g_variant_get_boolean (value));
}

static void
stop_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgRunActions *self = data;

  dg_session_stop (self->session);
}

static void
resume_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgRunActions *self = data;

  dg_error_bar_hide (self->error_bar);
  dg_session_resume (self->session);
}

static const GActionEntry run_actions[] = {
  { "open", open_cb },
  { "open-activations", open_activations_cb },
  { "open-folder", open_folder_cb, "s" },
  { "cancel-opening", cancel_opening_cb },
  { "new-run", new_run_cb },
  { "start-run", start_run_cb, "a{sv}" },
  { "pause", NULL, NULL, "false", pause_cb },
  { "stop", stop_cb },
  { "resume", resume_cb },
};

static GSimpleAction *
get_action (DgRunActions *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->window), name));
}

void
dg_run_actions_update (DgRunActions *self)
{
  gboolean can_stop = dg_session_is_training (self->session)
                      && dg_session_get_state (self->session) != DG_RECORDER_STOPPING;

  g_simple_action_set_enabled (get_action (self, "cancel-opening"),
                               dg_session_get_opening (self->session) != NULL);
  g_simple_action_set_enabled (get_action (self, "pause"), can_stop);
  g_simple_action_set_enabled (get_action (self, "stop"), can_stop);
  g_simple_action_set_enabled (get_action (self, "resume"), dg_session_can_resume (self->session));
  g_simple_action_set_state (get_action (self, "pause"),
                             g_variant_new_boolean (dg_session_is_paused (self->session)));
}

DgRunActions *
dg_run_actions_new (GtkApplicationWindow *window, DgSession *session, GSettings *settings,
                    DgTrainingGuard *guard, DgErrorBar *error_bar)
{
  DgRunActions *self = g_new0 (DgRunActions, 1);

  self->window = window;
  self->session = session;
  self->settings = settings;
  self->guard = guard;
  self->error_bar = error_bar;
  g_signal_connect_swapped (session, "opened", G_CALLBACK (opened_cb), self);
  g_action_map_add_action_entries (G_ACTION_MAP (window), run_actions, G_N_ELEMENTS (run_actions), self);
  dg_run_actions_update (self);
  return self;
}

void
dg_run_actions_free (DgRunActions *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  for (guint i = 0; i < G_N_ELEMENTS (run_actions); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->window), run_actions[i].name);
  if (self->dialog != NULL)
    gtk_window_destroy (self->dialog);
  g_clear_weak_pointer (&self->dialog);
  if (self->activations_dialog != NULL)
    gtk_window_destroy (self->activations_dialog);
  g_clear_weak_pointer (&self->activations_dialog);
  g_clear_object (&self->chooser);
  g_clear_object (&self->next_folder);
  g_clear_pointer (&self->next_options, dg_run_options_free);
  g_free (self);
}
