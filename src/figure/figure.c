/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure/figure.h"

#include <glib/gi18n-lib.h>

#include "figure/text.h"

DgFigure *
dg_figure_new (guint n_rows, guint n_columns)
{
  DgFigure *self = g_new0 (DgFigure, 1);

  self->n_rows = n_rows;
  self->n_columns = n_columns;
  self->row_names = g_new0 (char *, n_rows);
  self->row_notes = g_new0 (char *, n_rows);
  self->column_names = g_new0 (char *, n_columns);
  self->cells = g_new0 (DgCell *, (gsize) n_rows * n_columns);
  self->marks = g_array_new (FALSE, FALSE, sizeof (DgMark));
  self->selected = g_new (GArray *, n_rows);
  for (guint row = 0; row < n_rows; row++)
    self->selected[row] = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->current_row = -1;
  self->current_column = -1;
  self->palette = dg_palette_get (dg_palette_list_names ()[0], NULL);
  self->background = (DgColour) { 1, 1, 1 };

  return self;
}

static void
free_strings (char **strings, guint n)
{
  for (guint i = 0; strings != NULL && i < n; i++)
    g_free (strings[i]);
  g_free (strings);
}

void
dg_figure_free (DgFigure *self)
{
  for (gsize i = 0; i < (gsize) self->n_rows * self->n_columns; i++)
    g_clear_pointer (&self->cells[i], dg_cell_unref);
  g_free (self->cells);
  g_free (self->title);
  g_free (self->footer);
  free_strings (self->row_names, self->n_rows);
  free_strings (self->row_notes, self->n_rows);
  free_strings (self->column_names, self->n_columns);
  free_strings (self->class_names, self->n_classes);
  g_array_unref (self->marks);
  for (guint row = 0; row < self->n_rows; row++)
    g_array_unref (self->selected[row]);
  g_free (self->selected);
  g_free (self);
}

static DgCell **
get_slot (const DgFigure *self, guint row, guint column)
{
  g_assert (row < self->n_rows && column < self->n_columns);

  return &self->cells[(gsize) row * self->n_columns + column];
}

void
dg_figure_set_cell (DgFigure *self, guint row, guint column, DgCell *cell)
{
  DgCell **slot = get_slot (self, row, column);

  if (cell != NULL)
    dg_cell_ref (cell);
  g_clear_pointer (slot, dg_cell_unref);
  *slot = cell;
}

DgCell *
dg_figure_get_cell (const DgFigure *self, guint row, guint column)
{
  return *get_slot (self, row, column);
}

void
dg_figure_select (DgFigure *self, gint row, const guint32 *items, gsize n)
{
  for (guint i = 0; i < self->n_rows; i++)
    if (row < 0 || (guint) row == i)
      g_array_append_vals (self->selected[i], items, n);
}

/* "a, b, c" of the names that are there; "" where none is */
static char *
join_names (char **strings, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; strings != NULL && i < n; i++)
    if (strings[i] != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", strings[i]);
  return g_string_free (text, FALSE);
}

static char *
join_numbers (const GArray *numbers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < numbers->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? ", " : "", g_array_index (numbers, guint32, i));
  return g_string_free (text, FALSE);
}

/* What the images show, taken from the first that is there. */
static const char *
describe_kind (const DgFigure *self)
{
  for (gsize i = 0; i < (gsize) self->n_rows * self->n_columns; i++)
    if (self->cells[i] != NULL)
      switch (dg_cell_get_kind (self->cells[i]))
        {
        case DG_IMAGE_IVAT:
          return _("iVAT images");
        case DG_IMAGE_VAT:
          return _("VAT images");
        case DG_IMAGE_DISSIMILARITY:
          return _("dissimilarity images");
        case DG_IMAGE_DISSPLOT:
          return _("dissimilarity plots");
        }

  return _("images");
}

static gboolean
has_several_kinds (const DgFigure *self)
{
  const DgCell *known = NULL;

  for (gsize i = 0; i < (gsize) self->n_rows * self->n_columns; i++)
    {
      if (self->cells[i] == NULL)
        continue;
      if (known != NULL && dg_cell_get_kind (known) != dg_cell_get_kind (self->cells[i]))
        return TRUE;
      known = self->cells[i];
    }

  return FALSE;
}

static void
describe_cells (const DgFigure *self, GString *text)
{
  guint n_cells = self->n_rows * self->n_columns, n_there = 0;
  g_autofree char *rows = join_names (self->row_names, self->n_rows);
  g_autofree char *columns = join_names (self->column_names, self->n_columns);
  const char *kind = has_several_kinds (self) ? _("images") : describe_kind (self);

  for (guint i = 0; i < n_cells; i++)
    n_there += self->cells[i] != NULL;

  if (self->subject == DG_SUBJECT_WEIGHTS)
    /* Translators: how many rows and columns; "iVAT images", "VAT images", … */
    g_string_append_printf (text, _("Grid of %u × %u %s, dark where units are similar. "), self->n_rows,
                            self->n_columns, kind);
  else
    /* Translators: how many rows and columns; "iVAT images", "VAT images", … */
    g_string_append_printf (text, _("Grid of %u × %u %s, dark where samples are similar. "), self->n_rows,
                            self->n_columns, kind);
  if (n_there < n_cells)
    g_string_append_printf (text, _("%u of %u are there. "), n_there, n_cells);
  if (*rows != '\0')
    g_string_append_printf (text, _("Rows: %s. "), rows);
  if (*columns != '\0')
    g_string_append_printf (text, _("Columns: %s. "), columns);
}

static void
describe_selected (const DgFigure *self, GString *text)
{
  for (guint row = 0; row < self->n_rows; row++)
    {
      g_autofree char *numbers = join_numbers (self->selected[row]);

      if (*numbers == '\0')
        continue;
      if (self->subject == DG_SUBJECT_OUTPUTS)
        {
          g_string_append_printf (text, _("Selected samples: %s. "), numbers);
          return; /* the same in every row */
        }
      /* Translators: a layer, and the numbers of its units */
      g_string_append_printf (text, _("Selected units of %s: %s. "),
                              self->row_names[row] != NULL ? self->row_names[row] : "", numbers);
    }
}

static void
describe_marks (const DgFigure *self, GString *text)
{
  guint n_wrong = 0;

  for (guint i = 0; i < self->marks->len; i++)
    n_wrong += g_array_index (self->marks, DgMark, i).wrong;

  if (self->marks->len > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u sample is marked. ",
                                               "%u samples are marked. ", self->marks->len),
                            self->marks->len);
  if (n_wrong > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u of them is misclassified. ",
                                               "%u of them are misclassified. ", n_wrong), n_wrong);
}

char *
dg_figure_describe (const DgFigure *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->title != NULL)
    /* Translators: a title, set apart from the sentences after it */
    g_string_append_printf (text, _("%s. "), self->title);
  describe_cells (self, text);
  describe_marks (self, text);
  describe_selected (self, text);
  if (self->footer != NULL)
    g_string_append (text, self->footer);

  return g_strchomp (dg_text_clean (text->str));
}
