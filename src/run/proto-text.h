/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DgProtoMessage:
 *
 * A protocol buffer in its text format (https://protobuf.dev/reference/protobuf/textformat-spec), read without its
 * schema: fields in the order of the text.
 */
typedef struct _DgProtoMessage DgProtoMessage;

/**
 * DgProtoField:
 * @value: (nullable): of a scalar: a string without its quotes and escapes, else the word or number as it stands
 * @message: (nullable): of a message
 */
typedef struct
{
  char *name;
  char *value;
  DgProtoMessage *message;
} DgProtoField;

/**
 * dg_proto_text_parse:
 * @path: named in errors
 * @text: (size) bytes, not trusted
 *
 * An element of a list, [1, 2], is a field of its own, as in the text without the list. Errors: DG_ERROR_FORMAT with
 * the line; also for messages nested deeper than any that is read here, and strings that are not UTF-8.
 */
DgProtoMessage *dg_proto_text_parse (const char *path, const char *text, gsize size, GError **error);
void dg_proto_message_free (DgProtoMessage *self);

const DgProtoField *dg_proto_message_get_fields (const DgProtoMessage *self, gsize *n); /* (n) */

/* (nullable): the last of that name, as protocol buffers have it. */
const char *dg_proto_message_get_value (const DgProtoMessage *self, const char *name);
const DgProtoMessage *dg_proto_message_get_message (const DgProtoMessage *self, const char *name);

/* Sets the first @n of the field @name, a list of whole numbers; FALSE where there are not just @n, from 1 to
 * G_MAXUINT. */
gboolean dg_proto_message_get_sizes (const DgProtoMessage *self, const char *name, guint n, guint *sizes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgProtoMessage, dg_proto_message_free)

G_END_DECLS
