/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>

#include "cli-fixture.h"
#include "tiny-activations.h"

/* The folder "acts" with the epochs 0 and 3. */
static void
make_activations (const Place *place, TinyParts parts)
{
  g_autofree char *folder = get_path (place, "acts");

  g_mkdir (folder, 0777);
  tiny_activations_add_epoch (folder, 0, parts);
  tiny_activations_add_epoch (folder, 3, parts);
}

static void
assert_draws (const Place *place, const char *options)
{
  g_autofree char *arguments = g_strdup_printf ("figure acts --output f.svg --cell 40 %s", options);
  g_autofree char *path = get_path (place, "f.svg");
  g_autofree char *svg = NULL;

  g_unlink (path);
  g_free (succeed (place, arguments));
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "40 samples"));
}

static void
test_info (void)
{
  g_autofree char *text = NULL, *json = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *info;
  g_auto (Place) place;

  place_init (&place);
  make_activations (&place, TINY_LABELS | TINY_PREDICTIONS);
  text = succeed (&place, "info acts");
  g_assert_nonnull (strstr (text, "0,3"));
  g_assert_nonnull (strstr (text, "3 classes"));
  g_assert_nonnull (strstr (text, "classes alone"));
  g_assert_nonnull (strstr (text, "conv  2 × 3 × 3"));
  json = succeed (&place, "info acts --json");
  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  info = json_node_get_object (json_parser_get_root (parser));
  g_assert_true (json_object_get_boolean_member (info, "labels"));
  g_assert_true (json_object_get_boolean_member (info, "predictions"));
  g_assert_false (json_object_get_boolean_member (info, "log_likelihoods"));
  g_assert_true (json_object_get_null_member (info, "image_size"));
  g_assert_true (json_object_get_null_member (info, "options"));
}

static void
test_figure (void)
{
  g_auto (Place) place;

  place_init (&place);
  make_activations (&place, TINY_LABELS | TINY_LOGITS);
  assert_draws (&place, "");
  assert_draws (&place, "--layers conv:1,fc --epochs 0 --focus top:3");
  assert_draws (&place, "--preset fig3");
  assert_draws (&place, "--group prediction");
}

/* The sample that is reconstructed worst at @epoch. */
static guint
find_worst (guint epoch)
{
  guint worst = 0;

  for (guint i = 1; i < TINY_ACTIVATIONS_N; i++)
    if (tiny_activations_get_error (i, epoch) > tiny_activations_get_error (worst, epoch))
      worst = i;
  return worst;
}

/* Ticks at those reconstructed worst at the last epoch that is shown, and at no others. */
static void
check_worst (const Place *place, const char *epochs, guint epoch)
{
  g_autofree char *arguments = g_strdup_printf (
    "figure acts --output w.svg --layers fc --epochs %s --focus worst-reconstructed:1", epochs);
  g_autofree char *words = g_strdup_printf ("1 reconstructed worst at epoch %u", epoch);
  g_autofree char *path = get_path (place, "w.svg");
  g_autofree char *svg = NULL;

  g_free (succeed (place, arguments));
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, words));
  for (guint i = 0; i < TINY_ACTIVATIONS_N; i++)
    {
      g_autofree char *title = g_strdup_printf ("<title>sample %u</title>", i);

      g_assert_cmpint (strstr (svg, title) != NULL, ==, i == find_worst (epoch));
    }
}

static void
test_worst_reconstructed (void)
{
  g_auto (Place) place;

  place_init (&place);
  make_activations (&place, TINY_IMAGES | TINY_RECONSTRUCTION);
  check_worst (&place, "0", 0);
  check_worst (&place, "0,3", 3);
}

/* Before training there is an epoch 0, which is an epoch like others. */
static void
test_reduce (void)
{
  g_autofree char *text = NULL, *kept = NULL;
  g_auto (Place) place;

  place_init (&place);
  make_activations (&place, TINY_LABELS);
  text = succeed (&place, "reduce acts --layer fc --epoch 0 --sizes 20");
  g_assert_true (g_str_has_prefix (text, "fc at epoch 0: all 40 samples and fewer"));
  g_free (succeed (&place, "reduce acts --layer fc --epoch 0 --accept 20"));
  kept = succeed (&place, "info acts");
  g_assert_nonnull (strstr (kept, "20 of 40, kept at equal intervals of fc at epoch 0"));
}

/* Each option that needs what is not there says what it needs; the others draw. */
static void
test_figure_bare (void)
{
  g_auto (Place) place;

  place_init (&place);
  make_activations (&place, TINY_NOTHING);
  assert_draws (&place, "");
  assert_draws (&place, "--preset fig1");
  assert_draws (&place, "--preset fig4");
  assert_draws (&place, "--focus samples:3,4");
  assert_draws (&place, "--group blocks:2");
  fail (&place, "figure acts --output f.svg --focus wrong", "needs labels");
  fail (&place, "figure acts --output f.svg --focus least-confident:3", "needs log-likelihoods");
  fail (&place, "figure acts --output f.svg --focus worst-reconstructed:3", "needs reconstructions");
  fail (&place, "figure acts --output f.svg --group label", "labels");
  fail (&place, "figure acts --output f.svg --group prediction", "does not say what the network predicted");
  fail (&place, "figure acts --output f.svg --subject weights", "without weights");
  fail (&place, "train --run acts --resume", "run.json");
}

static void
test_refused (void)
{
  g_auto (Place) place;

  place_init (&place);
  make_activations (&place, TINY_LABELS);
  write_file (&place, "acts/class_names.json", "[\"only one\"]");
  fail (&place, "info acts", "class_names.json: names fewer classes (1)");
  fail (&place, "figure acts --output f.svg", "class_names.json");
  write_file (&place, "acts/class_names.json", "[\"a\", \"b\", \"c\"]");
  write_file (&place, "acts/epoch_3.npz", "of the same epoch");
  fail (&place, "info acts", "epoch 3 is there twice: epoch_3.npz and epoch_3.safetensors");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-activations/info", test_info);
  g_test_add_func ("/cli-activations/figure", test_figure);
  g_test_add_func ("/cli-activations/worst-reconstructed", test_worst_reconstructed);
  g_test_add_func ("/cli-activations/reduce", test_reduce);
  g_test_add_func ("/cli-activations/figure-bare", test_figure_bare);
  g_test_add_func ("/cli-activations/refused", test_refused);
  return g_test_run ();
}
