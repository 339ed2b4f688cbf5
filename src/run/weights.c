/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/weights.h"

#include <glib/gi18n-lib.h>

#include "run/file-error.h"

const DgUnits *
dg_weights_find_units (const char *path, GArray *units, const char *why, const char *module, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; units != NULL && i < units->len; i++)
    {
      const DgUnits *found = &g_array_index (units, DgUnits, i);

      if (g_str_equal (found->module, module))
        return found;
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", found->module);
    }
  if (names->len > 0)
    dg_set_file_error (error, DG_ERROR_NAME, path, _("there are no weights of “%s”; there are those of: %s"), module,
                       names->str);
  else
    dg_set_file_error (error, DG_ERROR_NAME, path, "%s", why != NULL ? why : _("the run holds no weights"));
  return NULL;
}

char *
dg_weights_name (const DgUnits *units, const char *parameter)
{
  return g_strdup_printf ("%s.%s", units->module, parameter);
}

/* @fan_in: values of each unit. */
static DgTensor *
load (const DgArrayFile *file, const DgUnits *units, const DgArrayEntry *entry, gsize fan_in, GError **error)
{
  const DgArrayLayout *layout = &entry->layout;
  g_autoptr (DgTensor) tensor = NULL;
  gsize unit;

  if (entry->fault == NULL && (layout->n_dims == 0 || layout->shape[0] != units->n_units ||
                               layout->n / units->n_units != fan_in || layout->n % units->n_units != 0))
    {
      g_autofree char *shape = dg_array_layout_describe_shape (layout);

      dg_set_file_error (error, DG_ERROR_MISMATCH, dg_array_file_get_path (file),
                         _("“%s” is %s, but the network has %zu units with %zu values each"), entry->name, shape,
                         units->n_units, fan_in);
      return NULL;
    }
  tensor = dg_array_file_load (file, entry, error);
  if (tensor == NULL)
    return NULL;
  if (dg_tensor_find_not_finite (tensor, &unit))
    {
      dg_set_file_error (error, DG_ERROR_VALUE, dg_array_file_get_path (file),
                         _("unit %zu of “%s” holds a value that is not finite"), unit, entry->name);
      return NULL;
    }
  return g_steal_pointer (&tensor);
}

DgTensor *
dg_weights_load (const DgArrayFile *file, const DgUnits *units, DgTensor **biases, GError **error)
{
  g_autofree char *name = dg_weights_name (units, "weight");
  g_autofree char *bias_name = dg_weights_name (units, "bias");
  const DgArrayEntry *entry = dg_array_file_find (file, name);
  const DgArrayEntry *bias = biases != NULL ? dg_array_file_find (file, bias_name) : NULL;
  g_autoptr (DgTensor) weights = NULL;

  if (biases != NULL)
    *biases = NULL;
  if (entry == NULL)
    {
      dg_set_file_error (error, DG_ERROR_NAME, dg_array_file_get_path (file), _("there is no “%s”"), name);
      return NULL;
    }
  weights = load (file, units, entry, dg_units_get_fan_in (units), error);
  if (weights == NULL || bias == NULL)
    return g_steal_pointer (&weights);
  *biases = load (file, units, bias, 1, error);
  return *biases != NULL ? g_steal_pointer (&weights) : NULL;
}
