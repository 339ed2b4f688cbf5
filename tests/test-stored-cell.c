/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explorer/stored-cell.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "explorer/explorer.h"
#include "explorer/preset.h"
#include "run/safetensors-writer.h"
#include "run/safetensors.h"
#include "run/snapshot.h"
#include "tiny-run.h"

/* Enough samples for an order to be worth keeping. */
#define N 300

static DgVat *
compute (const DgTensor *outputs, DgOrder order)
{
  g_autoptr (DgTensor) values = dg_tensor_ref ((DgTensor *) outputs);
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);

  return dg_vat_new (dissimilarity, order, NULL, NULL, NULL);
}

static DgTensor *
load (TinyRun *tiny, guint epoch, const char *layer)
{
  g_autoptr (DgRun) run = tiny_run_open (tiny);
  g_autoptr (GError) error = NULL;
  DgTensor *outputs = dg_run_load_outputs (run, epoch, layer, &error);

  g_assert_no_error (error);
  return outputs;
}

static DgStoredCell *
place_at (TinyRun *tiny, const DgTensor *outputs)
{
  return dg_stored_cell_new (tiny->folder, 1, "R3", DG_METRIC_EUCLIDEAN, DG_ORDER_HAVENS_BEZDEK,
                             outputs->shape[0], outputs);
}

static void
assert_equal (const DgVat *got, const DgVat *expected)
{
  gsize n = expected->n;

  g_assert_nonnull (got);
  g_assert_cmpmem (got->order, 4 * got->n, expected->order, 4 * n);
  g_assert_cmpmem (got->position, 4 * got->n, expected->position, 4 * n);
  g_assert_cmpmem (got->parent, 4 * got->n, expected->parent, 4 * n);
  g_assert_cmpmem (got->weight, 4 * got->n, expected->weight, 4 * n);
}

/* Files in the folder of cells, also those in the making. */
static guint
count_cells (TinyRun *tiny)
{
  g_autofree char *path = g_build_filename (tiny->folder, "cells", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

typedef struct
{
  TinyRun *tiny;
  DgTensor *outputs; /* R3 at epoch 1 */
  DgStoredCell *place;
  DgVat *vat;
} Fixture;

static void
fixture_init (Fixture *self)
{
  self->tiny = tiny_run_new ();
  tiny_run_add_epoch (self->tiny, 1);
  self->outputs = load (self->tiny, 1, "R3");
  self->place = place_at (self->tiny, self->outputs);
  self->vat = compute (self->outputs, DG_ORDER_HAVENS_BEZDEK);
}

static void
fixture_clear (Fixture *self)
{
  dg_vat_unref (self->vat);
  dg_stored_cell_free (self->place);
  dg_tensor_unref (self->outputs);
  tiny_run_free (self->tiny);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
test_round_trip (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (DgVat) got = NULL;

  fixture_init (&fixture);
  g_assert_null (dg_stored_cell_read (fixture.place));
  dg_stored_cell_write (fixture.place, fixture.vat);
  g_assert_true (g_str_has_suffix (dg_stored_cell_get_path (fixture.place),
                                   "/cells/epoch_0001.R3.euclidean.havens-bezdek.safetensors"));
  g_assert_cmpuint (count_cells (fixture.tiny), ==, 1);
  got = dg_stored_cell_read (fixture.place);
  assert_equal (got, fixture.vat);
}

/* One bit of the outputs is another, or the same numbers are of another shape. */
static void
test_other_outputs (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (DgTensor) other = NULL, wide = NULL;
  g_autoptr (DgStoredCell) place = NULL, wide_place = NULL;
  g_autoptr (DgVat) vat = NULL, got = NULL;

  fixture_init (&fixture);
  dg_stored_cell_write (fixture.place, fixture.vat);
  other = dg_tensor_new (fixture.outputs->n_dims, fixture.outputs->shape);
  memcpy (other->data, fixture.outputs->data, dg_tensor_get_size (other) * sizeof (float));
  other->data[100] = -other->data[100];
  place = place_at (fixture.tiny, other);
  g_assert_null (dg_stored_cell_read (place));

  wide = dg_tensor_new (2, (gsize[]){ TINY_N / 2, 12 });
  memcpy (wide->data, fixture.outputs->data, dg_tensor_get_size (wide) * sizeof (float));
  wide_place = place_at (fixture.tiny, wide);
  g_assert_null (dg_stored_cell_read (wide_place));

  vat = compute (other, DG_ORDER_HAVENS_BEZDEK);
  dg_stored_cell_write (place, vat); /* takes the old one's place */
  got = dg_stored_cell_read (place);
  assert_equal (got, vat);
  g_assert_null (dg_stored_cell_read (fixture.place));
  g_assert_cmpuint (count_cells (fixture.tiny), ==, 1);
}

/* A cell that was renamed to stand for another order, or was made with another metric. */
static void
test_renamed (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (DgStoredCell) seriation = NULL, cosine = NULL;

  fixture_init (&fixture);
  seriation = dg_stored_cell_new (fixture.tiny->folder, 1, "R3", DG_METRIC_EUCLIDEAN, DG_ORDER_SERIATION,
                                  fixture.outputs->shape[0], fixture.outputs);
  cosine = dg_stored_cell_new (fixture.tiny->folder, 1, "R3", DG_METRIC_COSINE, DG_ORDER_HAVENS_BEZDEK,
                               fixture.outputs->shape[0], fixture.outputs);
  dg_stored_cell_write (fixture.place, fixture.vat);
  g_assert_null (dg_stored_cell_read (seriation));
  g_assert_cmpint (g_rename (dg_stored_cell_get_path (fixture.place), dg_stored_cell_get_path (seriation)),
                   ==, 0);
  g_assert_null (dg_stored_cell_read (seriation));
  g_assert_cmpint (g_rename (dg_stored_cell_get_path (seriation), dg_stored_cell_get_path (cosine)), ==, 0);
  g_assert_null (dg_stored_cell_read (cosine));
}

/* A file cut off anywhere is not read, nor one whose arrays are no tree. */
static void
test_damaged (void)
{
  g_auto (Fixture) fixture;
  g_autofree char *contents = NULL;
  const char *path;
  gsize size;
  g_autoptr (DgVat) got = NULL;

  fixture_init (&fixture);
  path = dg_stored_cell_get_path (fixture.place);
  dg_stored_cell_write (fixture.place, fixture.vat);
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  for (gsize cut = 0; cut < size; cut += 13)
    {
      g_assert_true (g_file_set_contents (path, contents, (gssize) cut, NULL));
      g_assert_null (dg_stored_cell_read (fixture.place));
    }
  memcpy (contents + size - 3 * 4 * TINY_N, contents + size - 3 * 4 * TINY_N + 4, 4); /* a sample twice */
  g_assert_true (g_file_set_contents (path, contents, (gssize) size, NULL));
  g_assert_null (dg_stored_cell_read (fixture.place));

  dg_stored_cell_write (fixture.place, fixture.vat);
  got = dg_stored_cell_read (fixture.place);
  assert_equal (got, fixture.vat);
}

static void
test_foreign_arrays (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  g_autoptr (DgSafetensors) file = NULL;
  const char *const keys[] = { "format", "metric", "order", "outputs" };
  const char *path;
  gsize fewer = TINY_N - 1, n = TINY_N;

  fixture_init (&fixture);
  path = dg_stored_cell_get_path (fixture.place);
  dg_stored_cell_write (fixture.place, fixture.vat);
  file = dg_safetensors_open (path, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    dg_safetensors_writer_add_metadata (writer, keys[i], dg_safetensors_get_metadata (file, keys[i]));
  dg_safetensors_writer_add (writer, "order", DG_DTYPE_U32, 1, &fewer, fixture.vat->order);
  dg_safetensors_writer_add (writer, "parent", DG_DTYPE_F32, 1, &n, fixture.vat->parent);
  g_assert_true (dg_safetensors_writer_write (writer, path, NULL)); /* and no weights at all */
  g_assert_null (dg_stored_cell_read (fixture.place));
}

static void
test_unwritable (void)
{
  g_auto (Fixture) fixture;
  g_autofree char *cells = NULL, *manifest = NULL;

  fixture_init (&fixture);
  cells = g_build_filename (fixture.tiny->folder, "cells", NULL);
  g_assert_true (g_file_set_contents (cells, "in the way", -1, NULL));
  dg_stored_cell_write (fixture.place, fixture.vat);
  g_assert_null (dg_stored_cell_read (fixture.place));
  g_assert_true (g_file_test (cells, G_FILE_TEST_IS_REGULAR));

  g_assert_cmpint (g_unlink (cells), ==, 0);
  manifest = dg_manifest_get_path (fixture.tiny->folder);
  g_assert_cmpint (g_unlink (manifest), ==, 0); /* no run of ours any more */
  dg_stored_cell_write (fixture.place, fixture.vat);
  g_assert_false (g_file_test (cells, G_FILE_TEST_EXISTS));
}

/* A full disk, by the limit on a file's size: nothing is left behind, and an older cell stays whole. */
static void
test_full_disk (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (DgVat) got = NULL;
  struct rlimit before, limit;

  fixture_init (&fixture);
  dg_stored_cell_write (fixture.place, fixture.vat);
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  limit = before;
  limit.rlim_cur = 500;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  dg_stored_cell_write (fixture.place, fixture.vat);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_cmpuint (count_cells (fixture.tiny), ==, 1);
  got = dg_stored_cell_read (fixture.place);
  assert_equal (got, fixture.vat);
}

/* A layer's name leads to no other folder. */
static void
test_names (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (DgStoredCell) climber = NULL, channel = NULL, fewer = NULL;
  g_autofree char *folder = NULL, *cells = NULL, *name = NULL, *fewer_name = NULL, *expected = NULL;

  fixture_init (&fixture);
  climber = dg_stored_cell_new (fixture.tiny->folder, 1, "/../../R3", DG_METRIC_EUCLIDEAN,
                                DG_ORDER_HAVENS_BEZDEK, fixture.outputs->shape[0], fixture.outputs);
  folder = g_path_get_dirname (dg_stored_cell_get_path (climber));
  cells = g_build_filename (fixture.tiny->folder, "cells", NULL);
  g_assert_cmpstr (folder, ==, cells);
  channel = dg_stored_cell_new (fixture.tiny->folder, 10, "P1:0", DG_METRIC_EUCLIDEAN, DG_ORDER_SERIATION,
                                fixture.outputs->shape[0], fixture.outputs);
  name = g_path_get_basename (dg_stored_cell_get_path (channel));
  g_assert_cmpstr (name, ==, "epoch_0010.P1:0.euclidean.seriation.safetensors");

  /* Fewer samples do not take the place of all. */
  fewer = dg_stored_cell_new (fixture.tiny->folder, 10, "P1:0", DG_METRIC_EUCLIDEAN, DG_ORDER_SERIATION,
                              fixture.outputs->shape[0] + 1,
                              fixture.outputs);
  fewer_name = g_path_get_basename (dg_stored_cell_get_path (fewer));
  expected = g_strdup_printf ("epoch_0010.P1:0.euclidean.seriation.%zu.safetensors",
                              fixture.outputs->shape[0]);
  g_assert_cmpstr (fewer_name, ==, expected);
}

/* Opens the run, waits for all cells, and returns the explorer once none is being written any more. */
static DgExplorer *
explore (TinyRun *tiny, DgImageKind kind)
{
  g_autoptr (DgRun) run = tiny_run_open (tiny);
  DgExplorer *explorer = dg_explorer_new ();

  dg_explorer_set_image_kind (explorer, kind);
  dg_explorer_set_run (explorer, run);
  while (dg_explorer_is_busy (explorer))
    g_main_context_iteration (NULL, TRUE);
  return explorer;
}

static const DgVat *
get_vat (DgExplorer *explorer, guint row, guint column)
{
  return dg_ivat_get_vat (dg_cell_get_ivat (dg_explorer_get_cell (explorer, row, column)));
}

static void
assert_computed (DgExplorer *explorer, TinyRun *tiny)
{
  gsize n;
  const guint *epochs = dg_explorer_get_epochs (explorer, &n);
  const char *const *layers = dg_explorer_get_layers (explorer);

  for (guint row = 0; layers[row] != NULL; row++)
    for (guint column = 0; column < n; column++)
      {
        g_autoptr (DgTensor) outputs = load (tiny, epochs[column], layers[row]);
        g_autoptr (DgVat) expected = compute (outputs, DG_ORDER_HAVENS_BEZDEK);

        assert_equal (get_vat (explorer, row, column), expected);
      }
}

/* Another tree over the same samples in the place of theirs: where it is seen, it was read, not computed. */
static void
put_chain (TinyRun *tiny, guint epoch, const char *layer)
{
  g_autoptr (DgTensor) outputs = load (tiny, epoch, layer);
  g_autoptr (DgStoredCell) place = dg_stored_cell_new (tiny->folder, epoch, layer, DG_METRIC_EUCLIDEAN,
                                                       DG_ORDER_HAVENS_BEZDEK, N, outputs);
  guint32 order[N], parent[N];
  float weight[N] = { 0 };
  g_autoptr (DgVat) chain = NULL;

  for (guint32 k = 0; k < N; k++)
    {
      order[k] = k;
      parent[k] = k > 0 ? k - 1 : DG_VAT_NO_PARENT;
    }
  chain = dg_vat_new_from_arrays (N, order, parent, weight, NULL);
  dg_stored_cell_write (place, chain);
}

static void
assert_chain (const DgVat *vat)
{
  for (guint32 k = 0; k < N; k++)
    g_assert_cmpuint (vat->order[k], ==, k);
}

static void
test_explorer (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new_sized (N);
  DgExplorer *explorer;

  tiny_run_add_epoch (tiny, 1);
  tiny_run_add_epoch (tiny, 2);
  explorer = explore (tiny, DG_IMAGE_IVAT);
  assert_computed (explorer, tiny);
  g_assert_finalize_object (explorer); /* waits for the last cell to be written */
  g_assert_cmpuint (count_cells (tiny), ==, 8);

  put_chain (tiny, 1, "P1:0");
  put_chain (tiny, 2, "R3");
  explorer = explore (tiny, DG_IMAGE_IVAT);
  assert_chain (get_vat (explorer, 0, 0));
  assert_chain (get_vat (explorer, 1, 1));
  g_assert_finalize_object (explorer);
  explorer = explore (tiny, DG_IMAGE_VAT); /* other images have the same order */
  assert_chain (get_vat (explorer, 0, 0));
  g_assert_finalize_object (explorer);
  g_assert_cmpuint (count_cells (tiny), ==, 8);
}

/* Outputs that were written anew since are computed anew, and kept. */
static void
test_explorer_other_outputs (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new_sized (N);
  g_autofree char *outputs = NULL, *contents = NULL;
  gsize size;
  DgExplorer *explorer;

  tiny_run_add_epoch (tiny, 1);
  for (guint i = 0; i < 4; i++)
    put_chain (tiny, 1, ((const char *const[]){ "P1:0", "R3", "R4", "S5" })[i]);
  outputs = g_build_filename (tiny->folder, "outputs", "epoch_0001.safetensors", NULL);
  g_assert_true (g_file_get_contents (outputs, &contents, &size, NULL));
  for (gsize i = size - N * (8 + 6 + 5 + 4) * 4; i < size; i += 4)
    contents[i] ^= 1; /* the last bit of every value */
  g_assert_true (g_file_set_contents (outputs, contents, (gssize) size, NULL));

  for (guint i = 0; i < 2; i++)
    {
      explorer = explore (tiny, DG_IMAGE_IVAT);
      assert_computed (explorer, tiny);
      g_assert_finalize_object (explorer);
      g_assert_cmpuint (count_cells (tiny), ==, 4);
    }
}

static void
test_explorer_unwritable (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new_sized (N);
  g_autofree char *cells = g_build_filename (tiny->folder, "cells", NULL);
  DgExplorer *explorer;

  tiny_run_add_epoch (tiny, 1);
  g_assert_true (g_file_set_contents (cells, "in the way", -1, NULL));
  explorer = explore (tiny, DG_IMAGE_IVAT);
  assert_computed (explorer, tiny);
  g_assert_finalize_object (explorer);
  g_assert_true (g_file_test (cells, G_FILE_TEST_IS_REGULAR));
}

/* Few samples are faster computed than read. */
static void
test_explorer_few (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  DgExplorer *explorer;

  tiny_run_add_epoch (tiny, 1);
  explorer = explore (tiny, DG_IMAGE_IVAT);
  assert_computed (explorer, tiny);
  g_assert_finalize_object (explorer);
  g_assert_cmpuint (count_cells (tiny), ==, 0);
}

/* Many units are kept beside the samples of a layer of the same name. */
static void
test_explorer_weights (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new ();
  const gsize shape[] = { N, 16 };
  g_autoptr (DgTensor) weights = dg_tensor_new (2, shape);
  g_autoptr (DgSafetensorsWriter) writer = dg_safetensors_writer_new ();
  g_autofree char *path = dg_snapshot_get_path (tiny->folder, "weights", 1);
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgStoredCell) place = NULL;
  g_autoptr (DgVat) kept = NULL, expected = NULL;
  DgExplorer *explorer = dg_explorer_new ();

  g_free (tiny->manifest->options->network);
  tiny->manifest->options->network = g_strdup_printf ("R3 linear %d\nF5 linear classes\nS5 logsoftmax", N);
  tiny_run_add_epoch (tiny, 1);
  for (gsize i = 0; i < N * 16; i++)
    weights->data[i] = (float) ((i * 7919) % 1009);
  dg_safetensors_writer_add (writer, "R3.weight", DG_DTYPE_F32, 2, shape, weights->data);
  g_assert_true (dg_safetensors_writer_write (writer, path, NULL));

  run = tiny_run_open (tiny);
  dg_explorer_set_run (explorer, run);
  g_assert_true (dg_explorer_set_subject (explorer, DG_SUBJECT_WEIGHTS, NULL));
  g_assert_true (dg_explorer_set_layers (explorer, (const char *const[]){ "R3", NULL }, NULL));
  while (dg_explorer_is_busy (explorer))
    g_main_context_iteration (NULL, TRUE);
  expected = compute (weights, DG_ORDER_HAVENS_BEZDEK);
  assert_equal (get_vat (explorer, 0, 0), expected);
  g_assert_finalize_object (explorer);
  g_assert_cmpuint (count_cells (tiny), ==, 1);
  place = dg_stored_cell_new (tiny->folder, 1, "R3.weight", DG_METRIC_EUCLIDEAN, DG_ORDER_HAVENS_BEZDEK,
                              weights->shape[0], weights);
  kept = dg_stored_cell_read (place);
  assert_equal (kept, expected);
}

/* A preset takes what is there, and leaves nothing in the run. */
static void
test_preset (void)
{
  g_autoptr (TinyRun) tiny = tiny_run_new_sized (N);
  g_autoptr (DgRun) run = NULL;
  g_autoptr (DgFigure) figure = NULL;
  DgFigureOptions options = { .layers = "R3,R4" };
  g_autoptr (GError) error = NULL;

  tiny_run_add_epoch (tiny, 1);
  put_chain (tiny, 1, "R4");
  run = tiny_run_open (tiny);
  figure = dg_preset_build (run, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_chain (dg_ivat_get_vat (dg_cell_get_ivat (dg_figure_get_cell (figure, 1, 0))));
  g_assert_cmpuint (count_cells (tiny), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stored-cell/round-trip", test_round_trip);
  g_test_add_func ("/stored-cell/other-outputs", test_other_outputs);
  g_test_add_func ("/stored-cell/renamed", test_renamed);
  g_test_add_func ("/stored-cell/damaged", test_damaged);
  g_test_add_func ("/stored-cell/foreign-arrays", test_foreign_arrays);
  g_test_add_func ("/stored-cell/unwritable", test_unwritable);
  g_test_add_func ("/stored-cell/full-disk", test_full_disk);
  g_test_add_func ("/stored-cell/names", test_names);
  g_test_add_func ("/stored-cell/explorer", test_explorer);
  g_test_add_func ("/stored-cell/explorer-other-outputs", test_explorer_other_outputs);
  g_test_add_func ("/stored-cell/explorer-unwritable", test_explorer_unwritable);
  g_test_add_func ("/stored-cell/explorer-few", test_explorer_few);
  g_test_add_func ("/stored-cell/explorer-weights", test_explorer_weights);
  g_test_add_func ("/stored-cell/preset", test_preset);
  return g_test_run ();
}
