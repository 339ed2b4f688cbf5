/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dataset/dataset-private.h"

#include <glib/gi18n-lib.h>

#include "base/error.h"
#include "base/rng.h"
#include "dataset/cifar.h"
#include "dataset/digits.h"
#include "dataset/idx-folder.h"
#include "dataset/png-folder.h"
#include "dataset/source-folder.h"

/* "sample": keeps the draw apart from what else is drawn by the same seed. */
#define SAMPLE_STREAM G_GUINT64_CONSTANT (0x73616d706c65)

struct _DgDataset
{
  char *name;
  char **class_names; /* (n_classes), NULL-terminated */
  guint n_classes;
  DgImages splits[2]; /* owned */
  gsize sha256;       /* char *, made when first asked for */
};

DgDataset *
dg_dataset_new (const char *name, const char *const *class_names, guint n_classes, DgImages *train, DgImages *test)
{
  DgDataset *self = g_new0 (DgDataset, 1);
  DgImages *splits[2] = { train, test };

  self->name = g_strdup (name);
  self->class_names = g_new0 (char *, n_classes + 1);
  for (guint i = 0; i < n_classes; i++)
    self->class_names[i] = g_strdup (class_names[i]);
  self->n_classes = n_classes;
  for (int i = 0; i < 2; i++)
    {
      self->splits[i] = *splits[i];
      *splits[i] = (DgImages) { 0 };
    }
  return self;
}

void
dg_images_clear (DgImages *self)
{
  g_free ((gpointer) self->pixels);
  g_free ((gpointer) self->labels);
  *self = (DgImages) { 0 };
}

/* What a folder may hold; the first that matches is read. */
static const struct
{
  gboolean (*matches) (const DgSourceFolder *folder);
  DgDataset *(*open) (const DgSourceFolder *folder, GCancellable *cancellable, GError **error);
} formats[] = {
  { dg_idx_folder_matches, dg_idx_folder_open },
  { dg_cifar_matches, dg_cifar_open },
  { dg_png_folder_matches, dg_png_folder_open },
};

DgDataset *
dg_dataset_open (const char *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgSourceFolder) folder = NULL;

  if (g_str_equal (source, "digits"))
    return dg_digits_open (cancellable, error);
  folder = dg_source_folder_open (source, cancellable, error);
  if (folder == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].matches (folder))
      return formats[i].open (folder, cancellable, error);
  g_set_error (error, DG_ERROR, DG_ERROR_NAME,
               folder->file_name != NULL
                 ? _("“%s” is not named like a file of MNIST, EMNIST or CIFAR, as “train-images-idx3-ubyte” is")
                 : _("“%s” holds no dataset: no “train-images-idx3-ubyte” (or .gz), no file of EMNIST or CIFAR, "
                     "no folders of PNG images"),
               source);
  return NULL;
}

void
dg_dataset_free (DgDataset *self)
{
  for (int i = 0; i < 2; i++)
    dg_images_clear (&self->splits[i]);
  g_free (GSIZE_TO_POINTER (self->sha256));
  g_strfreev (self->class_names);
  g_free (self->name);
  g_free (self);
}

const char *
dg_dataset_get_name (const DgDataset *self)
{
  return self->name;
}

guint
dg_dataset_get_n_classes (const DgDataset *self)
{
  return self->n_classes;
}

const char *
dg_dataset_get_class_name (const DgDataset *self, guint class_index)
{
  g_assert (class_index < self->n_classes);
  return self->class_names[class_index];
}

const DgImages *
dg_dataset_get_images (const DgDataset *self, DgSplit split)
{
  return &self->splits[split];
}

/* g_checksum_update() takes at most G_MAXSSIZE bytes, which is all that memory holds. */
static char *
compute_sha256 (const DgDataset *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (int i = 0; i < 2; i++)
    {
      const DgImages *images = &self->splits[i];
      const guint64 sizes[] = {
        GUINT64_TO_LE (images->n),
        GUINT64_TO_LE (images->height),
        GUINT64_TO_LE (images->width),
        GUINT64_TO_LE (images->channels),
      };

      g_checksum_update (checksum, (const guchar *) sizes, sizeof sizes);
      g_checksum_update (checksum, images->pixels,
                         images->n * images->height * images->width * images->channels);
      g_checksum_update (checksum, images->labels, images->n);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

const char *
dg_dataset_get_sha256 (const DgDataset *self)
{
  gsize *sha256 = (gsize *) &self->sha256;

  if (g_once_init_enter (sha256))
    g_once_init_leave (sha256, GPOINTER_TO_SIZE (compute_sha256 (self)));
  return GSIZE_TO_POINTER (self->sha256);
}

/* How many of @n to draw from each class: its share of @total rounded down, and one more for those with the
 * largest remainders, the lower class where they are equal. @counts, @quotas: (n_classes) */
static void
share_out (gsize n, gsize total, const gsize *counts, gsize *quotas, guint n_classes)
{
  g_autofree guint64 *remainders = g_new (guint64, n_classes);
  gsize left = n;

  for (guint c = 0; c < n_classes; c++)
    {
      guint64 share = (guint64) n * counts[c];

      quotas[c] = share / total;
      remainders[c] = share % total;
      left -= quotas[c];
    }
  for (; left > 0; left--)
    {
      guint largest = 0;

      for (guint c = 1; c < n_classes; c++)
        if (remainders[c] > remainders[largest])
          largest = c;
      quotas[largest]++;
      remainders[largest] = 0;
    }
}

static int
compare_rows_cb (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

guint32 *
dg_dataset_draw_sample (const DgDataset *self, DgSplit split, gsize n, guint64 seed, gsize *n_drawn)
{
  const DgImages *images = &self->splits[split];
  g_autofree gsize *counts = g_new0 (gsize, self->n_classes);
  g_autofree gsize *quotas = g_new0 (gsize, self->n_classes);
  g_autofree guint32 *rows = g_new (guint32, images->n);
  guint32 *sample;
  gsize filled = 0;

  n = MIN (n, images->n);
  sample = g_new (guint32, MAX (n, 1));
  for (gsize i = 0; i < images->n; i++)
    counts[images->labels[i]]++;
  share_out (n, images->n, counts, quotas, self->n_classes);
  for (guint c = 0; c < self->n_classes; c++)
    {
      gsize count = 0;
      DgRng rng;

      for (gsize i = 0; i < images->n; i++)
        if (images->labels[i] == c)
          rows[count++] = i;
      /* The first steps of a Fisher–Yates shuffle. */
      dg_rng_init (&rng, seed, SAMPLE_STREAM + c);
      for (gsize i = 0; i < quotas[c]; i++)
        {
          gsize j = i + dg_rng_below (&rng, count - i);

          sample[filled++] = rows[j];
          rows[j] = rows[i];
        }
    }
  qsort (sample, filled, sizeof *sample, compare_rows_cb);
  *n_drawn = filled;
  return sample;
}
