/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "idx-files.h"

#include <glib/gstdio.h>
#include <string.h>

GByteArray *
idx_files_make (guint8 type, guint n_dims, const guint32 *shape, gsize n_values)
{
  const guint8 magic[] = { 0, 0, type, n_dims };
  GByteArray *bytes = g_byte_array_new ();
  gsize length;

  g_byte_array_append (bytes, magic, sizeof magic);
  for (guint i = 0; i < n_dims; i++)
    {
      guint32 extent = GUINT32_TO_BE (shape[i]);

      g_byte_array_append (bytes, (const guint8 *) &extent, sizeof extent);
    }
  length = bytes->len;
  g_byte_array_set_size (bytes, length + n_values);
  for (gsize i = 0; i < n_values; i++)
    bytes->data[length + i] = i;
  return bytes;
}

void
idx_files_compress (GByteArray *bytes)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GConverter) deflater = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, deflater);
  g_autoptr (GError) error = NULL;
  GMemoryOutputStream *made = G_MEMORY_OUTPUT_STREAM (memory);

  g_output_stream_write_all (stream, bytes->data, bytes->len, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, &error);
  g_assert_no_error (error);
  g_byte_array_set_size (bytes, 0);
  g_byte_array_append (bytes, g_memory_output_stream_get_data (made),
                       g_memory_output_stream_get_data_size (made));
}

void
idx_files_write (const char *folder, const char *name, GByteArray *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  /* Without waiting for the disk; a longer file in its place would keep its end. */
  g_unlink (path);
  g_file_set_contents_full (path, (const char *) bytes->data, bytes->len, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  g_byte_array_unref (bytes);
}

static void
write_maybe_compressed (const char *folder, const char *name, GByteArray *bytes)
{
  if (g_str_has_suffix (name, ".gz"))
    idx_files_compress (bytes);
  idx_files_write (folder, name, bytes);
}

void
idx_files_write_labels (const char *folder, const char *name, const guint8 *labels, gsize n)
{
  const guint32 shape[] = { n };
  GByteArray *bytes = idx_files_make (0x08, 1, shape, n);

  memcpy (bytes->data + 8, labels, n);
  write_maybe_compressed (folder, name, bytes);
}

void
idx_files_write_images (const char *folder, const char *name, guint32 n, guint32 height, guint32 width)
{
  const guint32 shape[] = { n, height, width };

  write_maybe_compressed (folder, name, idx_files_make (0x08, 3, shape, (gsize) n * height * width));
}

char *
idx_files_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("diagonal-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_recursively (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_recursively (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
idx_files_remove_folder (char *folder)
{
  remove_recursively (folder);
  g_free (folder);
}
