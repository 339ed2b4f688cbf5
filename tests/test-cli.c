/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "spot-files.h"
#include "tiny-run.h"

/* A folder to work in: images in data/, a network in net.txt. */
typedef struct
{
  char *folder;
} Place;

static void
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

static void
place_clear (Place *self)
{
  tiny_remove (self->folder);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static char *
get_path (const Place *place, const char *name)
{
  return g_build_filename (place->folder, name, NULL);
}

static gboolean
is_there (const Place *place, const char *name)
{
  g_autofree char *path = get_path (place, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static GSubprocess *
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
static int
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
static char *
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
static void
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

static void
misuse (const Place *place, const char *arguments, const char *part)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int status = run (place, arguments, &out, &err);

  if (status != 2 || strstr (err, part) == NULL || strstr (err, "--help") == NULL)
    g_error ("diagonal %s: exit %d, “%s” where “%s” was awaited", arguments, status, err, part);
  g_assert_cmpstr (out, ==, "");
}

#define TRAIN "train --data data --network net.txt --analysis 50 --batch 32 --threads 2 "

static JsonObject *
read_info (const Place *place, const char *folder, JsonParser *parser)
{
  g_autofree char *arguments = g_strdup_printf ("info %s --json", folder);
  g_autofree char *out = succeed (place, arguments);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, out, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

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
assert_begins (const Place *place, const char *name, const char *magic)
{
  g_autofree char *path = get_path (place, name);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (size, >, 500);
  g_assert_cmpmem (bytes, strlen (magic), magic, strlen (magic));
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
  fail (&place, "figure r --output f.png --order any", "havens-bezdek");
  fail (&place, "figure r --output f.png --palette pink", "grey");
  fail (&place, "figure r --output f.png --sizes none", "none");

  dir = g_dir_open (place.folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL) /* nothing half-written */
    g_assert_true (g_strv_contains ((const char *const[]){ "data", "net.txt", "r", "empty", NULL }, name));
}

static void
write_file (const Place *place, const char *name, const char *text)
{
  g_autofree char *path = get_path (place, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Points at 3, 0, 7.5 and 1 on a line: 0 and 7.5 are farthest apart, and the first of them starts. */
#define LINE "3\n0\n7.5\n1\n"
#define LINE_ORDER \
  "position,index,parent,weight\n" \
  "0,1,-1,0\n" \
  "1,3,1,1\n" \
  "2,0,3,2\n" \
  "3,2,0,4.5\n"

static void
test_tendency (void)
{
  g_autofree char *out = NULL;
  g_autofree char *dash = NULL;
  g_autofree char *path = NULL;
  g_autofree char *table = NULL;
  g_autofree char *cosine = NULL;
  g_autofree char *precomputed = NULL;
  g_auto (Place) place;

  place_init (&place);
  write_file (&place, "line.csv", LINE);
  write_file (&place, "angles.csv", "1,0\n0,2\n3,3\n");
  write_file (&place, "distances.csv", "0,2,5\n2,0,4\n5,4,0\n");
  out = succeed (&place, "tendency line.csv");
  g_assert_cmpstr (out, ==, LINE_ORDER);
  dash = succeed (&place, "tendency line.csv --output -");
  g_assert_cmpstr (dash, ==, LINE_ORDER);

  g_free (succeed (&place, "tendency line.csv --output order.csv --image image.png"));
  path = get_path (&place, "order.csv");
  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  g_assert_cmpstr (table, ==, LINE_ORDER);
  assert_begins (&place, "image.png", "\x89PNG\r\n");

  precomputed = succeed (&place, "tendency distances.csv --metric precomputed");
  g_assert_cmpstr (precomputed, ==, "position,index,parent,weight\n0,0,-1,0\n1,1,0,2\n2,2,1,4\n");
  cosine = succeed (&place, "tendency angles.csv --metric cosine");
  g_assert_true (g_str_has_prefix (cosine, "position,index,parent,weight\n0,0,-1,0\n1,2,0,0.29289"));
}

/* Two pairs: by path distances the second hangs on the first sample, since it is as far from all. */
static void
test_tendency_order (void)
{
  g_autofree char *usual = NULL;
  g_autofree char *seriation = NULL;
  g_auto (Place) place;

  place_init (&place);
  write_file (&place, "pairs.csv", "10\n0\n1\n11.5\n");
  usual = succeed (&place, "tendency pairs.csv --order havens-bezdek");
  g_assert_cmpstr (usual, ==, "position,index,parent,weight\n0,1,-1,0\n1,2,1,1\n2,0,2,9\n3,3,0,1.5\n");
  seriation = succeed (&place, "tendency pairs.csv --order seriation");
  g_assert_cmpstr (seriation, ==, "position,index,parent,weight\n0,1,-1,0\n1,2,1,1\n2,0,1,9\n3,3,0,1.5\n");
}

static void
test_tendency_refused (void)
{
  g_auto (Place) place;

  place_init (&place);
  write_file (&place, "line.csv", LINE);
  write_file (&place, "bad.csv", "1,2\n3,nan\n");
  write_file (&place, "ragged.csv", "1,2\n3\n");
  write_file (&place, "cut.npy", "\x93NUMPY");
  misuse (&place, "tendency", "FILE");
  misuse (&place, "tendency line.csv more", "more");
  fail (&place, "tendency nowhere.csv", "nowhere.csv");
  fail (&place, "tendency net.txt", "net.txt");
  fail (&place, "tendency bad.csv", "bad.csv");
  fail (&place, "tendency ragged.csv", "ragged.csv");
  fail (&place, "tendency cut.npy", "cut.npy");
  fail (&place, "tendency line.csv --metric manhattan", "euclidean");
  fail (&place, "tendency line.csv --metric precomputed", "line.csv");
  fail (&place, "tendency line.csv --order any", "seriation");
  fail (&place, "tendency line.csv --output nowhere/order.csv", "nowhere/order.csv");
  fail (&place, "tendency line.csv --image image.bmp", "image.bmp");
  g_assert_false (is_there (&place, "image.bmp"));
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
  g_test_add_func ("/cli/train/resume", test_resume);
  g_test_add_func ("/cli/train/signals", test_signals);
  g_test_add_func ("/cli/train/refused", test_train_refused);
  g_test_add_func ("/cli/figure", test_figure);
  g_test_add_func ("/cli/figure/refused", test_figure_refused);
  g_test_add_func ("/cli/tendency", test_tendency);
  g_test_add_func ("/cli/tendency/order", test_tendency_order);
  g_test_add_func ("/cli/tendency/refused", test_tendency_refused);
  g_test_add_func ("/cli/info/refused", test_info_refused);
  g_test_add_func ("/cli/help", test_help);
  return g_test_run ();
}
