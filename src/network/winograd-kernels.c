/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/simd.h"

/* Convolutions with 3 × 3 weights and a stride of 1 as F(2 × 2, 3 × 3) of Winograd 1980 (Lavin & Gray 2016): what is
 * convolved is cut into tiles of 4 × 4 values that overlap by two, which give 2 × 2 values each:
 *   Y = Aᵀ [(G W Gᵀ) ⊙ (Bᵀ D B)] A
 * Between the transforms, which only add and halve, are 16 products of matrices, (out, in) by (in, tiles), instead of the
 * 36 there are without them. */

#define N_POSITIONS 16

/* Positions in a row, which the gradient works on together, so that what it transforms stays in the cache. */
#define N_COLUMNS 4

/* Tiles transformed together in forward and backward, and in the gradient. */
#define TILES 4
#define GRADIENT_TILES 16

/* Output channels whose products with TILES tiles are summed together. */
#define OUT_TILE (N_REGISTERS == 32 ? 6 : 3)

/* Channels on either side whose gradients are summed together. */
#define SIDE 4

#define ROUND_UP(n, to) (((n) + (to) - 1) / (to) * (to))

/* The floats of one position, for each of which there are n vectors: one more, so that the same place of all positions
 * does not fall on the same set of a cache. */
#define PITCH(n) (((n) + 1) * VECTOR_LANES)

static const float zeros[DG_LANES] __attribute__ ((aligned (64)));

static gsize
count_tiles (const DgWinogradSizes *s)
{
  return ((s->out_height + 1) / 2) * ((s->out_width + 1) / 2);
}

/* Transformed weights, and their gradient, are (N_POSITIONS, out, in), with n_out and n_in rounded up to what is worked on
 * together. */

static gsize
get_out_stride (const DgWinogradSizes *s)
{
  return ROUND_UP (s->n_in, DG_LANES);
}

static gsize
get_position_stride (const DgWinogradSizes *s)
{
  return ROUND_UP (s->n_out, SIDE) * get_out_stride (s);
}

static gsize
get_scratch_size (const DgWinogradSizes *s)
{
  gsize forward = N_POSITIONS * (PITCH (MAX (s->n_in, s->n_out) * TILES) + PITCH (OUT_TILE * TILES));
  gsize gradient = N_COLUMNS * (PITCH (ROUND_UP (s->n_in, SIDE) * GRADIENT_TILES)
                                + PITCH (ROUND_UP (s->n_out, SIDE) * GRADIENT_TILES));

  return N_POSITIONS * get_position_stride (s) + MAX (forward, gradient);
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

/* Where the values of a tile are in the first channel, and all bits set where they are in the others, too: what lies on
 * the padding is taken from one place that is 0. */
typedef struct
{
  const float *first[16];
  gsize others[16];
} Tile;

/* Tile @number of x (height, width, DG_LANES) that begins at (@row, @column), and is n × n. */
INLINE void
find_tile (gsize n, gsize height, gsize width, gsize row, gsize column, const float *x, Tile *tile)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        gboolean inside = row + i < height && column + j < width; /* both wrap below 0 */

        tile->first[i * n + j] = inside ? x + ((row + i) * width + column + j) * DG_LANES : zeros;
        tile->others[i * n + j] = inside ? G_MAXSIZE : 0;
      }
}

/* The 4 × 4 values that tile @number of the output comes from. */
INLINE void
find_input_tile (const DgWinogradSizes *s, gsize number, const float *x, Tile *tile)
{
  gsize across = (s->out_width + 1) / 2;

  find_tile (4, s->in_height, s->in_width, number / across * 2 - s->padding, number % across * 2 - s->padding, x,
             tile);
}

/* The 2 × 2 values of tile @number of the output. */
INLINE void
find_output_tile (const DgWinogradSizes *s, gsize number, const float *y, Tile *tile)
{
  gsize across = (s->out_width + 1) / 2;

  find_tile (2, s->out_height, s->out_width, number / across * 2, number % across * 2, y, tile);
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
    find_input_tile (s, MIN (first + p, last), x, &tiles[p]);
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

/* Row @row of Bᵀ D B. */
INLINE void
transform_input_row (guint row, const Tile *tile, gsize offset, gsize pitch, float *v)
{
  static const guint8 first[4] = { 0, 1, 2, 1 }, second[4] = { 2, 2, 1, 3 };
  guint a = 4 * first[row], b = 4 * second[row];
  Vector sign = broadcast (row == 1 ? 1 : -1);
  Vector t[4];

  UNROLL for (guint j = 0; j < 4; j++)
    t[j] = load (tile->first[a + j] + (offset & tile->others[a + j]))
           + sign * load (tile->first[b + j] + (offset & tile->others[b + j]));
  store (v, t[0] - t[2]);
  store (v + pitch, t[1] + t[2]);
  store (v + 2 * pitch, t[2] - t[1]);
  store (v + 3 * pitch, t[1] - t[3]);
}

/* Row @row of A Y Aᵀ, which the derivative of a tile's output goes back by. */
INLINE void
transform_delta_row (guint row, const Tile *tile, gsize offset, gsize pitch, float *z)
{
  static const float first[4] = { 1, 1, 1, 0 }, second[4] = { 0, 1, -1, -1 };
  Vector t[2];

  UNROLL for (guint j = 0; j < 2; j++)
    t[j] = first[row] * load (tile->first[j] + (offset & tile->others[j]))
           + second[row] * load (tile->first[2 + j] + (offset & tile->others[2 + j]));
  store (z, t[0]);
  store (z + pitch, t[0] + t[1]);
  store (z + 2 * pitch, t[0] - t[1]);
  store (z + 3 * pitch, -t[1]);
}

/* What is transformed for the gradient: @v (N_COLUMNS, n_in, GRADIENT_TILES), and @z likewise of n_out channels. */
typedef struct
{
  float *v, *z;
  gsize v_pitch, z_pitch;
} Factors;

static void
load_factors (const DgWinogradSizes *s, guint row, gsize n_tiles, const Tile *in, const Tile *out,
              const Factors *factors)
{
  for (gsize c = 0; c < s->n_in; c++)
    for (gsize t = 0; t < n_tiles; t++)
      transform_input_row (row, &in[t], c * s->in_height * s->in_width * DG_LANES, factors->v_pitch,
                           factors->v + (c * GRADIENT_TILES + t) * VECTOR_LANES);
  for (gsize o = 0; o < s->n_out; o++)
    for (gsize t = 0; t < n_tiles; t++)
      transform_delta_row (row, &out[t], o * s->out_height * s->out_width * DG_LANES, factors->z_pitch,
                           factors->z + (o * GRADIENT_TILES + t) * VECTOR_LANES);
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

static void
add_tiles (const DgWinogradSizes *s, gsize first, const float *x, const float *dy, const Factors *factors, float *u)
{
  gsize n_tiles = MIN (GRADIENT_TILES, count_tiles (s) - first);
  Tile in[GRADIENT_TILES], out[GRADIENT_TILES];

  for (gsize t = 0; t < n_tiles; t++)
    {
      find_input_tile (s, first + t, x, &in[t]);
      find_output_tile (s, first + t, dy, &out[t]);
    }
  for (guint row = 0; row < 4; row++)
    {
      load_factors (s, row, n_tiles, in, out, factors);
      add_row (s, row, n_tiles, factors, u);
    }
}

static void
winograd_gradient (const DgWinogradSizes *s, const float *x, const float *dy, float *weight, float *scratch)
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

extern const DgWinogradKernels FOR_TARGET (dg_winograd_kernels);
const DgWinogradKernels FOR_TARGET (dg_winograd_kernels) = {
  .get_scratch_size = get_scratch_size,
  .forward = winograd_forward,
  .backward = winograd_backward,
  .gradient = winograd_gradient,
};
