/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/busy-note.h"

#include <glib/gi18n-lib.h>

/* What is done sooner is not worth a note that comes and goes. */
#define MOMENT_MS 500

struct _DgBusyNote
{
  GtkBox parent_instance;

  DgExplorer *explorer; /* nullable; owned */
  guint source;         /* looks again after a moment while there is something to do */

  /* template children */
  GtkSpinner *spinner;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (DgBusyNote, dg_busy_note, GTK_TYPE_BOX)

static guint
count_pending (DgBusyNote *self)
{
  return self->explorer != NULL ? dg_explorer_get_n_pending (self->explorer) : 0;
}

/* Shows the note where @shown, or where it is shown already, and there is something to do. */
static void
update (DgBusyNote *self, gboolean shown)
{
  guint n = count_pending (self);
  g_autofree char *words = g_strdup_printf (ngettext ("computing %u image", "computing %u images", n), n);

  shown = n > 0 && (shown || gtk_widget_get_visible (GTK_WIDGET (self)));
  if (shown)
    gtk_label_set_label (self->words, words);
  gtk_spinner_set_spinning (self->spinner, shown);
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
}

static gboolean
moment_cb (gpointer data)
{
  DgBusyNote *self = data;

  update (self, TRUE);
  if (count_pending (self) > 0)
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

/* What is wanted has changed, or some of it is there. */
static void
changed_cb (DgBusyNote *self)
{
  update (self, FALSE);
  if (self->source == 0)
    self->source = g_timeout_add (MOMENT_MS, moment_cb, self);
}

static void
dg_busy_note_dispose (GObject *object)
{
  DgBusyNote *self = DG_BUSY_NOTE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->explorer);
  G_OBJECT_CLASS (dg_busy_note_parent_class)->dispose (object);
}

static void
dg_busy_note_class_init (DgBusyNoteClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dg_busy_note_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diagonal_app/Diagonal/busy-note.ui");
  gtk_widget_class_bind_template_child (widget_class, DgBusyNote, spinner);
  gtk_widget_class_bind_template_child (widget_class, DgBusyNote, words);
}

static void
dg_busy_note_init (DgBusyNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dg_busy_note_set_explorer (DgBusyNote *self, DgExplorer *explorer)
{
  static const char *const names[] = { "layout-changed", "cell-ready", "failed" };

  g_return_if_fail (DG_IS_BUSY_NOTE (self));

  if (self->explorer == explorer)
    return;
  if (self->explorer != NULL)
    g_signal_handlers_disconnect_by_data (self->explorer, self);
  g_set_object (&self->explorer, explorer);
  for (guint i = 0; explorer != NULL && i < G_N_ELEMENTS (names); i++)
    g_signal_connect_object (explorer, names[i], G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}
