/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/choices.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"

gboolean
dg_choices_keep_epoch (const DgRunOptions *options, guint epoch)
{
  static const guint defaults[] = { 1, 2, 10, 100 };
  const guint *save = options->save != NULL ? options->save : defaults;
  gsize n_save = options->save != NULL ? options->n_save : G_N_ELEMENTS (defaults);

  for (gsize i = 0; i < n_save; i++)
    if (save[i] == epoch)
      return TRUE;
  return options->save == NULL && epoch == options->epochs;
}

static gboolean
ends_block (const DgNetwork *network, guint module)
{
  const char *next;

  if (module + 1 == dg_network_get_n_modules (network))
    return TRUE;
  next = dg_network_get_module_info (network, module + 1)->kind;
  return strcmp (next, "conv") == 0 || strcmp (next, "linear") == 0;
}

char **
dg_choices_get_layers (const DgNetwork *network, const char *const *layers, GError **error)
{
  g_autoptr (GStrvBuilder) chosen = g_strv_builder_new ();
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean all = layers != NULL && g_strcmp0 (layers[0], "all") == 0 && layers[1] == NULL;

  for (guint i = 0; i < dg_network_get_n_modules (network); i++)
    {
      const char *name = dg_network_get_module_info (network, i)->name;

      g_hash_table_add (known, (char *) name);
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
      if (all || (layers != NULL ? g_strv_contains (layers, name) : ends_block (network, i)))
        g_strv_builder_add (chosen, name);
    }
  for (gsize i = 0; !all && layers != NULL && layers[i] != NULL; i++)
    if (!g_hash_table_contains (known, layers[i]))
      {
        g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("the network has no layer “%s”; there are: %s"),
                     layers[i], names->str);
        return NULL;
      }
  return g_strv_builder_end (chosen);
}

gboolean
dg_choices_check (const DgRunOptions *options, GError **error)
{
  gboolean reached = options->save == NULL;

  for (gsize i = 0; i < options->n_save; i++)
    reached |= options->save[i] >= 1 && options->save[i] <= options->epochs;
  if (options->epochs < 1)
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("the number of epochs must be at least 1"));
  else if (options->analysis < 1)
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("the analysis set must have at least 1 image"));
  else if (options->layers != NULL && options->layers[0] == NULL)
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("at least one layer must be kept"));
  else if (!reached)
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("none of the epochs to save is among the %u to train"),
                 options->epochs);
  else if (options->training.seed > G_MAXINT64)
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("the seed must be below 2⁶³"));
  else if (!g_utf8_validate (options->data, -1, NULL))
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("the name of the dataset's folder is not UTF-8"));
  else
    return TRUE;
  return FALSE;
}
