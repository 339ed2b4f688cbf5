/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/tensor.h"

G_BEGIN_DECLS

/**
 * dg_csv_load:
 *
 * A matrix of numbers as text, one row a line. Columns are separated by tabs, else semicolons, else commas,
 * else blanks, whichever the first line has. A first line that is not all numbers is a header, and so is one
 * of numbers in quotes over numbers without; where its first name is empty, or it has one name less than the
 * next line has columns, the first column holds row names and is left out (as pandas and R write them).
 * Empty lines and those that begin with # are passed over.
 *
 * Errors: G_IO_ERROR; DG_ERROR_FORMAT with line and column; DG_ERROR_VALUE for NaN and infinities.
 *
 * Returns: (transfer full) (rows, columns)
 */
DgTensor *dg_csv_load (const char *path, GError **error);

/* The same from @bytes; @name: of the file, for messages */
DgTensor *dg_csv_parse (const char *name, GBytes *bytes, GError **error);

G_END_DECLS
