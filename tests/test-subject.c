/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/subject.h"

#include <string.h>

#include "base/error.h"

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  DgSubject subject;

  for (DgSubject i = 0; i < DG_N_SUBJECTS; i++)
    {
      g_assert_true (dg_subject_parse (dg_subject_to_string (i), &subject, &error));
      g_assert_cmpint (subject, ==, i);
    }
  g_assert_false (dg_subject_parse ("gradients", &subject, &error));
  g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
  g_assert_nonnull (strstr (error->message, "“gradients”; there are those of outputs, weights"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/subject/names", test_names);
  return g_test_run ();
}
