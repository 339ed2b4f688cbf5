/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure/subject.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"

static const char *const names[] = { "outputs", "weights", NULL };

G_STATIC_ASSERT (G_N_ELEMENTS (names) == DG_N_SUBJECTS + 1);

gboolean
dg_subject_parse (const char *name, DgSubject *subject, GError **error)
{
  g_autofree char *list = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (name, names[i]))
      {
        *subject = i;
        return TRUE;
      }

  list = g_strjoinv (", ", (char **) names);
  g_set_error (error, DG_ERROR, DG_ERROR_NAME, _("There are no figures of “%s”; there are those of %s"), name, list);
  return FALSE;
}

const char *
dg_subject_to_string (DgSubject subject)
{
  return names[subject];
}
