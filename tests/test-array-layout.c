/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/array-layout.h"

#include <string.h>

static void
test_count (void)
{
  static const struct
  {
    DgDtype dtype;
    guint n_dims;
    gsize shape[3];
    gboolean fits;
    gsize n;
  } cases[] = {
    { DG_DTYPE_F32, 0, { 0 }, TRUE, 1 },
    { DG_DTYPE_F32, 2, { 3, 4 }, TRUE, 12 },
    { DG_DTYPE_F64, 2, { 3, 0 }, TRUE, 0 },
    { DG_DTYPE_U8, 2, { G_MAXSIZE / 4, 1 }, TRUE, G_MAXSIZE / 4 },
    { DG_DTYPE_U8, 2, { G_MAXSIZE / 2, 1 }, FALSE, 0 }, /* as floats */
    { DG_DTYPE_F64, 2, { G_MAXSIZE / 4, 1 }, FALSE, 0 },
    { DG_DTYPE_U8, 3, { (gsize) 1 << 32, (gsize) 1 << 32, 1 }, FALSE, 0 },
    { DG_DTYPE_F32, 3, { (gsize) 1 << 32, (gsize) 1 << 32, 0 }, FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DgArrayLayout layout = { .dtype = cases[i].dtype, .n_dims = cases[i].n_dims };

      memcpy (layout.shape, cases[i].shape, sizeof cases[i].shape);
      g_assert_cmpint (dg_array_layout_count (&layout), ==, cases[i].fits);
      g_assert_cmpuint (layout.n, ==, cases[i].n);
    }
}

static void
test_list (void)
{
  static const struct
  {
    guint n_dims;
    gsize shape[3];
    gboolean is_list;
  } cases[] = {
    { 0, { 0 }, FALSE },    { 1, { 3 }, TRUE },     { 1, { 4 }, FALSE },       { 2, { 3, 1 }, TRUE },
    { 2, { 1, 3 }, FALSE }, { 2, { 3, 0 }, FALSE }, { 3, { 3, 1, 1 }, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DgArrayLayout layout = { .n_dims = cases[i].n_dims };

      memcpy (layout.shape, cases[i].shape, sizeof cases[i].shape);
      g_assert_cmpint (dg_array_layout_is_list (&layout, 3), ==, cases[i].is_list);
    }
}

static void
test_describe (void)
{
  DgArrayLayout layout = { .n_dims = 3, .shape = { 1000, 6, 12 } };
  g_autofree char *three = dg_array_layout_describe_shape (&layout);
  g_autofree char *none = NULL;

  g_assert_cmpstr (three, ==, "(1000, 6, 12)");
  layout.n_dims = 0;
  none = dg_array_layout_describe_shape (&layout);
  g_assert_cmpstr (none, ==, "()");
}

/* Only aligned floats in C order stay where they are. */
static void
test_in_place (void)
{
  static const guint32 storage[] = { 0x3f800000, 0x40000000, 0x40400000, 0x40800000, 0x40a00000 };
  g_autoptr (GBytes) all = g_bytes_new_static (storage, sizeof storage);
  g_autoptr (GBytes) aligned = g_bytes_new_from_bytes (all, 0, 16);
  g_autoptr (GBytes) shifted = g_bytes_new_from_bytes (all, 1, 16);
  DgArrayLayout layout = { DG_DTYPE_F32, FALSE, FALSE, 2, { 2, 2 }, 4 };
  g_autoptr (DgTensor) mapped = dg_array_layout_to_tensor (&layout, aligned);
  g_autoptr (DgTensor) copied = dg_array_layout_to_tensor (&layout, shifted);
  g_autoptr (DgTensor) transposed = NULL;

  g_assert_true (mapped->data == (const float *) (gconstpointer) storage);
  g_assert_null (copied->bytes);
  layout.fortran_order = TRUE;
  transposed = dg_array_layout_to_tensor (&layout, aligned);
  g_assert_null (transposed->bytes);
  g_assert_cmpfloat (transposed->data[0], ==, 1);
  g_assert_cmpfloat (transposed->data[1], ==, 3);
  g_assert_cmpfloat (transposed->data[2], ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/array-layout/count", test_count);
  g_test_add_func ("/array-layout/list", test_list);
  g_test_add_func ("/array-layout/describe", test_describe);
  g_test_add_func ("/array-layout/in-place", test_in_place);
  return g_test_run ();
}
