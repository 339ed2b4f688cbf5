/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/reduction-words.h"

#include <glib/gi18n-lib.h>

/* What an adjusted Rand index says of the blocks. */
static const char *
name_blocks (double rand_index)
{
  if (rand_index >= 0.9)
    return _("the same blocks");
  if (rand_index >= 0.75)
    return _("mostly the same blocks");
  return rand_index >= 0.5 ? _("some of the blocks") : _("other blocks");
}

/* What a mean difference of iVAT values says of the distances: fewer samples leave longer steps, never shorter ones. */
static const char *
name_distances (double difference)
{
  if (difference <= 0.1)
    return _("distances kept");
  if (difference <= 0.25)
    return _("distances a little longer");
  return difference <= 0.5 ? _("distances longer") : _("distances much longer");
}

char *
dg_reduction_words_agreement (const DgAgreement *agreement)
{
  /* Translators: what became of the blocks, what became of the path distances */
  return g_strdup_printf (_("%s, %s"), name_blocks (agreement->rand_index), name_distances (agreement->difference));
}

char *
dg_reduction_words_method (const DgReductionOptions *options)
{
  g_autofree char *seed = NULL;

  if (options->method == DG_REDUCTION_INTERVAL)
    return g_strdup (_("at equal intervals"));
  seed = g_strdup_printf ("%" G_GUINT64_FORMAT, options->seed);
  return g_strdup_printf (_("by maximin sampling (%u clusters, seed %s)"), options->clusters, seed);
}

char *
dg_reduction_words_time (double seconds)
{
  if (seconds < 1)
    return g_strdup_printf (_("%.1f ms"), 1000 * seconds);
  return g_strdup_printf (_("%.2f s"), seconds);
}
