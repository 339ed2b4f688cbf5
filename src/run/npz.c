/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/npz.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

#include "base/inflation.h"
#include "run/file-error.h"
#include "run/mapped-file.h"
#include "run/npy.h"

#define MAX_MEMBERS 4096

#define EXTENSION ".npy"

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

struct _DgNpz
{
  char *path;
  GBytes *bytes;
  GArray *entries; /* of DgArrayEntry */
};

static gboolean
fail_archive (Archive *archive, const char *path, GError **error)
{
  const char *message = archive_error_string (archive);

  dg_set_file_error (error, DG_ERROR_FORMAT, path, _("is no intact zip file (%s)"),
                     message != NULL ? message : _("unknown fault"));
  return FALSE;
}

/* Borrows @bytes, the contents of @path. */
static Archive *
open_archive (const char *path, GBytes *bytes, GError **error)
{
  g_autoptr (Archive) archive = archive_read_new ();
  gconstpointer data;
  gsize size;

  data = g_bytes_get_data (bytes, &size);
  /* By the directory at its end: without one, a file is not yet all there. */
  archive_read_support_format_zip_seekable (archive);
  if (archive_read_open_memory (archive, data, size) != ARCHIVE_OK)
    {
      fail_archive (archive, path, error);
      return NULL;
    }
  return g_steal_pointer (&archive);
}

/* (transfer full) the name of the array in the next member, NULL with no error at the end. */
static char *
find_array (Archive *archive, const char *path, GError **error)
{
  struct archive_entry *entry;
  int status;

  /* A warning is about what is not used here, such as a time. */
  while ((status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || status == ARCHIVE_WARN)
    {
      const char *name = archive_entry_pathname_utf8 (entry);

      if (name != NULL && g_str_has_suffix (name, EXTENSION))
        return g_strndup (name, strlen (name) - strlen (EXTENSION));
    }
  if (status != ARCHIVE_EOF)
    fail_archive (archive, path, error);
  return NULL;
}

/* The same in any locale: libarchive takes names through the locale's encoding and drops what that lacks. */
static char *
next_array (Archive *archive, const char *path, GError **error)
{
  locale_t utf8 = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);
  locale_t old = uselocale (utf8);
  char *name = find_array (archive, path, error);

  uselocale (old);
  if (utf8 != (locale_t) 0)
    freelocale (utf8);
  return name;
}

/* Reads until @size bytes or the end of the member; @n_read: (out). */
static gboolean
read_up_to (Archive *archive, const char *path, guint8 *data, gsize size, gsize *n_read, GError **error)
{
  *n_read = 0;
  while (*n_read < size)
    {
      la_ssize_t n = archive_read_data (archive, data + *n_read, size - *n_read);

      if (n < 0)
        return fail_archive (archive, path, error);
      if (n == 0)
        break;
      *n_read += n;
    }
  return TRUE;
}

static gboolean
check_size (const char *path, const char *name, const DgArrayLayout *layout, gsize file_size, GError **error)
{
  /* Where the elements are narrower than a float, the floats are what takes memory. */
  gsize size = layout->n * MAX (dg_dtype_get_size (layout->dtype), sizeof (float));

  if (!dg_inflation_is_plausible (size, file_size))
    {
      dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path,
                         _("“%s” would inflate to more than %d times the file, which looks like a zip bomb"),
                         name, DG_INFLATION_MAX_RATIO);
      return FALSE;
    }
  return TRUE;
}

/* Names an array in errors. */
static char *
name_place (const char *path, const char *name)
{
  return g_strdup_printf (_("%s, “%s”"), path, name);
}

/* Of the member that has just been found. @start: (out): (DG_NPY_MAX_HEADER) its first @n_start bytes.
 * Returns FALSE where the zip is damaged; where only the array cannot be read, @fault is set. */
static gboolean
read_header (Archive *archive, const DgNpz *self, const char *name, DgNpyHeader *header, guint8 *start,
             gsize *n_start, GError **fault, GError **error)
{
  g_autofree char *place = name_place (self->path, name);

  if (!read_up_to (archive, place, start, DG_NPY_MAX_HEADER, n_start, error))
    return FALSE;
  if (dg_npy_header_parse (header, place, start, *n_start, fault))
    check_size (self->path, name, &header->layout, g_bytes_get_size (self->bytes), fault);
  return TRUE;
}

static gboolean
list_entries (DgNpz *self, Archive *archive, GError **error)
{
  g_autofree guint8 *start = g_malloc (DG_NPY_MAX_HEADER);
  g_autoptr (GError) local_error = NULL;
  gsize n_start;
  char *name;

  while ((name = next_array (archive, self->path, &local_error)) != NULL)
    {
      DgArrayEntry entry = { .name = name };
      DgNpyHeader header = { { 0 } };
      gboolean read = read_header (archive, self, name, &header, start, &n_start, &entry.fault, error);

      entry.layout = header.layout;
      g_array_append_val (self->entries, entry);
      if (!read)
        return FALSE;
      if (self->entries->len > MAX_MEMBERS)
        {
          dg_set_file_error (error, DG_ERROR_UNSUPPORTED, self->path, _("holds more than %d arrays"),
                             MAX_MEMBERS);
          return FALSE;
        }
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (self->entries->len == 0)
    dg_set_file_error (error, DG_ERROR_FORMAT, self->path, _("holds no NumPy array"));
  else
    return TRUE;
  return FALSE;
}

DgNpz *
dg_npz_new (GBytes *bytes, const char *path, GError **error)
{
  g_autoptr (DgNpz) self = g_new0 (DgNpz, 1);
  g_autoptr (Archive) archive = NULL;

  self->path = g_strdup (path);
  self->bytes = g_bytes_ref (bytes);
  self->entries = dg_array_entries_new ();
  archive = open_archive (path, bytes, error);
  return archive != NULL && list_entries (self, archive, error) ? g_steal_pointer (&self) : NULL;
}

DgNpz *
dg_npz_open (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = dg_map_file (path, error);

  return bytes != NULL ? dg_npz_new (bytes, path, error) : NULL;
}

void
dg_npz_free (DgNpz *self)
{
  g_free (self->path);
  g_bytes_unref (self->bytes);
  g_array_unref (self->entries);
  g_free (self);
}

const DgArrayEntry *
dg_npz_get_entries (const DgNpz *self, gsize *n)
{
  *n = self->entries->len;
  return (const DgArrayEntry *) (const void *) self->entries->data;
}

/* The elements of the member that has just been found. */
static GBytes *
read_elements (const DgNpz *self, const DgArrayEntry *entry, Archive *archive, GError **error)
{
  g_autofree char *place = name_place (self->path, entry->name);
  g_autofree guint8 *start = g_malloc (DG_NPY_MAX_HEADER);
  g_autofree guint8 *data = NULL;
  g_autoptr (GError) fault = NULL;
  DgNpyHeader header;
  guint8 beyond;
  gsize n_start, n_here, n_rest, n_beyond, size;

  if (!read_header (archive, self, entry->name, &header, start, &n_start, &fault, error))
    return NULL;
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  if (!dg_array_layout_equal (&header.layout, &entry->layout))
    {
      dg_set_file_error (error, DG_ERROR_MISMATCH, place, _("has changed since it was opened"));
      return NULL;
    }
  size = dg_array_layout_get_size (&header.layout);
  n_here = MIN (n_start - header.data_begin, size);
  data = g_try_malloc (MAX (size, 1));
  if (data == NULL)
    {
      dg_set_file_error (error, DG_ERROR_UNSUPPORTED, place, _("is larger than the memory"));
      return NULL;
    }
  memcpy (data, start + header.data_begin, n_here);
  if (!read_up_to (archive, place, data + n_here, size - n_here, &n_rest, error) ||
      !read_up_to (archive, place, &beyond, 1, &n_beyond, error))
    return NULL;
  if (n_here + n_rest < size || n_beyond > 0 || n_start - header.data_begin > size)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, place,
                         _("the number of elements is not what the header says"));
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

GBytes *
dg_npz_read (const DgNpz *self, const DgArrayEntry *entry, GError **error)
{
  g_autoptr (Archive) archive = open_archive (self->path, self->bytes, error);
  g_autoptr (GError) local_error = NULL;

  if (archive == NULL)
    return NULL;
  for (;;)
    {
      g_autofree char *found = next_array (archive, self->path, &local_error);

      if (found == NULL)
        break;
      if (strcmp (found, entry->name) == 0)
        return read_elements (self, entry, archive, error);
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    dg_set_file_error (error, DG_ERROR_NAME, self->path, _("there is no array “%s”"), entry->name);
  return NULL;
}
