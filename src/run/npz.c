/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/npz.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

#include "run/file-error.h"
#include "run/mapped-file.h"
#include "run/npy.h"

/* What may be inflated whatever the size of the file, and how many times the file beyond that. */
#define FREE_SIZE ((gsize) 64 << 20)
#define MAX_RATIO 100
#define MAX_MEMBERS 65536

#define EXTENSION ".npy"

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

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
  archive_read_support_format_zip (archive);
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

char **
dg_npz_list (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = dg_map_file (path, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (Archive) archive = NULL;
  char *name;

  archive = bytes != NULL ? open_archive (path, bytes, error) : NULL;
  if (archive == NULL)
    return NULL;
  while ((name = next_array (archive, path, &local_error)) != NULL)
    {
      g_strv_builder_add (builder, name);
      if (!g_hash_table_add (seen, name))
        {
          dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds an array twice"));
          return NULL;
        }
      if (g_hash_table_size (seen) > MAX_MEMBERS)
        {
          dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path, _("holds more than %d arrays"), MAX_MEMBERS);
          return NULL;
        }
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (g_hash_table_size (seen) == 0)
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds no NumPy array"));
      return NULL;
    }
  return g_strv_builder_end (builder);
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
check_size (const char *path, const char *name, const DgNpyHeader *header, gsize file_size, GError **error)
{
  /* Where the elements are narrower than a float, the floats are what takes memory. */
  gsize size = header->n * MAX (dg_dtype_get_size (header->dtype), sizeof (float));

  if (size > FREE_SIZE && size / MAX_RATIO > file_size)
    {
      dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path,
                         _("“%s” would inflate to more than %d times the file, which looks like a zip bomb"),
                         name, MAX_RATIO);
      return FALSE;
    }
  return TRUE;
}

/* The member that has just been found. */
static DgTensor *
read_array (Archive *archive, const char *path, const char *name, gsize file_size, GError **error)
{
  g_autofree char *place = g_strdup_printf ("%s, “%s”", path, name);
  g_autofree guint8 *start = g_malloc (DG_NPY_MAX_HEADER);
  g_autofree guint8 *data = NULL;
  g_autoptr (GBytes) elements = NULL;
  guint8 beyond;
  DgNpyHeader header;
  gsize n_start, n_here, n_rest, n_beyond, size;

  if (!read_up_to (archive, place, start, DG_NPY_MAX_HEADER, &n_start, error) ||
      !dg_npy_header_parse (&header, place, start, n_start, error) ||
      !check_size (path, name, &header, file_size, error))
    return NULL;
  size = header.n * dg_dtype_get_size (header.dtype);
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
  elements = g_bytes_new_take (g_steal_pointer (&data), size);
  return dg_npy_header_to_tensor (&header, elements);
}

DgTensor *
dg_npz_load (const char *path, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = dg_map_file (path, error);
  g_autoptr (Archive) archive = bytes != NULL ? open_archive (path, bytes, error) : NULL;
  g_autoptr (GError) local_error = NULL;

  if (archive == NULL)
    return NULL;
  for (;;)
    {
      g_autofree char *found = next_array (archive, path, &local_error);

      if (found == NULL)
        break;
      if (strcmp (found, name) == 0)
        return read_array (archive, path, name, g_bytes_get_size (bytes), error);
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    dg_set_file_error (error, DG_ERROR_NAME, path, _("there is no array “%s”"), name);
  return NULL;
}
