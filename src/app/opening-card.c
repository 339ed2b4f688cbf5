/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/opening-card.h"

#include <glib/gi18n-lib.h>

#define PATIENCE 200 /* milliseconds in which most folders are open */

struct _DgOpeningCard
{
  GtkBox parent_instance;

  /* owned */
  GFile *folder; /* nullable: none is being opened */

  guint source; /* 0: shown, or nothing to wait for */

  /* template children */
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (DgOpeningCard, dg_opening_card, GTK_TYPE_BOX)

static gboolean
patience_cb (gpointer data)
{
  DgOpeningCard *self = data;

  self->source = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  return G_SOURCE_REMOVE;
}

static void
dg_opening_card_dispose (GObject *object)
{
  DgOpeningCard *self = DG_OPENING_CARD (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->folder);
  G_OBJECT_CLASS (dg_opening_card_parent_class)->dispose (object);
}

static void
dg_opening_card_class_init (DgOpeningCardClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dg_opening_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/opening-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DgOpeningCard, words);
}

static void
dg_opening_card_init (DgOpeningCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dg_opening_card_update (DgOpeningCard *self, DgSession *session)
{
  GFile *folder;
  g_autofree char *base = NULL, *name = NULL, *words = NULL;

  g_return_if_fail (DG_IS_OPENING_CARD (self));

  folder = dg_session_get_opening (session);
  if (!g_set_object (&self->folder, folder))
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  if (folder == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }
  base = g_file_get_basename (folder);
  name = base != NULL ? g_filename_display_name (base) : g_file_get_parse_name (folder);
  words = g_strdup_printf (_("Opening %s…"), name);
  gtk_label_set_label (self->words, words);
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    self->source = g_timeout_add (PATIENCE, patience_cb, self);
}
