/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tendency/group-rule.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "tendency/blocks.h"

/* By DgGroupKind. */
static const char *const names[] = { "label", "prediction", "blocks", "height" };

static gboolean
parse_count (const char *text, guint *count, GError **error)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, &value, NULL))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   _("“blocks:%s” needs a whole number above 0, as in blocks:10"), text);
      return FALSE;
    }
  *count = value;
  return TRUE;
}

static gboolean
parse_height (const char *text, float *height, GError **error)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !(value >= 0 && value <= G_MAXFLOAT))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   _("“height:%s” needs a number from 0 on, as in height:2.5"), text);
      return FALSE;
    }
  *height = (float) value;
  return TRUE;
}

gboolean
dg_group_rule_parse (const char *text, DgGroupRule *rule, GError **error)
{
  DgGroupRule parsed = DG_GROUP_RULE_INIT;

  for (DgGroupKind kind = DG_GROUP_LABEL; kind <= DG_GROUP_HEIGHT; kind++)
    {
      gboolean takes_number = kind == DG_GROUP_BLOCKS || kind == DG_GROUP_HEIGHT;
      gsize length = strlen (names[kind]);
      const char *number = text + length + 1;

      if (strncmp (text, names[kind], length) != 0 || text[length] != (takes_number ? ':' : '\0'))
        continue;
      parsed.kind = kind;
      if ((kind == DG_GROUP_BLOCKS && !parse_count (number, &parsed.count, error))
          || (kind == DG_GROUP_HEIGHT && !parse_height (number, &parsed.height, error)))
        return FALSE;
      *rule = parsed;
      return TRUE;
    }
  g_set_error (error, DG_ERROR, DG_ERROR_NAME,
               _("there is no grouping “%s”: it is one of label, prediction, blocks:K, height:H"), text);
  return FALSE;
}

char *
dg_group_rule_to_string (const DgGroupRule *self)
{
  char height[G_ASCII_DTOSTR_BUF_SIZE];

  switch (self->kind)
    {
    case DG_GROUP_BLOCKS:
      return g_strdup_printf ("%s:%u", names[self->kind], self->count);
    case DG_GROUP_HEIGHT:
      g_ascii_formatd (height, sizeof height, "%.9g", self->height);
      return g_strdup_printf ("%s:%s", names[self->kind], height);
    case DG_GROUP_LABEL:
    case DG_GROUP_PREDICTION:
    default:
      return g_strdup (names[self->kind]);
    }
}

gboolean
dg_group_rule_equal (const DgGroupRule *a, const DgGroupRule *b)
{
  return a->kind == b->kind && a->count == b->count && a->height == b->height;
}

guint
dg_group_rule_hash (const DgGroupRule *self)
{
  double height = self->height;

  return (self->kind * 31 + self->count) * 31 + g_double_hash (&height);
}

gboolean
dg_group_rule_is_of_blocks (const DgGroupRule *self)
{
  return self->kind == DG_GROUP_BLOCKS || self->kind == DG_GROUP_HEIGHT;
}

static DgPartition *
group_by_class (const guint8 *classes, gsize n, const char *missing, GError **error)
{
  if (classes != NULL)
    return dg_partition_new_from_classes (classes, n);
  g_set_error_literal (error, DG_ERROR, DG_ERROR_VALUE, missing);
  return NULL;
}

DgPartition *
dg_group_rule_apply (const DgGroupRule *self, const guint8 *labels, const guint8 *predictions, gsize n,
                     const DgVat *vat, float *height, GError **error)
{
  g_autoptr (DgPartition) blocks = NULL;
  gsize least = dg_blocks_get_least (n);
  float cut = 0;

  if (height != NULL)
    *height = 0;
  switch (self->kind)
    {
    case DG_GROUP_LABEL:
      return group_by_class (labels, n, _("samples cannot be grouped by label: there are no labels"), error);
    case DG_GROUP_PREDICTION:
      return group_by_class (predictions, n,
                             _("samples cannot be grouped by prediction: there are no log-likelihoods"), error);
    case DG_GROUP_BLOCKS:
      cut = dg_blocks_find_height (vat, self->count, least);
      break;
    case DG_GROUP_HEIGHT:
    default:
      cut = self->height;
      break;
    }
  if (height != NULL)
    *height = cut;
  blocks = dg_blocks_cut (vat, cut);
  return dg_blocks_gather (blocks, least);
}
