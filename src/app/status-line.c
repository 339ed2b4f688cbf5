/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/status-line.h"

#include "app/busy-note.h"
#include "app/colour-key.h"
#include "app/follower.h"
#include "app/grid-words.h"

#define NOTICE_SECONDS 5

struct _DgStatusLine
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;
  char *readout; /* nullable */
  char *notice;  /* nullable */

  guint notice_source;

  /* template children */
  GtkLabel *description;
  GtkWidget *key_box;
  DgColourKey *colour_key;
  DgBusyNote *busy_note;
  GtkInscription *summary; /* words that change with each motion, and no size with them */
};

enum
{
  PROP_EXPLORER = 1,
  PROP_READOUT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgStatusLine, dg_status_line, GTK_TYPE_BOX)

static void
update_summary (DgStatusLine *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  g_autofree char *summary = NULL;

  if (self->notice == NULL && self->readout == NULL && explorer != NULL)
    summary = dg_grid_words_summarise (explorer);
  gtk_inscription_set_text (self->summary, self->notice != NULL    ? self->notice
                                           : self->readout != NULL ? self->readout
                                                                   : summary);
}

static void
update_description (DgStatusLine *self)
{
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  g_autofree char *description = explorer != NULL ? dg_explorer_describe (explorer) : NULL;

  gtk_label_set_label (self->description, description);
  gtk_widget_set_visible (self->key_box, dg_follower_get_run (self->follower) != NULL);
  if (explorer != NULL)
    dg_colour_key_set_palette (self->colour_key, dg_explorer_get_palette (explorer));
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  DgStatusLine *self = owner;

  if (changes != DG_CHANGED_MARKS)
    update_description (self);
  update_summary (self);
}

static gboolean
forget_notice_cb (gpointer data)
{
  DgStatusLine *self = data;

  self->notice_source = 0;
  g_clear_pointer (&self->notice, g_free);
  update_summary (self);
  return G_SOURCE_REMOVE;
}

static void
dg_status_line_dispose (GObject *object)
{
  DgStatusLine *self = DG_STATUS_LINE (object);

  g_clear_handle_id (&self->notice_source, g_source_remove);
  g_clear_pointer (&self->follower, dg_follower_free);
  G_OBJECT_CLASS (dg_status_line_parent_class)->dispose (object);
}

static void
dg_status_line_finalize (GObject *object)
{
  DgStatusLine *self = DG_STATUS_LINE (object);

  g_free (self->readout);
  g_free (self->notice);
  G_OBJECT_CLASS (dg_status_line_parent_class)->finalize (object);
}

static void
dg_status_line_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DgStatusLine *self = DG_STATUS_LINE (object);

  switch (id)
    {
    case PROP_EXPLORER:
      g_value_set_object (value, dg_follower_get_explorer (self->follower));
      break;
    case PROP_READOUT:
      g_value_set_string (value, self->readout);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_readout (DgStatusLine *self, const char *readout)
{
  if (g_strcmp0 (self->readout, readout) == 0)
    return;
  g_free (self->readout);
  self->readout = g_strdup (readout);
  update_summary (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_READOUT]);
}

static void
dg_status_line_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DgStatusLine *self = DG_STATUS_LINE (object);

  switch (id)
    {
    case PROP_EXPLORER:
      if (dg_follower_set_explorer (self->follower, g_value_get_object (value)))
        {
          dg_busy_note_set_explorer (self->busy_note, g_value_get_object (value));
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_READOUT:
      set_readout (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dg_status_line_class_init (DgStatusLineClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = dg_status_line_dispose;
  object_class->finalize = dg_status_line_finalize;
  object_class->get_property = dg_status_line_get_property;
  object_class->set_property = dg_status_line_set_property;

  props[PROP_EXPLORER] = g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER, flags);
  props[PROP_READOUT] = g_param_spec_string ("readout", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DG_TYPE_BUSY_NOTE);
  g_type_ensure (DG_TYPE_COLOUR_KEY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/status-line.ui");
  gtk_widget_class_bind_template_child (widget_class, DgStatusLine, description);
  gtk_widget_class_bind_template_child (widget_class, DgStatusLine, key_box);
  gtk_widget_class_bind_template_child (widget_class, DgStatusLine, colour_key);
  gtk_widget_class_bind_template_child (widget_class, DgStatusLine, busy_note);
  gtk_widget_class_bind_template_child (widget_class, DgStatusLine, summary);
}

static void
dg_status_line_init (DgStatusLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->follower = dg_follower_new (self, follower_cb);
}

void
dg_status_line_show_notice (DgStatusLine *self, const char *notice)
{
  g_return_if_fail (DG_IS_STATUS_LINE (self));

  g_clear_handle_id (&self->notice_source, g_source_remove);
  g_free (self->notice);
  self->notice = g_strdup (notice);
  self->notice_source = g_timeout_add_seconds (NOTICE_SECONDS, forget_notice_cb, self);
  update_summary (self);
}
