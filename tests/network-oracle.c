/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network-oracle.h"

#include <string.h>

#define N_CLASSES 4

static GArray *
parse_values (const char *text)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));
  char *end = (char *) text;

  while (*end != '\0')
    {
      double value = g_ascii_strtod (end, &end);

      g_array_append_val (values, value);
    }
  return values;
}

static guint8 *
get_bytes (const NetworkOracle *self, const char *name, gsize n)
{
  const double *values = network_oracle_get (self, name, n);
  guint8 *bytes = g_new (guint8, n);

  for (gsize i = 0; i < n; i++)
    bytes[i] = values[i];
  return bytes;
}

const char *const network_oracle_names[] = { "network", "network-modules", "network-adam",
                                             "network-autoencoder", NULL };

NetworkOracle *
network_oracle_new (const char *name)
{
  NetworkOracle *self = g_new0 (NetworkOracle, 1);
  g_autofree char *file = g_strconcat (name, ".txt", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "reference", file, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  const double *shape;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_strstrip (text), "\n", -1);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *rest = strchr (lines[i], ' ');

      *rest++ = '\0';
      if (strcmp (lines[i], "description") == 0)
        self->description = g_strdelimit (g_strdup (rest), ";", '\n');
      else
        g_hash_table_insert (self->values, g_strdup (lines[i]), parse_values (rest));
    }
  shape = network_oracle_get (self, "shape", 4);
  self->images = (DgImages){ .n = shape[0], .height = shape[1], .width = shape[2], .channels = shape[3] };
  self->images.pixels = get_bytes (self, "pixels", shape[0] * shape[1] * shape[2] * shape[3]);
  self->images.labels = get_bytes (self, "labels", shape[0]);
  return self;
}

void
network_oracle_free (NetworkOracle *self)
{
  g_free (self->description);
  g_hash_table_unref (self->values);
  g_free ((guint8 *) self->images.pixels);
  g_free ((guint8 *) self->images.labels);
  g_free (self);
}

gboolean
network_oracle_has (const NetworkOracle *self, const char *name)
{
  return g_hash_table_contains (self->values, name);
}

const double *
network_oracle_get (const NetworkOracle *self, const char *name, gsize n)
{
  const GArray *values = g_hash_table_lookup (self->values, name);

  g_assert_nonnull (values);
  g_assert_cmpuint (values->len, ==, n);
  return (const double *) values->data;
}

guint
network_oracle_count_steps (const NetworkOracle *self)
{
  for (guint step = 1;; step++)
    {
      g_autofree char *loss = g_strdup_printf ("loss@%u", step);

      if (!g_hash_table_contains (self->values, loss))
        return step - 1;
    }
}

static gsize
parameter_size (const DgParameter *parameter)
{
  gsize size = 1;

  for (guint i = 0; i < parameter->n_dims; i++)
    size *= parameter->shape[i];
  return size;
}

DgNetwork *
network_oracle_make_network (const NetworkOracle *self)
{
  g_autoptr (GError) error = NULL;
  const DgNetworkSizes sizes = { self->images.channels, self->images.height, self->images.width, N_CLASSES };
  DgNetwork *network = dg_network_new (self->description, &sizes, 1, &error);

  g_assert_no_error (error);
  for (guint p = 0; p < dg_network_get_n_parameters (network); p++)
    {
      const DgParameter *parameter = dg_network_get_parameter (network, p);
      gsize size = parameter_size (parameter);
      const double *values = network_oracle_get (self, parameter->name, size);

      for (gsize i = 0; i < size; i++)
        parameter->data[i] = values[i];
    }
  return network;
}

void
network_oracle_compare_parameters (const NetworkOracle *self, DgNetwork *network, const float *block,
                                   const char *suffix)
{
  gsize n_block;
  const float *start = dg_network_get_parameter_block (network, &n_block);

  for (guint p = 0; p < dg_network_get_n_parameters (network); p++)
    {
      const DgParameter *parameter = dg_network_get_parameter (network, p);
      gsize size = parameter_size (parameter);
      g_autofree char *name = g_strdup_printf ("%s@%s", parameter->name, suffix);
      const double *values = network_oracle_get (self, name, size);

      for (gsize i = 0; i < size; i++)
        g_assert_cmpfloat_with_epsilon (block[parameter->data - start + i], values[i], 1e-6);
    }
}
