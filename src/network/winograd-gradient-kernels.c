/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/winograd.h"

/* The derivative by transformed weights is, at each position, the product of the transformed derivative by the output with
 * the transformed input, summed over tiles and lanes: (out, tiles) by (tiles, in). */

/* Positions in a row, which are worked on together, so that what is transformed stays in the cache. */
#define N_COLUMNS 4

/* Tiles transformed together. */
#define GRADIENT_TILES 28

/* Gᵀ u G, which the derivative goes back by. */
INLINE void
transform_weights_back (const Vector *u, Vector *g)
{
  Vector t[12];

  UNROLL for (int j = 0; j < 4; j++)
    {
      Vector sum = (u[4 + j] + u[8 + j]) * 0.5f;

      t[j] = u[j] + sum;
      t[4 + j] = (u[4 + j] - u[8 + j]) * 0.5f;
      t[8 + j] = u[12 + j] + sum;
    }
  UNROLL for (int i = 0; i < 3; i++)
    {
      Vector sum = (t[4 * i + 1] + t[4 * i + 2]) * 0.5f;

      g[3 * i] = t[4 * i] + sum;
      g[3 * i + 1] = (t[4 * i + 1] - t[4 * i + 2]) * 0.5f;
      g[3 * i + 2] = t[4 * i + 3] + sum;
    }
}

static void
store_gradient (const DgWinogradSizes *s, const float *u, float *weight)
{
  gsize stride = get_out_stride (s), position_stride = get_position_stride (s);

  for (gsize o = 0; o < s->n_out; o++)
    for (gsize c = 0; c < s->n_in; c += VECTOR_LANES)
      {
        float nine[9][VECTOR_LANES] __attribute__ ((aligned (64)));
        Vector g[9], transformed[N_POSITIONS];

        UNROLL for (gsize i = 0; i < N_POSITIONS; i++)
          transformed[i] = load (u + i * position_stride + o * stride + c);
        transform_weights_back (transformed, g);
        UNROLL for (gsize i = 0; i < 9; i++)
          store (nine[i], g[i]);
        for (gsize l = 0; l < VECTOR_LANES && c + l < s->n_in; l++)
          for (gsize i = 0; i < 9; i++)
            weight[(o * s->n_in + c + l) * 9 + i] = nine[i][l];
      }
}

/* The sum over the lanes of each of VECTOR_LANES vectors: each round adds one half of what is left of a vector to the
 * other, of two vectors at once. */
INLINE Vector
sum_each (Vector *v)
{
  const IntVector lane = LANES;

  UNROLL for (int d = 1; d < VECTOR_LANES; d *= 2)
    UNROLL for (int i = 0; i < VECTOR_LANES; i += 2 * d)
      {
        IntVector second = (lane & d) != 0;
        Vector a = v[i], b = v[i + d];

        v[i] = shuffle (a, b, (second & (lane + VECTOR_LANES)) | (~second & lane))
               + shuffle (a, b, (second & (lane + VECTOR_LANES - d)) | (~second & (lane + d)));
      }
  return v[0];
}

typedef float Row __attribute__ ((vector_size (SIDE * 4), may_alias));

/* Adds to u (SIDE, SIDE), with @stride floats to a row, the products of z (SIDE, GRADIENT_TILES) and
 * v (SIDE, GRADIENT_TILES), of the first @n_tiles. */
INLINE void
add_products (gsize n_tiles, const float *z, const float *v, gsize stride, float *u)
{
  Vector sum[SIDE * SIDE];

  UNROLL for (guint i = 0; i < SIDE * SIDE; i++)
    sum[i] = broadcast (0);
  for (gsize t = 0; t < n_tiles; t++, z += VECTOR_LANES, v += VECTOR_LANES)
    {
      Vector value[SIDE];

      UNROLL for (guint c = 0; c < SIDE; c++)
        value[c] = load (v + c * GRADIENT_TILES * VECTOR_LANES);
      UNROLL for (guint o = 0; o < SIDE; o++)
        {
          Vector delta = load (z + o * GRADIENT_TILES * VECTOR_LANES);

          UNROLL for (guint c = 0; c < SIDE; c++)
            sum[o * SIDE + c] += delta * value[c];
        }
    }
  UNROLL for (guint i = 0; i < SIDE * SIDE; i += VECTOR_LANES)
    {
      float sums[VECTOR_LANES] __attribute__ ((aligned (64)));

      store (sums, sum_each (sum + i));
      UNROLL for (guint j = 0; j < VECTOR_LANES; j += SIDE)
        *(Row *) (u + (i + j) / SIDE * stride) += *(const Row *) (sums + j);
    }
}

/* Tiles side by side: @n of them from (@row, @column) on. */
typedef struct
{
  gsize row, column, n;
} Run;

/* Two rows of a channel, as they are added up: 0 where they are not within it. */
typedef struct
{
  const float *a, *b;
  float times_a, times_b;
  gsize width;
} Rows;

INLINE Rows
get_rows (const float *x, gsize height, gsize width, gsize a, float times_a, gsize b, float times_b)
{
  return (Rows) {
    .a = x + (a < height ? a : 0) * width * DG_LANES,
    .b = x + (b < height ? b : 0) * width * DG_LANES,
    .times_a = a < height ? times_a : 0,
    .times_b = b < height ? times_b : 0,
    .width = width,
  };
}

INLINE Vector
add_rows (const Rows *rows, gsize column)
{
  if (column >= rows->width) /* or below 0 */
    return broadcast (0);
  return rows->times_a * load (rows->a + column * DG_LANES) + rows->times_b * load (rows->b + column * DG_LANES);
}

/* Row @position of Bᵀ D B of a run of tiles in a channel @x. Tiles beside each other share two columns. */
INLINE void
transform_input_run (const DgWinogradSizes *s, guint position, const Run *run, const float *x, gsize pitch, float *v)
{
  static const guint8 first[4] = { 0, 1, 2, 1 }, second[4] = { 2, 2, 1, 3 };
  gsize row = 2 * run->row - s->padding, column = 2 * run->column - s->padding;
  const Rows rows = get_rows (x, s->in_height, s->in_width, row + first[position], 1, row + second[position],
                              position == 1 ? 1 : -1);
  Vector t0 = add_rows (&rows, column), t1 = add_rows (&rows, column + 1);

  for (gsize i = 0; i < run->n; i++, v += VECTOR_LANES)
    {
      Vector t2 = add_rows (&rows, column + 2 * i + 2), t3 = add_rows (&rows, column + 2 * i + 3);

      store (v, t0 - t2);
      store (v + pitch, t1 + t2);
      store (v + 2 * pitch, t2 - t1);
      store (v + 3 * pitch, t1 - t3);
      t0 = t2;
      t1 = t3;
    }
}

/* Row @position of A Y Aᵀ, which the derivative of a tile's output goes back by, likewise. */
INLINE void
transform_delta_run (const DgWinogradSizes *s, guint position, const Run *run, const float *dy, gsize pitch, float *z)
{
  static const float first[4] = { 1, 1, 1, 0 }, second[4] = { 0, 1, -1, -1 };
  const Rows rows = get_rows (dy, s->out_height, s->out_width, 2 * run->row, first[position], 2 * run->row + 1,
                              second[position]);

  for (gsize i = 0; i < run->n; i++, z += VECTOR_LANES)
    {
      gsize column = 2 * (run->column + i);
      Vector t0 = add_rows (&rows, column), t1 = add_rows (&rows, column + 1);

      store (z, t0);
      store (z + pitch, t0 + t1);
      store (z + 2 * pitch, t0 - t1);
      store (z + 3 * pitch, -t1);
    }
}

/* What is transformed for the gradient: @v (N_COLUMNS, n_in, GRADIENT_TILES), and @z likewise of n_out channels. */
typedef struct
{
  float *v, *z;
  gsize v_pitch, z_pitch;
} Factors;

/* Row @position of the positions. */
static void
load_factors (const DgWinogradSizes *s, guint position, const Run *runs, guint n_runs, const float *x, const float *dy,
              const Factors *factors)
{
  gsize in_plane = s->in_height * s->in_width * DG_LANES, out_plane = s->out_height * s->out_width * DG_LANES;

  for (gsize c = 0; c < s->n_in; c++)
    {
      float *v = factors->v + c * GRADIENT_TILES * VECTOR_LANES;

      for (guint i = 0; i < n_runs; v += runs[i++].n * VECTOR_LANES)
        transform_input_run (s, position, &runs[i], x + c * in_plane, factors->v_pitch, v);
    }
  for (gsize o = 0; o < s->n_out; o++)
    {
      float *z = factors->z + o * GRADIENT_TILES * VECTOR_LANES;

      for (guint i = 0; i < n_runs; z += runs[i++].n * VECTOR_LANES)
        transform_delta_run (s, position, &runs[i], dy + o * out_plane, factors->z_pitch, z);
    }
}

/* Adds to @u what the tiles of one row of positions give. */
static void
add_row (const DgWinogradSizes *s, guint row, gsize n_tiles, const Factors *factors, float *u)
{
  gsize stride = get_out_stride (s);

  for (guint j = 0; j < N_COLUMNS; j++)
    for (gsize o = 0; o < s->n_out; o += SIDE)
      for (gsize c = 0; c < s->n_in; c += SIDE)
        add_products (n_tiles, factors->z + j * factors->z_pitch + o * GRADIENT_TILES * VECTOR_LANES,
                      factors->v + j * factors->v_pitch + c * GRADIENT_TILES * VECTOR_LANES, stride,
                      u + (row * N_COLUMNS + j) * get_position_stride (s) + o * stride + c);
}

/* What the channels that fill up the last SIDE add is not looked at, but must be numbers that take no time. */
static void
clear_rest (gsize n, gsize pitch, float *v)
{
  gsize size = (ROUND_UP (n, SIDE) - n) * GRADIENT_TILES * VECTOR_LANES;

  for (guint j = 0; j < N_COLUMNS; j++)
    __builtin_memset (v + j * pitch + n * GRADIENT_TILES * VECTOR_LANES, 0, size * sizeof *v);
}

/* @runs (GRADIENT_TILES): tiles @first … @end - 1. Returns: how many */
static guint
find_runs (const DgWinogradSizes *s, gsize first, gsize end, Run *runs)
{
  gsize across = (s->out_width + 1) / 2;
  guint n_runs = 0;

  for (gsize n; first < end; first += n)
    {
      n = MIN (across - first % across, end - first);
      runs[n_runs++] = (Run) { first / across, first % across, n };
    }
  return n_runs;
}

static void
add_tiles (const DgWinogradSizes *s, gsize first, const float *x, const float *dy, const Factors *factors, float *u)
{
  gsize n_tiles = MIN (GRADIENT_TILES, count_tiles (s) - first);
  Run runs[GRADIENT_TILES];
  guint n_runs = find_runs (s, first, first + n_tiles, runs);

  for (guint position = 0; position < 4; position++)
    {
      load_factors (s, position, runs, n_runs, x, dy, factors);
      add_row (s, position, n_tiles, factors, u);
    }
}

gsize
FOR_TARGET (dg_winograd_gradient_get_scratch_size) (const DgWinogradSizes *s)
{
  return N_COLUMNS * (PITCH (ROUND_UP (s->n_in, SIDE) * GRADIENT_TILES)
                      + PITCH (ROUND_UP (s->n_out, SIDE) * GRADIENT_TILES));
}

void
FOR_TARGET (dg_winograd_gradient) (const DgWinogradSizes *s, const float *x, const float *dy, float *weight,
                                   float *scratch)
{
  gsize size = N_POSITIONS * get_position_stride (s);
  Factors factors = {
    .v_pitch = PITCH (ROUND_UP (s->n_in, SIDE) * GRADIENT_TILES),
    .z_pitch = PITCH (ROUND_UP (s->n_out, SIDE) * GRADIENT_TILES),
  };

  factors.v = scratch + size;
  factors.z = factors.v + N_COLUMNS * factors.v_pitch;
  __builtin_memset (scratch, 0, size * sizeof *scratch);
  clear_rest (s->n_in, factors.v_pitch, factors.v);
  clear_rest (s->n_out, factors.z_pitch, factors.z);
  for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
    for (gsize first = 0; first < count_tiles (s); first += GRADIENT_TILES)
      add_tiles (s, first, x + lane, dy + lane, &factors, scratch);
  store_gradient (s, scratch, weight);
}
