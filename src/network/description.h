/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/module.h"
#include "network/network.h"

G_BEGIN_DECLS

/**
 * DgDescriptionLine:
 * @place: of the name in the text
 */
typedef struct
{
  DgTextPlace place;
  char *name;
  const DgModuleClass *klass;
  double arguments[DG_MODULE_MAX_ARGUMENTS];
} DgDescriptionLine;

/**
 * DgDescription:
 * @lines: (element-type DgDescriptionLine): at least one, names unique
 *
 * A network as text: one module a line, its name, its kind and the kind's numbers, with spaces between. Numbers
 * that may be left out stand behind a word that says what they are. In place of a whole number may stand
 * "classes", "channels", "height", "width" or "pixels" (their product with the channels), or one of them
 * divided by a whole number, as "height/2". What follows a # is a remark; empty lines are skipped.
 */
typedef struct
{
  GPtrArray *lines;
} DgDescription;

/**
 * dg_description_parse:
 * @text: a built-in network's name, or a description
 * @sizes: what its words stand for
 * @place: (out) (optional): where the fault is, 0 where it has no place
 *
 * Errors: DG_ERROR_FORMAT with line and column; DG_ERROR_NAME for an unknown built-in or kind
 */
DgDescription *dg_description_parse (const char *text, const DgNetworkSizes *sizes, DgTextPlace *place,
                                     GError **error);
void dg_description_free (DgDescription *self);

/* What the last module of @text is, whatever stands before it and whatever it is fitted to; NULL where it is no kind of
 * module. */
const DgModuleClass *dg_description_find_last_class (const char *text);

/* The text without what a network does not depend on, every word that is a number spelled out. */
char *dg_description_to_string (const DgDescription *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgDescription, dg_description_free)

G_END_DECLS
