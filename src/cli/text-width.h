/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The columns of a terminal that @text takes: two for each character of Chinese, Japanese or Korean. */
gsize dg_cli_text_width (const char *text);

/* (transfer full) as much of the beginning of @text as takes no more than @columns */
char *dg_cli_text_cut (const char *text, gsize columns);

G_END_DECLS
