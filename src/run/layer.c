/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/layer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"

static void
layer_clear (DgRunLayer *layer)
{
  g_free (layer->name);
}

GArray *
dg_layers_new (void)
{
  GArray *layers = g_array_new (FALSE, FALSE, sizeof (DgRunLayer));

  g_array_set_clear_func (layers, (GDestroyNotify) layer_clear);
  return layers;
}

static const DgRunLayer *
find_name (GArray *layers, const char *name, gsize length)
{
  for (guint i = 0; i < layers->len; i++)
    {
      const DgRunLayer *layer = &g_array_index (layers, DgRunLayer, i);

      if (strlen (layer->name) == length && strncmp (layer->name, name, length) == 0)
        return layer;
    }
  return NULL;
}

static void
set_unknown_error (const char *run_name, GArray *layers, const char *text, GError **error)
{
  g_autofree char *name = g_filename_display_name (run_name);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < layers->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", g_array_index (layers, DgRunLayer, i).name);
  g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("%s: there is no layer “%s”; there are: %s"), name,
               text, names->str);
}

const DgRunLayer *
dg_layer_find (const char *run_name, GArray *layers, const char *text, gssize *channel, GError **error)
{
  const DgRunLayer *layer = find_name (layers, text, strlen (text));
  const char *colon = strrchr (text, ':');
  guint64 number;

  *channel = -1;
  if (layer != NULL)
    return layer;
  layer = colon != NULL ? find_name (layers, text, colon - text) : NULL;
  if (layer == NULL)
    {
      set_unknown_error (run_name, layers, text, error);
      return NULL;
    }
  if (layer->n_dims != 3)
    {
      g_autofree char *name = g_filename_display_name (run_name);

      g_set_error (error, DG_ERROR, DG_ERROR_NAME,
                   _("%s: the layer “%s” has no channels, so there is no “%s”"), name, layer->name,
                   text);
      return NULL;
    }
  if (!g_ascii_string_to_unsigned (colon + 1, 10, 0, layer->shape[0] - 1, &number, NULL))
    {
      g_autofree char *name = g_filename_display_name (run_name);

      g_set_error (error, DG_ERROR, DG_ERROR_NAME,
                   _("%s: there is no “%s”; the channels of “%s” are 0 to %zu"), name, text, layer->name,
                   layer->shape[0] - 1);
      return NULL;
    }
  *channel = number;
  return layer;
}
