/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/json-builder.h"

#include <math.h>
#include <string.h>

void
dg_json_add_string (JsonBuilder *builder, const char *member, const char *value)
{
  json_builder_set_member_name (builder, member);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
dg_json_add_int (JsonBuilder *builder, const char *member, gint64 value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, value);
}

void
dg_json_add_uints (JsonBuilder *builder, const char *member, const guint *values, gsize n)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n; i++)
    json_builder_add_int_value (builder, values[i]);
  json_builder_end_array (builder);
}

void
dg_json_add_sizes (JsonBuilder *builder, const char *member, const gsize *values, gsize n)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n; i++)
    json_builder_add_int_value (builder, (gint64) values[i]);
  json_builder_end_array (builder);
}

/* json-glib (1.6) writes 1e-08 as 1e-08.0, which is no number. */
static gboolean
can_be_written (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (text, sizeof text, value);
  return strchr (text, 'e') == NULL || strchr (text, '.') != NULL;
}

void
dg_json_add_double (JsonBuilder *builder, const char *member, double value)
{
  json_builder_set_member_name (builder, member);
  if (isnan (value))
    json_builder_add_null_value (builder);
  else
    json_builder_add_double_value (builder, can_be_written (value) ? value : nextafter (value, INFINITY));
}

/* The shortest decimal fraction that reads back as @value and can be written. */
static double
shorten (float value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double shortest;

  for (int digits = 6; digits <= 9; digits++)
    {
      const char format[] = { '%', '.', '0' + digits, 'g', '\0' };

      g_ascii_formatd (text, sizeof text, format, value);
      if ((float) g_ascii_strtod (text, NULL) == value)
        break;
    }
  shortest = g_ascii_strtod (text, NULL);
  return can_be_written (shortest) ? shortest : value;
}

void
dg_json_add_float (JsonBuilder *builder, const char *member, float value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_double_value (builder, shorten (value));
}

void
dg_json_add_floats (JsonBuilder *builder, const char *member, const float *values, gsize n)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n; i++)
    json_builder_add_double_value (builder, shorten (values[i]));
  json_builder_end_array (builder);
}
