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
is_one_of (const DgModuleInfo *module, const char *const *kinds)
{
  return g_strv_contains (kinds, module->kind);
}

static gboolean
has_same_plane (const DgModuleInfo *a, const DgModuleInfo *b)
{
  return a->n_dims == 3 && b->n_dims == 3 && a->shape[1] == b->shape[1] && a->shape[2] == b->shape[2];
}

static gboolean
begins_block (const DgModuleInfo *module, const DgModuleInfo *before)
{
  static const char *const openers[] = { "linear", "upsample", "resize", NULL };
  static const char *const closers[] = { "maxpool", "avgpool", "reshape", NULL };
  static const char *const copiers[] = { "upsample", "resize", NULL };

  if (is_one_of (module, openers))
    return TRUE;
  if (strcmp (module->kind, "conv") != 0 || is_one_of (before, copiers))
    return FALSE;
  return is_one_of (before, closers) || !has_same_plane (module, before);
}

/* Outputs are kept in evaluation, when these do nothing. */
static gboolean
hands_on (const DgModuleInfo *module)
{
  static const char *const kinds[] = { "dropout", "noise", "flatten", NULL };

  return is_one_of (module, kinds);
}

static gboolean
ends_block (const DgNetwork *network, guint i)
{
  const DgModuleInfo *module = dg_network_get_module_info (network, i);
  guint n = dg_network_get_n_modules (network), next = i + 1;

  while (next < n && hands_on (dg_network_get_module_info (network, next)))
    next++;
  return !hands_on (module) && (next == n || begins_block (dg_network_get_module_info (network, next), module));
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
