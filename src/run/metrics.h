/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network/trainer.h"

G_BEGIN_DECLS

/* (transfer full) (element-type DgEpochMetrics) the rows of metrics.csv in @folder, epochs ascending. Errors:
 * G_IO_ERROR; DG_ERROR_FORMAT with the line. */
GArray *dg_metrics_load (const char *folder, GError **error);

gboolean dg_metrics_save (GArray *metrics, const char *folder, GError **error);

G_END_DECLS
