/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DG_TYPE_SUBJECT_SWITCH (dg_subject_switch_get_type ())
/* Two linked buttons for what is looked at: outputs or weights. Where a run has no weights, a tooltip says why. */
G_DECLARE_FINAL_TYPE (DgSubjectSwitch, dg_subject_switch, DG, SUBJECT_SWITCH, GtkBox)

/**
 * DgSubjectSwitch:explorer: (nullable): whose subject it is
 */

G_END_DECLS
