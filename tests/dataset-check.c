/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset-check.h"

#include <string.h>

DgDataset *
dataset_check_open (const char *source)
{
  g_autoptr (GError) error = NULL;
  DgDataset *dataset = dg_dataset_open (source, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

void
dataset_check_refused (const char *source, GQuark domain, int code, const char *part, const char *other_part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_dataset_open (source, NULL, &error));
  g_assert_error (error, domain, code);
  if (strstr (error->message, part) == NULL || strstr (error->message, other_part) == NULL)
    g_error ("“%s” lacks “%s” or “%s”", error->message, part, other_part);
}
