/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The explorer's side that is about groups of dissimilarity plots. */

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "explorer/explorer-private.h"
#include "explorer/layout.h"

const DgGroupRule *
dg_explorer_get_group_rule (DgExplorer *self)
{
  return &dg_grid_get_image (self->grid)->group;
}

void
dg_explorer_set_group_rule (DgExplorer *self, const DgGroupRule *rule)
{
  DgCellImage image = *dg_grid_get_image (self->grid);

  image.group = *rule;
  dg_explorer_set_image (self, &image);
}

/* (nullable) why @rule cannot be applied to units, or to samples. */
static const char *
find_missing (DgExplorer *self, DgSubject subject, const DgGroupRule *rule)
{
  gboolean of_units = subject == DG_SUBJECT_WEIGHTS;

  if (self->run == NULL || dg_group_rule_is_of_blocks (rule))
    return NULL;
  if (rule->kind == DG_GROUP_LABEL && of_units)
    return _("units cannot be grouped by label: they have no classes");
  if (rule->kind == DG_GROUP_LABEL && dg_run_get_labels (self->run) == NULL)
    return _("samples cannot be grouped by label: there are no labels");
  if (rule->kind == DG_GROUP_PREDICTION && of_units)
    return _("units cannot be grouped by prediction: they have no classes");
  if (rule->kind == DG_GROUP_PREDICTION
      && dg_explorer_get_said (self, dg_explorer_get_reference_epoch (self), 0) < 0)
    return _("samples cannot be grouped by prediction: there are no predictions");
  return NULL;
}

gboolean
dg_explorer_check_group_rule (DgExplorer *self, const DgGroupRule *rule, GError **error)
{
  const char *missing = find_missing (self, dg_explorer_get_subject (self), rule);

  if (missing != NULL)
    g_set_error_literal (error, DG_ERROR, DG_ERROR_VALUE, missing);
  return missing == NULL;
}

void
dg_explorer_choose_group_rule (DgExplorer *self, DgCellImage *image)
{
  if (find_missing (self, image->subject, &image->group) != NULL)
    image->group = dg_layout_choose_group (self->run, image->subject);
}
