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
#include "run/input-file.h"
#include "run/npy.h"

#define MAX_MEMBERS 4096

#define EXTENSION ".npy"

/* What is read of the file at a time. */
#define BLOCK_SIZE 65536

struct _DgNpz
{
  DgInputFile *file;
  GArray *entries; /* of DgArrayEntry */
};

/**
 * Zip:
 * @file: borrowed
 * @at: where in it the archive reads on
 * @fault: (nullable): why it could not be read
 *
 * The archive in a file, on its way from member to member.
 */
typedef struct
{
  struct archive *archive;
  const DgInputFile *file;
  gsize at;
  GError *fault;
  guint8 block[BLOCK_SIZE];
} Zip;

static void
zip_free (Zip *self)
{
  archive_read_free (self->archive);
  g_clear_error (&self->fault);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Zip, zip_free)

static la_ssize_t
read_cb (struct archive *archive, void *data, const void **block)
{
  Zip *self = data;
  gsize size = MIN (BLOCK_SIZE, dg_input_file_get_size (self->file) - self->at);

  g_clear_error (&self->fault);
  if (!dg_input_file_read_into (self->file, self->at, size, self->block, &self->fault))
    return ARCHIVE_FATAL;
  self->at += size;
  *block = self->block;
  return size;
}

static la_int64_t
seek_cb (struct archive *archive, void *data, la_int64_t offset, int whence)
{
  Zip *self = data;
  la_int64_t size = dg_input_file_get_size (self->file);
  la_int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (la_int64_t) self->at : size;

  if (offset < -base || offset > size - base)
    return ARCHIVE_FATAL;
  self->at = base + offset;
  return self->at;
}

static gboolean
fail_zip (const Zip *self, const char *place, GError **error)
{
  const char *message = archive_error_string (self->archive);

  if (self->fault != NULL)
    g_propagate_error (error, g_error_copy (self->fault));
  else
    dg_set_file_error (error, DG_ERROR_FORMAT, place, _("is no intact zip file (%s)"),
                       message != NULL ? message : _("unknown fault"));
  return FALSE;
}

static Zip *
zip_open (const DgInputFile *file, GError **error)
{
  g_autoptr (Zip) self = g_new0 (Zip, 1);

  self->file = file;
  self->archive = archive_read_new ();
  /* By the directory at its end: without one, a file is not yet all there. */
  archive_read_support_format_zip_seekable (self->archive);
  archive_read_set_seek_callback (self->archive, seek_cb);
  if (archive_read_open (self->archive, self, NULL, read_cb, NULL) == ARCHIVE_OK)
    return g_steal_pointer (&self);
  fail_zip (self, dg_input_file_get_path (file), error);
  return NULL;
}

/* (transfer full) the name of the array in the next member, NULL with no error at the end. */
static char *
find_array (const Zip *zip, GError **error)
{
  struct archive_entry *entry;
  int status;

  /* A warning is about what is not used here, such as a time. */
  while ((status = archive_read_next_header (zip->archive, &entry)) == ARCHIVE_OK || status == ARCHIVE_WARN)
    {
      const char *name = archive_entry_pathname_utf8 (entry);

      if (name != NULL && g_str_has_suffix (name, EXTENSION))
        return g_strndup (name, strlen (name) - strlen (EXTENSION));
    }
  if (status != ARCHIVE_EOF)
    fail_zip (zip, dg_input_file_get_path (zip->file), error);
  return NULL;
}

/* The same in any locale: libarchive takes names through the locale's encoding and drops what that lacks. */
static char *
next_array (const Zip *zip, GError **error)
{
  locale_t utf8 = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);
  locale_t old = uselocale (utf8);
  char *name = find_array (zip, error);

  uselocale (old);
  if (utf8 != (locale_t) 0)
    freelocale (utf8);
  return name;
}

/* Reads until @size bytes or the end of the member; @n_read: (out). */
static gboolean
read_up_to (const Zip *zip, const char *place, guint8 *data, gsize size, gsize *n_read, GError **error)
{
  *n_read = 0;
  while (*n_read < size)
    {
      la_ssize_t n = archive_read_data (zip->archive, data + *n_read, size - *n_read);

      if (n < 0)
        return fail_zip (zip, place, error);
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
read_header (const Zip *zip, const char *name, DgNpyHeader *header, guint8 *start, gsize *n_start, GError **fault,
             GError **error)
{
  const char *path = dg_input_file_get_path (zip->file);
  g_autofree char *place = name_place (path, name);

  if (!read_up_to (zip, place, start, DG_NPY_MAX_HEADER, n_start, error))
    return FALSE;
  if (dg_npy_header_parse (header, place, start, *n_start, fault))
    check_size (path, name, &header->layout, dg_input_file_get_size (zip->file), fault);
  return TRUE;
}

static gboolean
list_entries (DgNpz *self, const Zip *zip, GError **error)
{
  const char *path = dg_input_file_get_path (self->file);
  g_autofree guint8 *start = g_malloc (DG_NPY_MAX_HEADER);
  g_autoptr (GError) local_error = NULL;
  gsize n_start;
  char *name;

  while ((name = next_array (zip, &local_error)) != NULL)
    {
      DgArrayEntry entry = { .name = name };
      DgNpyHeader header = { { 0 } };
      gboolean read = read_header (zip, name, &header, start, &n_start, &entry.fault, error);

      entry.layout = header.layout;
      g_array_append_val (self->entries, entry);
      if (!read)
        return FALSE;
      if (self->entries->len > MAX_MEMBERS)
        {
          dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path, _("holds more than %d arrays"),
                             MAX_MEMBERS);
          return FALSE;
        }
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (self->entries->len == 0)
    dg_set_file_error (error, DG_ERROR_FORMAT, path, _("holds no NumPy array"));
  else
    return TRUE;
  return FALSE;
}

DgNpz *
dg_npz_open (const char *path, GError **error)
{
  g_autoptr (DgNpz) self = g_new0 (DgNpz, 1);
  g_autoptr (Zip) zip = NULL;

  self->entries = dg_array_entries_new ();
  self->file = dg_input_file_open (path, error);
  zip = self->file != NULL ? zip_open (self->file, error) : NULL;
  return zip != NULL && list_entries (self, zip, error) ? g_steal_pointer (&self) : NULL;
}

void
dg_npz_free (DgNpz *self)
{
  g_clear_pointer (&self->file, dg_input_file_free);
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
read_elements (const Zip *zip, const DgArrayEntry *entry, GError **error)
{
  g_autofree char *place = name_place (dg_input_file_get_path (zip->file), entry->name);
  g_autofree guint8 *start = g_malloc (DG_NPY_MAX_HEADER);
  g_autofree guint8 *data = NULL;
  g_autoptr (GError) fault = NULL;
  DgNpyHeader header;
  guint8 beyond;
  gsize n_start, n_here, n_rest, n_beyond, size;

  if (!read_header (zip, entry->name, &header, start, &n_start, &fault, error))
    return NULL;
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  if (!dg_array_layout_equal (&header.layout, &entry->layout))
    {
      dg_set_file_error (error, DG_ERROR_CHANGED, place, _("has changed since it was opened"));
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
  if (!read_up_to (zip, place, data + n_here, size - n_here, &n_rest, error) ||
      !read_up_to (zip, place, &beyond, 1, &n_beyond, error))
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
  g_autoptr (Zip) zip = zip_open (self->file, error);
  g_autoptr (GError) local_error = NULL;

  if (zip == NULL)
    return NULL;
  for (;;)
    {
      g_autofree char *found = next_array (zip, &local_error);

      if (found == NULL)
        break;
      if (strcmp (found, entry->name) == 0)
        return read_elements (zip, entry, error);
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    dg_set_file_error (error, DG_ERROR_NAME, dg_input_file_get_path (self->file), _("there is no array “%s”"), entry->name);
  return NULL;
}
