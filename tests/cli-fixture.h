/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The built program, as it is typed. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "spot-files.h"
#include "tiny-run.h"

/* A folder to work in: images in data/, a network in net.txt. */
typedef struct
{
  char *folder;
} Place;

static inline void
place_init (Place *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *network = NULL;

  self->folder = g_dir_make_tmp ("test-cli-XXXXXX", &error);
  g_assert_no_error (error);
  data = g_build_filename (self->folder, "data", NULL);
  network = g_build_filename (self->folder, "net.txt", NULL);
  g_assert_cmpint (g_mkdir (data, 0777), ==, 0);
  spot_files_write (data, 1);
  g_file_set_contents (network, SPOT_NETWORK, -1, &error);
  g_assert_no_error (error);
}

static inline void
place_clear (Place *self)
{
  tiny_remove (self->folder);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static inline char *
get_path (const Place *place, const char *name)
{
  return g_build_filename (place->folder, name, NULL);
}

static inline gboolean
is_there (const Place *place, const char *name)
{
  g_autofree char *path = get_path (place, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static inline GSubprocess *
start (const Place *place, const char *arguments)
{
  g_autofree char *line = g_strdup_printf ("\"%s\" %s", g_getenv ("DG_TEST_PROGRAM"), arguments);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_shell_parse_argv (line, NULL, &argv, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_set_cwd (launcher, place->folder);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  return process;
}

/* Runs the program in the folder. @out and @err (nullable) receive what it wrote. Returns its exit status. */
static inline int
run (const Place *place, const char *arguments, char **out, char **err)
{
  g_autoptr (GSubprocess) process = start (place, arguments);
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, out, err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* It does what it is asked, and says nothing on stderr. Returns what it says on stdout. */
static inline char *
succeed (const Place *place, const char *arguments)
{
  g_autofree char *err = NULL;
  char *out = NULL;
  int status = run (place, arguments, &out, &err);

  g_assert_cmpstr (err, ==, "");
  g_assert_cmpint (status, ==, 0);
  return out;
}

/* It ends with 1 after one line that begins with the program and the command, and holds @part. */
static inline void
fail (const Place *place, const char *arguments, const char *part)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_auto (GStrv) words = g_strsplit (arguments, " ", 2);
  g_autofree char *begin = g_strdup_printf ("diagonal %s: ", words[0]);
  int status = run (place, arguments, &out, &err);

  if (status != 1 || !g_str_has_prefix (err, begin) || strstr (err, part) == NULL ||
      strchr (err, '\n') != err + strlen (err) - 1)
    g_error ("diagonal %s: exit %d, “%s” where “%s” was awaited", arguments, status, err, part);
}

static inline void
misuse (const Place *place, const char *arguments, const char *part)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int status = run (place, arguments, &out, &err);

  if (status != 2 || strstr (err, part) == NULL || strstr (err, "--help") == NULL)
    g_error ("diagonal %s: exit %d, “%s” where “%s” was awaited", arguments, status, err, part);
  g_assert_cmpstr (out, ==, "");
}

/* What `info --json` says of the run in @folder; @parser owns it. */
static inline JsonObject *
read_info (const Place *place, const char *folder, JsonParser *parser)
{
  g_autofree char *arguments = g_strdup_printf ("info %s --json", folder);
  g_autofree char *out = succeed (place, arguments);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, out, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static inline void
write_file (const Place *place, const char *name, const char *text)
{
  g_autofree char *path = get_path (place, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static inline void
assert_begins (const Place *place, const char *name, const char *magic)
{
  g_autofree char *path = get_path (place, name);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (size, >, 500);
  g_assert_cmpmem (bytes, strlen (magic), magic, strlen (magic));
}
