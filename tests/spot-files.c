/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spot-files.h"

#include "base/rng.h"

static void
append_number (GByteArray *bytes, guint32 number)
{
  guint32 big = GUINT32_TO_BE (number);

  g_byte_array_append (bytes, (guint8 *) &big, sizeof big);
}

static void
write_file (const char *folder, const char *name, GByteArray *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (char *) bytes->data, bytes->len, &error);
  g_assert_no_error (error);
}

static void
write_split (const char *folder, const char *prefix, guint n, DgRng *rng)
{
  g_autoptr (GByteArray) images = g_byte_array_new ();
  g_autoptr (GByteArray) labels = g_byte_array_new ();
  g_autofree char *images_name = g_strconcat (prefix, "-images-idx3-ubyte", NULL);
  g_autofree char *labels_name = g_strconcat (prefix, "-labels-idx1-ubyte", NULL);

  append_number (images, 0x803);
  append_number (images, n);
  append_number (images, SPOT_SIDE);
  append_number (images, SPOT_SIDE);
  append_number (labels, 0x801);
  append_number (labels, n);
  for (guint i = 0; i < n; i++)
    {
      guint8 pixels[SPOT_SIDE * SPOT_SIDE];
      guint8 label = dg_rng_below (rng, 10);
      guint row = 1 + label / 4 * 4 + dg_rng_below (rng, 2);
      guint column = 1 + label % 4 * 2 + dg_rng_below (rng, 3);

      for (guint j = 0; j < sizeof pixels; j++)
        pixels[j] = dg_rng_below (rng, 60);
      for (guint j = 0; j < 4; j++)
        pixels[(row + j / 2) * SPOT_SIDE + column + j % 2] = 200 + dg_rng_below (rng, 56);
      g_byte_array_append (images, pixels, sizeof pixels);
      g_byte_array_append (labels, &label, 1);
    }
  write_file (folder, images_name, images);
  write_file (folder, labels_name, labels);
}

void
spot_files_write (const char *folder, guint64 seed)
{
  DgRng rng;

  dg_rng_init (&rng, seed, 0);
  write_split (folder, "train", SPOT_N_TRAIN, &rng);
  write_split (folder, "t10k", SPOT_N_TEST, &rng);
}
