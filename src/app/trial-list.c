/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/trial-list.h"

#include <glib/gi18n-lib.h>

#include "explorer/reduction-words.h"
#include "explorer/words.h"

enum
{
  PLACE,
  METHOD,
  KEPT,
  RAND_INDEX,
  DIFFERENCE,
  TIME,
  N_COLUMNS,
};

struct _DgTrialList
{
  GtkBox parent_instance;

  /* owned */
  GtkSizeGroup *widths[N_COLUMNS];

  gboolean updating; /* the rows follow the trials, they are not being used */
  guint n_rows;

  /* children */
  GtkListBox *rows;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgTrialList, dg_trial_list, GTK_TYPE_BOX)

/* @texts: (N_COLUMNS) */
static GtkWidget *
new_line (DgTrialList *self, const char *const *texts)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      GtkWidget *label = gtk_label_new (texts[i]);

      gtk_label_set_xalign (GTK_LABEL (label), i <= METHOD ? 0 : 1);
      gtk_widget_set_hexpand (label, i == METHOD);
      gtk_size_group_add_widget (self->widths[i], label);
      gtk_box_append (GTK_BOX (line), label);
    }
  gtk_widget_add_css_class (line, "trial");
  return line;
}

static const char *
name_method (DgReductionMethod method)
{
  return method == DG_REDUCTION_MMRS ? _("Maximin") : _("Equal intervals");
}

static void
add_trial (DgTrialList *self, const DgReductionTrial *trial)
{
  const DgAgreement *agreement = &trial->agreement;
  g_autofree char *place = g_strdup_printf (_("%s · epoch %u"), trial->base->layer, trial->base->epoch);
  g_autofree char *kept = dg_words_count (trial->subset->n);
  g_autofree char *rand_index = g_strdup_printf ("%.2f", agreement->rand_index);
  g_autofree char *difference = g_strdup_printf ("%.3f", agreement->difference);
  g_autofree char *time = dg_reduction_words_time (trial->seconds);
  g_autofree char *words = dg_reduction_words_agreement (agreement);
  g_autofree char *method = dg_reduction_words_method (&trial->options);
  g_autofree char *tooltip =
    g_strdup_printf (_("Kept %s, compared by %u blocks: %s"), method, trial->options.n_blocks, words);
  const char *const texts[] = { place, name_method (trial->options.method), kept, rand_index, difference, time };
  GtkWidget *line = new_line (self, texts);

  gtk_list_box_append (self->rows, line);
  gtk_widget_set_tooltip_text (gtk_widget_get_parent (line), tooltip);
}

void
dg_trial_list_set_trials (DgTrialList *self, const GPtrArray *trials, gint shown)
{
  g_return_if_fail (DG_IS_TRIAL_LIST (self));

  self->updating = TRUE;
  for (; self->n_rows < trials->len; self->n_rows++)
    add_trial (self, trials->pdata[self->n_rows]);
  gtk_list_box_select_row (self->rows, shown >= 0 ? gtk_list_box_get_row_at_index (self->rows, shown) : NULL);
  self->updating = FALSE;
}

static void
selected_cb (DgTrialList *self, GtkListBoxRow *row)
{
  if (!self->updating && row != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, gtk_list_box_row_get_index (row));
}

static void
dg_trial_list_dispose (GObject *object)
{
  DgTrialList *self = DG_TRIAL_LIST (object);

  self->updating = TRUE; /* rows may still speak while they go */
  for (guint i = 0; i < N_COLUMNS; i++)
    g_clear_object (&self->widths[i]);
  G_OBJECT_CLASS (dg_trial_list_parent_class)->dispose (object);
}

static void
dg_trial_list_class_init (DgTrialListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dg_trial_list_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
dg_trial_list_init (DgTrialList *self)
{
  const char *const headings[] = { _("Layer"), _("Method"), _("Kept"), _("ARI"), _("mean |ΔD′|"), _("Time") };
  GtkWidget *scroller = gtk_scrolled_window_new (), *heading;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  for (guint i = 0; i < N_COLUMNS; i++)
    self->widths[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  heading = new_line (self, headings);
  gtk_widget_add_css_class (heading, "heading-line");
  gtk_box_append (GTK_BOX (self), heading);

  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_BROWSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Trials"), -1);
  /* A key on its way through the rows holds them for longer than the list. */
  g_signal_connect_object (self->rows, "row-selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->rows));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self), scroller);
  gtk_widget_add_css_class (GTK_WIDGET (self), "trial-list");
}
