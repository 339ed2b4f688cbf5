/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `diagonal train` with other networks, optimisers and images, and what the other commands make of such runs. */
#include "cifar-files.h"
#include "cli-fixture.h"

#define TRAIN "train --data data --analysis 50 --batch 32 --threads 2 "

static JsonObject *
get_last_metrics (JsonObject *info)
{
  JsonArray *metrics = json_object_get_array_member (info, "metrics");

  return json_array_get_object_element (metrics, json_array_get_length (metrics) - 1);
}

/* Ticks are at the worst of the last epoch shown, and the figure says so. */
static void
assert_names_worst (const Place *place)
{
  g_autofree char *path = get_path (place, "w.svg");
  g_autofree char *svg = NULL;

  g_free (succeed (place, "figure r --output w.svg --layers code --focus worst-reconstructed:5 --cell 60"));
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "5 reconstructed worst at epoch 3"));
  g_assert_nonnull (strstr (svg, "<title>sample "));
}

/* No accuracy is said, shown or counted, and no nan either. */
static void
test_unsupervised (void)
{
  g_autofree char *out = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *info, *options;
  g_auto (Place) place;

  place_init (&place);
  write_file (&place, "ae.txt", SPOT_AUTOENCODER);
  out = succeed (&place, TRAIN "--network ae.txt --run r --epochs 3");
  g_assert_nonnull (strstr (out, "epoch 3 of 3: training loss 0."));
  g_assert_null (strstr (out, "accuracy"));
  g_assert_null (strstr (out, "nan"));

  info = read_info (&place, "r", parser);
  options = json_object_get_object_member (info, "options");
  g_assert_cmpstr (json_object_get_string_member (options, "optimizer"), ==, "adam");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (options, "learning_rate"), 0.001, 1e-9);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (options, "beta2"), 0.999, 1e-6);
  g_assert_false (json_object_has_member (options, "momentum"));
  g_assert_true (json_object_get_null_member (get_last_metrics (info), "train_accuracy"));
  g_assert_true (json_object_get_null_member (get_last_metrics (info), "test_accuracy"));
  g_assert_cmpfloat (json_object_get_double_member (get_last_metrics (info), "test_loss"), >, 0);

  text = succeed (&place, "info r");
  g_assert_nonnull (strstr (text, "squared error"));
  g_assert_nonnull (strstr (text, "Adam"));
  g_assert_nonnull (strstr (text, "code"));
  g_assert_null (strstr (text, "nan"));

  g_free (succeed (&place, "figure r --output f.png --layers code,image --cell 60"));
  assert_begins (&place, "f.png", "\x89PNG\r\n");
  g_free (succeed (&place, "figure r --output g.png --group label --layers code --cell 60"));
  assert_names_worst (&place);
  fail (&place, "figure r --output h.png --preset fig2", "log-likelihoods");
  fail (&place, "figure r --output h.png --focus worst-reconstructed:0", "worst-reconstructed");
  fail (&place, "figure r --output h.png --group prediction", "predict");
}

static void
test_optimizer (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *options;
  g_auto (Place) place;

  place_init (&place);
  g_free (succeed (&place, TRAIN "--network net.txt --run r --epochs 1 --optimizer adam --beta1 0.8 --epsilon 1e-6"));
  options = json_object_get_object_member (read_info (&place, "r", parser), "options");
  g_assert_cmpstr (json_object_get_string_member (options, "optimizer"), ==, "adam");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (options, "learning_rate"), 0.001, 1e-9);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (options, "beta1"), 0.8, 1e-6);

  write_file (&place, "ae.txt", SPOT_AUTOENCODER);
  g_free (succeed (&place, TRAIN "--network ae.txt --run s --epochs 1 --optimizer sgd --momentum 0.5"));
  options = json_object_get_object_member (read_info (&place, "s", parser), "options");
  g_assert_cmpstr (json_object_get_string_member (options, "optimizer"), ==, "sgd");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (options, "learning_rate"), 0.01, 1e-9);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (options, "momentum"), 0.5, 1e-9);

  misuse (&place, TRAIN "--run t --beta1 1", "--beta1");
  misuse (&place, TRAIN "--run t --beta2 -1", "--beta2");
  misuse (&place, TRAIN "--run t --epsilon 0", "--epsilon");
  misuse (&place, "train --run r --resume --optimizer sgd", "--resume");
  fail (&place, TRAIN "--network net.txt --run t --optimizer newton", "newton");
  fail (&place, TRAIN "--network net.txt --run t --optimizer adam --momentum 0.5", "--momentum");
  fail (&place, TRAIN "--network net.txt --run t --epsilon 0.5", "--epsilon");
  g_assert_false (is_there (&place, "t"));
}

/* Every built-in network, on images that are smaller than any it was made for. */
static void
test_builtin (void)
{
  g_auto (Place) place;

  place_init (&place);
  for (guint i = 0; i < 4; i++)
    {
      const char *const names[] = { "mlp", "vgg", "autoencoder", "conv-autoencoder" };
      g_autofree char *train = g_strdup_printf (TRAIN "--network %s --run %s --epochs 1", names[i], names[i]);
      g_autofree char *figure = g_strdup_printf ("figure %s --output f.svg --cell 60", names[i]);

      g_free (succeed (&place, train));
      g_free (succeed (&place, figure));
    }
  fail (&place, TRAIN "--network lenet5 --run lenet5", "Line");
  fail (&place, TRAIN "--network lenet6 --run lenet6", "lenet5, mlp, vgg, autoencoder, conv-autoencoder");
}

/* Images of three channels, told apart and reconstructed. */
static void
test_colour (void)
{
  g_autofree char *out = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *folder = NULL;
  JsonObject *layer;
  g_auto (Place) place;

  place_init (&place);
  folder = get_path (&place, "colour");
  g_assert_cmpint (g_mkdir (folder, 0777), ==, 0);
  cifar_files_write_10 (folder, 40, 50);
  out = succeed (&place, "train --data colour --network vgg --run r --epochs 2 --batch 20 --threads 2");
  g_assert_cmpfloat (json_object_get_double_member (get_last_metrics (read_info (&place, "r", parser)), "test_accuracy"),
                     >, 0.5);
  g_free (succeed (&place, "train --data colour --network conv-autoencoder --run s --epochs 1 --batch 20 --threads 2"));
  layer = json_array_get_object_element (
    json_object_get_array_member (read_info (&place, "s", parser), "layers"), 6);
  g_assert_cmpstr (json_object_get_string_member (layer, "name"), ==, "image");
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (layer, "shape"), 0), ==, 3);
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (layer, "shape"), 1), ==, CIFAR_FILES_SIDE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/networks/unsupervised", test_unsupervised);
  g_test_add_func ("/cli/networks/optimizer", test_optimizer);
  g_test_add_func ("/cli/networks/builtin", test_builtin);
  g_test_add_func ("/cli/networks/colour", test_colour);
  return g_test_run ();
}
