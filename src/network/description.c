/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/description.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"

#define MAX_NAME 32
#define MAX_LINES 1000
#define MAX_ARGUMENT 1000000

/* Stands for the dataset's number of classes. */
#define CLASSES "classes"

static const struct
{
  const char *name;
  const char *text;
} builtins[] = {
  /* Satoh's Table 1, after LeCun et al. 1998 */
  { "lenet5", "C1 conv 6 5\n"
              "R1 relu\n"
              "P1 maxpool 2\n"
              "C2 conv 16 5\n"
              "R2 relu\n"
              "P2 maxpool 2\n"
              "F3 linear 120\n"
              "R3 relu\n"
              "F4 linear 84\n"
              "R4 relu\n"
              "F5 linear classes\n"
              "S5 logsoftmax\n" },
};

/* A place in the text, for messages. */
typedef struct
{
  guint number;
  const char *line;
  const char *at;
} Cursor;

static void
set_error_at (GError **error, DgError code, const Cursor *cursor, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

static void
set_error_at (GError **error, DgError code, const Cursor *cursor, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, DG_ERROR, code, _("Line %u, column %ld of the network's description: %s"),
               cursor->number, g_utf8_pointer_to_offset (cursor->line, cursor->at) + 1, message);
}

static void
skip_spaces (Cursor *cursor)
{
  cursor->at += strspn (cursor->at, " \t\r");
}

/* The word at the cursor, which then stands behind it; empty at the end of the line. */
static char *
take_word (Cursor *cursor)
{
  gsize length = strcspn (cursor->at, " \t\r");
  char *word = g_strndup (cursor->at, length);

  cursor->at += length;
  return word;
}

static gboolean
check_name (const char *name, const DgDescription *self, const Cursor *at, GError **error)
{
  if (!g_ascii_isalpha (name[0])
      || strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_") != strlen (name)
      || strlen (name) > MAX_NAME)
    {
      set_error_at (error, DG_ERROR_FORMAT, at,
                    _("“%s” is not a module's name (a letter, then letters, digits and _, %d at most)"), name,
                    MAX_NAME);
      return FALSE;
    }
  for (guint i = 0; i < self->lines->len; i++)
    {
      const DgDescriptionLine *line = g_ptr_array_index (self->lines, i);

      if (strcmp (line->name, name) == 0)
        {
          set_error_at (error, DG_ERROR_FORMAT, at, _("the name “%s” is taken by line %u"), name,
                        line->number);
          return FALSE;
        }
    }
  return TRUE;
}

static const DgModuleClass *
find_class (const char *kind, const Cursor *at, GError **error)
{
  const DgModuleClass *klass = dg_module_class_find (kind);
  g_autoptr (GString) known = NULL;

  if (klass != NULL)
    return klass;
  known = g_string_new (dg_module_classes[0]->kind);
  for (guint i = 1; dg_module_classes[i] != NULL; i++)
    g_string_append_printf (known, ", %s", dg_module_classes[i]->kind);
  if (*kind == '\0')
    set_error_at (error, DG_ERROR_FORMAT, at, _("the kind of module is missing (there are %s)"), known->str);
  else
    set_error_at (error, DG_ERROR_NAME, at, _("no kind of module is called “%s” (there are %s)"), kind,
                  known->str);
  return NULL;
}

static gboolean
take_arguments (Cursor *cursor, DgDescriptionLine *line, guint n_classes, GError **error)
{
  for (guint i = 0; i < line->klass->n_arguments; i++)
    {
      g_autofree char *word = NULL;
      const char *meaning = _(line->klass->arguments[i]);
      guint64 value;
      Cursor start;

      skip_spaces (cursor);
      start = *cursor;
      word = take_word (cursor);
      if (*word == '\0')
        {
          set_error_at (error, DG_ERROR_FORMAT, &start, _("“%s” needs a %s"), line->klass->kind, meaning);
          return FALSE;
        }
      if (strcmp (word, CLASSES) == 0)
        {
          line->arguments[i] = n_classes;
          continue;
        }
      if (!g_ascii_string_to_unsigned (word, 10, 1, MAX_ARGUMENT, &value, NULL))
        {
          set_error_at (error, DG_ERROR_FORMAT, &start, _("“%s” is not a %s (a whole number from 1 to %d)"),
                        word, meaning, MAX_ARGUMENT);
          return FALSE;
        }
      line->arguments[i] = value;
    }
  return TRUE;
}

static void
line_free (DgDescriptionLine *line)
{
  g_free (line->name);
  g_free (line);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgDescriptionLine, line_free)

/* One line that is not empty. */
static gboolean
parse_line (DgDescription *self, Cursor *cursor, guint n_classes, GError **error)
{
  g_autoptr (DgDescriptionLine) line = g_new0 (DgDescriptionLine, 1);
  g_autofree char *kind = NULL;
  Cursor start = *cursor;

  line->number = cursor->number;
  line->name = take_word (cursor);
  if (!check_name (line->name, self, &start, error))
    return FALSE;
  skip_spaces (cursor);
  start = *cursor;
  kind = take_word (cursor);
  line->klass = find_class (kind, &start, error);
  if (line->klass == NULL || !take_arguments (cursor, line, n_classes, error))
    return FALSE;
  skip_spaces (cursor);
  if (*cursor->at != '\0')
    {
      set_error_at (error, DG_ERROR_FORMAT, cursor, _("“%s” takes nothing more, but “%s” follows"), kind,
                    cursor->at);
      return FALSE;
    }
  if (self->lines->len == MAX_LINES)
    {
      set_error_at (error, DG_ERROR_FORMAT, &start, _("there are more than %d modules"), MAX_LINES);
      return FALSE;
    }
  g_ptr_array_add (self->lines, g_steal_pointer (&line));
  return TRUE;
}

static const char *
find_builtin (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (builtins); i++)
    if (strcmp (builtins[i].name, name) == 0)
      return builtins[i].text;
  return NULL;
}

static const char *
resolve_builtin (const char *text, GError **error)
{
  const char *builtin = find_builtin (text);
  g_autoptr (GString) known = NULL;

  if (builtin != NULL)
    return builtin;
  if (strpbrk (text, " \t\r\n") != NULL || *text == '\0')
    return text;
  known = g_string_new (builtins[0].name);
  for (guint i = 1; i < G_N_ELEMENTS (builtins); i++)
    g_string_append_printf (known, ", %s", builtins[i].name);
  g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("No built-in network is called “%s” (there is %s)"), text,
               known->str);
  return NULL;
}

DgDescription *
dg_description_parse (const char *text, guint n_classes, GError **error)
{
  g_autoptr (DgDescription) self = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, DG_ERROR, DG_ERROR_FORMAT,
                           _("The network's description is not UTF-8 text"));
      return NULL;
    }
  text = resolve_builtin (text, error);
  if (text == NULL)
    return NULL;
  self = g_new0 (DgDescription, 1);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      Cursor cursor = { i + 1, lines[i], lines[i] };

      lines[i][strcspn (lines[i], "#")] = '\0';
      skip_spaces (&cursor);
      if (*cursor.at != '\0' && !parse_line (self, &cursor, n_classes, error))
        return NULL;
    }
  if (self->lines->len == 0)
    {
      g_set_error_literal (error, DG_ERROR, DG_ERROR_FORMAT, _("The network's description names no module"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
dg_description_free (DgDescription *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}

char *
dg_description_to_string (const DgDescription *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const DgDescriptionLine *line = g_ptr_array_index (self->lines, i);

      g_string_append_printf (text, "%s %s", line->name, line->klass->kind);
      for (guint j = 0; j < line->klass->n_arguments; j++)
        g_string_append_printf (text, " %u", line->arguments[j]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
