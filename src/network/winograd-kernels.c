/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/winograd.h"

/* Forward and back to the input, which is the same with the weights turned. */

/* Tiles transformed together. */
#define TILES 4

/* Output channels whose products with TILES tiles are summed together. */
#define OUT_TILE (N_REGISTERS == 32 ? 6 : 3)

static const float zeros[DG_LANES] __attribute__ ((aligned (64)));

static gsize
get_scratch_size (const DgWinogradSizes *s)
{
  gsize convolution = N_POSITIONS * (PITCH (MAX (s->n_in, s->n_out) * TILES) + PITCH (OUT_TILE * TILES));
  gsize gradient = FOR_TARGET (dg_winograd_gradient_get_scratch_size) (s);

  return N_POSITIONS * get_position_stride (s) + MAX (convolution, gradient);
}

/* G g Gᵀ of 3 × 3 vectors in 4 × 4. */
INLINE void
transform_weights (const Vector *g, Vector *u)
{
  Vector t[12];

  UNROLL for (int j = 0; j < 3; j++)
    {
      Vector even = (g[j] + g[6 + j]) * 0.5f, odd = g[3 + j] * 0.5f;

      t[j] = g[j];
      t[3 + j] = even + odd;
      t[6 + j] = even - odd;
      t[9 + j] = g[6 + j];
    }
  UNROLL for (int i = 0; i < 4; i++)
    {
      Vector even = (t[3 * i] + t[3 * i + 2]) * 0.5f, odd = t[3 * i + 1] * 0.5f;

      u[4 * i] = t[3 * i];
      u[4 * i + 1] = even + odd;
      u[4 * i + 2] = even - odd;
      u[4 * i + 3] = t[3 * i + 2];
    }
}

static void
load_weights (const DgWinogradSizes *s, const float *weight, float *u)
{
  gsize stride = get_out_stride (s), position_stride = get_position_stride (s);

  for (gsize o = 0; o < s->n_out; o++)
    for (gsize c = 0; c < stride; c += VECTOR_LANES)
      {
        float nine[9][VECTOR_LANES] __attribute__ ((aligned (64))) = { 0 };
        Vector g[9], transformed[N_POSITIONS];

        for (gsize l = 0; l < VECTOR_LANES && c + l < s->n_in; l++)
          for (gsize i = 0; i < 9; i++)
            nine[i][l] = weight[(o * s->n_in + c + l) * 9 + i];
        UNROLL for (gsize i = 0; i < 9; i++)
          g[i] = load (nine[i]);
        transform_weights (g, transformed);
        UNROLL for (gsize i = 0; i < N_POSITIONS; i++)
          store (u + i * position_stride + o * stride + c, transformed[i]);
      }
}

/* Where the 4 × 4 values of a tile are in the first channel, and all bits set where they are in the others, too: what lies on
 * the padding is taken from one place that is 0. */
typedef struct
{
  const float *first[16];
  gsize others[16];
} Tile;

/* That of tile @number of the output. */
INLINE void
find_tile (const DgWinogradSizes *s, gsize number, const float *x, Tile *tile)
{
  gsize across = (s->out_width + 1) / 2;
  gsize row = number / across * 2 - s->padding, column = number % across * 2 - s->padding;

  for (gsize i = 0; i < 4; i++)
    for (gsize j = 0; j < 4; j++)
      {
        gboolean inside = row + i < s->in_height && column + j < s->in_width; /* both wrap below 0 */

        tile->first[i * 4 + j] = inside ? x + ((row + i) * s->in_width + column + j) * DG_LANES : zeros;
        tile->others[i * 4 + j] = inside ? G_MAXSIZE : 0;
      }
}

/* Bᵀ D B of a tile in the channel @offset floats after the first, to the same place of each position of @v. */
INLINE void
transform_input (const Tile *tile, gsize offset, gsize pitch, float *v)
{
  Vector t[16];

  UNROLL for (int j = 0; j < 4; j++)
    {
      Vector d[4];

      UNROLL for (int i = 0; i < 4; i++)
        d[i] = load (tile->first[4 * i + j] + (offset & tile->others[4 * i + j]));
      t[j] = d[0] - d[2];
      t[4 + j] = d[1] + d[2];
      t[8 + j] = d[2] - d[1];
      t[12 + j] = d[1] - d[3];
    }
  UNROLL for (int i = 0; i < 4; i++)
    {
      store (v + (4 * i) * pitch, t[4 * i] - t[4 * i + 2]);
      store (v + (4 * i + 1) * pitch, t[4 * i + 1] + t[4 * i + 2]);
      store (v + (4 * i + 2) * pitch, t[4 * i + 2] - t[4 * i + 1]);
      store (v + (4 * i + 3) * pitch, t[4 * i + 1] - t[4 * i + 3]);
    }
}

/* Aᵀ M A + bias, from the same place of each position of @m, as far as it is within y (height, width, DG_LANES), from
 * (@row, @column) on. */
INLINE void
transform_output (const float *m, gsize pitch, float bias, gsize height, gsize width, gsize row, gsize column,
                  float *y)
{
  Vector t[8];

  UNROLL for (int j = 0; j < 4; j++)
    {
      Vector a = load (m + (4 + j) * pitch), b = load (m + (8 + j) * pitch);

      t[j] = load (m + j * pitch) + (a + b);
      t[4 + j] = (a - b) - load (m + (12 + j) * pitch);
    }
  y += (row * width + column) * DG_LANES;
  UNROLL for (gsize i = 0; i < 2; i++)
    if (row + i < height)
      {
        store (y + i * width * DG_LANES, t[4 * i] + (t[4 * i + 1] + t[4 * i + 2]) + bias);
        if (column + 1 < width)
          store (y + (i * width + 1) * DG_LANES, (t[4 * i + 1] - t[4 * i + 2]) - t[4 * i + 3] + bias);
      }
}

/* Transformed weights as a convolution uses them. */
typedef struct
{
  const float *u;
  gsize position_stride, out_stride, in_stride;
  gboolean turned; /* by half a turn, which swaps positions */
} Weights;

/* m (n_out, TILES) = u (n_out, n_in) v (n_in, TILES) at one position. */
INLINE void
multiply (guint n_out, gsize n_in, const float *u, gsize out_stride, gsize in_stride, const float *v, float *m)
{
  Vector sum[OUT_TILE * TILES];

  UNROLL for (guint i = 0; i < n_out * TILES; i++)
    sum[i] = broadcast (0);
  for (gsize c = 0; c < n_in; c++, v += TILES * VECTOR_LANES, u += in_stride)
    {
      Vector value[TILES];

      UNROLL for (guint p = 0; p < TILES; p++)
        value[p] = load (v + p * VECTOR_LANES);
      UNROLL for (guint o = 0; o < n_out; o++)
        UNROLL for (guint p = 0; p < TILES; p++)
          sum[o * TILES + p] += u[o * out_stride] * value[p];
    }
  UNROLL for (guint i = 0; i < n_out * TILES; i++)
    store (m + i * VECTOR_LANES, sum[i]);
}

/* Channels @o … @o + n_out - 1 of y in TILES tiles from @first on; where there are fewer, the last is made again. */
INLINE void
convolve_channels (guint n_out, const DgWinogradSizes *s, const Weights *weights, const float *bias, gsize o,
                   gsize first, const float *v, float *m, float *y)
{
  static const guint8 turned[4] = { 3, 1, 2, 0 };
  gsize across = (s->out_width + 1) / 2, last = count_tiles (s) - 1;
  gsize plane = s->out_height * s->out_width * DG_LANES;

  for (guint i = 0; i < N_POSITIONS; i++)
    {
      guint position = i;

      if (weights->turned)
        position = 4 * turned[i / 4] + turned[i % 4];
      multiply (n_out, s->n_in, weights->u + position * weights->position_stride + o * weights->out_stride,
                weights->out_stride, weights->in_stride, v + i * PITCH (s->n_in * TILES),
                m + i * PITCH (OUT_TILE * TILES));
    }
  for (guint p = 0; p < TILES; p++)
    {
      gsize tile = MIN (first + p, last);

      for (guint channel = 0; channel < n_out; channel++)
        transform_output (m + (channel * TILES + p) * VECTOR_LANES, PITCH (OUT_TILE * TILES),
                          bias != NULL ? bias[o + channel] : 0, s->out_height, s->out_width, tile / across * 2,
                          tile % across * 2, y + (o + channel) * plane);
    }
}

static void
convolve_tiles (const DgWinogradSizes *s, const Weights *weights, const float *bias, gsize first, const float *x,
                float *y, float *v)
{
  gsize plane = s->in_height * s->in_width * DG_LANES, last = count_tiles (s) - 1;
  float *m = v + N_POSITIONS * PITCH (s->n_in * TILES);
  Tile tiles[TILES];
  gsize o = 0;

  for (guint p = 0; p < TILES; p++)
    find_tile (s, MIN (first + p, last), x, &tiles[p]);
  for (gsize c = 0; c < s->n_in; c++)
    for (guint p = 0; p < TILES; p++)
      transform_input (&tiles[p], c * plane, PITCH (s->n_in * TILES), v + (c * TILES + p) * VECTOR_LANES);
#define ARGUMENTS s, weights, bias, o, first, v, m, y
  for (; o + OUT_TILE <= s->n_out; o += OUT_TILE)
    convolve_channels (OUT_TILE, ARGUMENTS);
  for (; OUT_TILE > 4 && o + 4 <= s->n_out; o += 4)
    convolve_channels (MIN (4, OUT_TILE), ARGUMENTS);
  for (; o + 2 <= s->n_out; o += 2)
    convolve_channels (2, ARGUMENTS);
  for (; o < s->n_out; o++)
    convolve_channels (1, ARGUMENTS);
#undef ARGUMENTS
}

static void
convolve (const DgWinogradSizes *s, const Weights *weights, const float *bias, const float *x, float *y, float *v)
{
  for (gsize lane = 0; lane < DG_LANES; lane += VECTOR_LANES)
    for (gsize first = 0; first < count_tiles (s); first += TILES)
      convolve_tiles (s, weights, bias, first, x + lane, y + lane, v);
}

static void
winograd_forward (const DgWinogradSizes *s, const float *weight, const float *bias, const float *x, float *y,
                  float *scratch)
{
  const Weights weights = { scratch, get_position_stride (s), get_out_stride (s), 1, FALSE };

  load_weights (s, weight, scratch);
  convolve (s, &weights, bias, x, y, scratch + N_POSITIONS * get_position_stride (s));
}

/* dy convolved with the weights after half a turn, to the other side. */
static void
winograd_backward (const DgWinogradSizes *s, const float *weight, const float *dy, float *dx, float *scratch)
{
  const DgWinogradSizes back = { s->n_out, s->out_height, s->out_width, s->n_in, s->in_height, s->in_width,
                                 2 - s->padding };
  const Weights weights = { scratch, get_position_stride (s), 1, get_out_stride (s), TRUE };

  load_weights (s, weight, scratch);
  convolve (&back, &weights, NULL, dy, dx, scratch + N_POSITIONS * get_position_stride (s));
}

extern const DgWinogradKernels FOR_TARGET (dg_winograd_kernels);
const DgWinogradKernels FOR_TARGET (dg_winograd_kernels) = {
  .get_scratch_size = get_scratch_size,
  .forward = winograd_forward,
  .backward = winograd_backward,
  .gradient = FOR_TARGET (dg_winograd_gradient),
};
