/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "../tiny-run.h"

static char *folder;

static void
trap_cb (int number)
{
  abort ();
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  signal (SIGTRAP, trap_cb); /* GLib's way to end, by which libFuzzer would lose the input */
  return 0;
}

void
fuzz_assert_outcome (gboolean done, const GError *error)
{
  g_assert_true (done == (error == NULL));
  if (error != NULL && (error->message[0] == '\0' || !g_utf8_validate (error->message, -1, NULL)))
    g_error ("“%s” cannot be shown", error->message);
}

static void
remove_folder (void)
{
  tiny_remove (folder);
  g_free (folder);
}

char *
fuzz_write (const char *name, const guint8 *data, gsize size)
{
  char *path;
  FILE *file;

  if (folder == NULL)
    {
      folder = g_dir_make_tmp ("dg-fuzz-XXXXXX", NULL);
      g_assert_nonnull (folder);
      atexit (remove_folder);
    }
  path = g_build_filename (folder, name, NULL);
  file = fopen (path, "w");
  g_assert_nonnull (file);
  if (size > 0) /* none may be at NULL */
    g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
  return path;
}
