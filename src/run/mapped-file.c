/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/mapped-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/file-error.h"

/* The mapping of an open file; NULL with errno set where it is not a regular file or cannot be mapped. */
static GBytes *
map_descriptor (int fd)
{
  g_autoptr (GMappedFile) mapped = NULL;
  struct stat status;

  if (fstat (fd, &status) < 0)
    return NULL;
  if (!S_ISREG (status.st_mode))
    {
      errno = S_ISDIR (status.st_mode) ? EISDIR : EINVAL;
      return NULL;
    }
  errno = EIO;
  mapped = g_mapped_file_new_from_fd (fd, FALSE, NULL);
  return mapped != NULL ? g_mapped_file_get_bytes (mapped) : NULL;
}

GBytes *
dg_map_file (const char *path, GError **error)
{
  /* Opening a pipe nobody writes to must not wait. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  GBytes *bytes = fd >= 0 ? map_descriptor (fd) : NULL;

  if (bytes == NULL)
    dg_set_system_error (error, errno, path, _("cannot be read"));
  if (fd >= 0)
    close (fd);
  return bytes;
}
