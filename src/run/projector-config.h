/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DG_PROJECTOR_CONFIG_FILE "projector_config.pbtxt"

/**
 * DgProjectorEmbedding:
 * @layer: the embedding's name without its step
 * @tensor_path: a file
 * @rows, @columns: of the tensor where the configuration tells them, else 0
 * @metadata_path: (nullable): a file
 * @sprite_path: (nullable): a file
 * @sprite_width, @sprite_height: of the image of one sample
 *
 * An embedding of TensorBoard's projector. All paths are whole.
 */
typedef struct
{
  guint epoch;
  char *layer;
  char *tensor_path;
  guint rows, columns;
  char *metadata_path;
  char *sprite_path;
  guint sprite_width, sprite_height;
} DgProjectorEmbedding;

/**
 * dg_projector_config_load:
 *
 * Reads the projector_config.pbtxt of the log folder @folder. A step that the path or the name of a tensor tells, as in
 * "00200/fc1/tensors.tsv" or "fc1:00200" (which SummaryWriter.add_embedding() of PyTorch writes) or "fc1_epoch_3", is
 * the epoch; embeddings without one are of epoch 1. A path that leads nowhere is looked for beside the configuration,
 * as logs are moved. Where an epoch has a layer twice the later counts.
 *
 * Errors: G_IO_ERROR; DG_ERROR_FORMAT with the line, or where there is no embedding; DG_ERROR_UNSUPPORTED for tensors in
 * checkpoints of TensorFlow alone.
 *
 * Returns: (transfer full) (element-type DgProjectorEmbedding): epochs ascending, layers in their order
 */
GArray *dg_projector_config_load (const char *folder, GError **error);

G_END_DECLS
