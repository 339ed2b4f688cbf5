/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explorer/preset.h"
#include "figure/subject.h"

G_BEGIN_DECLS

/**
 * dg_subject_options_check:
 * @subject: (out): what the rows are
 *
 * Errors: those of dg_subject_parse(); DG_ERROR_NAME where @run has no weights but they are asked for; DG_ERROR_VALUE
 * names an option that means nothing for the subject.
 */
gboolean dg_subject_options_check (const DgFigureOptions *options, DgRun *run, DgSubject *subject, GError **error);

G_END_DECLS
