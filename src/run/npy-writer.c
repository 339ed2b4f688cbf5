/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/npy-writer.h"

#include <string.h>

#include "run/atomic-file.h"

/* Magic, version 1.0 and the length of the dictionary, which is padded with blanks and ends in a line
 * feed. */
#define PREFIX "\x93NUMPY\x01\x00\x76\x00"
#define PREFIX_SIZE 10
#define HEADER_SIZE 128

G_STATIC_ASSERT (PREFIX_SIZE + 0x76 == HEADER_SIZE);
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

static gboolean
write_header (DgAtomicFile *file, gsize n_rows, gsize n_columns, GError **error)
{
  char header[HEADER_SIZE - PREFIX_SIZE];
  int length = g_snprintf (header, sizeof header,
                           "{'descr': '<f4', 'fortran_order': False, 'shape': (%" G_GSIZE_FORMAT
                           ", %" G_GSIZE_FORMAT "), }",
                           n_rows, n_columns);

  memset (header + length, ' ', sizeof header - length);
  header[sizeof header - 1] = '\n';
  return dg_atomic_file_write (file, PREFIX, PREFIX_SIZE, error) &&
         dg_atomic_file_write (file, header, sizeof header, error);
}

gboolean
dg_npy_write_rows (const char *path, gsize n_rows, gsize n_columns, DgNpyFillRow fill, gpointer data,
                   GError **error)
{
  g_autoptr (DgAtomicFile) file = dg_atomic_file_new (path, error);
  g_autofree float *values = g_new (float, n_columns);

  if (file == NULL || !write_header (file, n_rows, n_columns, error))
    return FALSE;
  for (gsize row = 0; row < n_rows; row++)
    {
      fill (row, values, data);
      if (!dg_atomic_file_write (file, values, n_columns * sizeof *values, error))
        return FALSE;
    }
  return dg_atomic_file_commit (file, error);
}
