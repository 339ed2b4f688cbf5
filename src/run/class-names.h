/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DG_CLASS_NAMES_FILE "class_names.json"

/**
 * dg_class_names_load:
 * @folder: path of a folder that may hold class_names.json
 * @n_classes: classes that there are at least
 *
 * The file is a JSON list of names in the order of the classes, or an object: class → name, as {"0": "cat"}, or name →
 * class, as {"cat": 0}. Without a file the names are numbers.
 *
 * Errors: G_IO_ERROR; DG_ERROR_FORMAT for anything else, DG_ERROR_MISMATCH for fewer names than @n_classes,
 * DG_ERROR_UNSUPPORTED for more than DG_MAX_CLASSES.
 *
 * Returns: (transfer full): NULL-terminated
 */
char **dg_class_names_load (const char *folder, guint n_classes, GError **error);

G_END_DECLS
