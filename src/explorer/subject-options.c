/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explorer/subject-options.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"

/* The first option given that is about samples; NULL: none. */
static const char *
find_sample_option (const DgFigureOptions *options)
{
  if (options->preset != NULL)
    return "--preset";
  if (options->focus != NULL)
    return "--focus";
  return options->sizes != NULL ? "--sizes" : NULL;
}

gboolean
dg_subject_options_check (const DgFigureOptions *options, DgRun *run, DgSubject *subject, GError **error)
{
  const char *stray;
  gsize n;

  *subject = DG_SUBJECT_OUTPUTS;
  if (options->subject != NULL && !dg_subject_parse (options->subject, subject, error))
    return FALSE;
  if (*subject == DG_SUBJECT_OUTPUTS && options->units != NULL)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("%s is about units: it goes with --subject weights alone"),
                   "--units");
      return FALSE;
    }
  if (*subject == DG_SUBJECT_OUTPUTS)
    return TRUE;
  if (dg_run_get_units (run, &n) == NULL)
    return dg_run_find_units (run, "", error) != NULL;
  stray = find_sample_option (options);
  if (stray != NULL)
    g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                 _("%s is about samples: it does not go with --subject weights, whose rows are units"), stray);
  return stray == NULL;
}
