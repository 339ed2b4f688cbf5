/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DgSourceFolder:
 * @path: what was asked for, as it was given
 * @folder: that, or the folder of the file that was asked for
 * @file_name: (nullable): the name of that file
 *
 * A folder that holds a dataset, listed once. Hidden files are passed over.
 */
typedef struct
{
  char *path;
  GFile *folder;
  char *file_name;
  /*< private >*/
  GHashTable *types; /* name → GFileType */
} DgSourceFolder;

/* Errors: G_IO_ERROR_*, naming @path. */
DgSourceFolder *dg_source_folder_open (const char *path, GCancellable *cancellable, GError **error);
void dg_source_folder_free (DgSourceFolder *self);

gboolean dg_source_folder_contains (const DgSourceFolder *self, const char *name);

/* Whether @name is there and no other file was asked for. */
gboolean dg_source_folder_offers (const DgSourceFolder *self, const char *name);

/* (transfer full) the names of all that is of @type, in natural order. */
char **dg_source_folder_list (const DgSourceFolder *self, GFileType type);

/* The folder @name in it, which is there. Errors as dg_source_folder_open(). */
DgSourceFolder *dg_source_folder_open_child (const DgSourceFolder *self, const char *name,
                                             GCancellable *cancellable, GError **error);

/* For people: the folder's name, or its parent's where it is called "raw", as torchvision calls it inside the
 * dataset's. */
char *dg_source_folder_get_name (const DgSourceFolder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DgSourceFolder, dg_source_folder_free)

G_END_DECLS
