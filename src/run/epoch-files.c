/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/epoch-files.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "run/file-error.h"
#include "run/folder.h"

#define PREFIX "epoch_"

static gboolean
parse_name (const char *folder, const char *name, guint *epoch)
{
  const char *digits = name + strlen (PREFIX), *end;
  g_autofree char *number = NULL;
  g_autofree char *path = NULL;
  guint64 value;

  if (!g_str_has_prefix (name, PREFIX))
    return FALSE;
  end = digits + strspn (digits, "0123456789");
  number = g_strndup (digits, end - digits);
  if (!g_ascii_string_to_unsigned (number, 10, 0, G_MAXINT32, &value, NULL))
    return FALSE;
  *epoch = (guint) value;
  if (*end != '\0')
    return g_str_equal (end, ".safetensors") || g_str_equal (end, ".npz");
  path = g_build_filename (folder, name, NULL);
  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

static void
epoch_file_clear (DgEpochFile *file)
{
  g_free (file->name);
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const DgEpochFile *x = a, *y = b;

  return (x->epoch > y->epoch) - (x->epoch < y->epoch);
}

static gboolean
check_unique (const char *folder, GArray *files, GError **error)
{
  for (guint i = 1; i < files->len; i++)
    {
      const DgEpochFile *before = &g_array_index (files, DgEpochFile, i - 1);
      const DgEpochFile *file = &g_array_index (files, DgEpochFile, i);

      if (before->epoch == file->epoch)
        {
          dg_set_file_error (error, DG_ERROR_MISMATCH, folder, _("epoch %u is there twice: %s and %s"), file->epoch,
                             before->name, file->name);
          return FALSE;
        }
    }
  return TRUE;
}

GArray *
dg_epoch_files_list (const char *folder, GError **error)
{
  g_auto (GStrv) names = dg_folder_list (folder, error);
  g_autoptr (GArray) files = NULL;

  if (names == NULL)
    return NULL;
  files = g_array_new (FALSE, FALSE, sizeof (DgEpochFile));
  g_array_set_clear_func (files, (GDestroyNotify) epoch_file_clear);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      DgEpochFile file;

      if (!parse_name (folder, names[i], &file.epoch))
        continue;
      file.name = g_strdup (names[i]);
      g_array_append_val (files, file);
    }
  g_array_sort (files, compare_files);
  return check_unique (folder, files, error) ? g_steal_pointer (&files) : NULL;
}

static gint64
get_own_time (const char *path)
{
  struct stat status;

  if (stat (path, &status) < 0)
    return 0;
  return (gint64) status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000;
}

gint64
dg_epoch_files_get_time (const char *path)
{
  gint64 newest = get_own_time (path);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL); /* NULL for a file */
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      newest = MAX (newest, get_own_time (child));
    }
  return newest;
}
