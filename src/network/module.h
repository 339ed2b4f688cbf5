/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "network/kernels.h"

G_BEGIN_DECLS

#define DG_MODULE_MAX_ARGUMENTS 4

/* The largest number of channels or outputs that may be asked for. */
#define DG_MODULE_MAX_SIZE 1000000

typedef struct _DgModule DgModule;

/**
 * DgShape:
 * @n_dims: 1 or 3
 * @extent: (n_dims) (features), or (channels, height, width)
 *
 * The shape of one sample.
 */
typedef struct
{
  guint n_dims;
  gsize extent[3];
} DgShape;

/* Values in a sample of this shape. */
gsize dg_shape_get_size (const DgShape *shape);

/**
 * DgModuleArgument:
 * @name: what the number is, for messages
 * @keyword: the word that stands before the number in a description; NULL where the number must be there, in
 *   its place
 * @fraction: whether it may be other than a whole number
 * @minimum, @maximum: of the number, both allowed
 * @initial: its value where the keyword is not there
 */
typedef struct
{
  const char *name;
  const char *keyword;
  gboolean fraction;
  double minimum, maximum;
  double initial;
} DgModuleArgument;

/**
 * DgPass:
 * @training: whether random numbers are drawn and a mini-batch's own statistics taken
 * @seed, @epoch: with an image's row, what its random numbers depend on
 * @index: (n) rows of the images
 * @n: samples of the block that count, at most DG_LANES; the lanes from @n on repeat the first
 * @n_batch: samples of the mini-batch
 *
 * What a block is run for. In evaluation only the first counts.
 */
typedef struct
{
  gboolean training;
  guint64 seed;
  guint epoch;
  const guint32 *index;
  gsize n;
  gsize n_batch;
} DgPass;

/**
 * DgBlock:
 * @pass: what it is run for
 * @parameters: (parameter_size) the module's own
 * @x: (n_inputs, DG_LANES)
 * @y: (n_outputs, DG_LANES)
 * @memo: (memo_size) bytes that forward keeps for backward; NULL where none will follow
 * @scratch: (scratch_size) floats for the time of a call
 * @statistics: (statistics_size) of the mini-batch, in training
 * @dy: (n_outputs, DG_LANES) derivative of the loss by y
 * @dx: (n_inputs, DG_LANES) derivative by x; NULL where nothing comes before
 * @gradient: (parameter_size) derivative by the parameters, the sum over the block's samples
 * @total: (parameter_size) the sum of all blocks' gradients, for modules that need it before they know dx
 *
 * What a module works on: a block of DG_LANES samples, sample innermost, each array on a 64-byte boundary.
 * Forward reads parameters and x and sets y, backward reads what there is and sets dx and the gradient.
 */
typedef struct
{
  const DgPass *pass;
  const float *parameters;
  const float *x;
  float *y;
  void *memo;
  float *scratch;
  const float *statistics;
  const float *dy;
  float *dx;
  float *gradient;
  const float *total;
} DgBlock;

/**
 * DgBatchClass:
 * @measure: what a block's x, of the samples that count, adds to the statistics: (statistics_size)
 * @combine: @statistics of the mini-batch of @n_samples from all blocks' @partials (blocks, statistics_size),
 *   and what is remembered of them for evaluation, in @parameters
 * @measure_backward: the gradient of a block, from x, dy and the statistics; backward then sets dx alone
 * @reference_forward: the definition in training: x (n, n_inputs), y (n, n_outputs), @parameters updated
 * @reference_backward: likewise; sets dx (n, n_inputs) and adds to @gradient
 *
 * What a kind of module does besides, where an output depends on all samples of the mini-batch.
 */
typedef struct
{
  void (*measure) (const DgModule *self, const DgBlock *block, float *partial);
  void (*combine) (const DgModule *self, gsize n_samples, const float *partials, float *statistics,
                   float *parameters);
  void (*measure_backward) (const DgModule *self, const DgBlock *block);
  void (*reference_forward) (const DgModule *self, double *parameters, gsize n, const double *x, double *y);
  void (*reference_backward) (const DgModule *self, const double *parameters, gsize n, const double *x,
                              const double *dy, double *dx, double *gradient);
} DgBatchClass;

/**
 * DgModuleClass:
 * @kind: the word in a description
 * @arguments: (n_arguments) the numbers after the kind, those with a keyword last
 * @set_up: from input shape and arguments to output shape and parameters; fails with DG_ERROR_MISMATCH
 * @forward: y from x
 * @backward: dx, and the gradient unless @gather is there
 * @gather: the gradient of output features @begin … @end - 1 from whole mini-batches: @x_rows (n, n_inputs)
 *   and @dy_rows (n, n_outputs)
 * @batch: NULL where samples do not depend on each other
 * @reference_forward: the definition in evaluation, in double precision, of one sample: x (n_inputs),
 *   y (n_outputs), each parameter at its place in @parameters (parameter_size)
 * @reference_backward: likewise; sets dx (n_inputs) and adds to @gradient (parameter_size)
 *
 * What a kind of module does. The references are what tests compare the fast paths with.
 */
typedef struct
{
  const char *kind;
  guint n_arguments;
  DgModuleArgument arguments[DG_MODULE_MAX_ARGUMENTS];

  gboolean (*set_up) (DgModule *self, GError **error);
  void (*forward) (const DgModule *self, const DgBlock *block);
  void (*backward) (const DgModule *self, const DgBlock *block);
  void (*gather) (const DgModule *self, gsize n, const float *x_rows, const float *dy_rows, gsize begin,
                  gsize end, float *gradient);
  const DgBatchClass *batch;
  void (*reference_forward) (const DgModule *self, const double *parameters, const double *x, double *y);
  void (*reference_backward) (const DgModule *self, const double *parameters, const double *x,
                              const double *y, const double *dy, double *dx, double *gradient);
} DgModuleClass;

/**
 * DgModuleParameter:
 * @suffix: "weight", "bias", "running_mean" or "running_var"
 * @trained: whether it has a gradient; those without come last
 * @initial: NAN: drawn uniformly from ±1/√fan_in; else the value it begins with
 * @shape: (n_dims) as in PyTorch
 * @offset: in the module's parameters, a multiple of DG_LANES
 */
typedef struct
{
  const char *suffix;
  gboolean trained;
  double initial;
  guint n_dims;
  gsize shape[4];
  gsize size;
  gsize offset;
} DgModuleParameter;

struct _DgModule
{
  const DgModuleClass *klass;
  const DgKernels *kernels;
  char *name;
  guint number; /* in the network, from 0 */
  double arguments[DG_MODULE_MAX_ARGUMENTS]; /* (klass->n_arguments) */

  DgShape input;
  DgShape output;
  gsize n_inputs;
  gsize n_outputs;

  guint n_parameters;
  DgModuleParameter parameters[4];
  gsize parameter_size;   /* floats, with what aligns them */
  gsize trained_size;     /* the same of the trained ones */
  gsize parameter_offset; /* in the network's block */
  gsize fan_in;           /* inputs to one output value */

  gsize memo_size;    /* bytes a block's forward keeps for backward */
  gsize scratch_size; /* floats that forward or backward needs */
  gsize statistics_size; /* floats that klass->batch needs */
};

/* The kinds a description may name, NULL-terminated. */
extern const DgModuleClass *const dg_module_classes[];

/* NULL for an unknown @kind. */
const DgModuleClass *dg_module_class_find (const char *kind);

/* A module of its own for samples of shape @input. Errors: DG_ERROR_MISMATCH naming the module. */
DgModule *dg_module_new (const DgModuleClass *klass, const char *name, const double *arguments,
                         const DgShape *input, const DgKernels *kernels, GError **error);
void dg_module_free (DgModule *self);

/* For set_up: appends a parameter of @n_dims extents that is trained from random numbers. */
DgModuleParameter *dg_module_add_parameter (DgModule *self, const char *suffix, guint n_dims,
                                            const gsize *shape);

/* For set_up: the same of one extent, which begins with @initial. */
void dg_module_add_constant (DgModule *self, const char *suffix, gsize n, double initial, gboolean trained);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgModule, dg_module_free)

G_END_DECLS
