/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/layout.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "explorer/unit-words.h"
#include "explorer/words.h"

/* Epochs equally near to a step in log scale: the earlier is taken, whatever the rounding */
#define TIE 1e-9

static double
log_epoch (guint epoch)
{
  return log (MAX (epoch, 1));
}

guint *
dg_layout_choose_epochs (const guint *saved, gsize n_saved, gsize *n)
{
  gsize count = MIN (n_saved, DG_LAYOUT_MAX_EPOCHS);
  guint *chosen = g_new (guint, count + 1);
  gsize previous = 0;

  *n = count;
  if (n_saved <= DG_LAYOUT_MAX_EPOCHS)
    {
      if (count > 0)
        memcpy (chosen, saved, count * sizeof *chosen);
      return chosen;
    }

  chosen[0] = saved[0];
  for (gsize k = 1; k + 1 < count; k++)
    {
      double first = log_epoch (saved[0]), last = log_epoch (saved[n_saved - 1]);
      double target = first + (last - first) * k / (count - 1);
      gsize best = previous + 1;

      /* leave one for each column still to come */
      for (gsize i = previous + 2; i < n_saved - (count - 1 - k); i++)
        if (fabs (log_epoch (saved[i]) - target) < fabs (log_epoch (saved[best]) - target) - TIE)
          best = i;
      chosen[k] = saved[best];
      previous = best;
    }
  chosen[count - 1] = saved[n_saved - 1];
  return chosen;
}

char **
dg_layout_list_layers (DgRun *run, DgSubject subject)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gsize n_layers, n_modules;
  const DgRunLayer *layers = dg_run_get_layers (run, &n_layers);
  const DgUnits *modules = dg_run_get_units (run, &n_modules);

  for (gsize i = 0; subject == DG_SUBJECT_OUTPUTS && i < n_layers; i++)
    g_strv_builder_add (names, layers[i].name);
  for (gsize i = 0; subject == DG_SUBJECT_WEIGHTS && i < n_modules; i++)
    g_strv_builder_add (names, modules[i].module);
  return g_strv_builder_end (names);
}

gboolean
dg_layout_check_layer (DgRun *run, DgSubject subject, const char *name, GError **error)
{
  gssize channel;

  if (subject == DG_SUBJECT_WEIGHTS)
    return dg_run_find_units (run, name, error) != NULL;
  return dg_run_find_layer (run, name, &channel, error) != NULL;
}

/* The layers of Satoh's Figure 2 that the run has, and the last. */
static GPtrArray *
choose_usual (const DgRunLayer *layers, gsize n)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i + 1 < n; i++)
    if (g_str_equal (layers[i].name, "P1") && layers[i].n_dims == 3)
      g_ptr_array_add (names, g_strdup ("P1:0"));
    else if (g_str_equal (layers[i].name, "R3") || g_str_equal (layers[i].name, "R4"))
      g_ptr_array_add (names, g_strdup (layers[i].name));
  if (n > 0)
    g_ptr_array_add (names, g_strdup (layers[n - 1].name));
  return names;
}

/* At most @most of the first @n of @names, the first and the last of these among them. */
static void
append_spread (GPtrArray *chosen, GPtrArray *names, gsize n, gsize most)
{
  gsize count = MIN (n, most);

  for (gsize k = 0; k < count; k++)
    g_ptr_array_add (chosen, g_strdup (names->pdata[count == 1 ? n - 1 : k * (n - 1) / (count - 1)]));
}

/* Borrowed names: a single unit has nothing to be compared with. */
static GPtrArray *
list_modules (DgRun *run)
{
  GPtrArray *names = g_ptr_array_new ();
  gsize n;
  const DgUnits *modules = dg_run_get_units (run, &n);

  for (gsize i = 0; i < n; i++)
    if (modules[i].n_units > 1)
      g_ptr_array_add (names, modules[i].module);
  return names;
}

static GPtrArray *
list_outputs (const DgRunLayer *layers, gsize n)
{
  GPtrArray *names = g_ptr_array_new ();

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (names, layers[i].name);
  return names;
}

static gsize
get_size (const DgRunLayer *layer)
{
  gsize size = 1;

  for (guint i = 0; i < layer->n_dims; i++)
    size *= layer->shape[i];
  return size;
}

/* What leads to the narrowest layer, which is an autoencoder's code, and what is made of it in the end. */
static void
append_encoder (GPtrArray *chosen, GPtrArray *names, const DgRunLayer *layers)
{
  gsize n = names->len, code = 0;

  for (gsize i = 1; i < n; i++)
    if (get_size (&layers[i]) < get_size (&layers[code]))
      code = i;
  append_spread (chosen, names, code + 1, DG_LAYOUT_MAX_LAYERS - 1);
  if (code + 1 < n)
    g_ptr_array_add (chosen, g_strdup (names->pdata[n - 1]));
}

char **
dg_layout_choose_layers (DgRun *run, DgSubject subject)
{
  gboolean of_units = subject == DG_SUBJECT_WEIGHTS;
  gsize n;
  const DgRunLayer *layers = dg_run_get_layers (run, &n);
  g_autoptr (GPtrArray) all = of_units ? list_modules (run) : list_outputs (layers, n);
  g_autoptr (GPtrArray) names = of_units ? g_ptr_array_new_with_free_func (g_free) : choose_usual (layers, n);

  if (of_units)
    append_spread (names, all, all->len, DG_LAYOUT_MAX_MODULES);
  else if (dg_run_has_reconstruction (run) && n > 0)
    {
      g_ptr_array_set_size (names, 0);
      append_encoder (names, all, layers);
    }
  else if (names->len < 3)
    {
      g_ptr_array_set_size (names, 0);
      append_spread (names, all, all->len, DG_LAYOUT_MAX_LAYERS);
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

DgGroupRule
dg_layout_choose_group (DgRun *run, DgSubject subject)
{
  if (subject == DG_SUBJECT_WEIGHTS)
    return (DgGroupRule){ .kind = DG_GROUP_BLOCKS, .count = 3 };
  if (dg_run_get_labels (run) != NULL)
    return (DgGroupRule){ .kind = DG_GROUP_LABEL };
  if (dg_run_has_predictions (run))
    return (DgGroupRule){ .kind = DG_GROUP_PREDICTION };
  return (DgGroupRule){ .kind = DG_GROUP_BLOCKS, .count = 10 };
}

static char *
note_outputs (const DgRunLayer *layer, gssize channel)
{
  g_autofree char *size = dg_words_count (get_size (layer) / (channel >= 0 ? layer->shape[0] : 1));

  if (channel >= 0)
    /* Translators: one channel of a convolutional layer and the number of its values */
    return g_strdup_printf (_("channel %zd · %s"), channel, size);
  return g_steal_pointer (&size);
}

void
dg_layout_name_row (DgRun *run, DgSubject subject, const char *name, char **row_name, char **row_note)
{
  gssize channel;
  const DgUnits *units = subject == DG_SUBJECT_WEIGHTS ? dg_run_find_units (run, name, NULL) : NULL;
  const DgRunLayer *layer =
    subject == DG_SUBJECT_OUTPUTS ? dg_run_find_layer (run, name, &channel, NULL) : NULL;

  *row_name = g_strdup (layer != NULL ? layer->name : name);
  *row_note = layer != NULL   ? note_outputs (layer, channel)
              : units != NULL ? dg_unit_words_count (units)
                              : NULL;
}

char *
dg_layout_name_column (guint epoch)
{
  return g_strdup_printf (_("epoch %u"), epoch);
}
