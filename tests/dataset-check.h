/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dataset/dataset.h"

G_BEGIN_DECLS

/* A dataset that can be opened. */
DgDataset *dataset_check_open (const char *source);

/* One that cannot, by an error with both parts in its message. */
void dataset_check_refused (const char *source, GQuark domain, int code, const char *part, const char *other_part);

G_END_DECLS
