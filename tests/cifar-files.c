/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cifar-files.h"

#include "idx-files.h"

#define SIDE CIFAR_FILES_SIDE

guint8
cifar_files_get_label (gsize index)
{
  return (index * 3 + 1) % CIFAR_FILES_N_CLASSES;
}

guint8
cifar_files_get_pixel (gsize index, guint channel, guint row, guint column)
{
  guint label = cifar_files_get_label (index);
  guint quarter = 2 * (row >= SIDE / 2) + (column >= SIDE / 2);
  guint8 texture = (index * 31 + row * 5 + column * 11 + channel * 17) % 64;

  return texture + (channel == label % 3 && quarter == label / 3 ? 150 : 0);
}

void
cifar_files_write_batch (const char *folder, const char *name, guint n_labels, gsize first, gsize n)
{
  GByteArray *bytes = g_byte_array_new ();

  for (gsize index = first; index < first + n; index++)
    {
      guint8 labels[] = { 200, cifar_files_get_label (index) };

      g_byte_array_append (bytes, labels + G_N_ELEMENTS (labels) - n_labels, n_labels);
      for (guint c = 0; c < 3; c++)
        for (guint row = 0; row < SIDE; row++)
          for (guint column = 0; column < SIDE; column++)
            {
              guint8 pixel = cifar_files_get_pixel (index, c, row, column);

              g_byte_array_append (bytes, &pixel, 1);
            }
    }
  idx_files_write (folder, name, bytes);
}

static void
write_names (const char *folder, const char *name)
{
  static const char names[] = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) names, sizeof names - 1);
  idx_files_write (folder, name, bytes);
}

void
cifar_files_write_10 (const char *folder, gsize n_each, gsize n_test)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("data_batch_%u.bin", i + 1);

      cifar_files_write_batch (folder, name, 1, i * n_each, n_each);
    }
  cifar_files_write_batch (folder, "test_batch.bin", 1, 5 * n_each, n_test);
  write_names (folder, "batches.meta.txt");
}

void
cifar_files_write_100 (const char *folder, gsize n_train, gsize n_test)
{
  cifar_files_write_batch (folder, "train.bin", 2, 0, n_train);
  cifar_files_write_batch (folder, "test.bin", 2, n_train, n_test);
  write_names (folder, "fine_label_names.txt");
}
