/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CIFAR_FILES_SIDE 32
#define CIFAR_FILES_N_CLASSES 10

/* Writes the files of CIFAR-10 into @folder: five of @n_each training images, one of @n_test test images. */
void cifar_files_write_10 (const char *folder, gsize n_each, gsize n_test);

/* Those of CIFAR-100, with the same images and classes. The coarse class of all is 200. */
void cifar_files_write_100 (const char *folder, gsize n_train, gsize n_test);

/* Writes one file of images, the first of them @first, with @n_labels bytes before the pixels of each. */
void cifar_files_write_batch (const char *folder, const char *name, guint n_labels, gsize first, gsize n);

/* The class of image @index, and one of its pixels. Which channel is bright in which quarter tells the class. */
guint8 cifar_files_get_label (gsize index);
guint8 cifar_files_get_pixel (gsize index, guint channel, guint row, guint column);

G_END_DECLS
