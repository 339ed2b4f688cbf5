/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/network-editor.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/line-notes.h"
#include "explorer/words.h"
#include "network/builtin.h"

/* Far more than a description that can be read takes. */
#define MAX_LENGTH (1 << 20)

struct _DgNetworkEditor
{
  GtkBox parent_instance;

  /* owned */
  char *file_title;              /* nullable: the text is not from a file */
  DgOutline *outline;            /* nullable */
  GtkFileChooserNative *chooser; /* nullable: none open */
  GCancellable *cancellable;     /* of reading a file */

  gboolean has_sizes;
  DgNetworkSizes sizes;
  gboolean updating; /* the list follows the text, it is not being used */

  /* template children */
  GtkDropDown *builtin;
  GtkTextView *text;
  GtkLabel *message;

  /* borrowed from the text */
  DgLineNotes *notes; /* what each module makes */
  GtkTextBuffer *buffer;
  GtkTextTag *line_tag; /* the line of a fault */
  GtkTextTag *word_tag; /* its word */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DgNetworkEditor, dg_network_editor, GTK_TYPE_BOX)

static char *
get_text (DgNetworkEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/* The number of the built-in network whose text @text is, or how many there are. */
static guint
find_builtin (const char *text)
{
  gsize n;
  const DgBuiltinNetwork *networks = dg_builtin_networks_get (&n);
  guint i = 0;

  while (i < n && !g_str_equal (networks[i].description, text))
    i++;
  return i;
}

/* What a person reads beneath the text. */
static void
show_message (DgNetworkEditor *self, const char *message, gboolean is_error)
{
  gtk_label_set_label (self->message, message);
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

static void
show_validity (DgNetworkEditor *self, gboolean is_valid)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_STATE_INVALID,
                               is_valid ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
clear_fault (DgNetworkEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->line_tag, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->word_tag, &start, &end);
}

static gboolean
is_space_cb (gunichar character, gpointer data)
{
  return g_unichar_isspace (character);
}

static void
mark_fault (DgNetworkEditor *self, const DgTextPlace *place)
{
  GtkTextIter start, end, line_end;

  if (place->line == 0 || !gtk_text_buffer_get_iter_at_line (self->buffer, &start, place->line - 1))
    return;
  line_end = start;
  gtk_text_iter_forward_line (&line_end);
  gtk_text_buffer_apply_tag (self->buffer, self->line_tag, &start, &line_end);
  gtk_text_iter_set_line_offset (&start, MIN ((int) place->column - 1, gtk_text_iter_get_chars_in_line (&start)));
  end = start;
  gtk_text_iter_forward_find_char (&end, is_space_cb, NULL, &line_end);
  gtk_text_buffer_apply_tag (self->buffer, self->word_tag, &start, &end);
}

/* With no-break spaces before it that make it @width characters wide. */
static void
append_aligned (GString *line, const char *text, glong width)
{
  for (glong i = g_utf8_strlen (text, -1); i < width; i++)
    g_string_append (line, "\302\240");
  g_string_append (line, text);
}

static glong
find_width (const GStrv texts)
{
  glong width = 0;

  for (char **text = texts; *text; text++)
    width = MAX (width, g_utf8_strlen (*text, -1));
  return width;
}

/* Each module's shape and number of parameters, in columns, beside its line. */
static void
show_shapes (DgNetworkEditor *self)
{
  const DgOutline *outline = self->outline;
  guint n = outline ? outline->n_modules : 0, line = 1;
  g_auto (GStrv) shapes = g_new0 (char *, n + 1), counts = g_new0 (char *, n + 1), notes = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  glong shape_width, count_width;

  for (guint i = 0; i < n; i++)
    {
      const DgModuleInfo *module = dg_network_get_module_info (outline->network, i);

      shapes[i] = dg_words_shape (module->shape, module->n_dims);
      counts[i] = outline->n_parameters[i] > 0 ? dg_words_count (outline->n_parameters[i]) : g_strdup ("");
    }
  shape_width = find_width (shapes);
  count_width = find_width (counts);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) note = g_string_new (NULL);

      for (; line < outline->lines[i]; line++)
        g_strv_builder_add (builder, "");
      append_aligned (note, shapes[i], shape_width);
      append_aligned (note, counts[i], count_width + 2);
      g_strv_builder_add (builder, note->str);
      line++;
    }
  notes = g_strv_builder_end (builder);
  dg_line_notes_set (self->notes, (const char *const *) notes);
}

static void
show_summary (DgNetworkEditor *self)
{
  g_autofree char *parameters = dg_words_count (self->outline->n_total);
  g_autofree char *modules = g_strdup_printf (ngettext ("%u module", "%u modules", self->outline->n_modules),
                                              self->outline->n_modules);
  g_autofree char *summary = g_strdup_printf (_("%s, %s parameters"), modules, parameters);

  show_message (self, summary, FALSE);
}

/* The text for dg_outline_new(), which takes a single word for a name. */
static char *
get_description (DgNetworkEditor *self)
{
  g_autofree char *text = get_text (self);

  return g_strconcat (text, "\n", NULL);
}

static void
read_text (DgNetworkEditor *self)
{
  g_autofree char *description = get_description (self);
  g_autoptr (GError) error = NULL;
  DgTextPlace place = { 0, 0 };

  clear_fault (self);
  g_clear_pointer (&self->outline, dg_outline_free);
  if (!self->has_sizes)
    show_message (self, _("It is checked once the images are known"), FALSE);
  else if ((self->outline = dg_outline_new (description, &self->sizes, &place, &error)))
    show_summary (self);
  else
    {
      show_message (self, error->message, TRUE);
      mark_fault (self, &place);
    }
  show_validity (self, error == NULL);
  show_shapes (self);
}

/* The last item of the list stands for any other text. */
static void
follow_text (DgNetworkEditor *self)
{
  g_autofree char *text = get_text (self);
  guint builtin = find_builtin (text);
  gsize n;

  dg_builtin_networks_get (&n);
  if (builtin < n)
    g_clear_pointer (&self->file_title, g_free);
  self->updating = TRUE;
  gtk_drop_down_set_selected (self->builtin, builtin);
  self->updating = FALSE;
}

static void
text_changed_cb (DgNetworkEditor *self)
{
  follow_text (self);
  read_text (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* As if it were typed, so that it can be undone. */
static void
replace_text (DgNetworkEditor *self, const char *text)
{
  GtkTextIter start, end;

  g_signal_handlers_block_by_func (self->buffer, text_changed_cb, self);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  g_signal_handlers_unblock_by_func (self->buffer, text_changed_cb, self);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  text_changed_cb (self);
}

static void
builtin_selected_cb (DgNetworkEditor *self)
{
  gsize n;
  const DgBuiltinNetwork *networks = dg_builtin_networks_get (&n);
  guint selected = gtk_drop_down_get_selected (self->builtin);

  if (self->updating)
    return;
  if (selected < n)
    replace_text (self, networks[selected].description);
  else
    follow_text (self); /* a text of one's own is typed, not chosen */
}

/* Files */

static void
set_file_title (DgNetworkEditor *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';
  g_free (self->file_title);
  self->file_title = g_filename_display_name (name);
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DgNetworkEditor) self = data;
  GFile *file = G_FILE (source);
  g_autofree char *name = g_file_get_parse_name (file), *contents = NULL, *message = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_load_contents_finish (file, result, &contents, &length, NULL, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      message = g_strdup_printf (_("“%s” cannot be read: %s"), name, error->message);
    }
  else if (length > MAX_LENGTH || !g_utf8_validate (contents, length, NULL))
    message = g_strdup_printf (_("“%s” is not the text of a network"), name);
  if (message)
    {
      show_message (self, message, TRUE);
      return;
    }
  set_file_title (self, file);
  replace_text (self, contents);
}

void
dg_network_editor_open (DgNetworkEditor *self, GFile *file)
{
  g_return_if_fail (DG_IS_NETWORK_EDITOR (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_file_load_contents_async (file, self->cancellable, load_cb, g_object_ref (self));
}

void
dg_network_editor_save (DgNetworkEditor *self, GFile *file)
{
  g_autofree char *text = get_text (self);
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (GError) error = NULL;

  g_return_if_fail (DG_IS_NETWORK_EDITOR (self));

  if (!g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, &error))
    {
      g_autofree char *message = g_strdup_printf (_("“%s” cannot be written: %s"), name, error->message);

      show_message (self, message, TRUE);
      return;
    }
  set_file_title (self, file);
  text_changed_cb (self);
}

typedef void (*FileFunc) (DgNetworkEditor *self, GFile *file);

static void
chooser_response_cb (DgNetworkEditor *self, int response, GtkFileChooserNative *chooser)
{
  FileFunc func = (FileFunc) g_object_get_data (G_OBJECT (chooser), "file-func");
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file)
    func (self, file);
  g_clear_object (&self->chooser);
}

static void
choose_file (DgNetworkEditor *self, const char *title, GtkFileChooserAction action, const char *accept, FileFunc func)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (root), action, accept, _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_object_set_data (G_OBJECT (self->chooser), "file-func", (gpointer) func);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self, G_CONNECT_SWAPPED);
  if (action == GTK_FILE_CHOOSER_ACTION_SAVE)
    {
      g_autofree char *name = g_strconcat (dg_network_editor_get_title (self), ".txt", NULL);

      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose_file (DG_NETWORK_EDITOR (widget), _("Open a Network"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"),
               dg_network_editor_open);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose_file (DG_NETWORK_EDITOR (widget), _("Save the Network"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
               dg_network_editor_save);
}

/* The list: the name, and beneath it what the network is */

static void
item_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL), *summary = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (summary), 0);
  gtk_widget_add_css_class (summary, "field-message");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), summary);
  gtk_list_item_set_child (item, box);
}

static void
item_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  const char *string = gtk_string_object_get_string (gtk_list_item_get_item (item));
  const DgBuiltinNetwork *network = dg_builtin_networks_find (string);

  gtk_label_set_label (GTK_LABEL (name), string);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (name)),
                       network ? _(network->summary) : _("The text as it stands, or from a file"));
}

static void
fill_list (DgNetworkEditor *self)
{
  gsize n;
  const DgBuiltinNetwork *networks = dg_builtin_networks_get (&n);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  for (gsize i = 0; i < n; i++)
    gtk_string_list_append (names, networks[i].name);
  gtk_string_list_append (names, _("own text"));
  g_signal_connect (factory, "setup", G_CALLBACK (item_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (item_bind_cb), NULL);
  gtk_drop_down_set_list_factory (self->builtin, factory);
  gtk_drop_down_set_model (self->builtin, G_LIST_MODEL (names));
}

static void
dg_network_editor_dispose (GObject *object)
{
  DgNetworkEditor *self = DG_NETWORK_EDITOR (object);

  self->updating = TRUE; /* the list may still speak while it goes */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->outline, dg_outline_free);
  g_clear_pointer (&self->file_title, g_free);
  G_OBJECT_CLASS (dg_network_editor_parent_class)->dispose (object);
}

static void
dg_network_editor_class_init (DgNetworkEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dg_network_editor_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/diagonal_app/Diagonal/network-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, DgNetworkEditor, builtin);
  gtk_widget_class_bind_template_child (widget_class, DgNetworkEditor, text);
  gtk_widget_class_bind_template_child (widget_class, DgNetworkEditor, message);
  gtk_widget_class_bind_template_callback (widget_class, builtin_selected_cb);

  gtk_widget_class_install_action (widget_class, "network.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "network.save", NULL, save_action);
}

static void
dg_network_editor_init (DgNetworkEditor *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = gtk_text_view_get_buffer (self->text);
  self->line_tag = gtk_text_buffer_create_tag (self->buffer, NULL, "paragraph-background", "rgba(224,27,36,0.12)",
                                               NULL);
  self->word_tag = gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR,
                                               "underline-rgba", &(GdkRGBA) { 0.88, 0.11, 0.14, 1 }, NULL);
  self->notes = dg_line_notes_add (self->text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->notes),
                               _("The shape of each module's output, and the number of its parameters"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->notes), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Output and parameters of each module"), -1);
  fill_list (self);
  gtk_text_buffer_set_text (self->buffer, dg_builtin_networks_get (&(gsize) { 0 })->description, -1);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  text_changed_cb (self);
}

void
dg_network_editor_set_sizes (DgNetworkEditor *self, const DgNetworkSizes *sizes)
{
  g_return_if_fail (DG_IS_NETWORK_EDITOR (self));

  if (self->has_sizes == (sizes != NULL) && (!sizes || memcmp (&self->sizes, sizes, sizeof *sizes) == 0))
    return;
  self->has_sizes = sizes != NULL;
  if (sizes)
    self->sizes = *sizes;
  read_text (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

const DgOutline *
dg_network_editor_get_outline (DgNetworkEditor *self)
{
  g_return_val_if_fail (DG_IS_NETWORK_EDITOR (self), NULL);

  return self->outline;
}

char *
dg_network_editor_get_network (DgNetworkEditor *self)
{
  g_autofree char *text = get_text (self);
  gsize n;
  const DgBuiltinNetwork *networks = dg_builtin_networks_get (&n);
  guint builtin = find_builtin (text);

  g_return_val_if_fail (DG_IS_NETWORK_EDITOR (self), NULL);

  return builtin < n ? g_strdup (networks[builtin].name) : get_description (self);
}

const char *
dg_network_editor_get_title (DgNetworkEditor *self)
{
  g_autofree char *text = get_text (self);
  gsize n;
  const DgBuiltinNetwork *networks = dg_builtin_networks_get (&n);
  guint builtin = find_builtin (text);

  g_return_val_if_fail (DG_IS_NETWORK_EDITOR (self), NULL);

  if (builtin < n)
    return networks[builtin].name;
  return self->file_title ? self->file_title : "network";
}
