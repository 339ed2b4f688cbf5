/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "network/outline.h"

G_BEGIN_DECLS

#define DG_TYPE_NETWORK_EDITOR (dg_network_editor_get_type ())
/* A network as text: a built-in one chosen from a list, one from a file, or typed. What the text makes of images of
 * the given sizes is told while it is typed: beside each line its output and its parameters, beneath all of them a
 * sum, or the first fault, which is marked in the text. */
G_DECLARE_FINAL_TYPE (DgNetworkEditor, dg_network_editor, DG, NETWORK_EDITOR, GtkBox)

/**
 * DgNetworkEditor::changed: the network, or whether it is one
 */

/* What the network is fitted to; NULL while that is not known. */
void dg_network_editor_set_sizes (DgNetworkEditor *self, const DgNetworkSizes *sizes);

/* (nullable) the network as it stands; NULL where the text is not one, or the sizes are not known. Borrowed until the
 * next change. */
const DgOutline *dg_network_editor_get_outline (DgNetworkEditor *self);

/* (transfer full) what DgRunOptions takes: the name of a built-in network, or the text. */
char *dg_network_editor_get_network (DgNetworkEditor *self);

/* A short name for it: that of a built-in one, of its file, or "network". */
const char *dg_network_editor_get_title (DgNetworkEditor *self);

/* Reads the text from @file, and saves it there; what fails is told beneath the text. */
void dg_network_editor_open (DgNetworkEditor *self, GFile *file);
void dg_network_editor_save (DgNetworkEditor *self, GFile *file);

G_END_DECLS
