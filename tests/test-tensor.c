/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tensor.h"

#include <math.h>
#include <string.h>

#define SHAPE(...) G_N_ELEMENTS (((const gsize[]) { __VA_ARGS__ })), (const gsize[]) { __VA_ARGS__ }

/* A tensor whose values are their own positions. */
static DgTensor *
counting_tensor (guint n_dims, const gsize *shape)
{
  DgTensor *tensor = dg_tensor_new (n_dims, shape);

  for (gsize i = 0; i < dg_tensor_get_size (tensor); i++)
    tensor->data[i] = i;
  return tensor;
}

static void
test_new (void)
{
  g_autoptr (DgTensor) tensor = dg_tensor_new (SHAPE (3, 2, 5, 7));
  g_autoptr (DgTensor) flat = dg_tensor_new (SHAPE (11));
  g_autoptr (DgTensor) empty = dg_tensor_new (SHAPE (0, 4));

  g_assert_cmpuint (tensor->n_dims, ==, 4);
  g_assert_cmpuint (dg_tensor_get_size (tensor), ==, 210);
  g_assert_cmpuint (dg_tensor_get_row_length (tensor), ==, 70);
  g_assert_cmpuint ((guintptr) tensor->data % 64, ==, 0);
  for (gsize i = 0; i < 210; i++)
    g_assert_cmpfloat (tensor->data[i], ==, 0.0f);
  g_assert_cmpuint (dg_tensor_get_size (flat), ==, 11);
  g_assert_cmpuint (dg_tensor_get_row_length (flat), ==, 1);
  g_assert_cmpuint (dg_tensor_get_size (empty), ==, 0);
  g_assert_cmpuint (dg_tensor_get_row_length (empty), ==, 4);
}

/* Another shape of the same storage, which lives as long as any of them. */
static void
test_reshape (void)
{
  DgTensor *tensor = counting_tensor (SHAPE (2, 6));
  g_autoptr (DgTensor) view = dg_tensor_reshape (tensor, SHAPE (2, 3, 2));

  g_assert_true (view->data == tensor->data);
  dg_tensor_unref (tensor);
  g_assert_cmpuint (view->n_dims, ==, 3);
  g_assert_cmpuint (dg_tensor_get_row_length (view), ==, 6);
  g_assert_cmpfloat (view->data[11], ==, 11.0f);
}

static void
set_flag_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
test_bytes (void)
{
  static float values[] = { 1.5f, -2.0f, 3.25f, 0.0f, 5.0f, -6.5f };
  gboolean released = FALSE;
  GBytes *bytes = g_bytes_new_with_free_func (values, sizeof values, set_flag_cb, &released);
  DgTensor *tensor = dg_tensor_new_from_bytes (SHAPE (2, 3), bytes);
  DgTensor *other = dg_tensor_ref (tensor);

  g_bytes_unref (bytes);
  dg_tensor_unref (tensor);
  g_assert_false (released);
  g_assert_true (other->data == values);
  g_assert_cmpfloat (other->data[5], ==, -6.5f);
  dg_tensor_unref (other);
  g_assert_true (released);
}

static void
test_channel (void)
{
  g_autoptr (DgTensor) tensor = counting_tensor (SHAPE (3, 4, 2, 5));

  for (gsize channel = 0; channel < 4; channel++)
    {
      g_autoptr (DgTensor) copy = dg_tensor_copy_channel (tensor, channel);

      g_assert_cmpuint (copy->n_dims, ==, 2);
      g_assert_cmpuint (copy->shape[0], ==, 3);
      g_assert_cmpuint (copy->shape[1], ==, 10);
      for (gsize i = 0; i < 3; i++)
        for (gsize j = 0; j < 10; j++)
          g_assert_cmpfloat (copy->data[i * 10 + j], ==, (i * 4 + channel) * 10 + j);
    }
}

static void
test_rows (void)
{
  const guint32 index[] = { 4, 0, 4, 2 };
  g_autoptr (DgTensor) tensor = counting_tensor (SHAPE (5, 2, 3));
  g_autoptr (DgTensor) copy = dg_tensor_copy_rows (tensor, index, G_N_ELEMENTS (index));
  g_autoptr (DgTensor) none = dg_tensor_copy_rows (tensor, index, 0);

  g_assert_cmpuint (copy->n_dims, ==, 3);
  g_assert_cmpuint (copy->shape[0], ==, 4);
  g_assert_cmpuint (copy->shape[2], ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (index); i++)
    for (gsize j = 0; j < 6; j++)
      g_assert_cmpfloat (copy->data[i * 6 + j], ==, index[i] * 6 + j);
  g_assert_cmpuint (none->shape[0], ==, 0);
}

static void
test_not_finite (void)
{
  const float bad[] = { NAN, INFINITY, -INFINITY };
  g_autoptr (DgTensor) tensor = counting_tensor (SHAPE (6, 3));
  gsize row = 99;

  g_assert_false (dg_tensor_find_not_finite (tensor, &row));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      tensor->data[4 * 3 + 2] = bad[i];
      g_assert_true (dg_tensor_find_not_finite (tensor, &row));
      g_assert_cmpuint (row, ==, 4);
    }
  tensor->data[0] = NAN;
  g_assert_true (dg_tensor_find_not_finite (tensor, &row));
  g_assert_cmpuint (row, ==, 0);
}

static void
test_overflow (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (DgTensor) tensor = dg_tensor_new (SHAPE (G_MAXSIZE / 2, 2, 3));

      g_test_message ("%" G_GSIZE_FORMAT, tensor->shape[0]);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*g_size_checked_mul*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensor/reshape", test_reshape);
  g_test_add_func ("/tensor/new", test_new);
  g_test_add_func ("/tensor/bytes", test_bytes);
  g_test_add_func ("/tensor/channel", test_channel);
  g_test_add_func ("/tensor/rows", test_rows);
  g_test_add_func ("/tensor/not-finite", test_not_finite);
  g_test_add_func ("/tensor/overflow", test_overflow);
  return g_test_run ();
}
