/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members of the object that @builder is in. Of strings NULL is null. */
void dg_json_add_string (JsonBuilder *builder, const char *member, const char *value);
void dg_json_add_int (JsonBuilder *builder, const char *member, gint64 value);
void dg_json_add_uints (JsonBuilder *builder, const char *member, const guint *values, gsize n);
void dg_json_add_sizes (JsonBuilder *builder, const char *member, const gsize *values, gsize n);

/* null for NaN, which stands for what is not known. One of the few numbers that json-glib writes wrongly makes way for
 * the next one. */
void dg_json_add_double (JsonBuilder *builder, const char *member, double value);

/* The shortest decimal fractions that read back as the values. */
void dg_json_add_float (JsonBuilder *builder, const char *member, float value);
void dg_json_add_floats (JsonBuilder *builder, const char *member, const float *values, gsize n);

G_END_DECLS
