/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/input-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/file-error.h"

struct _DgInputFile
{
  char *path;
  int fd;
  struct stat opened; /* as it was then */
};

DgInputFile *
dg_input_file_open (const char *path, GError **error)
{
  g_autoptr (DgInputFile) self = g_new0 (DgInputFile, 1);

  self->path = g_strdup (path);
  /* Opening a pipe nobody writes to must not wait. */
  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (self->fd >= 0 && fstat (self->fd, &self->opened) == 0)
    {
      if (S_ISREG (self->opened.st_mode))
        return g_steal_pointer (&self);
      errno = S_ISDIR (self->opened.st_mode) ? EISDIR : EINVAL;
    }
  dg_set_system_error (error, errno, path, _("cannot be read"));
  return NULL;
}

void
dg_input_file_free (DgInputFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}

const char *
dg_input_file_get_path (const DgInputFile *self)
{
  return self->path;
}

gsize
dg_input_file_get_size (const DgInputFile *self)
{
  return self->opened.st_size;
}

/* Reads until @size bytes or the end of the file; @n_read: (out). */
static gboolean
read_up_to (const DgInputFile *self, gsize begin, gsize size, guint8 *data, gsize *n_read, GError **error)
{
  *n_read = 0;
  while (*n_read < size)
    {
      gssize n = pread (self->fd, data + *n_read, size - *n_read, begin + *n_read);

      if (n == 0)
        break;
      if (n > 0)
        *n_read += n;
      else if (errno != EINTR)
        {
          dg_set_system_error (error, errno, self->path, _("cannot be read"));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
is_as_opened (const DgInputFile *self)
{
  struct stat now;

  return fstat (self->fd, &now) == 0 && now.st_size == self->opened.st_size &&
         now.st_mtim.tv_sec == self->opened.st_mtim.tv_sec && now.st_mtim.tv_nsec == self->opened.st_mtim.tv_nsec;
}

gboolean
dg_input_file_read_into (const DgInputFile *self, gsize begin, gsize size, gpointer data, GError **error)
{
  gsize n_read;

  g_assert (begin <= dg_input_file_get_size (self) && size <= dg_input_file_get_size (self) - begin);
  if (!read_up_to (self, begin, size, data, &n_read, error))
    return FALSE;
  /* Looked at after reading, so that it holds for all that has been read. */
  if (n_read == size && is_as_opened (self))
    return TRUE;
  dg_set_file_error (error, DG_ERROR_CHANGED, self->path, _("has changed since it was opened"));
  return FALSE;
}

static guint8 *
take_memory (const char *path, gsize size, GError **error)
{
  guint8 *data = g_try_malloc (MAX (size, 1));

  if (data == NULL)
    dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path, _("is larger than the memory"));
  return data;
}

GBytes *
dg_input_file_read (const DgInputFile *self, gsize begin, gsize size, GError **error)
{
  g_autofree guint8 *data = take_memory (self->path, size, error);

  if (data == NULL || !dg_input_file_read_into (self, begin, size, data, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

GBytes *
dg_read_file (const char *path, GError **error)
{
  g_autoptr (DgInputFile) file = dg_input_file_open (path, error);
  g_autofree guint8 *data = NULL;
  gsize n_read;

  if (file == NULL)
    return NULL;
  data = take_memory (path, dg_input_file_get_size (file), error);
  if (data == NULL || !read_up_to (file, 0, dg_input_file_get_size (file), data, &n_read, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), n_read);
}
