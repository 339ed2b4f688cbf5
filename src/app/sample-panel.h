/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "explorer/explorer.h"

G_BEGIN_DECLS

#define DG_TYPE_SAMPLE_PANEL (dg_sample_panel_get_type ())
/* The sample selected last, large: its true class, what each shown epoch said, its log-likelihoods at the
 * reference epoch, or what the network made of its image. Among several selected the actions sample.previous and sample.next step. Shows
 * DgSamplePanel:explorer. */
G_DECLARE_FINAL_TYPE (DgSamplePanel, dg_sample_panel, DG, SAMPLE_PANEL, GtkBox)

G_END_DECLS
