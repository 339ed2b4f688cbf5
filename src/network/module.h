/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "network/kernels.h"

G_BEGIN_DECLS

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
 * DgModuleClass:
 * @kind: the word in a description
 * @arguments: (n_arguments) what each number after the kind is, for messages
 * @set_up: from input shape and arguments to output shape and parameters; fails with DG_ERROR_MISMATCH
 * @forward: y from x. @memo: (memo_size) bytes kept for backward, NULL where none will follow
 * @backward: dx from dy, x and y; dx is NULL where nothing comes before. @gradient: (parameter_size) floats,
 *   the sum over the block's samples, unless @gather is there
 * @gather: the gradient of output features @begin … @end - 1 from whole mini-batches: @x_rows (n, n_inputs)
 *   and @dy_rows (n, n_outputs)
 * @reference_forward: the definition, in double precision, of one sample: x (n_inputs), y (n_outputs), each
 *   parameter at its place in @parameters (parameter_size)
 * @reference_backward: likewise; sets dx (n_inputs) and adds to @gradient (parameter_size)
 *
 * What a kind of module does. Fast paths work on blocks of DG_LANES samples, sample innermost: x and dx are
 * (n_inputs, DG_LANES), y and dy (n_outputs, DG_LANES), each on a 64-byte boundary. The references are what
 * tests compare them with.
 */
typedef struct
{
  const char *kind;
  guint n_arguments;
  const char *arguments[2];

  gboolean (*set_up) (DgModule *self, GError **error);
  void (*forward) (const DgModule *self, const float *parameters, const float *x, float *y, void *memo);
  void (*backward) (const DgModule *self, const float *parameters, const float *x, const float *y,
                    const void *memo, const float *dy, float *dx, float *gradient, float *scratch);
  void (*gather) (const DgModule *self, gsize n, const float *x_rows, const float *dy_rows, gsize begin,
                  gsize end, float *gradient);
  void (*reference_forward) (const DgModule *self, const double *parameters, const double *x, double *y);
  void (*reference_backward) (const DgModule *self, const double *parameters, const double *x,
                              const double *y, const double *dy, double *dx, double *gradient);
} DgModuleClass;

/**
 * DgModuleParameter:
 * @suffix: "weight" or "bias"
 * @shape: (n_dims) as in PyTorch
 * @offset: in the module's parameters, a multiple of DG_LANES
 */
typedef struct
{
  const char *suffix;
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
  guint arguments[2]; /* (klass->n_arguments) */

  DgShape input;
  DgShape output;
  gsize n_inputs;
  gsize n_outputs;

  guint n_parameters; /* 0, or 2: weight and bias */
  DgModuleParameter parameters[2];
  gsize parameter_size;   /* floats, with what aligns them */
  gsize parameter_offset; /* in the network's block */
  gsize fan_in;           /* inputs to one output value */

  gsize memo_size;    /* bytes a block's forward keeps for backward */
  gsize scratch_size; /* floats backward needs */
};

/* The kinds a description may name, NULL-terminated. */
extern const DgModuleClass *const dg_module_classes[];

/* NULL for an unknown @kind. */
const DgModuleClass *dg_module_class_find (const char *kind);

/* A module of its own for samples of shape @input. Errors: DG_ERROR_MISMATCH naming the module. */
DgModule *dg_module_new (const DgModuleClass *klass, const char *name, const guint *arguments,
                         const DgShape *input, const DgKernels *kernels, GError **error);
void dg_module_free (DgModule *self);

/* For set_up: appends a parameter of @n_dims extents. */
void dg_module_add_parameter (DgModule *self, const char *suffix, guint n_dims, const gsize *shape);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgModule, dg_module_free)

G_END_DECLS
