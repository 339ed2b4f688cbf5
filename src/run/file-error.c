/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/file-error.h"

#include <gio/gio.h>

void
dg_set_file_error (GError **error, DgError code, const char *path, const char *format, ...)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *fault = NULL;
  va_list args;

  va_start (args, format);
  fault = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, DG_ERROR, code, "%s: %s", name, fault);
}

void
dg_set_system_error (GError **error, int saved_errno, const char *path, const char *what)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "%s: %s: %s", name, what,
               g_strerror (saved_errno));
}
