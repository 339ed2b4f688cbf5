/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/atomic-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/file-error.h"

#define SUFFIX ".part"

/* Linux writes at most this much at once. */
#define MAX_WRITE ((gsize) 1 << 30)

struct _DgAtomicFile
{
  char *path;
  char *temporary; /* NULL once renamed, and of a device or pipe */
  int fd;
  gboolean expendable;
};

static gboolean
fail (DgAtomicFile *self, int saved_errno, GError **error)
{
  dg_set_system_error (error, saved_errno, self->path, _("cannot be written"));
  return FALSE;
}

static gboolean
is_device_or_pipe (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 && !S_ISREG (status.st_mode) && !S_ISDIR (status.st_mode);
}

/* Opens a file beside the target. */
static void
open_temporary (DgAtomicFile *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *base = g_path_get_basename (self->path);
  g_autofree char *name = g_strdup_printf (".%s.XXXXXX" SUFFIX, base);
  g_autofree char *temporary = g_build_filename (folder, name, NULL);

  self->fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);
  if (self->fd >= 0)
    self->temporary = g_steal_pointer (&temporary);
}

DgAtomicFile *
dg_atomic_file_new (const char *path, GError **error)
{
  g_autoptr (DgAtomicFile) self = g_new0 (DgAtomicFile, 1);

  self->path = g_strdup (path);
  if (is_device_or_pipe (path))
    self->fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  else
    open_temporary (self);
  if (self->fd >= 0)
    return g_steal_pointer (&self);
  fail (self, errno, error);
  return NULL;
}

void
dg_atomic_file_free (DgAtomicFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self);
}

gboolean
dg_atomic_file_write (DgAtomicFile *self, const void *data, gsize size, GError **error)
{
  const char *bytes = data;

  while (size > 0)
    {
      gssize written = write (self->fd, bytes, MIN (size, MAX_WRITE));

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return fail (self, errno, error);
      bytes += written;
      size -= written;
    }
  return TRUE;
}

void
dg_atomic_file_set_expendable (DgAtomicFile *self)
{
  self->expendable = TRUE;
}

static int
flush (int fd)
{
  int status;

  do
    status = fsync (fd);
  while (status < 0 && errno == EINTR);
  return status;
}

/* Makes the rename itself last. File systems that cannot flush a folder say EINVAL; they have no better to
 * offer. */
static gboolean
flush_folder (DgAtomicFile *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int saved_errno = 0;

  if (fd < 0)
    return fail (self, errno, error);
  if (flush (fd) < 0 && errno != EINVAL)
    saved_errno = errno;
  close (fd);
  return saved_errno == 0 || fail (self, saved_errno, error);
}

gboolean
dg_atomic_file_commit (DgAtomicFile *self, GError **error)
{
  int fd = self->fd;

  if (self->temporary != NULL && !self->expendable && flush (fd) < 0)
    return fail (self, errno, error);
  self->fd = -1;
  if (close (fd) < 0 && errno != EINTR)
    return fail (self, errno, error);
  if (self->temporary == NULL)
    return TRUE;
  if (g_rename (self->temporary, self->path) < 0)
    return fail (self, errno, error);
  g_clear_pointer (&self->temporary, g_free);
  return self->expendable || flush_folder (self, error);
}

gboolean
dg_atomic_file_set_contents (const char *path, const void *data, gsize size, GError **error)
{
  g_autoptr (DgAtomicFile) file = dg_atomic_file_new (path, error);

  return file != NULL && dg_atomic_file_write (file, data, size, error) &&
         dg_atomic_file_commit (file, error);
}

void
dg_atomic_file_remove_left_overs (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] == '.' && g_str_has_suffix (name, SUFFIX))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
}
