/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/atomic-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpmem (contents, length, expected, strlen (expected));
}

static void
test_replace (void)
{
  g_autofree char *folder = g_dir_make_tmp ("dg-atomic-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "target", NULL);
  g_autoptr (DgAtomicFile) file = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (dg_atomic_file_set_contents (path, "old", 3, &error));
  g_assert_no_error (error);
  file = dg_atomic_file_new (path, &error);
  g_assert_no_error (error);
  g_assert_true (dg_atomic_file_write (file, "ne", 2, &error));
  g_assert_true (dg_atomic_file_write (file, "w", 1, &error));
  assert_contents (path, "old");
  g_assert_true (dg_atomic_file_commit (file, &error));
  assert_contents (path, "new");
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_expendable (void)
{
  g_autofree char *folder = g_dir_make_tmp ("dg-atomic-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "target", NULL);
  g_autoptr (DgAtomicFile) file = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (dg_atomic_file_set_contents (path, "old", 3, &error));
  file = dg_atomic_file_new (path, &error);
  g_assert_no_error (error);
  dg_atomic_file_set_expendable (file);
  g_assert_true (dg_atomic_file_write (file, "new", 3, &error));
  assert_contents (path, "old");
  g_assert_true (dg_atomic_file_commit (file, &error));
  assert_contents (path, "new");
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_discard (void)
{
  g_autofree char *folder = g_dir_make_tmp ("dg-atomic-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "target", NULL);
  DgAtomicFile *file = dg_atomic_file_new (path, NULL);

  g_assert_true (dg_atomic_file_write (file, "x", 1, NULL));
  g_assert_cmpuint (count_files (folder), ==, 1);
  dg_atomic_file_free (file);
  g_assert_cmpuint (count_files (folder), ==, 0);
  g_rmdir (folder);
}

static void
test_mode (void)
{
  g_autofree char *folder = g_dir_make_tmp ("dg-atomic-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "target", NULL);
  mode_t mask = umask (022);
  struct stat status;

  g_assert_true (dg_atomic_file_set_contents (path, "", 0, NULL));
  umask (mask);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0644);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_missing_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dg_atomic_file_new ("/nonexistent/target", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/nonexistent/target"));
}

/* A limit on the size of files fails a write as a full disk does: some bytes are written, the rest is not. */
static void
test_full (void)
{
  g_autofree char *folder = g_dir_make_tmp ("dg-atomic-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "target", NULL);
  g_autofree char *large = g_malloc0 (100000);
  g_autoptr (GError) error = NULL;
  struct rlimit old, small;

  g_assert_true (dg_atomic_file_set_contents (path, "old", 3, NULL));
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 50000;
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_false (dg_atomic_file_set_contents (path, large, 100000, &error));
  setrlimit (RLIMIT_FSIZE, &old);
  g_assert_nonnull (error);
  g_assert_true (error->domain == G_IO_ERROR);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, "File too large"));
  assert_contents (path, "old");
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_unlink (path);
  g_rmdir (folder);
}

/* What takes what is written, as /dev/null does, is there afterwards. */
static void
test_pipe (void)
{
  g_autofree char *folder = g_dir_make_tmp ("dg-atomic-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "target", NULL);
  g_autoptr (GError) error = NULL;
  char read_back[8];
  struct stat status;
  int reader;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  reader = g_open (path, O_RDONLY | O_NONBLOCK, 0);
  g_assert_true (dg_atomic_file_set_contents (path, "new", 3, &error));
  g_assert_no_error (error);
  g_assert_cmpint (read (reader, read_back, sizeof read_back), ==, 3);
  g_assert_cmpmem (read_back, 3, "new", 3);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_true (S_ISFIFO (status.st_mode));
  g_assert_cmpuint (count_files (folder), ==, 1);
  close (reader);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_left_overs (void)
{
  g_autofree char *folder = g_dir_make_tmp ("dg-atomic-XXXXXX", NULL);
  g_autofree char *kept = g_build_filename (folder, "target.part", NULL);
  g_autofree char *path = g_build_filename (folder, "target", NULL);
  DgAtomicFile *file = dg_atomic_file_new (path, NULL);

  g_assert_true (g_file_set_contents (kept, "mine", -1, NULL));
  g_assert_cmpuint (count_files (folder), ==, 2);
  dg_atomic_file_remove_left_overs (folder);
  g_assert_cmpuint (count_files (folder), ==, 1);
  assert_contents (kept, "mine");
  dg_atomic_file_free (file);
  g_unlink (kept);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/atomic-file/replace", test_replace);
  g_test_add_func ("/atomic-file/expendable", test_expendable);
  g_test_add_func ("/atomic-file/discard", test_discard);
  g_test_add_func ("/atomic-file/mode", test_mode);
  g_test_add_func ("/atomic-file/missing-folder", test_missing_folder);
  g_test_add_func ("/atomic-file/full", test_full);
  g_test_add_func ("/atomic-file/pipe", test_pipe);
  g_test_add_func ("/atomic-file/left-overs", test_left_overs);
  return g_test_run ();
}
