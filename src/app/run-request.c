/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/run-request.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "explorer/list.h"
#include "run/epoch-list.h"

#define MAX_EPOCHS 1000000

static void
set_string (char **place, GVariant *value)
{
  g_free (*place);
  *place = g_variant_dup_string (value, NULL);
}

/* The keys, with the type of their values. */
static const struct
{
  const char *key, *type;
} keys[] = {
  { "run", "s" },      { "data", "s" },  { "network", "s" },       { "save", "s" },     { "layers", "s" },
  { "epochs", "u" },   { "batch", "u" }, { "threads", "u" },       { "analysis", "u" }, { "seed", "t" },
  { "momentum", "d" }, { "noise", "d" }, { "learning-rate", "d" }, { "optimizer", "s" },
  { "beta1", "d" },    { "beta2", "d" }, { "epsilon", "d" },
};

static gboolean
check_entry (const char *key, GVariant *value, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", keys[i].key);
      if (!g_str_equal (key, keys[i].key))
        continue;
      if (g_variant_is_of_type (value, G_VARIANT_TYPE (keys[i].type)))
        return TRUE;
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("“%s” must be of the type %s"), key, keys[i].type);
      return FALSE;
    }
  g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("A run has no “%s”; there are: %s"), key, names->str);
  return FALSE;
}

static void
take_entry (DgRunOptions *options, const char *key, GVariant *value)
{
  if (g_str_equal (key, "data"))
    set_string (&options->data, value);
  else if (g_str_equal (key, "epochs"))
    options->epochs = g_variant_get_uint32 (value);
  else if (g_str_equal (key, "batch"))
    options->training.batch_size = g_variant_get_uint32 (value);
  else if (g_str_equal (key, "threads"))
    options->threads = g_variant_get_uint32 (value);
  else if (g_str_equal (key, "analysis"))
    options->analysis = g_variant_get_uint32 (value);
  else if (g_str_equal (key, "seed"))
    options->training.seed = g_variant_get_uint64 (value);
  else if (g_str_equal (key, "momentum"))
    options->training.momentum = (float) g_variant_get_double (value);
  else if (g_str_equal (key, "beta1"))
    options->training.beta1 = (float) g_variant_get_double (value);
  else if (g_str_equal (key, "beta2"))
    options->training.beta2 = (float) g_variant_get_double (value);
  else if (g_str_equal (key, "epsilon"))
    options->training.epsilon = (float) g_variant_get_double (value);
  else if (g_str_equal (key, "noise"))
    options->training.noise = (float) g_variant_get_double (value);
  else if (g_str_equal (key, "learning-rate"))
    options->training.learning_rate = (float) g_variant_get_double (value);
}

/* The network and the optimiser are read first: defaults of other numbers depend on them. */
static gboolean
take_network (DgRunOptions *options, GVariant *request, GError **error)
{
  const char *network, *optimizer = NULL;

  if (g_variant_lookup (request, "network", "&s", &network))
    {
      g_free (options->network);
      options->network = g_strdup (network);
    }
  g_variant_lookup (request, "optimizer", "&s", &optimizer);
  return dg_run_options_set_optimizer (options, optimizer, error);
}

/* Lists are read last: that of epochs depends on how many there are. */
static gboolean
take_lists (DgRunOptions *options, GVariant *request, GError **error)
{
  g_autofree guint *every = NULL;
  const char *text;

  if (g_variant_lookup (request, "layers", "&s", &text))
    {
      g_strfreev (options->layers);
      options->layers = dg_list_parse_names (text, error);
      if (options->layers == NULL)
        return FALSE;
    }
  if (g_variant_lookup (request, "save", "&s", &text))
    {
      if (options->epochs > MAX_EPOCHS)
        {
          g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("%u epochs are more than a run can have"),
                       options->epochs);
          return FALSE;
        }
      every = g_new (guint, options->epochs + 1);
      for (guint i = 0; i < options->epochs; i++)
        every[i] = i + 1;
      g_free (options->save);
      options->save = dg_epoch_list_parse (text, every, options->epochs, &options->n_save, error);
      if (options->save == NULL)
        return FALSE;
    }
  return TRUE;
}

DgRunOptions *
dg_run_request_parse (GVariant *request, GFile **folder, GError **error)
{
  g_autoptr (DgRunOptions) options = dg_run_options_new ();
  const char *key, *path;
  GVariantIter iter;
  GVariant *value;

  if (!take_network (options, request, error))
    return NULL;
  g_variant_iter_init (&iter, request);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      gboolean right = check_entry (key, value, error);

      if (right)
        take_entry (options, key, value);
      g_variant_unref (value);
      if (!right)
        return NULL;
    }
  if (!take_lists (options, request, error))
    return NULL;
  *folder = g_variant_lookup (request, "run", "&s", &path) ? g_file_new_for_path (path) : NULL;
  return g_steal_pointer (&options);
}
