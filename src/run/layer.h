/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/* (transfer full) (element-type DgRunLayer) none yet. */
GArray *dg_layers_new (void);

/**
 * dg_layer_find:
 * @run_name: path of the run, named in errors
 * @layers: (element-type DgRunLayer)
 * @text: a layer's name, or "P1:0" for one channel of a layer of shape (channels, h, w)
 * @channel: (out): the channel, or -1 for the whole layer
 *
 * Errors: DG_ERROR_NAME, listing the layers, or saying which channels there are
 */
const DgRunLayer *dg_layer_find (const char *run_name, GArray *layers, const char *text, gssize *channel,
                                 GError **error);

G_END_DECLS
