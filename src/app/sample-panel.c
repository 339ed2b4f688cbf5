/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/sample-panel.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/colour-bar.h"
#include "app/follower.h"
#include "app/reconstruction-grid.h"
#include "app/sample-image.h"
#include "explorer/words.h"

#define ANSWER_COLUMNS 5 /* epochs in one line of the table */

struct _DgSamplePanel
{
  GtkBox parent_instance;

  /* owned */
  DgFollower *follower;

  guint32 sample; /* the one shown */
  gsize position; /* of it among those selected */
  gsize n_selected;

  /* template children */
  GtkLabel *heading;
  GtkWidget *previous;
  GtkWidget *next;
  GtkStack *stack;
  GtkLabel *placeholder;
  GtkWidget *paper;
  DgSampleImage *image;
  GtkLabel *name;
  GtkLabel *answer;
  GtkWidget *answers_heading;
  GtkGrid *answers;
  GtkWidget *reconstruction_box;
  DgReconstructionGrid *reconstructions;
  GtkWidget *likelihood_box;
  GtkLabel *likelihood_heading;
  GtkGrid *likelihoods;
};

enum
{
  PROP_EXPLORER = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DgSamplePanel, dg_sample_panel, GTK_TYPE_BOX)

static void
clear_grid (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))))
    gtk_grid_remove (grid, child);
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* The true class, or -1. */
static gint
get_label (DgSamplePanel *self)
{
  const guint8 *labels = dg_run_get_labels (dg_follower_get_run (self->follower));

  return labels ? labels[self->sample] : -1;
}

static char *
name_sample (DgRun *run, guint32 sample)
{
  const gint64 *index = dg_run_get_index (run);

  if (index)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, index[sample]);

      return g_strdup_printf (_("test image %s"), number);
    }
  return g_strdup_printf (_("sample %u"), sample);
}

/* "true 4, said 2", as far as both are known; where nothing is ever said, the class. */
static char *
describe_answer (DgRun *run, gint label, gint said)
{
  if (label >= 0 && dg_run_has_reconstruction (run) && said < 0)
    return g_markup_printf_escaped (_("class <b>%s</b>"), dg_run_get_class_name (run, label));
  if (label >= 0 && said >= 0)
    return g_markup_printf_escaped (_("true <b>%s</b>, said <b>%s</b>"), dg_run_get_class_name (run, label),
                                    dg_run_get_class_name (run, said));
  if (label >= 0)
    return g_markup_printf_escaped (_("true <b>%s</b>"), dg_run_get_class_name (run, label));
  if (said >= 0)
    return g_markup_printf_escaped (_("said <b>%s</b>"), dg_run_get_class_name (run, said));
  return g_strdup ("");
}

static void
update_image (DgSamplePanel *self)
{
  DgRun *run = dg_follower_get_run (self->follower);
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  gint said = dg_explorer_get_said (explorer, dg_explorer_get_reference_epoch (explorer), self->sample);
  g_autofree char *name = name_sample (run, self->sample);
  g_autofree char *answer = describe_answer (run, get_label (self), said);
  guint height, width, channels;

  dg_sample_image_set_sample (self->image, run, self->sample);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->image), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (self->paper, dg_run_get_image_size (run, &height, &width, &channels));
  gtk_label_set_label (self->name, name);
  gtk_label_set_markup (self->answer, answer);
}

static void
add_answer (DgSamplePanel *self, gsize position, guint epoch)
{
  DgRun *run = dg_follower_get_run (self->follower);
  gint said = dg_explorer_get_said (dg_follower_get_explorer (self->follower), epoch, self->sample);
  gint label = get_label (self);
  const char *said_name = said < 0 ? "–" : dg_run_get_class_name (run, said);
  g_autofree char *number = g_strdup_printf ("%u", epoch);
  g_autofree char *words = NULL;
  GtkWidget *answer = new_label (said_name, "answer");
  int column = position % ANSWER_COLUMNS, row = position / ANSWER_COLUMNS * 2;

  gtk_label_set_ellipsize (GTK_LABEL (answer), PANGO_ELLIPSIZE_END);
  if (said >= 0 && label >= 0 && said != label)
    {
      gtk_widget_add_css_class (answer, "wrong");
      words = g_strdup_printf (_("Epoch %u said %s, which is wrong"), epoch, said_name);
    }
  else
    words = g_strdup_printf (_("Epoch %u said %s"), epoch, said_name);
  gtk_widget_set_tooltip_text (answer, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (answer), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_grid_attach (self->answers, new_label (number, "epoch-number"), column, row, 1, 1);
  gtk_grid_attach (self->answers, answer, column, row + 1, 1, 1);
}

static void
update_answers (DgSamplePanel *self)
{
  gboolean known = dg_run_has_predictions (dg_follower_get_run (self->follower));
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (dg_follower_get_explorer (self->follower), &n);

  gtk_widget_set_visible (self->answers_heading, known);
  gtk_widget_set_visible (GTK_WIDGET (self->answers), known);
  clear_grid (self->answers);
  if (!known)
    return;
  for (gsize i = 0; i < n; i++)
    add_answer (self, i, epochs[i]);
}

static void
update_reconstructions (DgSamplePanel *self)
{
  gboolean known = dg_run_has_reconstruction (dg_follower_get_run (self->follower));

  gtk_widget_set_visible (self->reconstruction_box, known);
  if (known)
    dg_reconstruction_grid_show (self->reconstructions, dg_follower_get_explorer (self->follower), self->sample);
}

/* One line: class, bar as long as the probability, log-likelihood. */
static void
attach_likelihood (DgSamplePanel *self, guint class_index)
{
  DgRun *run = dg_follower_get_run (self->follower);
  GtkWidget *name = new_label (dg_run_get_class_name (run, class_index), "class-name");
  GtkWidget *bar = dg_colour_bar_new (class_index);
  GtkWidget *number = new_label (NULL, "number");

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 10);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_label_set_width_chars (GTK_LABEL (number), 7);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_add_css_class (bar, "likelihood");
  gtk_grid_attach (self->likelihoods, name, 0, class_index, 1, 1);
  gtk_grid_attach (self->likelihoods, bar, 1, class_index, 1, 1);
  gtk_grid_attach (self->likelihoods, number, 2, class_index, 1, 1);
}

static void
rebuild_likelihoods (DgSamplePanel *self)
{
  DgRun *run = dg_follower_get_run (self->follower);

  clear_grid (self->likelihoods);
  for (guint i = 0; run && i < dg_run_get_n_classes (run); i++)
    attach_likelihood (self, i);
}

/* With a minus as long as a plus is wide, and none before zero. */
static char *
format_likelihood (double value)
{
  g_autofree char *digits = g_strdup_printf ("%.2f", fabs (value));

  return g_strconcat (value < 0 && !g_str_equal (digits, "0.00") ? "\u2212" : "", digits, NULL);
}

static void
update_likelihoods (DgSamplePanel *self)
{
  DgRun *run = dg_follower_get_run (self->follower);
  DgExplorer *explorer = dg_follower_get_explorer (self->follower);
  gint epoch = dg_explorer_get_reference_epoch (explorer);
  const float *values = dg_explorer_get_log_likelihood (explorer, epoch, self->sample); /* (n_classes) */
  g_autofree char *heading = g_strdup_printf (_("Log-likelihood · epoch %u"), epoch);

  gtk_widget_set_visible (self->likelihood_box, values != NULL);
  gtk_label_set_label (self->likelihood_heading, heading);
  for (guint i = 0; values && i < dg_run_get_n_classes (run); i++)
    {
      GtkWidget *bar = gtk_grid_get_child_at (self->likelihoods, 1, i);
      GtkWidget *number = gtk_grid_get_child_at (self->likelihoods, 2, i);
      g_autofree char *text = format_likelihood (values[i]);

      dg_colour_bar_set_fraction (DG_COLOUR_BAR (bar), exp (values[i]));
      gtk_label_set_label (GTK_LABEL (number), text);
    }
}

static void
update_heading (DgSamplePanel *self)
{
  g_autofree char *position = dg_words_count (self->position + 1);
  g_autofree char *count = dg_words_count (self->n_selected);
  g_autofree char *heading = NULL;

  if (self->n_selected > 0)
    heading = g_strdup_printf (_("Sample %s of %s"), position, count);
  else
    heading = g_strdup (_("Sample"));
  gtk_label_set_label (self->heading, heading);
  gtk_widget_set_visible (self->previous, self->n_selected > 1);
  gtk_widget_set_visible (self->next, self->n_selected > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sample.previous", self->position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sample.next", self->position + 1 < self->n_selected);
}

/* Only what is known to be wrong, or how badly it is reconstructed, is listed to be clicked. */
static const char *
explain_selecting (DgRun *run)
{
  if (run != NULL && dg_run_has_reconstruction (run) && !dg_run_has_predictions (run))
    return _("Select a sample: click its picture among those reconstructed worst, a tick beside an image, or a point of "
             "an enlarged image. Ctrl and click selects several, in any image; Esc none.");
  if (run == NULL || (dg_run_get_labels (run) != NULL && dg_run_has_predictions (run)))
    return _("Select a sample: click its picture among the misclassified, a tick beside an image, or a point of an "
             "enlarged image. Ctrl and click selects several, in any image; Esc none.");
  if (dg_run_get_n_classes (run) > 0)
    return _("Select a sample: click a tick beside an image, or a point of an enlarged image. Ctrl and click selects "
             "several, in any image; Esc none.");
  return _("Select a sample: double click an image to enlarge it, and click a point of it. Ctrl and click selects "
           "several, in any image; Esc none.");
}

static void
update_placeholder (DgSamplePanel *self)
{
  gtk_label_set_label (self->placeholder, explain_selecting (dg_follower_get_run (self->follower)));
}

static void
show (DgSamplePanel *self)
{
  update_heading (self);
  update_placeholder (self);
  gtk_stack_set_visible_child_name (self->stack, self->n_selected > 0 ? "sample" : "placeholder");
  if (self->n_selected == 0)
    return;
  update_image (self);
  update_answers (self);
  update_reconstructions (self);
  update_likelihoods (self);
}

/* Stays on the sample shown while it and the number of selected ones stay; else goes to the one selected
 * last. */
static void
follow_selection (DgSamplePanel *self)
{
  const guint32 *samples = NULL;
  gsize n = 0;

  if (dg_follower_get_run (self->follower))
    samples = dg_explorer_get_samples (dg_follower_get_explorer (self->follower), &n);
  if (n == 0 || n != self->n_selected || samples[self->position] != self->sample)
    self->position = n > 0 ? n - 1 : 0;
  self->n_selected = n;
  self->sample = n > 0 ? samples[self->position] : 0;
}

static void
step (DgSamplePanel *self, int by)
{
  gsize n;
  const guint32 *samples = dg_explorer_get_samples (dg_follower_get_explorer (self->follower), &n);

  self->position = CLAMP ((gssize) self->position + by, 0, (gssize) n - 1);
  self->sample = samples[self->position];
  show (self);
}

static void
previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (DG_SAMPLE_PANEL (widget), -1);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (DG_SAMPLE_PANEL (widget), 1);
}

static void
follower_cb (gpointer owner, DgChanges changes)
{
  DgSamplePanel *self = owner;

  if (changes == DG_CHANGED_METRICS)
    return;
  if (changes & DG_CHANGED_RUN)
    rebuild_likelihoods (self);
  follow_selection (self);
  show (self);
}

static void
dg_sample_panel_dispose (GObject *object)
{
  g_clear_pointer (&DG_SAMPLE_PANEL (object)->follower, dg_follower_free);
  G_OBJECT_CLASS (dg_sample_panel_parent_class)->dispose (object);
}

static void
dg_sample_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPLORER)
    g_value_set_object (value, dg_follower_get_explorer (DG_SAMPLE_PANEL (object)->follower));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dg_sample_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_EXPLORER)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (dg_follower_set_explorer (DG_SAMPLE_PANEL (object)->follower, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dg_sample_panel_class_init (DgSamplePanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = dg_sample_panel_dispose;
  object_class->get_property = dg_sample_panel_get_property;
  object_class->set_property = dg_sample_panel_set_property;

  props[PROP_EXPLORER] =
    g_param_spec_object ("explorer", NULL, NULL, DG_TYPE_EXPLORER,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DG_TYPE_RECONSTRUCTION_GRID);
  g_type_ensure (DG_TYPE_SAMPLE_IMAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/sample-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, heading);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, previous);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, next);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, stack);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, placeholder);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, paper);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, image);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, name);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, answer);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, answers_heading);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, answers);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, reconstruction_box);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, reconstructions);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, likelihood_box);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, likelihood_heading);
  gtk_widget_class_bind_template_child (widget_class, DgSamplePanel, likelihoods);

  gtk_widget_class_install_action (widget_class, "sample.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "sample.next", NULL, next_action);
}

static void
dg_sample_panel_init (DgSamplePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->follower = dg_follower_new (self, follower_cb);
  show (self);
}
