/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/network.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/rng.h"
#include "network/description.h"
#include "network/input.h"
#include "network/network-private.h"
#include "network/plan.h"

#define ALIGNMENT 64

/* A description may come from a file: more than this is refused instead of exhausting the memory. */
#define MAX_PARAMETERS ((gsize) 1 << 26)
#define MAX_OUTPUTS ((gsize) 1 << 22)

struct _DgNetwork
{
  char *description;
  const DgKernels *kernels;
  DgShape input;
  DgInputScale input_scale;
  GPtrArray *modules;  /* DgModule */
  GArray *infos;       /* DgModuleInfo */
  GArray *parameters;  /* DgParameter */
  GPtrArray *names;    /* of the parameters */
  gsize n_values;      /* floats in the block */
  float *block;        /* (n_values) */
};

DgNetworkSizes
dg_network_sizes_get (const DgDataset *dataset)
{
  const DgImages *images = dg_dataset_get_images (dataset, DG_SPLIT_TRAIN);

  return (DgNetworkSizes) { images->channels, images->height, images->width,
                            dg_dataset_get_n_classes (dataset) };
}

static void
add_module_info (DgNetwork *self, const DgModule *module)
{
  DgModuleInfo info = { module->name, module->klass->kind, module->output.n_dims, { 0 } };

  memcpy (info.shape, module->output.extent, sizeof info.shape);
  g_array_append_val (self->infos, info);
}

static gboolean
check_size (const DgNetwork *self, const DgModule *module, GError **error)
{
  gsize n_values = self->n_values + module->parameter_size;

  if (n_values <= MAX_PARAMETERS && module->n_outputs <= MAX_OUTPUTS)
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
               _("Module “%s” makes the network too large (%zu parameters, %zu outputs)"), module->name,
               n_values, module->n_outputs);
  return FALSE;
}

static gboolean
add_modules (DgNetwork *self, const DgDescription *description, DgTextPlace *place, GError **error)
{
  DgShape shape = self->input;

  for (guint i = 0; i < description->lines->len; i++)
    {
      const DgDescriptionLine *line = g_ptr_array_index (description->lines, i);
      g_autoptr (DgModule) made = dg_module_new (line->klass, line->name, line->arguments, &shape,
                                                 self->kernels, error);
      DgModule *module = made;

      if (made == NULL || !check_size (self, made, error))
        {
          *place = line->place;
          g_prefix_error (error, _("Line %u of the network's description: "), line->place.line);
          return FALSE;
        }
      g_ptr_array_add (self->modules, g_steal_pointer (&made));
      module->number = i;
      module->parameter_offset = self->n_values;
      self->n_values += module->parameter_size;
      shape = module->output;
      add_module_info (self, module);
    }
  return TRUE;
}

static DgLossKind
get_loss (const DgModuleClass *last)
{
  return strcmp (last->kind, "logsoftmax") == 0 ? DG_LOSS_NLL : DG_LOSS_MSE;
}

DgLossKind
dg_network_get_loss (const DgNetwork *self)
{
  const DgModule *last = g_ptr_array_index (self->modules, self->modules->len - 1);

  return get_loss (last->klass);
}

DgLossKind
dg_network_find_loss (const char *description)
{
  const DgModuleClass *last = dg_description_find_last_class (description);

  return last != NULL ? get_loss (last) : DG_LOSS_NLL;
}

gboolean
dg_network_check_outputs (const DgNetwork *self, guint n_classes, GError **error)
{
  const DgModule *last = g_ptr_array_index (self->modules, self->modules->len - 1);
  gsize n_values = dg_shape_get_size (&self->input);
  gboolean is_nll = dg_network_get_loss (self) == DG_LOSS_NLL;

  if (last->n_outputs == (is_nll ? n_classes : n_values))
    return TRUE;
  if (is_nll)
    g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                 _("The network has %zu outputs, but there are %u classes"), last->n_outputs, n_classes);
  else
    g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
                 _("The network ends with “%s” and %zu outputs: to tell classes it must end with logsoftmax, to "
                   "reconstruct its images with %zu outputs"),
                 last->klass->kind, last->n_outputs, n_values);
  return FALSE;
}

static void
add_parameters (DgNetwork *self)
{
  for (guint i = 0; i < self->modules->len; i++)
    {
      const DgModule *module = g_ptr_array_index (self->modules, i);

      for (guint p = 0; p < module->n_parameters; p++)
        {
          const DgModuleParameter *from = &module->parameters[p];
          DgParameter parameter = { .n_dims = from->n_dims };

          parameter.name = g_strdup_printf ("%s.%s", module->name, from->suffix);
          parameter.data = self->block + module->parameter_offset + from->offset;

          memcpy (parameter.shape, from->shape, sizeof parameter.shape);
          g_ptr_array_add (self->names, (char *) parameter.name);
          g_array_append_val (self->parameters, parameter);
        }
    }
}

/* Kaiming-uniform with a = √5 (He et al. 2015, as PyTorch sets it) is uniform in ±1/√fan_in, and so are the
 * biases. */
static void
set_initial_parameters (DgNetwork *self, guint64 seed)
{
  guint64 stream = 0;

  for (guint i = 0; i < self->modules->len; i++)
    {
      const DgModule *module = g_ptr_array_index (self->modules, i);

      for (guint p = 0; p < module->n_parameters; p++)
        {
          const DgModuleParameter *parameter = &module->parameters[p];
          float *data = self->block + module->parameter_offset + parameter->offset;
          double bound = 1 / sqrt (module->fan_in);
          DgRng rng;

          dg_rng_init (&rng, seed, stream++);
          for (gsize j = 0; j < parameter->size; j++)
            data[j] = isnan (parameter->initial) ? (2 * dg_rng_uniform (&rng) - 1) * bound : parameter->initial;
        }
    }
}

DgNetwork *
dg_network_build (const char *description, const DgNetworkSizes *sizes, DgTextPlace *place, GError **error)
{
  g_autoptr (DgNetwork) self = g_new0 (DgNetwork, 1);
  g_autoptr (DgDescription) parsed = NULL;

  self->kernels = dg_kernels_get_best ();
  self->input = (DgShape) { 3, { sizes->channels, sizes->height, sizes->width } };
  self->input_scale = dg_input_scale_get_default (sizes->channels);
  self->modules = g_ptr_array_new_with_free_func ((GDestroyNotify) dg_module_free);
  self->infos = g_array_new (FALSE, FALSE, sizeof (DgModuleInfo));
  self->parameters = g_array_new (FALSE, FALSE, sizeof (DgParameter));
  self->names = g_ptr_array_new_with_free_func (g_free);
  parsed = dg_description_parse (description, sizes, place, error);
  if (parsed == NULL || !add_modules (self, parsed, place, error))
    return NULL;
  if (!dg_network_check_outputs (self, sizes->n_classes, error))
    {
      *place = ((DgDescriptionLine *) g_ptr_array_index (parsed->lines, parsed->lines->len - 1))->place;
      return NULL;
    }
  self->description = dg_description_to_string (parsed);
  return g_steal_pointer (&self);
}

DgNetwork *
dg_network_new (const char *description, const DgNetworkSizes *sizes, guint64 seed, GError **error)
{
  DgTextPlace place;
  DgNetwork *self = dg_network_build (description, sizes, &place, error);

  if (self == NULL)
    return NULL;
  self->block = g_aligned_alloc0 (MAX (self->n_values, 1), sizeof (float), ALIGNMENT);
  add_parameters (self);
  set_initial_parameters (self, seed);
  return self;
}

void
dg_network_free (DgNetwork *self)
{
  g_free (self->description);
  g_ptr_array_unref (self->modules);
  g_array_unref (self->infos);
  g_array_unref (self->parameters);
  g_ptr_array_unref (self->names);
  g_aligned_free (self->block);
  g_free (self);
}

const char *
dg_network_get_description (const DgNetwork *self)
{
  return self->description;
}

void
dg_network_set_input_scale (DgNetwork *self, const DgInputScale *scale)
{
  g_return_if_fail (scale->n_channels == self->input_scale.n_channels);
  self->input_scale = *scale;
}

const DgInputScale *
dg_network_get_input_scale (const DgNetwork *self)
{
  return &self->input_scale;
}

guint
dg_network_get_n_modules (const DgNetwork *self)
{
  return self->modules->len;
}

const DgModuleInfo *
dg_network_get_module_info (const DgNetwork *self, guint module)
{
  g_return_val_if_fail (module < self->infos->len, NULL);
  return &g_array_index (self->infos, DgModuleInfo, module);
}

guint
dg_network_get_n_parameters (const DgNetwork *self)
{
  return self->parameters->len;
}

const DgParameter *
dg_network_get_parameter (const DgNetwork *self, guint parameter)
{
  g_return_val_if_fail (parameter < self->parameters->len, NULL);
  return &g_array_index (self->parameters, DgParameter, parameter);
}

float *
dg_network_get_parameter_block (DgNetwork *self, gsize *size)
{
  *size = self->n_values;
  return self->block;
}

DgModule *const *
dg_network_get_modules (const DgNetwork *self)
{
  return (DgModule *const *) self->modules->pdata;
}

const DgKernels *
dg_network_get_kernels (const DgNetwork *self)
{
  return self->kernels;
}

gboolean
dg_network_check_images (const DgNetwork *self, const DgImages *images, GError **error)
{
  const gsize *shape = self->input.extent;

  if (images->channels == shape[0] && images->height == shape[1] && images->width == shape[2])
    return TRUE;
  g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
               _("The network takes images of %zu × %zu pixels with %zu channels, these are %u × %u with %u"),
               shape[1], shape[2], shape[0], images->height, images->width, images->channels);
  return FALSE;
}

static gboolean
find_module (const DgNetwork *self, const char *name, guint *module, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < self->infos->len; i++)
    {
      const DgModuleInfo *info = dg_network_get_module_info (self, i);

      if (strcmp (info->name, name) == 0)
        {
          *module = i;
          return TRUE;
        }
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", info->name);
    }
  g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("The network has no layer “%s” (there are %s)"), name,
               known->str);
  return FALSE;
}

/* (n, …) */
static DgTensor *
new_output (const DgModuleInfo *info, gsize n)
{
  gsize shape[4] = { n };

  memcpy (shape + 1, info->shape, info->n_dims * sizeof *shape);
  return dg_tensor_new (1 + info->n_dims, shape);
}

typedef struct
{
  const DgNetwork *network;
  const DgPlan *plan;
  DgWorkspace **workspaces; /* one for each worker */
  const DgImages *images;
  const guint32 *index;
  gsize n;
  const guint *modules; /* (outputs->len) */
  GPtrArray *outputs;
} OutputJob;

static void
compute_blocks_cb (gsize begin, gsize end, guint worker, gpointer data)
{
  const OutputJob *job = data;
  DgWorkspace *workspace = job->workspaces[worker];

  for (gsize block = begin; block < end; block++)
    {
      gsize first = block * DG_LANES;
      gsize n = MIN (DG_LANES, job->n - first);

      dg_input_load (job->network->kernels, &job->network->input_scale, job->images, job->index + first, n,
                     workspace->values[0]);
      dg_plan_evaluate (job->plan, workspace, job->network->block);
      for (guint i = 0; i < job->outputs->len; i++)
        {
          DgTensor *output = g_ptr_array_index (job->outputs, i);
          gsize length = job->plan->steps[job->modules[i]]->n_outputs;

          job->network->kernels->vector->store_rows (length, n, workspace->values[job->modules[i] + 1],
                                                     output->data + first * length);
        }
    }
}

GPtrArray *
dg_network_compute_outputs (DgNetwork *self, DgParallel *parallel, const DgImages *images,
                            const guint32 *index, gsize n, const char *const *layers, GError **error)
{
  g_autoptr (GPtrArray) outputs = g_ptr_array_new_with_free_func ((GDestroyNotify) dg_tensor_unref);
  g_autofree guint *modules = g_new (guint, g_strv_length ((char **) layers));
  guint n_workers = parallel != NULL ? dg_parallel_get_n_workers (parallel) : 1;
  guint n_modules = 1;
  g_autoptr (DgPlan) plan = NULL;
  g_autofree DgWorkspace **workspaces = NULL;
  OutputJob job;

  if (!dg_network_check_images (self, images, error))
    return NULL;
  for (guint i = 0; layers[i] != NULL; i++)
    {
      if (!find_module (self, layers[i], &modules[i], error))
        return NULL;
      n_modules = MAX (n_modules, modules[i] + 1);
      g_ptr_array_add (outputs, new_output (dg_network_get_module_info (self, modules[i]), n));
    }
  plan = dg_plan_new (dg_network_get_modules (self), n_modules, FALSE);
  workspaces = g_new (DgWorkspace *, n_workers);
  for (guint i = 0; i < n_workers; i++)
    workspaces[i] = dg_workspace_new (plan, FALSE);
  job = (OutputJob) { self, plan, workspaces, images, index, n, modules, outputs };
  dg_parallel_for (parallel, (n + DG_LANES - 1) / DG_LANES, 1, compute_blocks_cb, &job);
  for (guint i = 0; i < n_workers; i++)
    dg_workspace_free (workspaces[i]);
  return g_steal_pointer (&outputs);
}
