/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dg_epoch_list_parse:
 * @text: "1,2,10,100", "1-20", mixtures of both, or "all"
 * @available: (n_available) epochs that may be chosen, ascending
 * @n: (out): how many were chosen
 *
 * A single number must be available; a range takes those available within it, and must hold one.
 *
 * Returns: (transfer full) (n) epochs, ascending, each once. Errors: DG_ERROR_VALUE for what is not a number
 * or a range; DG_ERROR_NAME for epochs that do not exist, with those that do.
 */
guint *dg_epoch_list_parse (const char *text, const guint *available, gsize n_available, gsize *n,
                            GError **error);

/* (transfer full) the text form of @epochs, (n) ascending: neighbours from three on become a range. */
char *dg_epoch_list_to_string (const guint *epochs, gsize n);

G_END_DECLS
