/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/wait.h>

#include "cli-fixture.h"
#include "png-files.h"

#define TRAIN "train --data data --network net.txt --analysis 50 --batch 32 --threads 2 "

static void
assert_ints (JsonObject *object, const char *member, const char *expected)
{
  JsonArray *array = json_object_get_array_member (object, member);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            json_array_get_int_element (array, i));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_train (void)
{
  g_autofree char *out = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *info, *options;
  g_auto (GStrv) lines = NULL;
  g_auto (Place) place;

  place_init (&place);
  out = succeed (&place, TRAIN "--run r --epochs 3 --save 1,3 --seed 7 --layers P1,R2,S3");
  lines = g_strsplit (out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5); /* an epoch each, where the run is, and the end */
  g_assert_true (g_str_has_prefix (lines[2], "epoch 3 of 3: "));
  g_assert_nonnull (strstr (lines[2], "accuracy"));
  g_assert_nonnull (strstr (lines[3], "r"));

  info = read_info (&place, "r", parser);
  assert_ints (info, "epochs", "1,3");
  g_assert_cmpint (json_object_get_int_member (info, "samples"), ==, 50);
  g_assert_cmpint (json_object_get_int_member (info, "samples_of"), ==, SPOT_N_TEST);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (info, "layers")), ==, 3);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (info, "metrics")), ==, 3);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (info, "classes")), ==, 10);
  assert_ints (json_array_get_object_element (json_object_get_array_member (info, "layers"), 0), "shape",
               "3,5,5");
  options = json_object_get_object_member (info, "options");
  g_assert_cmpint (json_object_get_int_member (options, "seed"), ==, 7);
  g_assert_cmpint (json_object_get_int_member (options, "batch"), ==, 32);

  text = succeed (&place, "info r");
  g_assert_nonnull (strstr (text, "1,3"));
  g_assert_nonnull (strstr (text, "3 × 5 × 5"));
  g_assert_nonnull (strstr (text, "seed 7"));
}

/* Images whose brightness tells the class, in a folder for each of ten classes; the fifth part are to test. */
static void
test_train_png (void)
{
  g_autofree char *out = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *info;
  g_auto (Place) place;

  place_init (&place);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *class_folder = g_strdup_printf ("images/kind %u", i % 10 + 1);
      g_autofree char *folder = get_path (&place, class_folder);
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      guint8 pixels[SPOT_SIDE * SPOT_SIDE];

      memset (pixels, 20 * (i % 10) + i / 10, sizeof pixels);
      png_files_write (folder, name, SPOT_SIDE, SPOT_SIDE, 1, pixels);
    }
  out = succeed (&place, "train --data images --network net.txt --run r --epochs 1 --batch 10");
  info = read_info (&place, "r", parser);
  g_assert_cmpint (json_object_get_int_member (info, "samples"), ==, 20);
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (info, "classes"), 9), ==,
                   "kind 10");
}

static GBytes *
read_bytes (const Place *place, const char *name)
{
  g_autofree char *path = get_path (place, name);
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  gsize size;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, size);
}

static void
assert_same_file (const Place *place, const char *a, const char *b)
{
  g_autoptr (GBytes) first = read_bytes (place, a);
  g_autoptr (GBytes) second = read_bytes (place, b);

  g_assert_true (g_bytes_equal (first, second));
}

static void
test_resume (void)
{
  g_autofree char *whole = NULL;
  g_autofree char *part = NULL;
  g_autofree char *rest = NULL;
  g_auto (Place) place;

  place_init (&place);
  whole = succeed (&place, TRAIN "--run whole --epochs 3 --save all --layers all");
  part = succeed (&place, TRAIN "--run part --epochs 2 --save all --layers all");
  fail (&place, TRAIN "--run part --epochs 2", "holds a run already");
  misuse (&place, "train --run part --resume --seed 2", "--resume");
  rest = succeed (&place, "train --run part --resume --epochs 3");
  g_assert_true (g_str_has_prefix (rest, "epoch 3 of 3: ")); /* the earlier ones are not said again */
  assert_same_file (&place, "whole/weights/epoch_0002.safetensors", "part/weights/epoch_0002.safetensors");
  assert_same_file (&place, "whole/analysis.safetensors", "part/analysis.safetensors");
  assert_same_file (&place, "whole/checkpoint.safetensors", "part/checkpoint.safetensors");
}

static void
assert_stopped_by (const Place *place, const char *arguments, int signal)
{
  g_autoptr (GSubprocess) process = start (place, arguments);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_autofree char *err = NULL;

  g_assert_true (g_str_has_prefix (line, "epoch "));
  g_subprocess_send_signal (process, signal);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &err, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 128 + signal);
  g_assert_nonnull (strstr (err, "diagonal train --run 'a run' --resume"));
}

static void
test_signals (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *info;
  g_auto (Place) place;

  place_init (&place);
  assert_stopped_by (&place, TRAIN "--run 'a run' --epochs 90000 --save 1", SIGINT);
  assert_stopped_by (&place, "train --run 'a run' --resume", SIGTERM);
  info = read_info (&place, "'a run'", parser);
  assert_ints (info, "epochs", "1");
}

static void
test_train_refused (void)
{
  g_auto (Place) place;

  place_init (&place);
  misuse (&place, "train", "--run");
  misuse (&place, TRAIN "--run r --epochs many", "many");
  misuse (&place, TRAIN "--run r --epochs 0", "--epochs");
  misuse (&place, TRAIN "--run r --epochs -1", "--epochs");
  misuse (&place, TRAIN "--run r --analysis 0", "--analysis");
  misuse (&place, TRAIN "--run r --learning-rate 0", "--learning-rate");
  misuse (&place, TRAIN "--run r --learning-rate nan", "--learning-rate");
  misuse (&place, TRAIN "--run r --learning-rate fast", "fast");
  misuse (&place, TRAIN "--run r --momentum 1", "--momentum");
  misuse (&place, TRAIN "--run r --noise -1", "--noise");
  misuse (&place, TRAIN "--run r --colour", "--colour");
  misuse (&place, TRAIN "--run r more", "more");
  fail (&place, "train --run r --data nowhere", "nowhere");
  fail (&place, "train --run r --data data --network alexnet", "lenet5");
  fail (&place, TRAIN "--run r --layers P1,Q9", "C1, R1, P1, F2, R2, F3, S3");
  fail (&place, TRAIN "--run r --layers P1,,S3", "empty item");
  fail (&place, TRAIN "--run r --epochs 2 --save 9", "1,2");
  fail (&place, TRAIN "--run net.txt", "net.txt");
  fail (&place, "train --run r --resume", "r");
  g_assert_false (is_there (&place, "r"));
}

static void
make_run (Place *place, const char *name, const guint *epochs, gsize n)
{
  TinyRun *tiny = tiny_run_new ();
  g_autofree char *path = get_path (place, name);

  for (gsize i = 0; i < n; i++)
    tiny_run_add_epoch (tiny, epochs[i]);
  g_assert_cmpint (g_rename (tiny->folder, path), ==, 0);
  tiny_run_free (tiny);
}

static const guint epochs[] = { 1, 2, 10 };

static void
test_figure (void)
{
  g_auto (Place) place;

  place_init (&place);
  make_run (&place, "r", epochs, 3);
  for (guint i = 1; i <= 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("fig%u.png", i);
      g_autofree char *arguments = g_strdup_printf ("figure r --preset fig%u --output %s --cell 60", i, name);

      g_free (succeed (&place, arguments));
      assert_begins (&place, name, "\x89PNG\r\n");
    }
  g_free (
    succeed (&place, "figure r --output f.svg --epochs 1-5 --layers P1:1,S5 --image vat --focus wrong"));
  assert_begins (&place, "f.svg", "<?xml");
  g_free (succeed (&place, "figure r --output g.svg --group prediction --layers S5 --epochs 10"));
  assert_begins (&place, "g.svg", "<?xml");
  g_free (succeed (&place, "figure r --output h.png --image dissplot --group blocks:4 --cell 60"));
  assert_begins (&place, "h.png", "\x89PNG\r\n");
  g_free (succeed (&place, "figure r --output w.svg --subject weights --units C1:0,F3:2 --cell 60"));
  assert_begins (&place, "w.svg", "<?xml");
  g_free (succeed (&place, "figure r --output v.png --subject weights --layers F3,F5 --epochs 2,10 --cell 60"));
  assert_begins (&place, "v.png", "\x89PNG\r\n");
  g_free (succeed (&place, "figure r --output f.PDF --sizes 30,10 --order seriation --palette grey"));
  assert_begins (&place, "f.PDF", "%PDF-");
}

static void
test_figure_refused (void)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;
  g_auto (Place) place;

  place_init (&place);
  make_run (&place, "r", epochs, 3);
  make_run (&place, "empty", NULL, 0);
  misuse (&place, "figure --output f.png", "RUN");
  misuse (&place, "figure r", "--output");
  misuse (&place, "figure r --output f.png --cell 1", "--cell");
  misuse (&place, "figure r more --output f.png", "more");
  fail (&place, "figure nowhere --output f.png", "nowhere");
  fail (&place, "figure data --output f.png", "data");
  fail (&place, "figure empty --output f.png", "no saved epoch");
  fail (&place, "figure r --output f.bmp", ".svg");
  fail (&place, "figure r --output nowhere/f.png", "nowhere/f.png");
  fail (&place, "figure r --output f.png --epochs 3", "1,2,10");
  fail (&place, "figure r --output f.png --epochs one", "one");
  fail (&place, "figure r --output f.png --layers R9", "P1, R3, R4, S5");
  fail (&place, "figure r --output f.png --layers P1:2", "0 to 1");
  fail (&place, "figure r --output f.png --focus best:3", "least-confident");
  fail (&place, "figure r --output f.png --focus class:7", "0 to 3");
  fail (&place, "figure r --output f.png --preset fig9", "fig1");
  fail (&place, "figure r --output f.png --image photo", "dissimilarity");
  fail (&place, "figure r --output f.png --group digit", "height:H");
  fail (&place, "figure r --output f.png --group label --image ivat", "dissplot");
  fail (&place, "figure r --output f.png --order any", "havens-bezdek");
  fail (&place, "figure r --output f.png --palette pink", "grey");
  fail (&place, "figure r --output f.png --sizes none", "none");

  fail (&place, "figure r --output f.png --subject cats", "outputs, weights");
  fail (&place, "figure r --output f.png --subject weights --focus wrong", "--focus is about samples");
  fail (&place, "figure r --output f.png --subject weights --layers R3", "C1, F3, F4, F5");
  fail (&place, "figure r --output f.png --subject weights --units F3:6", "0 to 5");
  fail (&place, "figure r --output f.png --units C1:0", "--subject weights");

  dir = g_dir_open (place.folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL) /* nothing half-written */
    g_assert_true (g_strv_contains ((const char *const[]){ "data", "net.txt", "r", "empty", NULL }, name));
}

/* What can be looked at, each with its shape; activations from elsewhere hold no weights. */
static void
test_info_weights (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *text = NULL;
  JsonArray *weights;
  JsonObject *filters;
  g_auto (Place) place;

  place_init (&place);
  make_run (&place, "r", epochs, 1);
  weights = json_object_get_array_member (read_info (&place, "r", parser), "weights");
  g_assert_cmpuint (json_array_get_length (weights), ==, 4);
  filters = json_array_get_object_element (weights, 0);
  g_assert_cmpstr (json_object_get_string_member (filters, "name"), ==, "C1");
  g_assert_cmpstr (json_object_get_string_member (filters, "kind"), ==, "filters");
  g_assert_cmpint (json_object_get_int_member (filters, "units"), ==, 2);
  assert_ints (filters, "shape", "1,3,3");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (weights, 2), "kind"), ==, "units");
  text = succeed (&place, "info r");
  g_assert_nonnull (strstr (text, "weights       C1  2 filters of 1 × 3 × 3\n"));
  g_assert_nonnull (strstr (text, "F3  6 units of 2 × 2 × 2\n"));
}

/* The name of a folder need not be UTF-8, but JSON is. */
static void
test_info_of_any_name (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *info;
  g_auto (Place) place;

  place_init (&place);
  make_run (&place, "r\xff", epochs, 1);
  info = read_info (&place, "r\xff", parser);
  g_assert_cmpstr (json_object_get_string_member (info, "name"), ==, "r\uFFFD");
  g_assert_true (g_str_has_suffix (json_object_get_string_member (info, "folder"), "/r\uFFFD"));
}

/* What is printed for a program must be there as a whole, or the status says that it is not. */
static void
test_full_output (void)
{
  const char *const commands[] = { "info", "reduce" };

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("there is no /dev/full");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
      g_autoptr (GSubprocess) process = NULL;
      g_autofree char *err = NULL;
      g_auto (Place) place;

      place_init (&place);
      make_run (&place, "r", epochs, 1);
      g_subprocess_launcher_set_cwd (launcher, place.folder);
      g_subprocess_launcher_set_stdout_file_path (launcher, "/dev/full");
      process =
        g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("DG_TEST_PROGRAM"), commands[i], "r", "--json", NULL);
      g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &err, NULL));
      g_assert_nonnull (strstr (err, "standard output: "));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
    }
}

static void
test_info_refused (void)
{
  g_auto (Place) place;

  place_init (&place);
  make_run (&place, "r", epochs, 1);
  misuse (&place, "info", "RUN");
  fail (&place, "info nowhere", "nowhere");
  fail (&place, "info data", "data");
  write_file (&place, "r/outputs/epoch_0001.safetensors", "cut");
  fail (&place, "info r", "epoch_0001.safetensors");
  write_file (&place, "r/run.json", "{");
  fail (&place, "info r", "run.json");
}

static void
test_help (void)
{
  const char *const words[][2] = {
    { "train --help", "--resume" },
    { "figure --help", "--preset" },
    { "tendency --help", "--metric" },
    { "info --help", "--json" },
  };
  g_auto (Place) place;

  place_init (&place);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_auto (GStrv) command = g_strsplit (words[i][0], " ", 2);
      g_autofree char *usage = g_strdup_printf ("diagonal %s", command[0]);
      g_autofree char *out = succeed (&place, words[i][0]);

      g_assert_nonnull (strstr (out, usage));
      g_assert_nonnull (strstr (out, words[i][1]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/train", test_train);
  g_test_add_func ("/cli/train/png", test_train_png);
  g_test_add_func ("/cli/train/resume", test_resume);
  g_test_add_func ("/cli/train/signals", test_signals);
  g_test_add_func ("/cli/train/refused", test_train_refused);
  g_test_add_func ("/cli/figure", test_figure);
  g_test_add_func ("/cli/figure/refused", test_figure_refused);
  g_test_add_func ("/cli/info/weights", test_info_weights);
  g_test_add_func ("/cli/info/of-any-name", test_info_of_any_name);
  g_test_add_func ("/cli/full-output", test_full_output);
  g_test_add_func ("/cli/info/refused", test_info_refused);
  g_test_add_func ("/cli/help", test_help);
  return g_test_run ();
}
