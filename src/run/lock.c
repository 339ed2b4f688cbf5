/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <unistd.h>

#include "run/file-error.h"

int
dg_lock_take (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);
  g_autofree char *name = g_filename_display_name (folder);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

  if (fd < 0)
    {
      dg_set_system_error (error, errno, path, _("cannot be written"));
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  if (errno == EWOULDBLOCK)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, _("%s: is being written by another training"), name);
  else
    dg_set_system_error (error, errno, path, _("cannot be locked"));
  close (fd);
  return -1;
}
