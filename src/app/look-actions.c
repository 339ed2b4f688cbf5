/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/look-actions.h"

#include "explorer/list.h"
#include "run/epoch-list.h"

struct _DgLookActions
{
  /* borrowed */
  GActionMap *map;
  DgExplorer *explorer;

  DgLookActionsFailed failed;
  gpointer data;
};

static void
report (DgLookActions *self, const GError *error)
{
  if (error != NULL)
    self->failed (error->message, self->data);
}

static void
focus_class_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;
  gboolean extend;
  guint class_index;

  g_variant_get (parameter, "(ub)", &class_index, &extend);
  dg_explorer_choose_class (self->explorer, class_index, extend);
}

static void
select_sample_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;
  gboolean extend;
  guint32 sample;

  g_variant_get (parameter, "(ub)", &sample, &extend);
  dg_explorer_select_sample (self->explorer, sample, extend);
}

static void
select_unit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;
  const char *module;
  gboolean extend;
  guint32 unit;

  g_variant_get (parameter, "(&sub)", &module, &unit, &extend);
  dg_explorer_select_unit (self->explorer, module, unit, extend);
}

static void
subject_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  DgLookActions *self = data;
  g_autoptr (GError) error = NULL;
  DgSubject subject;

  if (dg_subject_parse (g_variant_get_string (value, NULL), &subject, &error))
    dg_explorer_set_subject (self->explorer, subject, &error);
  report (self, error);
}

static void
clear_selection_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;

  dg_explorer_clear_selection (self->explorer);
}

static void
focus_rule_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DgFocusRule) rule = dg_focus_rule_parse (g_variant_get_string (parameter, NULL), &error);

  if (rule != NULL)
    dg_explorer_set_focus_rule (self->explorer, rule);
  report (self, error);
}

static void
reference_epoch_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;

  dg_explorer_set_reference_epoch (self->explorer, MAX (g_variant_get_int32 (parameter), DG_EPOCH_NEWEST));
}

static void
show_epochs_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;
  const char *text = g_variant_get_string (parameter, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree guint *epochs = NULL;
  const guint *saved;
  gsize n = 0, n_saved;

  if (*text != '\0')
    {
      saved = dg_run_get_epochs (dg_explorer_get_run (self->explorer), &n_saved);
      epochs = dg_epoch_list_parse (text, saved, n_saved, &n, &error);
    }
  if (error == NULL)
    dg_explorer_set_epochs (self->explorer, epochs, n, &error);
  report (self, error);
}

static void
show_layers_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;
  const char *text = g_variant_get_string (parameter, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) layers = NULL;

  if (*text != '\0')
    layers = dg_list_parse_names (text, &error);
  if (error == NULL)
    dg_explorer_set_layers (self->explorer, (const char *const *) layers, &error);
  report (self, error);
}

static void
image_kind_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  DgLookActions *self = data;
  g_autoptr (GError) error = NULL;
  DgImageKind kind;

  if (dg_image_kind_parse (g_variant_get_string (value, NULL), &kind, &error))
    dg_explorer_set_image_kind (self->explorer, kind);
  report (self, error);
}

/* Asking for a grouping asks for the plots. */
static void
group_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  DgLookActions *self = data;
  g_autoptr (GError) error = NULL;
  DgGroupRule rule;

  if (dg_group_rule_parse (g_variant_get_string (value, NULL), &rule, &error)
      && dg_explorer_check_group_rule (self->explorer, &rule, &error))
    {
      dg_explorer_set_group_rule (self->explorer, &rule);
      dg_explorer_set_image_kind (self->explorer, DG_IMAGE_DISSPLOT);
    }
  report (self, error);
}

static void
order_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  DgLookActions *self = data;
  g_autoptr (GError) error = NULL;
  DgOrder order;

  if (dg_order_parse (g_variant_get_string (value, NULL), &order, &error))
    dg_explorer_set_order (self->explorer, order);
  report (self, error);
}

static void
palette_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  DgLookActions *self = data;
  g_autoptr (GError) error = NULL;
  const DgPalette *palette = dg_palette_get (g_variant_get_string (value, NULL), &error);

  if (palette != NULL)
    dg_explorer_set_palette (self->explorer, palette);
  report (self, error);
}

static void
move_current_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;
  gint rows, columns;

  g_variant_get (parameter, "(ii)", &rows, &columns);
  dg_explorer_move_current (self->explorer, rows, columns);
}

static void
set_current_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;
  gint row, column;

  g_variant_get (parameter, "(ii)", &row, &column);
  dg_explorer_set_current (self->explorer, row, column);
}

static void
enlarge_cell_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;

  dg_explorer_set_enlarged (self->explorer, TRUE);
}

static void
back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DgLookActions *self = data;

  if (dg_explorer_get_enlarged (self->explorer))
    dg_explorer_set_enlarged (self->explorer, FALSE);
  else
    dg_explorer_clear_selection (self->explorer);
}

typedef enum
{
  NEEDS_RUN,
  NEEDS_EPOCH,     /* a run with something to look at */
  NEEDS_WEIGHTS,
  NEEDS_SELECTION, /* chosen classes, samples or units */
  NEEDS_WAY_BACK,  /* a selection or an enlarged cell */
  NEEDS_NOTHING,
} Need;

static const struct
{
  GActionEntry entry;
  Need need;
} look_actions[] = {
  { { "focus-class", focus_class_cb, "(ub)" }, NEEDS_RUN },
  { { "select-sample", select_sample_cb, "(ub)" }, NEEDS_RUN },
  { { "subject", NULL, "s", "''", subject_cb }, NEEDS_WEIGHTS },
  { { "select-unit", select_unit_cb, "(sub)" }, NEEDS_WEIGHTS },
  { { "clear-selection", clear_selection_cb }, NEEDS_SELECTION },
  { { "focus-rule", focus_rule_cb, "s" }, NEEDS_RUN },
  { { "reference-epoch", reference_epoch_cb, "i" }, NEEDS_EPOCH },
  { { "show-epochs", show_epochs_cb, "s" }, NEEDS_EPOCH },
  { { "show-layers", show_layers_cb, "s" }, NEEDS_RUN },
  { { "image-kind", NULL, "s", "''", image_kind_cb }, NEEDS_NOTHING },
  { { "group", NULL, "s", "''", group_cb }, NEEDS_RUN },
  { { "order", NULL, "s", "''", order_cb }, NEEDS_NOTHING },
  { { "palette", NULL, "s", "''", palette_cb }, NEEDS_NOTHING },
  { { "move-current", move_current_cb, "(ii)" }, NEEDS_EPOCH },
  { { "set-current", set_current_cb, "(ii)" }, NEEDS_EPOCH },
  { { "enlarge-cell", enlarge_cell_cb }, NEEDS_EPOCH },
  { { "back", back_cb }, NEEDS_WAY_BACK },
};

static GSimpleAction *
get_action (DgLookActions *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (self->map, name));
}

static void
set_state (DgLookActions *self, const char *name, const char *state)
{
  g_simple_action_set_state (get_action (self, name), g_variant_new_string (state));
}

void
dg_look_actions_update (DgLookActions *self)
{
  DgRun *run = dg_explorer_get_run (self->explorer);
  g_autofree char *group = dg_group_rule_to_string (dg_explorer_get_group_rule (self->explorer));
  gsize n_epochs = 0;
  gboolean met[NEEDS_NOTHING + 1];

  if (run != NULL)
    dg_run_get_epochs (run, &n_epochs);
  met[NEEDS_RUN] = run != NULL;
  met[NEEDS_EPOCH] = n_epochs > 0;
  met[NEEDS_WEIGHTS] = dg_explorer_check_subject (self->explorer, DG_SUBJECT_WEIGHTS, NULL);
  met[NEEDS_SELECTION] = dg_explorer_has_selection (self->explorer);
  met[NEEDS_WAY_BACK] = met[NEEDS_SELECTION] || dg_explorer_get_enlarged (self->explorer);
  met[NEEDS_NOTHING] = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (look_actions); i++)
    g_simple_action_set_enabled (get_action (self, look_actions[i].entry.name), met[look_actions[i].need]);

  set_state (self, "subject", dg_subject_to_string (dg_explorer_get_subject (self->explorer)));
  set_state (self, "image-kind", dg_image_kind_to_string (dg_explorer_get_image_kind (self->explorer)));
  set_state (self, "group", group);
  set_state (self, "order", dg_order_to_string (dg_explorer_get_order (self->explorer)));
  set_state (self, "palette", dg_palette_get_name (dg_explorer_get_palette (self->explorer)));
}

DgLookActions *
dg_look_actions_new (GActionMap *map, DgExplorer *explorer, DgLookActionsFailed failed, gpointer data)
{
  DgLookActions *self = g_new0 (DgLookActions, 1);

  self->map = map;
  self->explorer = explorer;
  self->failed = failed;
  self->data = data;
  for (guint i = 0; i < G_N_ELEMENTS (look_actions); i++)
    g_action_map_add_action_entries (map, &look_actions[i].entry, 1, self);
  dg_look_actions_update (self);
  return self;
}

void
dg_look_actions_free (DgLookActions *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (look_actions); i++)
    g_action_map_remove_action (self->map, look_actions[i].entry.name);
  g_free (self);
}
