/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"

G_BEGIN_DECLS

/* (transfer full) the log-softmax of each row of (n, n_classes) scores: x − log Σ exp x, by the largest first, so that
 * none overflows. */
DgTensor *dg_log_likelihood_of_logits (const DgTensor *logits);

G_END_DECLS
