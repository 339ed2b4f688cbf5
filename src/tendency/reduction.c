/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tendency/reduction.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/rng.h"

static const char *const method_names[] = { "interval", "mmrs" };

gboolean
dg_reduction_method_parse (const char *name, DgReductionMethod *method, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (method_names); i++)
    if (g_str_equal (name, method_names[i]))
      {
        *method = i;
        return TRUE;
      }
  g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("there is no method “%s”: it is one of interval, mmrs"), name);
  return FALSE;
}

const char *
dg_reduction_method_to_string (DgReductionMethod method)
{
  return method_names[method];
}

static int
compare_samples (const void *a, const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

guint32 *
dg_reduction_interval (const guint32 *order, gsize n, gsize count)
{
  guint32 *samples = g_new (guint32, count);

  g_assert (count >= 1 && count <= n);
  for (gsize k = 0; k < count; k++)
    samples[k] = order[k * n / count];
  qsort (samples, count, sizeof *samples, compare_samples);
  return samples;
}

/* Puts every sample to the nearest of at most @n_sets distinguished samples, of equally near ones the first.
 * @set: (n)
 * Returns: how many sets there are; fewer where the samples differ in no more places. */
static gsize
find_sets (const DgDissimilarity *dissimilarity, gsize n_sets, guint32 *set)
{
  gsize n = dg_dissimilarity_get_n (dissimilarity), distinguished = 0;
  g_autofree double *nearest = g_new (double, n); /* (n) distance to the nearest so far */

  for (gsize i = 0; i < n; i++)
    nearest[i] = INFINITY;
  for (gsize t = 0; t < n_sets; t++)
    {
      gsize farthest = 0;

      for (gsize i = 0; i < n; i++)
        {
          double distance = dg_dissimilarity_get (dissimilarity, distinguished, i);

          if (distance < nearest[i])
            {
              nearest[i] = distance;
              set[i] = t;
            }
          if (nearest[i] > nearest[farthest])
            farthest = i;
        }
      if (nearest[farthest] == 0)
        return t + 1;
      distinguished = farthest;
    }
  return n_sets;
}

typedef struct
{
  guint64 remainder;
  guint32 set;
} Share;

/* Largest remainder first, then lowest set. */
static int
compare_shares (const void *a, const void *b)
{
  const Share *x = a, *y = b;

  if (x->remainder != y->remainder)
    return x->remainder > y->remainder ? -1 : 1;
  return (x->set > y->set) - (x->set < y->set);
}

/* How many samples of each set are kept: one, and of the others an equal share, rounded by largest remainders.
 * @sizes: (n_sets) at least 1 each, n together
 * Returns: (n_sets) at most @sizes each, @count together */
static gsize *
share_out (const gsize *sizes, gsize n_sets, gsize n, gsize count)
{
  gsize *kept = g_new (gsize, n_sets), left = count - n_sets;
  g_autofree Share *shares = g_new (Share, n_sets);

  for (gsize t = 0; t < n_sets; t++)
    {
      guint64 part = (guint64) (count - n_sets) * (sizes[t] - 1), all = MAX (n - n_sets, 1);

      kept[t] = 1 + part / all;
      left -= part / all;
      shares[t] = (Share){ part % all, t };
    }
  qsort (shares, n_sets, sizeof *shares, compare_shares);
  for (gsize i = 0; i < left; i++)
    kept[shares[i].set]++;
  return kept;
}

guint32 *
dg_reduction_mmrs (const DgDissimilarity *dissimilarity, gsize n_distinguished, gsize count, guint64 seed)
{
  gsize n = dg_dissimilarity_get_n (dissimilarity), n_sets, n_kept = 0;
  g_autofree guint32 *set = g_new (guint32, n);
  g_autofree guint32 *members = g_new (guint32, n);
  guint32 *samples = g_new (guint32, count);
  g_autofree gsize *sizes = NULL;
  g_autofree gsize *kept = NULL;
  DgRng rng;

  g_assert (count >= 1 && count <= n && n_distinguished >= 1);
  n_sets = find_sets (dissimilarity, MIN (n_distinguished, count), set);
  sizes = g_new0 (gsize, n_sets);
  for (gsize i = 0; i < n; i++)
    sizes[set[i]]++;
  kept = share_out (sizes, n_sets, n, count);

  dg_rng_init (&rng, seed, 0);
  for (gsize t = 0; t < n_sets; t++)
    {
      gsize n_members = 0;

      for (gsize i = 0; i < n; i++)
        if (set[i] == t)
          members[n_members++] = i;
      dg_rng_shuffle (&rng, members, n_members);
      for (gsize k = 0; k < kept[t]; k++)
        samples[n_kept++] = members[k];
    }
  qsort (samples, count, sizeof *samples, compare_samples);
  return samples;
}
