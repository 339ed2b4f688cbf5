/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DgBuiltinNetwork:
 * @name: what dg_network_new() takes for it
 * @summary: (not translated): one line for people, marked for gettext
 * @description: its text, which fits images of any size that is not too small, and any number of classes
 */
typedef struct
{
  const char *name;
  const char *summary;
  const char *description;
} DgBuiltinNetwork;

/* (n) the networks the program comes with, the default first. */
const DgBuiltinNetwork *dg_builtin_networks_get (gsize *n);

/* NULL where none has this name. */
const DgBuiltinNetwork *dg_builtin_networks_find (const char *name);

G_END_DECLS
