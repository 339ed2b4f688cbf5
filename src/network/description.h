/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"

G_BEGIN_DECLS

/**
 * DgDescriptionLine:
 * @number: of the line in the text, from 1
 */
typedef struct
{
  guint number;
  char *name;
  const DgModuleClass *klass;
  guint arguments[2];
} DgDescriptionLine;

/**
 * DgDescription:
 * @lines: (element-type DgDescriptionLine): at least one, names unique
 *
 * A network as text: one module a line, its name, its kind and the kind's numbers, with spaces between. The
 * word "classes" stands for the dataset's number of classes. What follows a # is a remark; empty lines are
 * skipped.
 */
typedef struct
{
  GPtrArray *lines;
} DgDescription;

/* @text: a built-in network's name, or a description. Errors: DG_ERROR_FORMAT with line and column;
 * DG_ERROR_NAME for an unknown built-in or kind. */
DgDescription *dg_description_parse (const char *text, guint n_classes, GError **error);
void dg_description_free (DgDescription *self);

/* The text without what a network does not depend on, every number spelled out. */
char *dg_description_to_string (const DgDescription *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgDescription, dg_description_free)

G_END_DECLS
