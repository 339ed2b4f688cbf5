/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/subset.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/atomic-file.h"
#include "run/file-error.h"
#include "run/input-file.h"
#include "run/json-builder.h"
#include "run/json.h"

#define FILE_NAME "subset.json"
#define FORMAT "diagonal-subset"
#define VERSION 1

DgSubset *
dg_subset_new (const DgSubsetOrigin *origin, gsize n_all, const guint32 *samples, gsize n)
{
  DgSubset *self = g_new0 (DgSubset, 1);

  g_assert (n >= 1 && n <= n_all);
  g_atomic_ref_count_init (&self->ref_count);
  self->origin = *origin;
  self->origin.layer = g_strdup (origin->layer);
  self->n_all = n_all;
  self->n = n;
  self->samples = g_memdup2 (samples, n * sizeof *samples);
  return self;
}

DgSubset *
dg_subset_ref (DgSubset *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_subset_unref (DgSubset *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free ((char *) self->origin.layer);
  g_free (self->samples);
  g_free (self);
}

static int
compare_samples (const void *a, const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

gboolean
dg_subset_has (const DgSubset *self, guint32 sample)
{
  return self == NULL || bsearch (&sample, self->samples, self->n, sizeof sample, compare_samples) != NULL;
}

gboolean
dg_subset_equal (const DgSubset *a, const DgSubset *b)
{
  if (a == b || a == NULL || b == NULL)
    return a == b;
  return a->origin.method == b->origin.method && g_str_equal (a->origin.layer, b->origin.layer)
         && a->origin.epoch == b->origin.epoch && a->origin.order == b->origin.order
         && a->origin.clusters == b->origin.clusters && a->origin.seed == b->origin.seed && a->n_all == b->n_all
         && a->n == b->n && memcmp (a->samples, b->samples, a->n * sizeof *a->samples) == 0;
}

/* Writing */

static char *
make_json (const DgSubset *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  const DgSubsetOrigin *origin = &self->origin;

  json_builder_begin_object (builder);
  dg_json_add_string (builder, "format", FORMAT);
  dg_json_add_int (builder, "version", VERSION);
  dg_json_add_string (builder, "program", DG_VERSION);
  dg_json_add_string (builder, "method", dg_reduction_method_to_string (origin->method));
  dg_json_add_string (builder, "layer", origin->layer);
  dg_json_add_int (builder, "epoch", origin->epoch);
  dg_json_add_string (builder, "order", dg_order_to_string (origin->order));
  if (origin->method == DG_REDUCTION_MMRS)
    {
      dg_json_add_int (builder, "clusters", origin->clusters);
      dg_json_add_int (builder, "seed", (gint64) origin->seed);
    }
  dg_json_add_int (builder, "samples_of", (gint64) self->n_all);
  dg_json_add_uints (builder, "samples", self->samples, self->n);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

gboolean
dg_subset_save (const DgSubset *self, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autofree char *text = make_json (self);
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  return dg_atomic_file_set_contents (path, line, strlen (line), error);
}

gboolean
dg_subset_remove (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);

  if (g_unlink (path) == 0 || errno == ENOENT || errno == ENOTDIR)
    return TRUE;
  dg_set_system_error (error, errno, path, _("cannot be removed"));
  return FALSE;
}

/* Reading */

static gboolean
fail (const char *path, const char *member, GError **error)
{
  dg_set_file_error (error, DG_ERROR_FORMAT, path, _("“%s” is missing or wrong; without the file all samples are shown"),
                     member);
  return FALSE;
}

static gboolean
read_int (JsonObject *object, const char *member, gint64 least, gint64 most, gint64 *value)
{
  return dg_json_get_int (object, member, value) && *value >= least && *value <= most;
}

static gboolean
check_format (JsonObject *object, const char *path, GError **error)
{
  gint64 version;

  if (g_strcmp0 (dg_json_get_string (object, "format"), FORMAT) != 0)
    return fail (path, "format", error);
  if (!read_int (object, "version", 1, G_MAXINT64, &version))
    return fail (path, "version", error);
  if (version > VERSION)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, version);

      dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path,
                         _("is of version %s, which this program does not know"), number);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_origin (JsonObject *object, const char *path, DgSubsetOrigin *origin, GError **error)
{
  const char *method = dg_json_get_string (object, "method"), *order = dg_json_get_string (object, "order");
  gint64 epoch, clusters = 0, seed = 0;

  if (method == NULL || !dg_reduction_method_parse (method, &origin->method, NULL))
    return fail (path, "method", error);
  if (order == NULL || !dg_order_parse (order, &origin->order, NULL))
    return fail (path, "order", error);
  origin->layer = dg_json_get_string (object, "layer");
  if (origin->layer == NULL)
    return fail (path, "layer", error);
  if (!read_int (object, "epoch", 0, G_MAXUINT, &epoch))
    return fail (path, "epoch", error);
  if (origin->method == DG_REDUCTION_MMRS)
    {
      if (!read_int (object, "clusters", 1, G_MAXUINT, &clusters))
        return fail (path, "clusters", error);
      if (!read_int (object, "seed", 0, G_MAXINT64, &seed))
        return fail (path, "seed", error);
    }
  origin->epoch = epoch;
  origin->clusters = clusters;
  origin->seed = seed;
  return TRUE;
}

/* (transfer full) (n) */
static guint32 *
read_samples (JsonObject *object, const char *path, gsize n_all, gsize *n, GError **error)
{
  JsonArray *array = dg_json_get_array (object, "samples");
  g_autofree guint32 *samples = NULL;
  gint64 last = -1, all;

  if (!dg_json_get_int (object, "samples_of", &all))
    {
      fail (path, "samples_of", error);
      return NULL;
    }
  if ((guint64) all != n_all)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, all);

      dg_set_file_error (error, DG_ERROR_MISMATCH, path,
                         _("chooses among %s samples, and the run has %zu; without the file all are shown"), number,
                         n_all);
      return NULL;
    }
  *n = array != NULL ? json_array_get_length (array) : 0;
  samples = g_new (guint32, *n + 1);
  for (gsize i = 0; i < *n; i++)
    {
      gint64 value;

      if (!dg_json_array_get_int (array, i, &value) || value <= last || value >= all)
        {
          *n = 0;
          break;
        }
      samples[i] = last = value;
    }
  if (*n > 0)
    return g_steal_pointer (&samples);
  fail (path, "samples", error);
  return NULL;
}

gboolean
dg_subset_load (const char *folder, gsize n_all, DgSubset **subset, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree guint32 *samples = NULL;
  JsonObject *object;
  DgSubsetOrigin origin = { 0 };
  gsize n;

  *subset = NULL;
  bytes = dg_read_file (path, &local_error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  if (bytes == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  root = dg_json_parse (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  if (root == NULL)
    return FALSE;
  object = json_node_get_object (root);
  if (!check_format (object, path, error) || !read_origin (object, path, &origin, error))
    return FALSE;
  samples = read_samples (object, path, n_all, &n, error);
  if (samples == NULL)
    return FALSE;
  *subset = dg_subset_new (&origin, n_all, samples, n);
  return TRUE;
}
