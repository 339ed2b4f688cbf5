/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training-guard.h"

#include <glib/gi18n-lib.h>

struct _DgTrainingGuard
{
  /* borrowed */
  DgSession *session;
  GtkWindow *window;

  GtkWindow *question; /* nullable: not asked */
  DgAfterStop after;   /* nullable */
  gpointer data;
};

/* The guard may be freed by what is called. */
static void
go_on (DgTrainingGuard *self)
{
  DgAfterStop after = g_steal_pointer (&self->after);

  if (after != NULL)
    after (self->data);
}

static void
ended_cb (DgTrainingGuard *self)
{
  if (self->question == NULL)
    go_on (self);
}

DgTrainingGuard *
dg_training_guard_new (DgSession *session, GtkWindow *window)
{
  DgTrainingGuard *self = g_new0 (DgTrainingGuard, 1);

  self->session = session;
  self->window = window;
  g_signal_connect_swapped (session, "ended", G_CALLBACK (ended_cb), self);
  return self;
}

/* Takes the question back. */
static void
drop_question (DgTrainingGuard *self)
{
  GtkWindow *question = g_steal_pointer (&self->question);

  if (question == NULL)
    return;
  self->after = NULL;
  g_signal_handlers_disconnect_by_data (question, self);
  gtk_window_destroy (question);
}

void
dg_training_guard_free (DgTrainingGuard *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  drop_question (self);
  g_free (self);
}

static void
stop (DgTrainingGuard *self)
{
  if (dg_session_is_training (self->session))
    dg_session_stop (self->session);
  else
    go_on (self);
}

static void
response_cb (GtkDialog *dialog, int response, gpointer data)
{
  DgTrainingGuard *self = data;

  self->question = NULL;
  gtk_window_destroy (GTK_WINDOW (dialog));
  if (response == GTK_RESPONSE_ACCEPT)
    stop (self);
  else
    self->after = NULL;
}

void
dg_training_guard_ask (DgTrainingGuard *self, const char *question, const char *accept, DgAfterStop after,
                       gpointer data)
{
  GtkWidget *dialog, *button;

  drop_question (self);
  if (!dg_session_is_training (self->session))
    {
      after (data);
      return;
    }
  dialog = gtk_message_dialog_new (self->window, GTK_DIALOG_MODAL, GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE,
                                   "%s", question);
  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s",
                                            _("Finished epochs are kept, and the run can be resumed."));
  gtk_dialog_add_button (GTK_DIALOG (dialog), _("_Cancel"), GTK_RESPONSE_CANCEL);
  button = gtk_dialog_add_button (GTK_DIALOG (dialog), accept, GTK_RESPONSE_ACCEPT);
  gtk_widget_add_css_class (button, "destructive-action");
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  self->after = after;
  self->data = data;
  self->question = GTK_WINDOW (dialog);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), self);
  gtk_window_present (self->question);
}

void
dg_training_guard_stop (DgTrainingGuard *self, DgAfterStop after, gpointer data)
{
  drop_question (self);
  self->after = after;
  self->data = data;
  stop (self);
}
