/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training-form.h"

#include <glib/gi18n-lib.h>

#include "app/field-message.h"
#include "app/layer-toggles.h"
#include "run/choices.h"
#include "run/epoch-list.h"

struct _DgTrainingForm
{
  GtkGrid parent_instance;

  gboolean save_typed, optimizer_chosen, rate_typed; /* else they follow the other fields */
  gboolean updating;

  /* template children */
  GtkSpinButton *epochs;
  GtkSpinButton *batch;
  GtkDropDown *optimizer; /* in the order of DgOptimizerKind */
  GtkSpinButton *learning_rate;
  GtkWidget *momentum_name;
  GtkSpinButton *momentum;
  GtkWidget *beta1_name;
  GtkSpinButton *beta1;
  GtkWidget *beta2_name;
  GtkSpinButton *beta2;
  GtkSpinButton *noise;
  GtkSpinButton *seed;
  GtkEditable *save;
  GtkLabel *save_message;
  GtkSpinButton *analysis;
  DgLayerToggles *layers;
  GtkLabel *layers_message;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgTrainingForm, dg_training_form, GTK_TYPE_GRID)

static void
emit_changed (DgTrainingForm *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Saved epochs and layers */

/* The saved epochs as they are typed. */
static guint *
parse_save (DgTrainingForm *self, gsize *n, GError **error)
{
  guint n_epochs = gtk_spin_button_get_value_as_int (self->epochs);
  g_autofree guint *every = g_new (guint, n_epochs + 1);

  for (guint i = 0; i < n_epochs; i++)
    every[i] = i + 1;
  return dg_epoch_list_parse (gtk_editable_get_text (self->save), every, n_epochs, n, error);
}

static gboolean
check_save (DgTrainingForm *self)
{
  g_autoptr (GError) error = NULL;
  gsize n;
  g_autofree guint *epochs = parse_save (self, &n, &error);
  g_autofree char *text = NULL;

  if (epochs)
    text = g_strdup_printf (ngettext ("%zu snapshot", "%zu snapshots", n), n);
  dg_field_message_show (self->save_message, GTK_WIDGET (self->save), error ? error->message : text, error != NULL);
  return epochs != NULL;
}

static gboolean
check_layers (DgTrainingForm *self)
{
  g_auto (GStrv) layers = dg_layer_toggles_get_layers (self->layers);
  const char *fault = layers[0] == NULL ? _("Choose at least one layer to look at") : NULL;

  dg_field_message_show (self->layers_message, GTK_WIDGET (self->layers), fault, fault != NULL);
  return fault == NULL;
}

/* The epochs that are kept where nobody says which. */
static char *
propose_save (DgTrainingForm *self)
{
  DgRunOptions options = { .epochs = gtk_spin_button_get_value_as_int (self->epochs) };
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint epoch = 1; epoch <= options.epochs; epoch++)
    if (dg_choices_keep_epoch (&options, epoch))
      g_array_append_val (epochs, epoch);
  return dg_epoch_list_to_string ((const guint *) epochs->data, epochs->len);
}

/* The saved epochs follow the number of epochs until they are typed. */
static void
follow_epochs (DgTrainingForm *self)
{
  g_autofree char *save = propose_save (self);
  gboolean updating = self->updating;

  self->updating = TRUE;
  if (!self->save_typed)
    gtk_editable_set_text (self->save, save);
  self->updating = updating;
}

static void
epochs_changed_cb (DgTrainingForm *self)
{
  follow_epochs (self);
  emit_changed (self);
}

static void
save_changed_cb (DgTrainingForm *self)
{
  if (self->updating)
    return;
  self->save_typed = TRUE;
  emit_changed (self);
}

static void
layers_changed_cb (DgTrainingForm *self)
{
  emit_changed (self);
}

/* The optimiser */

/* Shows the numbers of the chosen optimiser; the learning rate is its usual one until another is typed. */
static void
follow_optimizer (DgTrainingForm *self)
{
  DgOptimizerKind kind = gtk_drop_down_get_selected (self->optimizer);
  gboolean adam = kind == DG_OPTIMIZER_ADAM;
  gboolean updating = self->updating;

  gtk_widget_set_visible (self->momentum_name, !adam);
  gtk_widget_set_visible (GTK_WIDGET (self->momentum), !adam);
  gtk_widget_set_visible (self->beta1_name, adam);
  gtk_widget_set_visible (GTK_WIDGET (self->beta1), adam);
  gtk_widget_set_visible (self->beta2_name, adam);
  gtk_widget_set_visible (GTK_WIDGET (self->beta2), adam);

  self->updating = TRUE;
  if (!self->rate_typed)
    gtk_spin_button_set_value (self->learning_rate, dg_optimizer_kind_get_default_rate (kind));
  self->updating = updating;
}

/* Told at every key, so that a number that is still being typed is kept, too. */
static void
rate_changed_cb (DgTrainingForm *self)
{
  if (!self->updating)
    self->rate_typed = TRUE;
}

static void
optimizer_selected_cb (DgTrainingForm *self)
{
  if (!self->updating)
    self->optimizer_chosen = TRUE;
  follow_optimizer (self);
}

/* That of the network, until one is chosen. */
static void
propose_optimizer (DgTrainingForm *self, const char *network)
{
  gboolean updating = self->updating;

  if (self->optimizer_chosen)
    return;
  self->updating = TRUE;
  gtk_drop_down_set_selected (self->optimizer, dg_trainer_options_for_network (network).optimizer);
  self->updating = updating;
}

/* The whole */

static void
fill_defaults (DgTrainingForm *self)
{
  g_autoptr (DgRunOptions) options = dg_run_options_new ();

  gtk_spin_button_set_value (self->epochs, options->epochs);
  gtk_spin_button_set_value (self->analysis, options->analysis);
  gtk_spin_button_set_value (self->seed, options->training.seed);
  gtk_spin_button_set_value (self->batch, options->training.batch_size);
  gtk_spin_button_set_value (self->learning_rate, options->training.learning_rate);
  gtk_spin_button_set_value (self->momentum, options->training.momentum);
  gtk_spin_button_set_value (self->beta1, options->training.beta1);
  gtk_spin_button_set_value (self->beta2, options->training.beta2);
  gtk_spin_button_set_value (self->noise, options->training.noise);
}

static void
dg_training_form_class_init (DgTrainingFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  g_type_ensure (DG_TYPE_LAYER_TOGGLES);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diagonal_app/Diagonal/training-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, epochs);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, batch);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, optimizer);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, momentum_name);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, momentum);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, beta1_name);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, beta1);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, beta2_name);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, beta2);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, noise);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, seed);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, save);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, save_message);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, analysis);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, layers);
  gtk_widget_class_bind_template_child (widget_class, DgTrainingForm, layers_message);
  gtk_widget_class_bind_template_callback (widget_class, epochs_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, layers_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, optimizer_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, rate_changed_cb);
}

static void
dg_training_form_init (DgTrainingForm *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_defaults (self);
  follow_epochs (self);
  follow_optimizer (self);
  self->updating = FALSE;
}

void
dg_training_form_set_network (DgTrainingForm *self, const char *network, const DgOutline *outline)
{
  g_return_if_fail (DG_IS_TRAINING_FORM (self));

  dg_layer_toggles_set_outline (self->layers, outline);
  propose_optimizer (self, network);
}

gboolean
dg_training_form_check (DgTrainingForm *self)
{
  gboolean saves, keeps;

  g_return_val_if_fail (DG_IS_TRAINING_FORM (self), FALSE);

  saves = check_save (self);
  keeps = check_layers (self);
  return saves && keeps;
}

void
dg_training_form_fill_options (DgTrainingForm *self, DgRunOptions *options)
{
  g_return_if_fail (DG_IS_TRAINING_FORM (self));

  options->epochs = gtk_spin_button_get_value_as_int (self->epochs);
  g_free (options->save);
  options->save = parse_save (self, &options->n_save, NULL);
  options->analysis = gtk_spin_button_get_value_as_int (self->analysis);
  g_strfreev (options->layers);
  options->layers = dg_layer_toggles_get_layers (self->layers);
  options->training.seed = gtk_spin_button_get_value (self->seed);
  options->training.batch_size = gtk_spin_button_get_value_as_int (self->batch);
  options->training.learning_rate = gtk_spin_button_get_value (self->learning_rate);
  options->training.optimizer = gtk_drop_down_get_selected (self->optimizer);
  options->training.momentum = gtk_spin_button_get_value (self->momentum);
  options->training.beta1 = gtk_spin_button_get_value (self->beta1);
  options->training.beta2 = gtk_spin_button_get_value (self->beta2);
  options->training.noise = gtk_spin_button_get_value (self->noise);
}
