/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/description.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"
#include "network/builtin.h"

#define MAX_NAME 32
#define MAX_LINES 1000

/* One description being read. */
typedef struct
{
  const DgNetworkSizes *sizes;
  DgTextPlace *place; /* of the fault */
  guint number;       /* of the line */
  const char *line;
  const char *at; /* in the line */
  GError **error;
} Parser;

static DgTextPlace
get_place (const Parser *parser, const char *at)
{
  return (DgTextPlace) { parser->number, g_utf8_pointer_to_offset (parser->line, at) + 1 };
}

static gboolean fail (Parser *parser, const char *at, DgError code, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

/* The fault stands at @at. Always FALSE. */
static gboolean
fail (Parser *parser, const char *at, DgError code, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  *parser->place = get_place (parser, at);
  g_set_error (parser->error, DG_ERROR, code, _("Line %u, column %u of the network's description: %s"),
               parser->place->line, parser->place->column, message);
  return FALSE;
}

static void
skip_spaces (Parser *parser)
{
  parser->at += strspn (parser->at, " \t\r");
}

/* The next word, which then lies behind; empty at the end of the line. @start: (out): where it stands */
static char *
take_word (Parser *parser, const char **start)
{
  gsize length;

  skip_spaces (parser);
  *start = parser->at;
  length = strcspn (parser->at, " \t\r");
  parser->at += length;
  return g_strndup (*start, length);
}

static gboolean
check_name (Parser *parser, const char *name, const char *at, const DgDescription *self)
{
  if (!g_ascii_isalpha (name[0])
      || strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_") != strlen (name)
      || strlen (name) > MAX_NAME)
    return fail (parser, at, DG_ERROR_FORMAT,
                 _("“%s” is not a module's name (a letter, then letters, digits and _, %d at most)"), name,
                 MAX_NAME);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const DgDescriptionLine *line = g_ptr_array_index (self->lines, i);

      if (strcmp (line->name, name) == 0)
        return fail (parser, at, DG_ERROR_FORMAT, _("the name “%s” is taken by line %u"), name,
                     line->place.line);
    }
  return TRUE;
}

static gboolean
find_class (Parser *parser, const char *kind, const char *at, DgDescriptionLine *line)
{
  g_autoptr (GString) known = NULL;

  line->klass = dg_module_class_find (kind);
  if (line->klass != NULL)
    return TRUE;
  known = g_string_new (dg_module_classes[0]->kind);
  for (guint i = 1; dg_module_classes[i] != NULL; i++)
    g_string_append_printf (known, ", %s", dg_module_classes[i]->kind);
  if (*kind == '\0')
    return fail (parser, at, DG_ERROR_FORMAT, _("the kind of module is missing (there are %s)"), known->str);
  return fail (parser, at, DG_ERROR_NAME, _("no kind of module is called “%s” (there are %s)"), kind,
               known->str);
}

/* What "height" or "height/2" stands for. FALSE where @word is no such word. */
static gboolean
resolve_word (const DgNetworkSizes *sizes, const char *word, double *value)
{
  const struct
  {
    const char *name;
    guint64 size;
  } words[] = {
    { "classes", sizes->n_classes },
    { "channels", sizes->channels },
    { "height", sizes->height },
    { "width", sizes->width },
    { "pixels", (guint64) sizes->channels * sizes->height * sizes->width },
  };
  gsize length = strcspn (word, "/");
  guint64 divisor = 1;

  if (word[length] == '/'
      && !g_ascii_string_to_unsigned (word + length + 1, 10, 1, DG_MODULE_MAX_SIZE, &divisor, NULL))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i].name) == length && strncmp (words[i].name, word, length) == 0)
      {
        *value = words[i].size / divisor;
        return TRUE;
      }
  return FALSE;
}

static gboolean
resolve_number (const DgModuleArgument *argument, const char *word, double *value)
{
  guint64 number;
  char *end;

  if (argument->fraction)
    {
      *value = g_ascii_strtod (word, &end);
      return end != word && *end == '\0';
    }
  if (!g_ascii_string_to_unsigned (word, 10, 0, G_MAXUINT, &number, NULL))
    return FALSE;
  *value = number;
  return TRUE;
}

static gboolean
take_argument (Parser *parser, const DgModuleArgument *argument, const char *before, double *value)
{
  const char *start;
  g_autofree char *word = take_word (parser, &start);
  gboolean is_word = !argument->fraction && resolve_word (parser->sizes, word, value);

  if (*word == '\0')
    return fail (parser, start, DG_ERROR_FORMAT, _("“%s” needs a %s"), before, _(argument->name));
  if ((is_word || resolve_number (argument, word, value)) && *value >= argument->minimum
      && *value <= argument->maximum)
    return TRUE;
  if (is_word)
    return fail (parser, start, DG_ERROR_FORMAT,
                 _("“%s”, here %.0f, is not a %s (a whole number from %.0f to %.0f)"), word, *value,
                 _(argument->name), argument->minimum, argument->maximum);
  if (argument->fraction)
    return fail (parser, start, DG_ERROR_FORMAT, _("“%s” is not a %s (a number from %g to %g)"), word,
                 _(argument->name), argument->minimum, argument->maximum);
  return fail (parser, start, DG_ERROR_FORMAT, _("“%s” is not a %s (a whole number from %.0f to %.0f)"), word,
               _(argument->name), argument->minimum, argument->maximum);
}

/* The argument of @klass behind the word @keyword, or its n_arguments. */
static guint
find_keyword (const DgModuleClass *klass, const char *keyword)
{
  for (guint i = 0; i < klass->n_arguments; i++)
    if (g_strcmp0 (klass->arguments[i].keyword, keyword) == 0)
      return i;
  return klass->n_arguments;
}

/* Numbers that stand behind their words, in any order. */
static gboolean
take_options (Parser *parser, DgDescriptionLine *line)
{
  const DgModuleClass *klass = line->klass;
  gboolean given[DG_MODULE_MAX_ARGUMENTS] = { FALSE };

  for (skip_spaces (parser); *parser->at != '\0'; skip_spaces (parser))
    {
      const char *rest = parser->at, *start;
      g_autofree char *keyword = take_word (parser, &start);
      guint i = find_keyword (klass, keyword);

      if (i == klass->n_arguments)
        return fail (parser, start, DG_ERROR_FORMAT, _("“%s” takes nothing more, but “%s” follows"),
                     klass->kind, rest);
      if (given[i])
        return fail (parser, start, DG_ERROR_FORMAT, _("“%s” is said twice"), keyword);
      given[i] = TRUE;
      if (!take_argument (parser, &klass->arguments[i], keyword, &line->arguments[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_arguments (Parser *parser, DgDescriptionLine *line)
{
  const DgModuleClass *klass = line->klass;

  for (guint i = 0; i < klass->n_arguments; i++)
    if (klass->arguments[i].keyword != NULL)
      line->arguments[i] = klass->arguments[i].initial;
    else if (!take_argument (parser, &klass->arguments[i], klass->kind, &line->arguments[i]))
      return FALSE;
  return take_options (parser, line);
}

static void
line_free (DgDescriptionLine *line)
{
  g_free (line->name);
  g_free (line);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgDescriptionLine, line_free)

/* A line that is not empty. */
static gboolean
parse_line (Parser *parser, DgDescription *self)
{
  g_autoptr (DgDescriptionLine) line = g_new0 (DgDescriptionLine, 1);
  g_autofree char *kind = NULL;
  const char *start;

  line->name = take_word (parser, &start);
  line->place = get_place (parser, start);
  if (!check_name (parser, line->name, start, self))
    return FALSE;
  kind = take_word (parser, &start);
  if (!find_class (parser, kind, start, line) || !take_arguments (parser, line))
    return FALSE;
  if (self->lines->len == MAX_LINES)
    return fail (parser, parser->line, DG_ERROR_FORMAT, _("there are more than %d modules"), MAX_LINES);
  g_ptr_array_add (self->lines, g_steal_pointer (&line));
  return TRUE;
}

/* @text, or that of the built-in network it names. */
static const char *
resolve_builtin (const char *text, GError **error)
{
  const DgBuiltinNetwork *found = dg_builtin_networks_find (text), *known;
  g_autoptr (GString) names = NULL;
  gsize n;

  if (found != NULL)
    return found->description;
  if (strpbrk (text, " \t\r\n") != NULL || *text == '\0')
    return text;
  known = dg_builtin_networks_get (&n);
  names = g_string_new (known[0].name);
  for (gsize i = 1; i < n; i++)
    g_string_append_printf (names, ", %s", known[i].name);
  g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("No built-in network is called “%s” (there are %s)"), text,
               names->str);
  return NULL;
}

static gboolean
parse_lines (Parser *parser, const char *text, DgDescription *self)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      lines[i][strcspn (lines[i], "#")] = '\0';
      parser->number = i + 1;
      parser->line = parser->at = lines[i];
      skip_spaces (parser);
      if (*parser->at != '\0' && !parse_line (parser, self))
        return FALSE;
    }
  if (self->lines->len > 0)
    return TRUE;
  g_set_error_literal (parser->error, DG_ERROR, DG_ERROR_FORMAT,
                       _("The network's description names no module"));
  return FALSE;
}

DgDescription *
dg_description_parse (const char *text, const DgNetworkSizes *sizes, DgTextPlace *place, GError **error)
{
  g_autoptr (DgDescription) self = NULL;
  DgTextPlace nowhere;
  Parser parser = { .sizes = sizes, .place = place != NULL ? place : &nowhere, .error = error };

  *parser.place = (DgTextPlace) { 0, 0 };
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
  return parse_lines (&parser, text, self) ? g_steal_pointer (&self) : NULL;
}

const DgModuleClass *
dg_description_find_last_class (const char *text)
{
  g_auto (GStrv) lines = NULL;
  const DgModuleClass *last = NULL;

  text = g_utf8_validate (text, -1, NULL) ? resolve_builtin (text, NULL) : NULL;
  if (text == NULL)
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      Parser parser = { .line = lines[i], .at = lines[i] };
      const char *start;
      g_autofree char *name = NULL;
      g_autofree char *kind = NULL;

      lines[i][strcspn (lines[i], "#")] = '\0';
      name = take_word (&parser, &start);
      kind = take_word (&parser, &start);
      if (*name != '\0')
        last = dg_module_class_find (kind);
    }
  return last;
}

void
dg_description_free (DgDescription *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static void
append_argument (GString *text, const DgModuleArgument *argument, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (argument->keyword != NULL && value == argument->initial)
    return;
  if (argument->keyword != NULL)
    g_string_append_printf (text, " %s", argument->keyword);
  g_string_append_printf (text, " %s", g_ascii_formatd (number, sizeof number, "%.15g", value));
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
        append_argument (text, &line->klass->arguments[j], line->arguments[j]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
