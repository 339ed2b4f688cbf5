/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/parallel.h"
#include "base/tensor.h"
#include "dataset/dataset.h"
#include "network/input-scale.h"
#include "network/loss.h"

G_BEGIN_DECLS

/* Named modules in order with all parameters in one block. Not thread-safe: one owner at a time. */
typedef struct _DgNetwork DgNetwork;

/**
 * DgModuleInfo:
 * @name: unique in the network, e.g. "C1"
 * @kind: "conv", "relu", "maxpool", "linear", "logsoftmax", …
 * @n_dims: dimensions of one sample's output
 * @shape: (n_dims) extents of one sample's output: (channels, height, width) or (features)
 */
typedef struct
{
  const char *name;
  const char *kind;
  guint n_dims;
  gsize shape[3];
} DgModuleInfo;

/**
 * DgParameter:
 * @name: PyTorch's name, e.g. "C1.weight"
 * @shape: (n_dims) PyTorch's shape: conv weight (out, in, k, k), linear weight (out, in), bias (out)
 * @data: view into the network's parameter block
 */
typedef struct
{
  const char *name;
  guint n_dims;
  gsize shape[4];
  float *data;
} DgParameter;

/**
 * DgNetworkSizes:
 * @channels, @height, @width: shape of one input image
 * @n_classes: of its labels
 *
 * What a network is fitted to.
 */
typedef struct
{
  guint channels, height, width;
  guint n_classes;
} DgNetworkSizes;

/* The sizes of @dataset. */
DgNetworkSizes dg_network_sizes_get (const DgDataset *dataset);

/* A place in a text, for editors; both count from 1, 0 where there is none. Columns count characters. */
typedef struct
{
  guint line, column;
} DgTextPlace;

/**
 * dg_network_new:
 * @description: a built-in network's name ("lenet5"), or the text of a description, one module a line
 * @seed: of the initial weights: Kaiming-uniform with a = √5, PyTorch's default for conv and linear, biases
 *   uniform in ±1/√fan_in
 *
 * The loss follows from the last module: a logsoftmax, of as many outputs as there are classes, is trained by the
 * negative log-likelihood; any other must have as many outputs as an image has values, and is trained to reconstruct it.
 *
 * Errors: DG_ERROR_FORMAT with line and column; DG_ERROR_NAME for an unknown built-in or module kind;
 * DG_ERROR_MISMATCH where shapes do not fit.
 */
DgNetwork *dg_network_new (const char *description, const DgNetworkSizes *sizes, guint64 seed, GError **error);
void dg_network_free (DgNetwork *self);

/* What a network of @description, a built-in one's name or a text, is trained by, whatever its images;
 * NLL where the last module is none. */
DgLossKind dg_network_find_loss (const char *description);

DgLossKind dg_network_get_loss (const DgNetwork *self);

/* The canonical text that dg_network_new() builds this network from; stored in run.json. */
const char *dg_network_get_description (const DgNetwork *self);

/* What makes pixels the network's input: the default scale until another is set, of as many channels. */
void dg_network_set_input_scale (DgNetwork *self, const DgInputScale *scale);
const DgInputScale *dg_network_get_input_scale (const DgNetwork *self);

guint dg_network_get_n_modules (const DgNetwork *self);
const DgModuleInfo *dg_network_get_module_info (const DgNetwork *self, guint module);

guint dg_network_get_n_parameters (const DgNetwork *self);
const DgParameter *dg_network_get_parameter (const DgNetwork *self, guint parameter);

/* All parameters as one block of @size floats, in the order of dg_network_get_parameter(); zeros between them
 * put each on a 64-byte boundary. */
float *dg_network_get_parameter_block (DgNetwork *self, gsize *size);

/**
 * dg_network_compute_outputs:
 * @index: (n) rows of @images
 * @layers: NULL-terminated module names
 *
 * Outputs of the named modules in evaluation (no noise), pixels scaled and standardised as in training.
 *
 * Returns: (transfer full) (element-type DgTensor) one (n, …) tensor per name, in the order asked;
 *   DG_ERROR_NAME for a module that does not exist, with those that do
 */
GPtrArray *dg_network_compute_outputs (DgNetwork *self, DgParallel *parallel, const DgImages *images,
                                       const guint32 *index, gsize n, const char *const *layers,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgNetwork, dg_network_free)

G_END_DECLS
