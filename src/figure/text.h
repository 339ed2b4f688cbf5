/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* Sans, at a size in points. */
typedef struct
{
  double size;
  gboolean bold;
} DgFont;

/* Lines have the same height in every script and medium, so that a figure has one geometry. */
#define DG_FONT_LINE 1.3     /* height of a line */
#define DG_FONT_BASELINE 1.0 /* from its top to the baseline */

/* A layout on @cr (NULL: for measuring alone) whose widths are the same at every scale. */
PangoLayout *dg_text_create_layout (cairo_t *cr);
void dg_text_set (PangoLayout *layout, DgFont font, const char *string);

/* Valid UTF-8 without the control characters that neither Pango nor XML take, but for new lines: names come
 * from files. */
char *dg_text_clean (const char *string);

/* A string measured once, to be wrapped at many widths. */
typedef struct _DgText DgText;

/* @string: (nullable): as empty. */
DgText *dg_text_new (PangoLayout *layout, DgFont font, const char *string);

/* The same of a name, whose end tells it from others more than its beginning does: what does not fit is left out between
 * them. */
DgText *dg_text_new_name (PangoLayout *layout, DgFont font, const char *string);
void dg_text_free (DgText *self);

DgFont dg_text_get_font (const DgText *self);
const char *dg_text_get_string (const DgText *self);
gboolean dg_text_is_empty (const DgText *self);
double dg_text_get_width (const DgText *self);

/* Lines at @width; none for an empty text. */
guint dg_text_count_lines (const DgText *self, double width, guint max_lines);

/* The lines themselves, each at most @width wide: for what does not fit stands "…", at the end but of
 * names. (element-type utf8) */
GPtrArray *dg_text_wrap (const DgText *self, PangoLayout *layout, double width, guint max_lines);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgText, dg_text_free)

G_END_DECLS
