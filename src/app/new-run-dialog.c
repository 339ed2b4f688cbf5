/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/new-run-dialog.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "app/dataset-facts.h"
#include "app/field-message.h"
#include "app/network-editor.h"
#include "app/training-form.h"
#include "dataset/digits.h"
#include "explorer/words.h"

#define DIGITS "digits"

struct _DgNewRunDialog
{
  GtkWindow parent_instance;

  /* owned */
  GFile *location;                /* that runs are kept in */
  GFile *data_folder;             /* nullable: none chosen yet */
  DgDatasetFacts *facts;          /* nullable: not looked into, or not usable */
  GCancellable *cancellable;      /* of the look into the data folder */
  GtkFileChooserNative *chooser;  /* nullable: none open */

  gboolean name_typed; /* else it follows the other fields */
  gboolean updating;

  /* template children */
  GtkCheckButton *use_folder;
  GtkWidget *choose_data;
  GtkLabel *data_name;
  GtkLabel *data_message;
  DgNetworkEditor *network;
  DgTrainingForm *training;
  GtkEditable *name;
  GtkLabel *location_name;
  GtkLabel *name_message;
  GtkWidget *train;
};

enum
{
  START_RUN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgNewRunDialog, dg_new_run_dialog, GTK_TYPE_WINDOW)

static GFile *
get_folder (DgNewRunDialog *self)
{
  return g_file_get_child (self->location, gtk_editable_get_text (self->name));
}

/* Whether a folder can be made there: the nearest folder that exists can be written to. */
static gboolean
is_writable (GFile *folder)
{
  g_autoptr (GFile) at = g_object_ref (folder);

  while (at && !g_file_query_exists (at, NULL))
    {
      GFile *parent = g_file_get_parent (at);

      g_object_unref (at);
      at = parent;
    }
  return at && g_file_peek_path (at) && g_access (g_file_peek_path (at), W_OK | X_OK) == 0;
}

static char *
find_name_fault (DgNewRunDialog *self)
{
  const char *name = gtk_editable_get_text (self->name);
  g_autoptr (GFile) folder = NULL;

  if (*name == '\0')
    return g_strdup (_("Give the run a name"));
  if (strchr (name, '/') || g_str_equal (name, ".") || g_str_equal (name, ".."))
    return g_strdup_printf (_("“%s” cannot be the name of a folder"), name);
  folder = get_folder (self);
  if (g_file_query_exists (folder, NULL))
    return g_strdup_printf (_("There is a “%s” already"), name);
  if (!is_writable (self->location))
    return g_strdup_printf (_("Nothing can be written to %s"), g_file_peek_path (self->location));
  return NULL;
}

static gboolean
check_name (DgNewRunDialog *self)
{
  g_autofree char *fault = find_name_fault (self);
  g_autoptr (GFile) folder = get_folder (self);
  g_autofree char *path = g_file_get_parse_name (folder);

  dg_field_message_show (self->name_message, GTK_WIDGET (self->name), fault ? fault : path, fault != NULL);
  return fault == NULL;
}

static gboolean
check_data (DgNewRunDialog *self)
{
  return !gtk_check_button_get_active (self->use_folder) || self->facts != NULL;
}

static void
check (DgNewRunDialog *self)
{
  gboolean ready;

  if (self->location == NULL) /* the number being typed still speaks while it goes */
    return;
  ready = dg_training_form_check (self->training);
  ready &= check_name (self);
  ready &= check_data (self);
  ready &= dg_network_editor_get_outline (self->network) != NULL;
  gtk_widget_set_sensitive (self->train, ready);
}

/* A name that is free. */
static char *
propose_name (DgNewRunDialog *self)
{
  const char *network = dg_network_editor_get_title (self->network);
  g_autofree char *data = NULL;
  char *name;

  if (gtk_check_button_get_active (self->use_folder) && self->data_folder)
    data = g_file_get_basename (self->data_folder);
  name = g_strdup_printf ("%s-%s", network, data ? data : DIGITS);
  for (guint i = 2;; i++)
    {
      g_autoptr (GFile) folder = g_file_get_child (self->location, name);

      if (!g_file_query_exists (folder, NULL))
        return name;
      g_free (name);
      name = g_strdup_printf ("%s-%s-%u", network, data ? data : DIGITS, i);
    }
}

/* The name follows other fields until it is typed. */
static void
propose (DgNewRunDialog *self)
{
  g_autofree char *name = propose_name (self);

  self->updating = TRUE;
  if (!self->name_typed)
    gtk_editable_set_text (self->name, name);
  self->updating = FALSE;
  check (self);
}

static void
name_changed_cb (DgNewRunDialog *self)
{
  if (self->updating)
    return;
  self->name_typed = TRUE;
  check (self);
}

/* Layers and optimiser follow the network while it is one. */
static void
network_changed_cb (DgNewRunDialog *self)
{
  const DgOutline *outline = dg_network_editor_get_outline (self->network);

  if (outline)
    {
      g_autofree char *network = dg_network_editor_get_network (self->network);

      dg_training_form_set_network (self->training, network, outline);
    }
  propose (self);
}

/* The dataset */

/* What the network is fitted to. */
static void
tell_sizes (DgNewRunDialog *self)
{
  const DgNetworkSizes digits = { 1, DG_DIGITS_SIZE, DG_DIGITS_SIZE, DG_DIGITS_N_CLASSES };

  if (!gtk_check_button_get_active (self->use_folder))
    dg_network_editor_set_sizes (self->network, &digits);
  else
    dg_network_editor_set_sizes (self->network, self->facts ? &self->facts->sizes : NULL);
}

static void
show_data_message (DgNewRunDialog *self, const char *message, gboolean is_error)
{
  dg_field_message_show (self->data_message, self->choose_data, message, is_error);
}

static void
facts_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DgNewRunDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DgDatasetFacts) facts = dg_dataset_facts_read_finish (result, &error);
  g_autofree char *train = NULL, *test = NULL, *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error)
    {
      show_data_message (self, error->message, TRUE);
      check (self);
      return;
    }
  train = dg_words_count (facts->n_train);
  test = dg_words_count (facts->n_test);
  text = g_strdup_printf (facts->sizes.channels > 1
                            ? _("%s: %s training and %s test images in colour, of %u × %u in %u classes")
                            : _("%s: %s training and %s test images of %u × %u in %u classes"),
                          facts->name, train, test, facts->sizes.width, facts->sizes.height,
                          facts->sizes.n_classes);
  show_data_message (self, text, FALSE);
  self->facts = g_steal_pointer (&facts);
  tell_sizes (self);
  check (self);
}

/* Looks into what is chosen now, and forgets what was found elsewhere. */
static void
look_into_data (DgNewRunDialog *self)
{
  gboolean folder = gtk_check_button_get_active (self->use_folder);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->facts, dg_dataset_facts_free);
  gtk_widget_set_sensitive (self->choose_data, folder);
  if (!folder)
    show_data_message (self, _("Ten classes of digits drawn by the program; nothing else is needed"), FALSE);
  else if (!self->data_folder)
    show_data_message (self,
                       _("Choose a folder with files of MNIST, of its like, or of CIFAR, or with a folder of PNG "
                         "images for each class"),
                       FALSE);
  else
    {
      show_data_message (self, _("Looking into the folder…"), FALSE);
      self->cancellable = g_cancellable_new ();
      dg_dataset_facts_read_async (g_file_peek_path (self->data_folder), self->cancellable, facts_cb,
                                   g_object_ref (self));
    }
  tell_sizes (self);
  propose (self);
}

static void
data_toggled_cb (DgNewRunDialog *self)
{
  look_into_data (self);
}

void
dg_new_run_dialog_set_data_folder (DgNewRunDialog *self, GFile *folder)
{
  g_autofree char *name = g_file_get_basename (folder);

  g_return_if_fail (DG_IS_NEW_RUN_DIALOG (self));

  gtk_check_button_set_active (self->use_folder, TRUE);
  g_set_object (&self->data_folder, folder);
  gtk_label_set_label (self->data_name, name);
  gtk_widget_set_tooltip_text (self->choose_data, g_file_peek_path (folder));
  look_into_data (self);
}

/* Folder choosers */

static void
set_location (DgNewRunDialog *self, GFile *location)
{
  g_autofree char *name = g_file_get_basename (location);

  g_set_object (&self->location, location);
  gtk_label_set_label (self->location_name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->location_name), g_file_peek_path (location));
  propose (self);
}

typedef void (*FolderFunc) (DgNewRunDialog *self, GFile *folder);

static void
chooser_response_cb (DgNewRunDialog *self, int response, GtkFileChooserNative *chooser)
{
  FolderFunc func = (FolderFunc) g_object_get_data (G_OBJECT (chooser), "folder-func");
  g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && folder && g_file_peek_path (folder))
    func (self, folder);
  g_clear_object (&self->chooser);
}

static void
choose_folder (DgNewRunDialog *self, const char *title, GFile *start, FolderFunc func)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                               _("_Choose"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (start && g_file_query_exists (start, NULL))
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), start, NULL);
  g_object_set_data (G_OBJECT (self->chooser), "folder-func", (gpointer) func);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
choose_data_cb (DgNewRunDialog *self)
{
  choose_folder (self, _("Folder of Images"), self->data_folder, dg_new_run_dialog_set_data_folder);
}

static void
choose_location_cb (DgNewRunDialog *self)
{
  choose_folder (self, _("Where to Keep the Run"), self->location, set_location);
}

/* The result */

static DgRunOptions *
get_options (DgNewRunDialog *self)
{
  DgRunOptions *options = dg_run_options_new ();

  g_free (options->data);
  options->data = gtk_check_button_get_active (self->use_folder) ? g_file_get_path (self->data_folder)
                                                                  : g_strdup (DIGITS);
  g_free (options->network);
  options->network = dg_network_editor_get_network (self->network);
  dg_training_form_fill_options (self->training, options);
  return options;
}

static void
train_cb (DgNewRunDialog *self)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (DgRunOptions) options = NULL;

  /* A number that is still being typed counts once the focus leaves it, which a mnemonic does not make it do. */
  gtk_widget_grab_focus (self->train);
  check (self);
  if (!gtk_widget_get_sensitive (self->train))
    return;
  folder = get_folder (self);
  options = get_options (self);
  g_signal_emit (self, signals[START_RUN], 0, folder, options);
}

static void
dg_new_run_dialog_dispose (GObject *object)
{
  DgNewRunDialog *self = DG_NEW_RUN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->location);
  g_clear_object (&self->data_folder);
  g_clear_pointer (&self->facts, dg_dataset_facts_free);
  G_OBJECT_CLASS (dg_new_run_dialog_parent_class)->dispose (object);
}

static void
dg_new_run_dialog_class_init (DgNewRunDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dg_new_run_dialog_dispose;

  signals[START_RUN] = g_signal_new ("start-run", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_FILE, DG_TYPE_RUN_OPTIONS);

  g_type_ensure (DG_TYPE_NETWORK_EDITOR);
  g_type_ensure (DG_TYPE_TRAINING_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/new-run-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DgNewRunDialog, use_folder);
  gtk_widget_class_bind_template_child (widget_class, DgNewRunDialog, choose_data);
  gtk_widget_class_bind_template_child (widget_class, DgNewRunDialog, data_name);
  gtk_widget_class_bind_template_child (widget_class, DgNewRunDialog, data_message);
  gtk_widget_class_bind_template_child (widget_class, DgNewRunDialog, network);
  gtk_widget_class_bind_template_child (widget_class, DgNewRunDialog, training);
  gtk_widget_class_bind_template_child (widget_class, DgNewRunDialog, name);
  gtk_widget_class_bind_template_child (widget_class, DgNewRunDialog, location_name);
  gtk_widget_class_bind_template_child (widget_class, DgNewRunDialog, name_message);
  gtk_widget_class_bind_template_child (widget_class, DgNewRunDialog, train);
  gtk_widget_class_bind_template_callback (widget_class, data_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_data_cb);
  gtk_widget_class_bind_template_callback (widget_class, check);
  gtk_widget_class_bind_template_callback (widget_class, network_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_location_cb);
  gtk_widget_class_bind_template_callback (widget_class, train_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dg_new_run_dialog_init (DgNewRunDialog *self)
{
  self->location = g_file_new_for_path (g_get_user_data_dir ());
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
  look_into_data (self);
}

DgNewRunDialog *
dg_new_run_dialog_new (GtkWindow *parent, GFile *location)
{
  DgNewRunDialog *self = g_object_new (DG_TYPE_NEW_RUN_DIALOG, "transient-for", parent, NULL);

  set_location (self, location);
  return self;
}
