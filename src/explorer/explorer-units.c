/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The explorer's side that is about weights: what is looked at, and the units that are selected. */

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "explorer/explorer-private.h"
#include "explorer/unit-words.h"

DgSubject
dg_explorer_get_subject (DgExplorer *self)
{
  return dg_grid_get_image (self->grid)->subject;
}

gboolean
dg_explorer_check_subject (DgExplorer *self, DgSubject subject, GError **error)
{
  gsize n;

  if (subject == DG_SUBJECT_OUTPUTS)
    return TRUE;
  if (self->run == NULL)
    {
      g_set_error_literal (error, DG_ERROR, DG_ERROR_NAME, _("no run is open"));
      return FALSE;
    }
  return dg_run_get_units (self->run, &n) != NULL || dg_run_find_units (self->run, "", error) != NULL;
}

/* The image of the other subject: its groups are those that were chosen for it, if they mean anything there. */
static DgCellImage
change_subject (DgExplorer *self, DgSubject subject)
{
  DgCellImage image = *dg_grid_get_image (self->grid);
  DgGroupRule groups = self->other_groups;

  self->other_groups = image.group;
  image.subject = subject;
  image.group = groups;
  dg_explorer_choose_group_rule (self, &image);
  return image;
}

gboolean
dg_explorer_set_subject (DgExplorer *self, DgSubject subject, GError **error)
{
  DgCellImage image;

  if (dg_explorer_get_subject (self) == subject)
    return TRUE;
  if (!dg_explorer_check_subject (self, subject, error))
    return FALSE;
  image = change_subject (self, subject);
  dg_explorer_set_image (self, &image);
  return TRUE;
}

void
dg_explorer_settle_image (DgExplorer *self)
{
  DgCellImage image = *dg_grid_get_image (self->grid);

  if (!dg_explorer_check_subject (self, image.subject, NULL))
    image = change_subject (self, DG_SUBJECT_OUTPUTS);
  else
    dg_explorer_choose_group_rule (self, &image);
  dg_grid_set_image (self->grid, &image);
}

const GArray *
dg_explorer_get_units (DgExplorer *self)
{
  return self->units;
}

gint
dg_explorer_get_unit_row (DgExplorer *self)
{
  gint row = self->row;

  if (dg_explorer_get_subject (self) == DG_SUBJECT_OUTPUTS || dg_grid_get_n_rows (self->grid) == 0)
    return -1;
  if (row < 0 && self->units->len > 0)
    row = dg_grid_find_layer (self->grid, g_array_index (self->units, DgUnitId, self->units->len - 1).module);
  return MAX (row, 0);
}

guint
dg_explorer_get_unit_epoch (DgExplorer *self)
{
  gsize n;
  const guint *epochs = dg_grid_get_epochs (self->grid, &n);

  if (n == 0)
    return 0;
  return epochs[self->column >= 0 ? self->column : (gint) n - 1];
}

void
dg_explorer_select_unit (DgExplorer *self, const char *module, guint32 unit, gboolean extend)
{
  const DgUnits *units = self->run != NULL ? dg_run_find_units (self->run, module, NULL) : NULL;

  if (units == NULL || unit >= units->n_units)
    return;
  dg_unit_selection_choose (self->units, module, unit, extend);
  dg_explorer_announce_marks (self, NULL);
}

gboolean
dg_explorer_has_selection (DgExplorer *self)
{
  if (dg_explorer_get_subject (self) == DG_SUBJECT_WEIGHTS)
    return self->units->len > 0;
  return dg_explorer_has_samples (self);
}

void
dg_explorer_clear_selection (DgExplorer *self)
{
  if (!dg_explorer_has_selection (self))
    return;
  if (dg_explorer_get_subject (self) == DG_SUBJECT_OUTPUTS)
    {
      dg_explorer_clear_samples (self);
      return;
    }
  g_array_set_size (self->units, 0);
  dg_explorer_announce_marks (self, NULL);
}

GArray *
dg_explorer_list_lit_units (DgExplorer *self, DgCell *cell, const char *module)
{
  g_autoptr (GArray) units = dg_unit_selection_list (self->units, module);

  return dg_explorer_find_positions (cell, units);
}

void
dg_explorer_mark_units (DgExplorer *self, DgFigure *figure, const char *image)
{
  for (guint row = 0; row < figure->n_rows; row++)
    if (figure->row_names[row] != NULL)
      {
        g_autoptr (GArray) units = dg_unit_selection_list (self->units, figure->row_names[row]);

        dg_figure_select (figure, (gint) row, (const guint32 *) (const void *) units->data, units->len);
      }
  figure->footer = dg_unit_words_join (self->run, image, figure->silhouettes, self->units);
}
