/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"

G_BEGIN_DECLS

/* Sets a DG_ERROR of @code that reads "PATH: fault"; @format gives the translated fault. */
void dg_set_file_error (GError **error, DgError code, const char *path, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

/* Sets the G_IO_ERROR of @saved_errno that reads "PATH: WHAT: REASON", for example @what =
 * _("cannot be written"). */
void dg_set_system_error (GError **error, int saved_errno, const char *path, const char *what);

G_END_DECLS
