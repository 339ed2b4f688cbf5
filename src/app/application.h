/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DG_TYPE_APPLICATION (dg_application_get_type ())
/* The program with a window. Alone it trains on the built-in digits; given folders it opens their runs. */
G_DECLARE_FINAL_TYPE (DgApplication, dg_application, DG, APPLICATION, GtkApplication)

DgApplication *dg_application_new (void);

/* `diagonal [RUN]`. Returns the exit status: 1 after one line on stderr where there is no display. */
int dg_application_main (int argc, char **argv);

G_END_DECLS
