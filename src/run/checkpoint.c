/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/checkpoint.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/file-error.h"
#include "run/safetensors-writer.h"
#include "run/safetensors.h"

#define FILE_NAME "checkpoint.safetensors"

static const DgSafetensorsEntry *
find (DgSafetensors *file, const char *name, DgDtype dtype, GError **error)
{
  const DgSafetensorsEntry *entry = dg_safetensors_find (file, name, error);

  if (entry == NULL)
    return NULL;
  if (entry->layout.dtype != dtype || entry->layout.n_dims != 1 || entry->layout.n == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (file),
                         _("“%s” is not a list of %s"), name, dg_dtype_get_name (dtype));
      return NULL;
    }
  return entry;
}

static gboolean
fail_to_fit (DgSafetensors *file, GError **error)
{
  dg_set_file_error (error, DG_ERROR_MISMATCH, dg_safetensors_get_path (file),
                     _("the parts of the checkpoint do not fit together"));
  return FALSE;
}

/* @data: (out): (n) elements. */
static gboolean
read_list (DgSafetensors *file, const DgSafetensorsEntry *entry, gpointer data, GError **error)
{
  g_autoptr (GBytes) elements = dg_safetensors_read (file, entry, error);

  if (elements == NULL)
    return FALSE;
  memcpy (data, g_bytes_get_data (elements, NULL), g_bytes_get_size (elements));
  return TRUE;
}

/* What SGD has no need of. */
static gboolean
load_adam (DgSafetensors *file, DgTrainerState *state, GError **error)
{
  const DgSafetensorsEntry *second, *steps;

  if (dg_safetensors_find (file, "second_moment", NULL) == NULL)
    return TRUE;
  if ((second = find (file, "second_moment", DG_DTYPE_F32, error)) == NULL ||
      (steps = find (file, "steps", DG_DTYPE_U64, error)) == NULL)
    return FALSE;
  if (second->layout.n != dg_tensor_get_size (state->parameters) || steps->layout.n != 1)
    return fail_to_fit (file, error);
  state->second_moment = dg_safetensors_load (file, second, error);
  return state->second_moment != NULL && read_list (file, steps, &state->n_steps, error);
}

/* The generator never leaves the state of all zeros, out of which nothing below a bound is ever drawn. */
static gboolean
check_rng (DgSafetensors *file, const guint64 *rng, GError **error)
{
  if ((rng[0] | rng[1] | rng[2] | rng[3]) != 0)
    return TRUE;
  dg_set_file_error (error, DG_ERROR_FORMAT, dg_safetensors_get_path (file), _("“rng” is all zeros"));
  return FALSE;
}

DgTrainerState *
dg_checkpoint_load (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (DgSafetensors) file = dg_safetensors_open (path, error);
  const DgSafetensorsEntry *parameters, *momentum, *rng, *epoch;
  g_autoptr (DgTrainerState) state = NULL;
  guint64 finished;

  if (file == NULL || (parameters = find (file, "parameters", DG_DTYPE_F32, error)) == NULL ||
      (momentum = find (file, "momentum", DG_DTYPE_F32, error)) == NULL ||
      (rng = find (file, "rng", DG_DTYPE_U64, error)) == NULL ||
      (epoch = find (file, "epoch", DG_DTYPE_U64, error)) == NULL)
    return NULL;
  state = g_new0 (DgTrainerState, 1);
  if (rng->layout.n != G_N_ELEMENTS (state->rng) || epoch->layout.n != 1 ||
      momentum->layout.n != parameters->layout.n)
    {
      fail_to_fit (file, error);
      return NULL;
    }
  if (!read_list (file, epoch, &finished, error) || !read_list (file, rng, state->rng, error) ||
      (state->parameters = dg_safetensors_load (file, parameters, error)) == NULL ||
      (state->momentum = dg_safetensors_load (file, momentum, error)) == NULL)
    return NULL;
  if (finished > G_MAXUINT)
    {
      fail_to_fit (file, error);
      return NULL;
    }
  state->epoch = finished;
  return check_rng (file, state->rng, error) && load_adam (file, state, error) ? g_steal_pointer (&state) : NULL;
}

gboolean
dg_checkpoint_save (const DgTrainerState *state, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  guint64 epoch = state->epoch;

  dg_safetensors_writer_add (writer, "epoch", DG_DTYPE_U64, 1, (gsize[]) { 1 }, &epoch);
  dg_safetensors_writer_add (writer, "rng", DG_DTYPE_U64, 1, (gsize[]) { G_N_ELEMENTS (state->rng) },
                             state->rng);
  dg_safetensors_writer_add (writer, "parameters", DG_DTYPE_F32, state->parameters->n_dims,
                             state->parameters->shape, state->parameters->data);
  dg_safetensors_writer_add (writer, "momentum", DG_DTYPE_F32, state->momentum->n_dims,
                             state->momentum->shape, state->momentum->data);
  if (state->second_moment != NULL)
    {
      dg_safetensors_writer_add (writer, "second_moment", DG_DTYPE_F32, state->second_moment->n_dims,
                                 state->second_moment->shape, state->second_moment->data);
      dg_safetensors_writer_add (writer, "steps", DG_DTYPE_U64, 1, (gsize[]) { 1 }, &state->n_steps);
    }
  return dg_safetensors_writer_write (writer, path, error);
}
