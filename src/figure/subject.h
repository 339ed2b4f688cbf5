/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DgSubject:
 * @DG_SUBJECT_OUTPUTS: samples, by what a layer made of them
 * @DG_SUBJECT_WEIGHTS: units of a layer, by what they weigh
 *
 * What the rows of a cell are.
 */
typedef enum
{
  DG_SUBJECT_OUTPUTS,
  DG_SUBJECT_WEIGHTS,
} DgSubject;

#define DG_N_SUBJECTS 2

/* "outputs", "weights"; DG_ERROR_NAME lists them. */
gboolean dg_subject_parse (const char *name, DgSubject *subject, GError **error);
const char *dg_subject_to_string (DgSubject subject);

G_END_DECLS
