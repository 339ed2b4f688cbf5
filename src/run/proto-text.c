/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/proto-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/file-error.h"

/* Nothing that is read here is nested deeper than two. */
#define MAX_DEPTH 16

#define NAME_CHARACTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_"

struct _DgProtoMessage
{
  GArray *fields; /* of DgProtoField */
};

typedef struct
{
  const char *path;
  const char *at, *end;
  guint line; /* of @at, from 1 */
  guint depth;
  GError **error;
} Parser;

static void
field_clear (DgProtoField *field)
{
  g_free (field->name);
  g_free (field->value);
  g_clear_pointer (&field->message, dg_proto_message_free);
}

static DgProtoMessage *
message_new (void)
{
  DgProtoMessage *self = g_new (DgProtoMessage, 1);

  self->fields = g_array_new (FALSE, FALSE, sizeof (DgProtoField));
  g_array_set_clear_func (self->fields, (GDestroyNotify) field_clear);
  return self;
}

void
dg_proto_message_free (DgProtoMessage *self)
{
  g_array_unref (self->fields);
  g_free (self);
}

/* Always FALSE. */
static gboolean
fail (Parser *parser, const char *fault)
{
  dg_set_file_error (parser->error, DG_ERROR_FORMAT, parser->path, _("line %u: %s"), parser->line, fault);
  return FALSE;
}

/* Steps over blanks and remarks. */
static void
skip (Parser *parser)
{
  for (; parser->at < parser->end; parser->at++)
    if (*parser->at == '#')
      {
        const char *end = memchr (parser->at, '\n', parser->end - parser->at);

        if (end == NULL)
          {
            parser->at = parser->end;
            return;
          }
        parser->at = end;
        parser->line++;
      }
    else if (*parser->at == '\n')
      parser->line++;
    else if (!g_ascii_isspace (*parser->at))
      return;
}

/* The next character that counts, '\0' at the end. */
static char
peek (Parser *parser)
{
  skip (parser);
  return parser->at < parser->end ? *parser->at : '\0';
}

static gboolean
take (Parser *parser, char c)
{
  if (peek (parser) != c)
    return FALSE;
  parser->at++;
  return TRUE;
}

/* (transfer full) the longest run of @characters that is next; NULL where there is none. */
static char *
take_word (Parser *parser, const char *characters)
{
  const char *begin;

  skip (parser);
  begin = parser->at;
  while (parser->at < parser->end && *parser->at != '\0' && strchr (characters, *parser->at) != NULL)
    parser->at++;
  return parser->at > begin ? g_strndup (begin, parser->at - begin) : NULL;
}

/* Up to @most digits of @base as a number; FALSE where there is none. */
static gboolean
take_digits (Parser *parser, guint base, guint most, guint *value)
{
  guint n = 0;

  for (*value = 0; n < most && parser->at < parser->end; n++, parser->at++)
    {
      int digit = g_ascii_xdigit_value (*parser->at);

      if (digit < 0 || digit >= (int) base)
        break;
      *value = *value * base + digit;
    }
  return n > 0;
}

/* What stands behind a backslash. */
static gboolean
take_escape (Parser *parser, GString *text)
{
  static const char letters[] = "abfnrtv\\'\"?", meanings[] = "\a\b\f\n\r\t\v\\'\"?";
  const char *letter;
  guint value = 0;
  char c;

  if (parser->at == parser->end)
    return fail (parser, _("a string has no end"));
  c = *parser->at;
  letter = c != '\0' ? strchr (letters, c) : NULL;
  if (letter != NULL)
    {
      g_string_append_c (text, meanings[letter - letters]);
      parser->at++;
      return TRUE;
    }
  if (g_ascii_isdigit (c) ? take_digits (parser, 8, 3, &value)
                          : (parser->at++, (c == 'x' || c == 'X') && take_digits (parser, 16, 2, &value)))
    {
      g_string_append_c (text, (char) value);
      return TRUE;
    }
  if ((c == 'u' && take_digits (parser, 16, 4, &value)) || (c == 'U' && take_digits (parser, 16, 8, &value)))
    if (g_unichar_validate (value))
      {
        g_string_append_unichar (text, value);
        return TRUE;
      }
  return fail (parser, _("a string holds an unknown escape"));
}

/* One string in quotes of either kind, which is next. */
static gboolean
take_string (Parser *parser, GString *text)
{
  char quote = *parser->at++;

  while (parser->at < parser->end && *parser->at != quote && *parser->at != '\n')
    {
      char c = *parser->at++;

      if (c != '\\')
        g_string_append_c (text, c);
      else if (!take_escape (parser, text))
        return FALSE;
    }
  if (parser->at == parser->end || *parser->at != quote)
    return fail (parser, _("a string has no end"));
  parser->at++;
  return TRUE;
}

/* (transfer full) the strings that are next, one behind the other, or a number or word. */
static char *
take_scalar (Parser *parser)
{
  g_autoptr (GString) text = NULL;
  char *word;

  if (peek (parser) != '"' && peek (parser) != '\'')
    {
      word = take_word (parser, NAME_CHARACTERS "+-.");
      if (word == NULL)
        fail (parser, _("a value is missing"));
      return word;
    }
  text = g_string_new (NULL);
  while (peek (parser) == '"' || peek (parser) == '\'')
    if (!take_string (parser, text))
      return NULL;
  if (!g_utf8_validate (text->str, text->len, NULL))
    {
      fail (parser, _("a string is not UTF-8 text"));
      return NULL;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean parse_fields (Parser *parser, DgProtoMessage *message, char close);

/* A value of the field @name: a scalar, or a message in braces. */
static gboolean
parse_value (Parser *parser, DgProtoMessage *message, const char *name)
{
  char open = peek (parser);
  DgProtoField field = { 0 };
  gboolean done;

  if (open == '{' || open == '<')
    {
      parser->at++;
      field.message = message_new ();
      done = parse_fields (parser, field.message, open == '{' ? '}' : '>');
    }
  else
    {
      field.value = take_scalar (parser);
      done = field.value != NULL;
    }
  if (done)
    {
      field.name = g_strdup (name);
      g_array_append_val (message->fields, field);
    }
  else
    field_clear (&field);
  return done;
}

/* What is left of a list whose bracket has been taken. */
static gboolean
parse_list (Parser *parser, DgProtoMessage *message, const char *name)
{
  if (take (parser, ']'))
    return TRUE;
  do
    if (!parse_value (parser, message, name))
      return FALSE;
  while (take (parser, ','));
  return take (parser, ']') || fail (parser, _("a list has no end"));
}

static gboolean
parse_field (Parser *parser, DgProtoMessage *message)
{
  g_autofree char *name = take_word (parser, NAME_CHARACTERS);
  gboolean colon;

  if (name == NULL)
    return fail (parser, _("the name of a field is missing"));
  colon = take (parser, ':');
  if (!colon && peek (parser) != '{' && peek (parser) != '<')
    return fail (parser, _("a colon is missing behind the name of a field"));
  if (!(colon && take (parser, '[') ? parse_list (parser, message, name) : parse_value (parser, message, name)))
    return FALSE;
  if (!take (parser, ','))
    take (parser, ';');
  return TRUE;
}

/* Up to and with @close; '\0': up to the end of the text. */
static gboolean
parse_fields (Parser *parser, DgProtoMessage *message, char close)
{
  if (++parser->depth > MAX_DEPTH)
    return fail (parser, _("messages are nested too deep"));
  while (peek (parser) != close || (close == '\0' && parser->at < parser->end))
    if (parser->at == parser->end)
      return fail (parser, _("a message has no end"));
    else if (!parse_field (parser, message))
      return FALSE;
  if (close != '\0')
    parser->at++;
  parser->depth--;
  return TRUE;
}

DgProtoMessage *
dg_proto_text_parse (const char *path, const char *text, gsize size, GError **error)
{
  g_autoptr (DgProtoMessage) self = message_new ();
  Parser parser = { .path = path, .at = text, .end = text + size, .line = 1, .error = error };

  return parse_fields (&parser, self, '\0') ? g_steal_pointer (&self) : NULL;
}

const DgProtoField *
dg_proto_message_get_fields (const DgProtoMessage *self, gsize *n)
{
  *n = self->fields->len;
  return (const DgProtoField *) (const void *) self->fields->data;
}

static const DgProtoField *
find_last (const DgProtoMessage *self, const char *name, gboolean is_message)
{
  for (guint i = self->fields->len; i-- > 0;)
    {
      const DgProtoField *field = &g_array_index (self->fields, DgProtoField, i);

      if (strcmp (field->name, name) == 0 && (field->message != NULL) == is_message)
        return field;
    }
  return NULL;
}

const char *
dg_proto_message_get_value (const DgProtoMessage *self, const char *name)
{
  const DgProtoField *field = find_last (self, name, FALSE);

  return field != NULL ? field->value : NULL;
}

const DgProtoMessage *
dg_proto_message_get_message (const DgProtoMessage *self, const char *name)
{
  const DgProtoField *field = find_last (self, name, TRUE);

  return field != NULL ? field->message : NULL;
}

gboolean
dg_proto_message_get_sizes (const DgProtoMessage *self, const char *name, guint n, guint *sizes)
{
  guint n_found = 0;

  for (guint i = 0; i < self->fields->len; i++)
    {
      const DgProtoField *field = &g_array_index (self->fields, DgProtoField, i);
      guint64 size;

      if (strcmp (field->name, name) != 0)
        continue;
      if (n_found == n || field->value == NULL ||
          !g_ascii_string_to_unsigned (field->value, 10, 1, G_MAXUINT, &size, NULL))
        return FALSE;
      sizes[n_found++] = (guint) size;
    }
  return n_found == n;
}
