/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is chosen by clicks, in the order of choice: an array of samples, classes or units. */

/* Whether @chosen has an item that is @equal to @item; @place (out) (optional) receives its index. */
gboolean dg_choice_find (const GArray *chosen, gconstpointer item, GEqualFunc equal, guint *place);

/* With @extend the item is toggled; without, it alone is chosen, or nothing where it was alone already. */
void dg_choice_take (GArray *chosen, gconstpointer item, GEqualFunc equal, gboolean extend);

G_END_DECLS
