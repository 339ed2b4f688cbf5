/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define DG_TYPE_OPENING_CARD (dg_opening_card_get_type ())
/* Says that a folder is being opened, where that takes longer than a moment, and offers to give it up
 * (win.cancel-opening). */
G_DECLARE_FINAL_TYPE (DgOpeningCard, dg_opening_card, DG, OPENING_CARD, GtkBox)

/* Called after every change of @session. */
void dg_opening_card_update (DgOpeningCard *self, DgSession *session);

G_END_DECLS
