/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/line-notes.h"

#define MARGIN 8 /* points at either side */

struct _DgLineNotes
{
  GtkWidget parent_instance;

  /* owned */
  char **notes; /* by line */

  /* borrowed */
  GtkTextView *view; /* the parent */
};

G_DEFINE_FINAL_TYPE (DgLineNotes, dg_line_notes, GTK_TYPE_WIDGET)

static PangoLayout *
new_layout (DgLineNotes *self, const char *note, int *width)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), note);

  pango_layout_get_pixel_size (layout, width, NULL);
  return layout;
}

static void
dg_line_notes_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  DgLineNotes *self = DG_LINE_NOTES (widget);
  int widest = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for (char **note = self->notes; *note; note++)
      {
        int width;
        g_autoptr (PangoLayout) layout = new_layout (self, *note, &width);

        widest = MAX (widest, width + 2 * MARGIN);
      }
  *minimum = *natural = widest;
}

static int
get_baseline (PangoLayout *layout)
{
  return PANGO_PIXELS (pango_layout_get_baseline (layout));
}

/* The baseline of @line in the border; FALSE where the text has no such line. Fonts of other scripts, which notes may
 * have and the line not, are higher. */
static gboolean
find_baseline (DgLineNotes *self, guint line, int *y)
{
  GtkTextIter begin, end;
  int in_buffer, height;
  g_autofree char *text = NULL;
  g_autoptr (PangoLayout) layout = NULL;

  if (!gtk_text_buffer_get_iter_at_line (gtk_text_view_get_buffer (self->view), &begin, line))
    return FALSE;
  end = begin;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  text = gtk_text_iter_get_text (&begin, &end);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), text);
  gtk_text_view_get_line_yrange (self->view, &begin, &in_buffer, &height);
  gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_RIGHT, 0, in_buffer, NULL, y);
  *y += get_baseline (layout);
  return TRUE;
}

static void
dg_line_notes_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DgLineNotes *self = DG_LINE_NOTES (widget);
  int right = gtk_widget_get_width (widget) - MARGIN, height = gtk_widget_get_height (widget), baseline;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), height));
  for (guint line = 0; self->notes[line] && find_baseline (self, line, &baseline); line++)
    {
      int width;
      g_autoptr (PangoLayout) layout = new_layout (self, self->notes[line], &width);
      int y = baseline - get_baseline (layout);

      if (y >= height)
        break;
      gtk_snapshot_render_layout (snapshot, gtk_widget_get_style_context (widget), right - width, y, layout);
    }
  gtk_snapshot_pop (snapshot);
}

static void
dg_line_notes_finalize (GObject *object)
{
  g_strfreev (DG_LINE_NOTES (object)->notes);
  G_OBJECT_CLASS (dg_line_notes_parent_class)->finalize (object);
}

static void
dg_line_notes_class_init (DgLineNotesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = dg_line_notes_finalize;
  widget_class->measure = dg_line_notes_measure;
  widget_class->snapshot = dg_line_notes_snapshot;
  gtk_widget_class_set_css_name (widget_class, "linenotes");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_NOTE);
}

static void
dg_line_notes_init (DgLineNotes *self)
{
  self->notes = g_new0 (char *, 1);
  gtk_widget_add_css_class (GTK_WIDGET (self), "monospace");
}

static void
follow_scrolling (DgLineNotes *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  if (adjustment)
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
}

DgLineNotes *
dg_line_notes_add (GtkTextView *view)
{
  DgLineNotes *self = g_object_new (DG_TYPE_LINE_NOTES, NULL);

  self->view = view;
  gtk_text_view_set_gutter (view, GTK_TEXT_WINDOW_RIGHT, GTK_WIDGET (self));
  g_signal_connect_object (view, "notify::vadjustment", G_CALLBACK (follow_scrolling), self, G_CONNECT_SWAPPED);
  follow_scrolling (self);
  return self;
}

void
dg_line_notes_set (DgLineNotes *self, const char *const *notes)
{
  g_autofree char *words = NULL;

  g_return_if_fail (DG_IS_LINE_NOTES (self));

  g_strfreev (self->notes);
  self->notes = g_strdupv ((char **) notes);
  words = g_strjoinv ("\n", self->notes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

const char *
dg_line_notes_get (DgLineNotes *self, guint line)
{
  g_return_val_if_fail (DG_IS_LINE_NOTES (self), "");

  return line < g_strv_length (self->notes) ? self->notes[line] : "";
}
