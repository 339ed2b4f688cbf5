/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "array-files.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>

GByteArray *
npy_new (const char *dictionary, gconstpointer elements, gsize size)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GString) header = g_string_new (dictionary);

  while ((10 + header->len + 1) % 64 != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  g_byte_array_append (bytes, (const guint8 *) "\x93NUMPY\x01\x00", 8);
  g_byte_array_append (bytes, (guint8[]) { header->len & 0xff, header->len >> 8 }, 2);
  g_byte_array_append (bytes, (guint8 *) header->str, header->len);
  g_byte_array_append (bytes, elements, size);
  return bytes;
}

GByteArray *
npy_new_array (const char *type, const char *shape, gconstpointer elements, gsize size)
{
  g_autofree char *dictionary =
    g_strdup_printf ("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);

  return npy_new (dictionary, elements, size);
}

void
npz_write (const char *path, guint n, const char *const *names, GByteArray *const *members, gboolean deflate)
{
  struct archive *archive = archive_write_new ();

  archive_write_set_format_zip (archive);
  if (deflate)
    archive_write_zip_set_compression_deflate (archive);
  else
    archive_write_zip_set_compression_store (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (guint i = 0; i < n; i++)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, names[i]);
      archive_entry_set_size (entry, members[i]->len);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, members[i]->data, members[i]->len), ==, members[i]->len);
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
}

void
bytes_write (const char *path, gconstpointer data, gsize size)
{
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}
