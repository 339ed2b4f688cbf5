/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DgFamily:
 * @name: for people; NULL where the files' names do not tell which dataset they are
 * @prefix: of its files' names
 * @class_names: (n_classes)
 * @first_label: what the files call class 0
 * @transposed: the files hold the images column by column
 *
 * A dataset whose IDX files are known by name.
 */
typedef struct
{
  const char *name;
  const char *prefix;
  guint n_classes;
  const char *const *class_names;
  guint8 first_label;
  gboolean transposed;
} DgFamily;

/* All families, (n_families). */
const DgFamily *dg_family_list (gsize *n_families);

/**
 * dg_family_tell:
 * @labels: (n) of the training images
 * @folder: name of the folder they are in
 *
 * Tells MNIST, Fashion-MNIST and KMNIST apart, whose files have the same names: by their first labels, else
 * by the folder's name.
 *
 * Returns: (nullable): the family, NULL where neither tells
 */
const DgFamily *dg_family_tell (const guint8 *labels, gsize n, const char *folder);

G_END_DECLS
