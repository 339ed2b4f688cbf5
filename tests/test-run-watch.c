/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/run-watch.h"

#include <glib/gstdio.h>
#include <string.h>

#include "tiny-run.h"

typedef struct
{
  TinyRun *tiny;
  DgRun *run;
  DgRunWatch *watch;
  GString *added;
  GString *failed;
} Fixture;

static void
epoch_added_cb (Fixture *fixture, guint epoch)
{
  g_string_append_printf (fixture->added, "%u ", epoch);
}

static void
failed_cb (Fixture *fixture, const char *message)
{
  g_string_append_printf (fixture->failed, "%s\n", message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->tiny = tiny_run_new ();
  tiny_run_add_epoch (fixture->tiny, 1);
  fixture->run = tiny_run_open (fixture->tiny);
  fixture->watch = dg_run_watch_new (fixture->run);
  fixture->added = g_string_new (NULL);
  fixture->failed = g_string_new (NULL);
  g_signal_connect_swapped (fixture->run, "epoch-added", G_CALLBACK (epoch_added_cb), fixture);
  g_signal_connect_swapped (fixture->watch, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->watch != NULL)
    g_assert_finalize_object (fixture->watch);
  g_assert_finalize_object (fixture->run);
  tiny_run_free (fixture->tiny);
  g_string_free (fixture->added, TRUE);
  g_string_free (fixture->failed, TRUE);
}

static gboolean
late_cb (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs the main context until @text is @expected; fails after a minute. */
static void
wait_for (GString *text, const char *expected)
{
  gboolean late = FALSE;
  guint timeout = g_timeout_add_seconds (60, late_cb, &late);

  while (!g_str_equal (text->str, expected) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (text->str, ==, expected);
  g_source_remove (timeout);
}

/* What another program writes is found by itself. */
static void
test_follow (Fixture *fixture, gconstpointer data)
{
  tiny_run_add_epoch (fixture->tiny, 2);
  wait_for (fixture->added, "2 ");
  tiny_run_add_epoch (fixture->tiny, 10);
  wait_for (fixture->added, "2 10 ");
  g_assert_cmpstr (fixture->failed->str, ==, "");
}

/* A fault is told once, and what comes after it is followed all the same. */
static void
test_failed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *manifest = dg_manifest_get_path (fixture->tiny->folder);
  g_autofree char *message = g_strdup_printf ("%s: cannot be read: No such file or directory\n", manifest);
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (manifest, &contents, NULL, NULL));
  g_unlink (manifest);
  wait_for (fixture->failed, message);
  g_assert_true (g_file_set_contents (manifest, contents, -1, NULL));
  tiny_run_add_epoch (fixture->tiny, 2);
  wait_for (fixture->added, "2 ");
  g_assert_cmpstr (fixture->failed->str, ==, message);
}

static void
drop_watch_cb (Fixture *fixture)
{
  g_clear_object (&fixture->watch);
}

/* Whoever is told may let the watch go. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  g_signal_connect_swapped (fixture->run, "epoch-added", G_CALLBACK (drop_watch_cb), fixture);
  tiny_run_add_epoch (fixture->tiny, 2);
  wait_for (fixture->added, "2 ");
  g_assert_null (fixture->watch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/run-watch/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("follow", test_follow);
  ADD ("failed", test_failed);
  ADD ("dropped", test_dropped);
#undef ADD
  return g_test_run ();
}
