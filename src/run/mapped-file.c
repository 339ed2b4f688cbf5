/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/mapped-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/file-error.h"

/* Sets @size; FALSE with errno set where it is not a regular file. */
static gboolean
check_regular (int fd, gsize *size)
{
  struct stat status;

  if (fstat (fd, &status) < 0)
    return FALSE;
  *size = status.st_size;
  if (S_ISREG (status.st_mode))
    return TRUE;
  errno = S_ISDIR (status.st_mode) ? EISDIR : EINVAL;
  return FALSE;
}

/* The mapping of an open file; NULL with errno set where it is not a regular file or cannot be mapped. */
static GBytes *
map_descriptor (int fd)
{
  g_autoptr (GMappedFile) mapped = NULL;
  gsize size;

  if (!check_regular (fd, &size))
    return NULL;
  errno = EIO;
  mapped = g_mapped_file_new_from_fd (fd, FALSE, NULL);
  return mapped != NULL ? g_mapped_file_get_bytes (mapped) : NULL;
}

/* What is there of the bytes the file had when this began. */
static GBytes *
read_descriptor (int fd)
{
  g_autofree guint8 *data = NULL;
  gsize size, filled = 0;

  if (!check_regular (fd, &size))
    return NULL;
  data = g_try_malloc (MAX (size, 1));
  if (data == NULL)
    {
      errno = ENOMEM;
      return NULL;
    }
  while (filled < size)
    {
      gssize n = read (fd, data + filled, size - filled);

      if (n < 0 && errno != EINTR)
        return NULL;
      if (n == 0)
        break;
      filled += MAX (n, 0);
    }
  return g_bytes_new_take (g_steal_pointer (&data), filled);
}

static GBytes *
open_and (GBytes *(*take) (int fd), const char *path, GError **error)
{
  /* Opening a pipe nobody writes to must not wait. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  GBytes *bytes = fd >= 0 ? take (fd) : NULL;

  if (bytes == NULL)
    dg_set_system_error (error, errno, path, _("cannot be read"));
  if (fd >= 0)
    close (fd);
  return bytes;
}

GBytes *
dg_map_file (const char *path, GError **error)
{
  return open_and (map_descriptor, path, error);
}

GBytes *
dg_read_file (const char *path, GError **error)
{
  return open_and (read_descriptor, path, error);
}
