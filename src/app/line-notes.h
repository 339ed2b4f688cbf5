/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DG_TYPE_LINE_NOTES (dg_line_notes_get_type ())
/* Short words beside the lines of a text view, in its right border. */
G_DECLARE_FINAL_TYPE (DgLineNotes, dg_line_notes, DG, LINE_NOTES, GtkWidget)

/* Puts one into the border of @view, which owns it. */
DgLineNotes *dg_line_notes_add (GtkTextView *view);

/* (NULL-terminated) one for each line from the first on; empty ones are not shown. */
void dg_line_notes_set (DgLineNotes *self, const char *const *notes);

/* The note beside @line, from 0; empty where there is none. */
const char *dg_line_notes_get (DgLineNotes *self, guint line);

G_END_DECLS
