/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * dg_json_parse:
 * @path: named in errors
 * @text: (size) bytes, not trusted
 *
 * Refuses (DG_ERROR_FORMAT) what is not one JSON object in UTF-8, remarks and strings in single quotes, a member given
 * twice and nesting so deep that the parser's recursion could end the stack.
 *
 * Returns: (transfer full) a node that holds an object
 */
JsonNode *dg_json_parse (const char *path, const char *text, gsize size, GError **error);

/* (transfer full) the same of any JSON value. */
JsonNode *dg_json_parse_value (const char *path, const char *text, gsize size, GError **error);

/* Strictly typed look-ups: NULL or FALSE where the member is missing or of another type. */
const char *dg_json_get_string (JsonObject *object, const char *member);
JsonObject *dg_json_get_object (JsonObject *object, const char *member);
JsonArray *dg_json_get_array (JsonObject *object, const char *member);
gboolean dg_json_get_int (JsonObject *object, const char *member, gint64 *value);
gboolean dg_json_get_double (JsonObject *object, const char *member, double *value); /* an integer too */

/* The element @i; FALSE where it is of another type. */
gboolean dg_json_array_get_int (JsonArray *array, guint i, gint64 *value);
gboolean dg_json_array_get_double (JsonArray *array, guint i, double *value); /* an integer too */

/* (transfer full) the array as a NULL-terminated list; NULL where an element is not a string. */
char **dg_json_array_to_strv (JsonArray *array);

G_END_DECLS
