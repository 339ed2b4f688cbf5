/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog for a new run: what it refuses, and what it hands on. */
#include "app/new-run-dialog.h"

#include "app/line-notes.h"
#include "app/network-editor.h"
#include "app/training-form.h"
#include "gui.h"
#include "network/builtin.h"
#include "png-files.h"
#include "spot-files.h"
#include "tiny-run.h"

typedef struct
{
  char *folder; /* temporary */
  GtkWidget *parent;
  DgNewRunDialog *dialog;

  /* what the dialog handed on */
  GFile *run;
  DgRunOptions *options;
} Fixture;

static void
start_run_cb (Fixture *self, GFile *folder, DgRunOptions *options)
{
  g_set_object (&self->run, folder);
  self->options = dg_run_options_copy (options);
  gtk_window_close (GTK_WINDOW (self->dialog));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) location = NULL;
  g_autofree char *runs = NULL;

  self->folder = g_dir_make_tmp ("new-run-XXXXXX", &error);
  g_assert_no_error (error);
  runs = g_build_filename (self->folder, "runs", NULL);
  location = g_file_new_for_path (runs); /* made when the first run is */
  self->parent = gtk_window_new ();
  gui_present (GTK_WINDOW (self->parent));
  self->dialog = dg_new_run_dialog_new (GTK_WINDOW (self->parent), location);
  g_object_add_weak_pointer (G_OBJECT (self->dialog), (gpointer *) &self->dialog);
  g_signal_connect_swapped (self->dialog, "start-run", G_CALLBACK (start_run_cb), self);
  gui_present (GTK_WINDOW (self->dialog));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  GUI_WAIT_UNTIL (self->dialog == NULL);
  gtk_window_destroy (GTK_WINDOW (self->parent));
  g_clear_object (&self->run);
  g_clear_pointer (&self->options, dg_run_options_free);
  tiny_remove (self->folder);
  g_free (self->folder);
}

/* Of the dialog, or of the form in it. */
static gpointer
get_child (Fixture *self, const char *name)
{
  GtkWidget *dialog = GTK_WIDGET (self->dialog);
  GObject *child = gtk_widget_get_template_child (dialog, DG_TYPE_NEW_RUN_DIALOG, name);
  GtkWidget *form = gui_find_type (dialog, DG_TYPE_TRAINING_FORM);

  if (child == NULL)
    child = gtk_widget_get_template_child (form, DG_TYPE_TRAINING_FORM, name);
  g_assert_nonnull (child);
  return child;
}

static void
type (Fixture *self, const char *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_child (self, field)), text);
}

static gboolean
can_train (Fixture *self)
{
  return gtk_widget_get_sensitive (get_child (self, "train"));
}

/* The message stands beside its field, and Train waits. */
static void
assert_refused (Fixture *self, const char *message, const char *part)
{
  GtkWidget *label = get_child (self, message);

  g_assert_false (can_train (self));
  g_assert_true (gtk_widget_get_mapped (label));
  g_assert_true (gtk_widget_has_css_class (label, "error"));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (label)), part));
}

static gpointer
get_editor_child (Fixture *self, const char *name)
{
  GObject *child = gtk_widget_get_template_child (get_child (self, "network"), DG_TYPE_NETWORK_EDITOR, name);

  g_assert_nonnull (child);
  return child;
}

static DgLineNotes *
get_notes (Fixture *self)
{
  return DG_LINE_NOTES (gui_find_type (GTK_WIDGET (self->dialog), DG_TYPE_LINE_NOTES));
}

static guint
count_tags (const GtkTextIter *at)
{
  g_autoptr (GSList) tags = gtk_text_iter_get_tags (at);

  return g_slist_length (tags);
}

/* The fault is told beneath the text, and marked in the line, counted from 0. */
static void
assert_network_fault (Fixture *self, const char *where, int line, const char *part)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (get_editor_child (self, "text"));
  GtkLabel *message = get_editor_child (self, "message");
  GtkTextIter at;

  g_assert_false (can_train (self));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (message), "error"));
  if (!strstr (gtk_label_get_label (message), where) || !strstr (gtk_label_get_label (message), part))
    g_error ("“%s” lacks “%s” or “%s”", gtk_label_get_label (message), where, part);
  for (int i = 0; i < gtk_text_buffer_get_line_count (buffer); i++)
    {
      gtk_text_buffer_get_iter_at_line (buffer, &at, i);
      g_assert_cmpint (count_tags (&at) > 0, ==, i == line);
    }
}

static void
train (Fixture *self)
{
  g_assert_true (can_train (self));
  gui_click (get_child (self, "train"));
  GUI_WAIT_UNTIL (self->options != NULL);
  GUI_WAIT_UNTIL (self->dialog == NULL);
}

static void
test_defaults (Fixture *self, gconstpointer data)
{
  g_autoptr (DgRunOptions) defaults = dg_run_options_new ();
  g_autofree char *layers = NULL, *expected = g_build_filename (self->folder, "runs", "lenet5-digits", NULL);

  train (self);
  g_assert_cmpstr (g_file_peek_path (self->run), ==, expected);
  g_assert_cmpstr (self->options->data, ==, "digits");
  g_assert_cmpstr (self->options->network, ==, "lenet5");
  g_assert_cmpuint (self->options->epochs, ==, defaults->epochs);
  g_assert_cmpuint (self->options->analysis, ==, defaults->analysis);
  g_assert_cmpuint (self->options->n_save, ==, 4); /* 1, 2, 10, 20 */
  g_assert_cmpuint (self->options->save[2], ==, 10);
  g_assert_cmpuint (self->options->save[3], ==, 20);
  layers = g_strjoinv (",", self->options->layers);
  g_assert_cmpstr (layers, ==, "P1,P2,R3,R4,S5");
  g_assert_cmpuint (self->options->training.seed, ==, defaults->training.seed);
  g_assert_cmpuint (self->options->training.batch_size, ==, defaults->training.batch_size);
  g_assert_cmpfloat_with_epsilon (self->options->training.learning_rate, defaults->training.learning_rate,
                                  1e-6);
  g_assert_cmpfloat_with_epsilon (self->options->training.momentum, defaults->training.momentum, 1e-6);
  g_assert_cmpfloat_with_epsilon (self->options->training.noise, defaults->training.noise, 1e-6);
}

static void
test_choices (Fixture *self, gconstpointer data)
{
  GtkWidget *layers = get_child (self, "layers");
  g_autofree char *chosen = NULL;

  gtk_spin_button_set_value (get_child (self, "epochs"), 30);
  g_assert_cmpstr (gtk_editable_get_text (get_child (self, "save")), ==, "1,2,10,30");
  type (self, "save", "1-3, 30");
  gtk_spin_button_set_value (get_child (self, "epochs"), 40);
  g_assert_cmpstr (gtk_editable_get_text (get_child (self, "save")), ==, "1-3, 30"); /* as typed */
  gtk_spin_button_set_value (get_child (self, "seed"), 4294967295.0);
  gtk_spin_button_set_value (get_child (self, "learning_rate"), 0.0025);
  gtk_spin_button_set_value (get_child (self, "noise"), 0.25);
  gtk_spin_button_set_value (get_child (self, "analysis"), 200);
  type (self, "name", "night");
  gui_click (gtk_grid_get_child_at (GTK_GRID (layers), 0, 0)); /* C1 */
  GUI_WAIT_UNTIL (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (gtk_grid_get_child_at (GTK_GRID (layers),
                                                                                          0, 0))));
  train (self);

  g_assert_cmpuint (self->options->epochs, ==, 40);
  g_assert_cmpuint (self->options->n_save, ==, 4);
  g_assert_cmpuint (self->options->save[1], ==, 2);
  g_assert_cmpuint (self->options->save[3], ==, 30);
  g_assert_cmpuint (self->options->training.seed, ==, G_MAXUINT32);
  g_assert_cmpfloat_with_epsilon (self->options->training.learning_rate, 0.0025, 1e-7);
  g_assert_cmpfloat_with_epsilon (self->options->training.noise, 0.25, 1e-7);
  g_assert_cmpuint (self->options->analysis, ==, 200);
  chosen = g_strjoinv (",", self->options->layers);
  g_assert_cmpstr (chosen, ==, "C1,P1,P2,R3,R4,S5");
  g_assert_true (g_str_has_suffix (g_file_peek_path (self->run), "/runs/night"));
}

/* A number counts as soon as it is typed, also where a mnemonic leaves the focus in it. */
static void
test_typed_number (Fixture *self, gconstpointer data)
{
  gtk_widget_grab_focus (get_child (self, "epochs"));
  gui_key ("ctrl+a");
  gui_key ("2");
  GUI_WAIT_UNTIL (g_str_equal (gtk_editable_get_text (get_child (self, "epochs")), "2"));
  gui_key ("alt+t");
  GUI_WAIT_UNTIL (self->options != NULL);
  g_assert_cmpuint (self->options->epochs, ==, 2);
  g_assert_cmpuint (self->options->n_save, ==, 2);
}

/* It is nobody's business any more where the dialog is closed. */
static void
test_close_typing (Fixture *self, gconstpointer data)
{
  gtk_widget_grab_focus (get_child (self, "epochs"));
  gui_key ("ctrl+a");
  gui_key ("2");
  GUI_WAIT_UNTIL (g_str_equal (gtk_editable_get_text (get_child (self, "epochs")), "2"));
  gui_key ("Escape");
  GUI_WAIT_UNTIL (self->dialog == NULL);
  g_assert_null (self->options);
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  GtkGrid *layers = get_child (self, "layers");
  g_autofree char *taken = g_build_filename (self->folder, "runs", "taken", NULL);

  g_assert_true (can_train (self));
  type (self, "save", "1,x");
  assert_refused (self, "save_message", "“x”");
  type (self, "save", "21");
  assert_refused (self, "save_message", "no epoch 21; there are 1-20");
  type (self, "save", "20");
  g_assert_true (can_train (self));

  type (self, "name", "");
  assert_refused (self, "name_message", "name");
  gtk_test_accessible_assert_relation (get_child (self, "name"), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                       get_child (self, "name_message"), NULL);
  type (self, "name", "a/b");
  assert_refused (self, "name_message", "“a/b”");
  type (self, "name", "..");
  assert_refused (self, "name_message", "“..”");
  g_assert_cmpint (g_mkdir_with_parents (taken, 0755), ==, 0);
  type (self, "name", "taken");
  assert_refused (self, "name_message", "already");
  type (self, "name", "free");
  g_assert_true (can_train (self));

  for (GtkWidget *toggle = gtk_widget_get_first_child (GTK_WIDGET (layers)); toggle;
       toggle = gtk_widget_get_next_sibling (toggle))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), FALSE);
  assert_refused (self, "layers_message", "at least one layer");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_grid_get_child_at (layers, 1, 1)), TRUE);
  g_assert_true (can_train (self));
}

static gboolean
is_said (Fixture *self, const char *part)
{
  return strstr (gtk_label_get_label (get_child (self, "data_message")), part) != NULL;
}

static void
choose (Fixture *self, const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  dg_new_run_dialog_set_data_folder (self->dialog, folder);
}

static gboolean
is_built_in (GtkWidget *widget, gpointer data)
{
  return GTK_IS_CHECK_BUTTON (widget)
         && g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)), "_Built-in digits") == 0;
}

/* A folder is looked into before it can be trained on, and the fault is told in a sentence. */
static void
test_data_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *empty = g_build_filename (self->folder, "empty", NULL);
  g_autofree char *spots = g_build_filename (self->folder, "spots", NULL);

  g_assert_cmpint (g_mkdir_with_parents (empty, 0755), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (spots, 0755), ==, 0);
  spot_files_write (spots, 1);

  gui_click (get_child (self, "use_folder"));
  GUI_WAIT_UNTIL (!can_train (self));
  g_assert_true (is_said (self, "Choose a folder"));
  choose (self, empty);
  g_assert_false (can_train (self));
  GUI_WAIT_UNTIL (is_said (self, empty));
  assert_refused (self, "data_message", empty);

  /* Too small for LeNet-5, which is said before any training. */
  choose (self, spots);
  GUI_WAIT_UNTIL (!is_said (self, empty) && !is_said (self, "Looking"));
  g_assert_true (is_said (self, "600 training and 200 test images of 12 × 12 in 10 classes"));
  g_assert_false (can_train (self));
  assert_network_fault (self, "Line 4", 3, "C2");

  gui_click (gui_find (GTK_WIDGET (self->dialog), is_built_in, NULL));
  GUI_WAIT_UNTIL (can_train (self));
  g_assert_false (gtk_widget_has_css_class (get_child (self, "data_message"), "error"));
}

/* PNG images, from the folder to what is trained on. */
static void
test_png_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *images = g_build_filename (self->folder, "flowers", NULL);

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/kind %u", images, i % 3);
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      guint8 pixels[16 * 16 * 3];

      for (guint j = 0; j < sizeof pixels; j++)
        pixels[j] = i * j + 80 * (j % 3);
      png_files_write (folder, name, 16, 16, 3, pixels);
    }
  gtk_check_button_set_active (get_child (self, "use_folder"), TRUE);
  choose (self, images);
  GUI_WAIT_UNTIL (can_train (self));
  g_assert_true (is_said (self, "24 training and 6 test images in colour, of 16 × 16 in 3 classes"));
  g_assert_true (g_str_has_suffix (dg_line_notes_get (get_notes (self), 10), "255")); /* F5, 84 × 3 + 3 */
  train (self);
  g_assert_cmpstr (self->options->data, ==, images);
  g_assert_true (g_str_has_suffix (g_file_peek_path (self->run), "/runs/lenet5-flowers"));
}

static guint
find_builtin (const char *name)
{
  gsize n;
  const DgBuiltinNetwork *networks = dg_builtin_networks_get (&n);
  guint i = 0;

  while (!g_str_equal (networks[i].name, name))
    i++;
  return i;
}

/* Another built-in network brings its layers, and its name. */
static void
test_builtin (Fixture *self, gconstpointer data)
{
  g_autofree char *layers = NULL;

  gtk_drop_down_set_selected (get_editor_child (self, "builtin"), find_builtin ("mlp"));
  g_assert_cmpstr (gtk_label_get_label (get_editor_child (self, "message")), ==,
                   "6 modules, 266\302\240610 parameters");
  g_assert_cmpstr (gtk_editable_get_text (get_child (self, "name")), ==, "mlp-digits");
  train (self);
  g_assert_cmpstr (self->options->network, ==, "mlp");
  layers = g_strjoinv (",", self->options->layers);
  g_assert_cmpstr (layers, ==, "R1,R2,S3");
}

/* Numbers beside the text are written as everywhere else. */
static void
test_large_notes (Fixture *self, gconstpointer data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (get_editor_child (self, "text"));
  const char *note;

  gtk_text_buffer_set_text (buffer, "F1 linear 1000\nF2 linear classes\nS2 logsoftmax", -1);
  note = dg_line_notes_get (get_notes (self), 0);
  g_assert_true (g_str_has_prefix (note, "1\u00a0000\u00a0"));
  g_assert_true (g_str_has_suffix (note, "\u00a0785\u00a0000")); /* 28² × 1000 + 1000 */
}

static gboolean
is_line (GtkTextBuffer *buffer, int line, const char *expected)
{
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_line (buffer, &start, line);
  gtk_text_buffer_get_iter_at_line (buffer, &end, line + 1);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return g_str_equal (text, expected);
}

/* While the text is typed, what is wrong is told by line and column and marked, and Train waits. */
static void
test_typing (Fixture *self, gconstpointer data)
{
  GtkTextView *text = get_editor_child (self, "text");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (text);
  g_autofree char *layers = NULL;
  GtkTextIter at;

  gui_click_at (GTK_WIDGET (text), 100, 12); /* behind "C1 conv 6 5" */
  GUI_WAIT_UNTIL (gtk_widget_has_focus (GTK_WIDGET (text)));
  gui_key ("End");
  gui_key ("Return");
  gui_key ("x");
  gui_key ("space");
  gui_key ("y");
  GUI_WAIT_UNTIL (!can_train (self));
  GUI_WAIT_UNTIL (strstr (gtk_label_get_label (get_editor_child (self, "message")), "called “y”"));
  assert_network_fault (self, "Line 2, column 3", 1, "“y”");
  g_assert_cmpstr (dg_line_notes_get (get_notes (self), 0), ==, "");

  gui_key ("BackSpace");
  gui_key ("s");
  GUI_WAIT_UNTIL (is_line (buffer, 1, "x s\n"));
  gtk_text_buffer_insert_at_cursor (buffer, "igmoid", -1);
  GUI_WAIT_UNTIL (can_train (self));
  gtk_text_buffer_get_iter_at_line (buffer, &at, 1);
  g_assert_cmpuint (count_tags (&at), ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (get_child (self, "name")), ==, "network-digits");
  g_assert_cmpuint (gtk_drop_down_get_selected (get_editor_child (self, "builtin")), ==,
                    g_list_model_get_n_items (gtk_drop_down_get_model (get_editor_child (self, "builtin"))) - 1);
  g_assert_nonnull (strstr (dg_line_notes_get (get_notes (self), 1), "6 × 24 × 24"));
  train (self);
  g_assert_true (g_str_has_prefix (self->options->network, "C1 conv 6 5\nx sigmoid\nR1 relu\n"));
  layers = g_strjoinv (",", self->options->layers);
  g_assert_cmpstr (layers, ==, "P1,P2,R3,R4,S5");
}

/* Layers that were chosen stay so while the text changes; the choice of a network can be undone. */
static void
test_layers_follow (Fixture *self, gconstpointer data)
{
  GtkTextView *text = get_editor_child (self, "text");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (text);
  g_autofree char *layers = NULL;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_grid_get_child_at (get_child (self, "layers"), 0, 0)), TRUE);
  gtk_text_buffer_set_text (buffer, "C1 conv 2 5\nF2 linear 7\nT2 tanh\nF3 linear classes\nS3 logsoftmax", -1);
  g_assert_true (can_train (self));
  gtk_drop_down_set_selected (get_editor_child (self, "builtin"), find_builtin ("mlp"));
  gtk_widget_activate_action (GTK_WIDGET (text), "text.undo", NULL);
  train (self);
  layers = g_strjoinv (",", self->options->layers);
  g_assert_cmpstr (layers, ==, "C1,T2,S3");
}

/* A network that reconstructs is trained by Adam, unless another optimiser is chosen; numbers follow. */
static void
test_optimizer (Fixture *self, gconstpointer data)
{
  GtkDropDown *optimizer = get_child (self, "optimizer"), *builtin = get_editor_child (self, "builtin");

  g_assert_true (gtk_widget_get_mapped (get_child (self, "momentum")));
  g_assert_false (gtk_widget_get_visible (get_child (self, "beta2")));
  gtk_drop_down_set_selected (builtin, find_builtin ("autoencoder"));
  g_assert_cmpuint (gtk_drop_down_get_selected (optimizer), ==, DG_OPTIMIZER_ADAM);
  g_assert_false (gtk_widget_get_visible (get_child (self, "momentum")));
  g_assert_cmpfloat_with_epsilon (gtk_spin_button_get_value (get_child (self, "learning_rate")), 0.001, 1e-6);
  gtk_drop_down_set_selected (builtin, find_builtin ("lenet5"));
  g_assert_cmpuint (gtk_drop_down_get_selected (optimizer), ==, DG_OPTIMIZER_SGD);
  gtk_drop_down_set_selected (optimizer, DG_OPTIMIZER_ADAM);
  gtk_drop_down_set_selected (builtin, find_builtin ("mlp"));
  g_assert_cmpuint (gtk_drop_down_get_selected (optimizer), ==, DG_OPTIMIZER_ADAM);
  gtk_spin_button_set_value (get_child (self, "beta2"), 0.99);
  train (self);
  g_assert_cmpuint (self->options->training.optimizer, ==, DG_OPTIMIZER_ADAM);
  g_assert_cmpfloat_with_epsilon (self->options->training.learning_rate, 0.001, 1e-6);
  g_assert_cmpfloat_with_epsilon (self->options->training.beta1, 0.9, 1e-6);
  g_assert_cmpfloat_with_epsilon (self->options->training.beta2, 0.99, 1e-6);
}

/* Whatever is typed stays, whatever is chosen afterwards. */
static void
test_typed_numbers (Fixture *self, gconstpointer data)
{
  GtkDropDown *optimizer = get_child (self, "optimizer"), *builtin = get_editor_child (self, "builtin");

  gtk_widget_grab_focus (get_child (self, "learning_rate"));
  gui_key ("ctrl+a 0 period 0 2");
  GUI_WAIT_UNTIL (g_str_equal (gtk_editable_get_text (get_child (self, "learning_rate")), "0.02"));
  gtk_spin_button_set_value (get_child (self, "momentum"), 0.5);
  gtk_spin_button_set_value (get_child (self, "batch"), 32);
  gtk_spin_button_set_value (get_child (self, "noise"), 0.25);
  gtk_drop_down_set_selected (builtin, find_builtin ("autoencoder"));
  g_assert_cmpuint (gtk_drop_down_get_selected (optimizer), ==, DG_OPTIMIZER_ADAM);
  gtk_spin_button_set_value (get_child (self, "beta1"), 0.8);
  gtk_drop_down_set_selected (optimizer, DG_OPTIMIZER_SGD);
  gtk_drop_down_set_selected (builtin, find_builtin ("mlp"));
  train (self);
  g_assert_cmpfloat_with_epsilon (self->options->training.learning_rate, 0.02, 1e-6);
  g_assert_cmpfloat_with_epsilon (self->options->training.momentum, 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (self->options->training.beta1, 0.8, 1e-6);
  g_assert_cmpuint (self->options->training.batch_size, ==, 32);
  g_assert_cmpfloat_with_epsilon (self->options->training.noise, 0.25, 1e-6);
}

static void
test_files (Fixture *self, gconstpointer data)
{
  DgNetworkEditor *editor = get_child (self, "network");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (get_editor_child (self, "text"));
  GtkLabel *message = get_editor_child (self, "message");
  const char *text = "# mine\nF1 linear classes\nS1 logsoftmax\n";
  g_autofree char *path = g_build_filename (self->folder, "my net.txt", NULL);
  g_autofree char *other = g_build_filename (self->folder, "other.txt", NULL);
  g_autofree char *nowhere = g_build_filename (self->folder, "none", "x.txt", NULL);
  g_autofree char *saved = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path), other_file = g_file_new_for_path (other);
  g_autoptr (GFile) nowhere_file = g_file_new_for_path (nowhere);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  dg_network_editor_open (editor, file);
  GUI_WAIT_UNTIL (gtk_text_buffer_get_line_count (buffer) == 4);
  g_assert_cmpstr (gtk_editable_get_text (get_child (self, "name")), ==, "my net-digits");
  g_assert_true (can_train (self));

  dg_network_editor_save (editor, other_file);
  g_assert_true (g_file_get_contents (other, &saved, NULL, NULL));
  g_assert_cmpstr (saved, ==, text);
  g_assert_cmpstr (dg_network_editor_get_title (editor), ==, "other");

  dg_network_editor_save (editor, nowhere_file);
  g_assert_nonnull (strstr (gtk_label_get_label (message), nowhere));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (message), "error"));
  g_assert_true (g_file_set_contents (path, "\xff\xfe", 2, NULL));
  dg_network_editor_open (editor, file);
  GUI_WAIT_UNTIL (strstr (gtk_label_get_label (message), "is not the text of a network"));
  dg_network_editor_open (editor, nowhere_file);
  GUI_WAIT_UNTIL (strstr (gtk_label_get_label (message), nowhere));
  g_assert_true (can_train (self)); /* the text is what it was */
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  gui_key ("Escape");
  GUI_WAIT_UNTIL (self->dialog == NULL);
  g_assert_null (self->options);
}

/* Closing while a folder is looked into. */
static void
test_close_early (Fixture *self, gconstpointer data)
{
  gtk_check_button_set_active (get_child (self, "use_folder"), TRUE);
  choose (self, self->folder);
  gtk_window_close (GTK_WINDOW (self->dialog));
  GUI_WAIT_UNTIL (self->dialog == NULL);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/new-run/defaults", test_defaults },
    { "/new-run/choices", test_choices },
    { "/new-run/typed-number", test_typed_number },
    { "/new-run/close-typing", test_close_typing },
    { "/new-run/refusals", test_refusals },
    { "/new-run/data-folder", test_data_folder },
    { "/new-run/png-folder", test_png_folder },
    { "/new-run/builtin", test_builtin },
    { "/new-run/large-notes", test_large_notes },
    { "/new-run/typing", test_typing },
    { "/new-run/layers-follow", test_layers_follow },
    { "/new-run/optimizer", test_optimizer },
    { "/new-run/typed-numbers", test_typed_numbers },
    { "/new-run/files", test_files },
    { "/new-run/cancel", test_cancel },
    { "/new-run/close-early", test_close_early },
  };

  gtk_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
