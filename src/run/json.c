/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/file-error.h"

/* Nothing this program reads is nested deeper than six. */
#define MAX_DEPTH 32

/* What may stand outside of strings. The parser also takes remarks and strings in single quotes, inside of which
 * brackets and double quotes would be miscounted. */
static gboolean
is_bare (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr (" \t\r\n{}[]:,+-.", c) != NULL);
}

/* Whether the parser's recursion over @text is bounded. */
static gboolean
is_shallow (const char *text, gsize size)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < size; i++)
    if (in_string)
      {
        if (text[i] == '\\')
          i++;
        else if (text[i] == '"')
          in_string = FALSE;
      }
    else if (text[i] == '"')
      in_string = TRUE;
    else if (!is_bare (text[i]))
      return FALSE;
    else if (text[i] == '[' || text[i] == '{')
      {
        if (++depth > MAX_DEPTH)
          return FALSE;
      }
    else if ((text[i] == ']' || text[i] == '}') && depth > 0)
      depth--;
  return TRUE;
}

typedef struct
{
  GHashTable *seen; /* "ADDRESS MEMBER" of every member met */
  char *twice; /* the first member given twice */
  gboolean garbled; /* a string that is not UTF-8, as the parser makes of escapes that are not JSON's */
} Members;

static gboolean
is_text (JsonNode *node)
{
  return !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING ||
         g_utf8_validate (json_node_get_string (node), -1, NULL);
}

static void
object_member_cb (JsonParser *parser, JsonObject *object, const char *member, gpointer data)
{
  Members *members = data;

  members->garbled |= !g_utf8_validate (member, -1, NULL) || !is_text (json_object_get_member (object, member));
  if (!g_hash_table_add (members->seen, g_strdup_printf ("%p %s", (void *) object, member)) &&
      members->twice == NULL)
    members->twice = g_strdup (member);
}

static void
array_element_cb (JsonParser *parser, JsonArray *array, int i, gpointer data)
{
  Members *members = data;

  members->garbled |= !is_text (json_array_get_element (array, i));
}

JsonNode *
dg_json_parse_value (const char *path, const char *text, gsize size, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *twice = NULL;
  g_autoptr (JsonNode) root = NULL;
  Members members = { seen, NULL, FALSE };
  gboolean parsed;

  if (size == 0 || size > G_MAXINT / 2 || !g_utf8_validate_len (text, size, NULL) || !is_shallow (text, size))
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds no valid JSON"));
      return NULL;
    }
  g_signal_connect (parser, "object-member", G_CALLBACK (object_member_cb), &members);
  g_signal_connect (parser, "array-element", G_CALLBACK (array_element_cb), &members);
  parsed = json_parser_load_from_data (parser, text, size, &local_error);
  twice = members.twice;
  root = parsed ? json_parser_steal_root (parser) : NULL;
  if (!parsed)
    {
      g_autofree char *reason = g_utf8_make_valid (local_error->message, -1);

      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds no valid JSON (%s)"), reason);
    }
  else if (root == NULL || members.garbled || !is_text (root))
    dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds no valid JSON"));
  else if (twice != NULL)
    dg_set_file_error (error, DG_ERROR_FORMAT, path, _("“%s” is given twice"), twice);
  else
    return g_steal_pointer (&root);
  return NULL;
}

JsonNode *
dg_json_parse (const char *path, const char *text, gsize size, GError **error)
{
  g_autoptr (JsonNode) root = dg_json_parse_value (path, text, size, error);

  if (root != NULL && !JSON_NODE_HOLDS_OBJECT (root))
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds no JSON object"));
      return NULL;
    }
  return g_steal_pointer (&root);
}

static JsonNode *
get_member (JsonObject *object, const char *member, JsonNodeType type)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_node_type (node) == type ? node : NULL;
}

const char *
dg_json_get_string (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member, JSON_NODE_VALUE);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                          : NULL;
}

JsonObject *
dg_json_get_object (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member, JSON_NODE_OBJECT);

  return node != NULL ? json_node_get_object (node) : NULL;
}

JsonArray *
dg_json_get_array (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member, JSON_NODE_ARRAY);

  return node != NULL ? json_node_get_array (node) : NULL;
}

static gboolean
get_int (JsonNode *node, gint64 *value)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

gboolean
dg_json_get_int (JsonObject *object, const char *member, gint64 *value)
{
  return get_int (json_object_get_member (object, member), value);
}

static gboolean
get_double (JsonNode *node, double *value)
{
  gint64 integer;

  if (get_int (node, &integer))
    {
      *value = integer;
      return TRUE;
    }
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return TRUE;
}

gboolean
dg_json_get_double (JsonObject *object, const char *member, double *value)
{
  return get_double (json_object_get_member (object, member), value);
}

gboolean
dg_json_array_get_int (JsonArray *array, guint i, gint64 *value)
{
  return get_int (json_array_get_element (array, i), value);
}

gboolean
dg_json_array_get_double (JsonArray *array, guint i, double *value)
{
  return get_double (json_array_get_element (array, i), value);
}

char **
dg_json_array_to_strv (JsonArray *array)
{
  guint n = json_array_get_length (array);
  g_auto (GStrv) strings = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return NULL;
      strings[i] = g_strdup (json_node_get_string (node));
    }
  return g_steal_pointer (&strings);
}
