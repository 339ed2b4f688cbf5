/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset/png-image.h"

#include <string.h>

#include "fuzz.h"

#define SIGNATURE_LENGTH 8
#define NAME_LENGTH 4

/* CRC-32 as PNG has it. */
static guint32
get_crc (const guint8 *data, gsize size)
{
  guint32 crc = G_MAXUINT32;

  for (gsize i = 0; i < size; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  return ~crc;
}

/* Makes the check sum of every whole chunk right, without which nothing behind it is ever read. */
static void
put_crcs_right (guint8 *data, gsize size)
{
  gsize at = SIGNATURE_LENGTH;

  while (size > at && size - at >= 3 * NAME_LENGTH)
    {
      gsize length = (guint32) data[at] << 24 | data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3];
      guint32 crc;

      if (length > size - at - 3 * NAME_LENGTH)
        return;
      at += NAME_LENGTH;
      crc = GUINT32_TO_BE (get_crc (data + at, NAME_LENGTH + length));
      at += NAME_LENGTH + length;
      memcpy (data + at, &crc, sizeof crc);
      at += sizeof crc;
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (DgPngImage) png = { 0 };
  gboolean done;

  put_crcs_right (copy, size);
  path = fuzz_write ("image.png", copy, size);
  file = g_file_new_for_path (path);
  done = dg_png_image_read (&png, file, NULL, &error);
  fuzz_assert_outcome (done, error);
  return 0;
}
