/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/reduce-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/reduction-view.h"
#include "app/trial-list.h"
#include "explorer/reduction-loop.h"
#include "explorer/reduction-words.h"
#include "explorer/words.h"

#define INTERVAL_ERROR 0.00501 /* of two digits, and a little of the number itself */

struct _DgReduceDialog
{
  GtkWindow parent_instance;

  /* owned */
  DgReductionLoop *loop;

  /* borrowed */
  const DgPalette *palette;

  gboolean updating; /* the number kept and the interval follow each other */

  /* template children */
  GtkWidget *accept;
  GtkDropDown *layer;
  GtkDropDown *epoch;
  GtkDropDown *method;
  GtkSpinButton *kept;
  GtkLabel *of;
  GtkWidget *interval_row;
  GtkSpinButton *interval;
  GtkWidget *clusters_row;
  GtkSpinButton *clusters;
  GtkWidget *seed_row;
  GtkSpinButton *seed;
  GtkSpinButton *blocks;
  GtkWidget *try_button;
  GtkSpinner *spinner;
  DgReductionView *view;
  GtkLabel *verdict;
  GtkLabel *figures;
  GtkLabel *message;
  DgTrialList *trials;
};

G_DEFINE_FINAL_TYPE (DgReduceDialog, dg_reduce_dialog, GTK_TYPE_WINDOW)

static gsize
get_n (DgReduceDialog *self)
{
  return dg_run_get_n_samples (dg_reduction_loop_get_run (self->loop));
}

/* What was chosen */

static const char *
get_selected (GtkDropDown *drop_down)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (drop_down);

  return item != NULL ? gtk_string_object_get_string (item) : NULL;
}

static guint
get_number (GtkSpinButton *spin)
{
  return (guint) gtk_spin_button_get_value_as_int (spin);
}

static DgReductionOptions
get_options (DgReduceDialog *self)
{
  return (DgReductionOptions){ .method = gtk_drop_down_get_selected (self->method),
                               .count = get_number (self->kept),
                               .clusters = get_number (self->clusters),
                               .seed = get_number (self->seed),
                               .n_blocks = get_number (self->blocks) };
}

/* A number that is still being typed counts, too: neither a mnemonic nor Return takes the focus from it. */
static void
take_typed (DgReduceDialog *self)
{
  GtkSpinButton *const spins[] = { self->kept, self->interval, self->clusters, self->seed, self->blocks };

  for (guint i = 0; i < G_N_ELEMENTS (spins); i++)
    gtk_spin_button_update (spins[i]);
}

static void
try_cb (DgReduceDialog *self)
{
  const char *layer = get_selected (self->layer), *epoch = get_selected (self->epoch);
  DgReductionOptions options;

  take_typed (self);
  options = get_options (self);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  if (layer != NULL && epoch != NULL)
    dg_reduction_loop_try (self->loop, layer, (guint) g_ascii_strtoull (epoch, NULL, 10), &options);
}

static void
method_cb (DgReduceDialog *self)
{
  gboolean by_lot = gtk_drop_down_get_selected (self->method) == DG_REDUCTION_MMRS;

  gtk_widget_set_sensitive (self->interval_row, !by_lot);
  gtk_widget_set_sensitive (self->clusters_row, by_lot);
  gtk_widget_set_sensitive (self->seed_row, by_lot);
}

static void
kept_cb (DgReduceDialog *self)
{
  guint kept = get_number (self->kept);

  if (self->updating || kept == 0)
    return;
  self->updating = TRUE;
  gtk_spin_button_set_value (self->interval, (double) get_n (self) / kept);
  self->updating = FALSE;
}

/* What is read back from the digits, as the focus leaves them, is the interval that the number kept has. */
static void
interval_cb (DgReduceDialog *self)
{
  double n = get_n (self), interval = gtk_spin_button_get_value (self->interval);

  if (self->updating || interval < 1 || fabs (interval - n / get_number (self->kept)) <= INTERVAL_ERROR)
    return;
  self->updating = TRUE;
  gtk_spin_button_set_value (self->kept, MAX (n / interval, 1));
  self->updating = FALSE;
}

/* What came of it */

static char *
describe_figures (const DgReductionTrial *trial)
{
  const DgAgreement *agreement = &trial->agreement;
  g_autofree char *full = dg_reduction_words_time (trial->base->seconds);
  g_autofree char *fewer = dg_reduction_words_time (trial->seconds);

  return g_strdup_printf (_("ARI of %u blocks %.2f · mean |ΔD′| %.3f · order of all in %s, of fewer in %s"),
                          trial->options.n_blocks, agreement->rand_index, agreement->difference, full, fewer);
}

static void
update_shown (DgReduceDialog *self)
{
  DgReductionTrial *trial = dg_reduction_loop_get_shown_trial (self->loop);
  g_autofree char *kept = NULL, *words = NULL, *verdict = NULL, *figures = NULL, *count = NULL, *label = NULL;

  dg_reduction_view_set_trial (self->view, dg_reduction_loop_get_run (self->loop), trial, self->palette);
  gtk_widget_set_sensitive (self->accept, trial != NULL);
  if (trial == NULL)
    return;
  kept = dg_words_subset (trial->subset);
  words = dg_reduction_words_agreement (&trial->agreement);
  /* Translators: what is kept, and what is left of the picture, a line each */
  verdict = g_strdup_printf (_("%s:\n%s"), kept, words);
  figures = describe_figures (trial);
  gtk_label_set_label (self->verdict, verdict);
  gtk_label_set_label (self->figures, figures);
  count = dg_words_count (trial->subset->n);
  label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Keep %s Sample", "_Keep %s Samples", trial->subset->n),
                           count);
  gtk_button_set_label (GTK_BUTTON (self->accept), label);
}

static void
loop_changed_cb (DgReduceDialog *self)
{
  gboolean busy = dg_reduction_loop_is_busy (self->loop);

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  dg_trial_list_set_trials (self->trials, dg_reduction_loop_get_trials (self->loop),
                            dg_reduction_loop_get_shown (self->loop));
  update_shown (self);
}

static void
show_message (DgReduceDialog *self, const char *message)
{
  gtk_label_set_label (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
}

static void
chosen_cb (DgReduceDialog *self, int place)
{
  dg_reduction_loop_show (self->loop, place);
}

static void
accept_cb (DgReduceDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (!dg_reduction_loop_accept (self->loop, &error))
    {
      show_message (self, error->message);
      return;
    }
  gtk_window_close (GTK_WINDOW (self));
}

static void
dg_reduce_dialog_dispose (GObject *object)
{
  DgReduceDialog *self = DG_REDUCE_DIALOG (object);

  self->updating = TRUE; /* controls may still speak while they go */
  if (self->loop != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->loop, self);
      dg_reduction_loop_cancel (self->loop);
    }
  g_clear_object (&self->loop);
  G_OBJECT_CLASS (dg_reduce_dialog_parent_class)->dispose (object);
}

static void
dg_reduce_dialog_class_init (DgReduceDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dg_reduce_dialog_dispose;

  g_type_ensure (DG_TYPE_REDUCTION_VIEW);
  g_type_ensure (DG_TYPE_TRIAL_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diagonal_app/Diagonal/reduce-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, layer);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, epoch);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, method);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, kept);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, of);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, interval_row);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, interval);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, clusters_row);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, clusters);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, seed_row);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, seed);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, blocks);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, try_button);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, view);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, verdict);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, figures);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, message);
  gtk_widget_class_bind_template_child (widget_class, DgReduceDialog, trials);
  gtk_widget_class_bind_template_callback (widget_class, try_cb);
  gtk_widget_class_bind_template_callback (widget_class, method_cb);
  gtk_widget_class_bind_template_callback (widget_class, kept_cb);
  gtk_widget_class_bind_template_callback (widget_class, interval_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

/* Return in a number tries it. */
static void
let_activate (GtkSpinButton *spin)
{
  gtk_text_set_activates_default (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (spin))), TRUE);
}

static void
dg_reduce_dialog_init (DgReduceDialog *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  let_activate (self->kept);
  let_activate (self->interval);
  let_activate (self->clusters);
  let_activate (self->seed);
  let_activate (self->blocks);
}

/* Layers, and the channel that is shown of a layer. */
static void
fill_layers (DgReduceDialog *self, const char *chosen)
{
  gsize n;
  const DgRunLayer *layers = dg_run_get_layers (dg_reduction_loop_get_run (self->loop), &n);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = n - 1;

  for (gsize i = 0; i < n; i++)
    {
      gtk_string_list_append (list, layers[i].name);
      if (g_strcmp0 (layers[i].name, chosen) == 0)
        selected = i;
    }
  if (chosen != NULL && g_strcmp0 (gtk_string_list_get_string (list, selected), chosen) != 0)
    {
      gtk_string_list_append (list, chosen);
      selected = n;
    }
  gtk_drop_down_set_model (self->layer, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->layer, selected);
}

static void
fill_epochs (DgReduceDialog *self, guint chosen)
{
  gsize n;
  const guint *epochs = dg_run_get_epochs (dg_reduction_loop_get_run (self->loop), &n);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = n - 1;

  for (gsize i = 0; i < n; i++)
    {
      gtk_string_list_take (list, g_strdup_printf ("%u", epochs[i]));
      if (epochs[i] == chosen)
        selected = i;
    }
  gtk_drop_down_set_model (self->epoch, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->epoch, selected);
}

static void
fill_numbers (DgReduceDialog *self)
{
  guint n = get_n (self);
  g_autofree char *count = dg_words_count (n);
  g_autofree char *of = g_strdup_printf (_("of %s"), count);
  const DgReductionOptions options = DG_REDUCTION_OPTIONS_INIT;

  gtk_label_set_label (self->of, of);
  gtk_spin_button_set_range (self->kept, 1, n);
  gtk_spin_button_set_range (self->interval, 1, n);
  gtk_spin_button_set_value (self->clusters, options.clusters);
  gtk_spin_button_set_value (self->seed, options.seed);
  gtk_spin_button_set_value (self->blocks, options.n_blocks);
  self->updating = FALSE;
  gtk_spin_button_set_value (self->kept, MAX (n / 2, 1));
  method_cb (self);
}

DgReduceDialog *
dg_reduce_dialog_new (GtkWindow *parent, DgExplorer *explorer)
{
  DgReduceDialog *self = g_object_new (DG_TYPE_REDUCE_DIALOG, "transient-for", parent, NULL);
  DgRun *run = dg_explorer_get_run (explorer);
  const char *layer = NULL;
  gint row, column;
  guint epoch = 0;
  gsize n;

  dg_explorer_get_current (explorer, &row, &column);
  if (row >= 0 && dg_run_find_layer (run, dg_explorer_get_layers (explorer)[row], &(gssize){ 0 }, NULL) != NULL)
    {
      layer = dg_explorer_get_layers (explorer)[row];
      epoch = dg_explorer_get_epochs (explorer, &n)[column];
    }
  self->palette = dg_explorer_get_palette (explorer);
  self->loop = dg_reduction_loop_new (run, dg_explorer_get_order (explorer));
  g_signal_connect_swapped (self->loop, "changed", G_CALLBACK (loop_changed_cb), self);
  g_signal_connect_swapped (self->loop, "failed", G_CALLBACK (show_message), self);
  fill_layers (self, layer);
  fill_epochs (self, epoch);
  fill_numbers (self);
  try_cb (self);
  return self;
}
