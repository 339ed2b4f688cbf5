/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One line on stderr that is drawn over again; nothing where stderr is no terminal. */

void dg_cli_progress_show (double fraction, const char *text);

/* Leaves an empty line, for other output to go on. */
void dg_cli_progress_clear (void);

/* "12 s", "3 min 20 s", "1 h 05 min" */
char *dg_cli_format_duration (double seconds);

G_END_DECLS
