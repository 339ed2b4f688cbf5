/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DgError:
 * @DG_ERROR_FORMAT: a file is not what its format says (wrong magic, truncated, sizes that disagree)
 * @DG_ERROR_UNSUPPORTED: a file is well formed but newer or wider than this program reads
 * @DG_ERROR_MISMATCH: two inputs do not belong together (counts, shapes, digests)
 * @DG_ERROR_NAME: an unknown layer, epoch, rule, palette, …; the message lists those that exist
 * @DG_ERROR_VALUE: a number that cannot be used (NaN or infinity in an output, a rate below zero)
 * @DG_ERROR_CHANGED: a file has been written since it was opened; opened anew it may be good
 *
 * The one error domain of the engine. Failures of the system (open, write, rename) keep GIO's G_IO_ERROR and
 * G_FILE_ERROR; a cancelled call ends with G_IO_ERROR_CANCELLED. Messages are one sentence, translated, without
 * a full stop, and name the file and the fault.
 */
typedef enum
{
  DG_ERROR_FORMAT,
  DG_ERROR_UNSUPPORTED,
  DG_ERROR_MISMATCH,
  DG_ERROR_NAME,
  DG_ERROR_VALUE,
  DG_ERROR_CHANGED,
} DgError;

#define DG_ERROR (dg_error_quark ())
GQuark dg_error_quark (void);

G_END_DECLS
