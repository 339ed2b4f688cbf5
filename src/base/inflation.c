/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/inflation.h"

#define FREE_SIZE ((gsize) 64 << 20)

gboolean
dg_inflation_is_plausible (gsize size, gsize file_size)
{
  return size <= FREE_SIZE || size / DG_INFLATION_MAX_RATIO <= file_size;
}
