/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lists of names and of sizes as they are typed; those of epochs are run/epoch-list.h's. */

/* "P1:0,R3": the names between the commas, without blanks around them. DG_ERROR_VALUE where one is empty. */
char **dg_list_parse_names (const char *text, GError **error);

/**
 * dg_list_parse_sizes:
 * @n: (out): how many, at least 1
 *
 * "1000,500,100,50": numbers from 1 on. DG_ERROR_VALUE for anything else.
 *
 * Returns: (transfer full) (n) descending, each once
 */
guint *dg_list_parse_sizes (const char *text, gsize *n, GError **error);

G_END_DECLS
