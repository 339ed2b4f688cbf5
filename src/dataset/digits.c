/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dataset/digits.h"

#include <cairo.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "dataset/dataset-private.h"
#include "dataset/digit-strokes.h"

#define SIZE DG_DIGITS_SIZE
#define BOX 20.0      /* pixels the ink is fitted into */
#define COS_SHARP 0.8 /* of the angle from which a turn is sharp */
#define GRAIN 64

/* Streams of random numbers: one for each image, one for the order of the digits in each ten. */
#define LABEL_STREAM (G_GUINT64_CONSTANT (1) << 40)

/* A unit vector. */
typedef struct
{
  double x, y;
} Direction;

static guint64
stream_of (DgSplit split, gsize index)
{
  return ((guint64) split << 41) + index;
}

guint8
dg_digits_get_label (guint64 seed, DgSplit split, gsize index)
{
  guint32 digits[10] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  DgRng rng;

  dg_rng_init (&rng, seed, LABEL_STREAM + stream_of (split, index / 10));
  dg_rng_shuffle (&rng, digits, 10);
  return digits[index % 10];
}

/* Half an octagon about @dot, towards the side to which the unit vector @d points, from its right to its
 * left. */
static void
round_end (cairo_t *cr, const DgDot *dot, Direction d)
{
  double r = dot->radius, h = G_SQRT2 / 2.0 * r;

  cairo_line_to (cr, dot->x + r * d.y, dot->y - r * d.x);
  cairo_line_to (cr, dot->x + h * (d.x + d.y), dot->y + h * (d.y - d.x));
  cairo_line_to (cr, dot->x + r * d.x, dot->y + r * d.y);
  cairo_line_to (cr, dot->x + h * (d.x - d.y), dot->y + h * (d.y + d.x));
  cairo_line_to (cr, dot->x - r * d.y, dot->y + r * d.x);
}

/* The outline of the dots @first to @last, which turn gently: there along the right, round the end, back
 * along the left. @along: unit vector from each dot's predecessor to it */
static void
outline (cairo_t *cr, const DgDot *dots, const Direction *along, guint first, guint last)
{
  cairo_new_sub_path (cr);
  for (guint i = first + 1; i < last; i++)
    {
      const Direction *d = &along[i];

      cairo_line_to (cr, dots[i].x + dots[i].radius * d->y, dots[i].y - dots[i].radius * d->x);
    }
  round_end (cr, &dots[last], along[last]);
  for (guint i = last - 1; i > first; i--)
    {
      const Direction *d = &along[i + 1];

      cairo_line_to (cr, dots[i].x - dots[i].radius * d->y, dots[i].y + dots[i].radius * d->x);
    }
  round_end (cr, &dots[first], (Direction) { -along[first + 1].x, -along[first + 1].y });
  cairo_close_path (cr);
}

/* The ink: an outline for each gentle part of a stroke. All turn the same way, so that their union is filled.
 * */
static void
ink (cairo_t *cr, const DgDot *dots, guint n)
{
  Direction along[DG_STROKE_MAX_DOTS];
  guint first = 0;

  for (guint i = 1; i < n; i++)
    {
      double length = hypot (dots[i].x - dots[i - 1].x, dots[i].y - dots[i - 1].y);

      along[i].x = length > 0.0 ? (dots[i].x - dots[i - 1].x) / length : 1.0;
      along[i].y = length > 0.0 ? (dots[i].y - dots[i - 1].y) / length : 0.0;
    }
  for (guint i = 1; i < n; i++)
    {
      if (!dots[i].drawn)
        first = i;
      else if (i + 1 == n || !dots[i + 1].drawn
               || along[i].x * along[i + 1].x + along[i].y * along[i + 1].y < COS_SHARP)
        {
          outline (cr, dots, along, first, i);
          first = i;
        }
    }
  cairo_fill (cr);
}

void
dg_digits_draw (guint64 seed, DgSplit split, gsize index, guint8 *pixels)
{
  DgDot dots[DG_STROKE_MAX_DOTS];
  cairo_surface_t *surface;
  cairo_t *cr;
  guint n;
  DgRng rng;

  dg_rng_init (&rng, seed, stream_of (split, index));
  n = dg_digit_write (dg_digits_get_label (seed, split, index), SIZE, BOX, &rng, dots);
  memset (pixels, 0, SIZE * SIZE);
  surface = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_A8, SIZE, SIZE, SIZE);
  cr = cairo_create (surface);
  ink (cr, dots, n);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

typedef struct
{
  DgSplit split;
  guint8 *pixels; /* (n, SIZE, SIZE) */
  guint8 *labels; /* (n) */
  GCancellable *cancellable;
} Drawing;

static void
draw_cb (gsize begin, gsize end, guint worker, gpointer data)
{
  Drawing *drawing = data;

  for (gsize i = begin; i < end && !g_cancellable_is_cancelled (drawing->cancellable); i++)
    {
      drawing->labels[i] = dg_digits_get_label (DG_DIGITS_SEED, drawing->split, i);
      dg_digits_draw (DG_DIGITS_SEED, drawing->split, i, drawing->pixels + i * SIZE * SIZE);
    }
}

static DgImages
draw_split (DgParallel *team, DgSplit split, gsize n, GCancellable *cancellable)
{
  Drawing drawing = { .split = split, .cancellable = cancellable };

  drawing.pixels = g_malloc (n * SIZE * SIZE);
  drawing.labels = g_malloc (n);
  dg_parallel_for (team, n, GRAIN, draw_cb, &drawing);
  return (DgImages) { .n = n,
                      .height = SIZE,
                      .width = SIZE,
                      .channels = 1,
                      .pixels = drawing.pixels,
                      .labels = drawing.labels };
}

DgDataset *
dg_digits_open (GCancellable *cancellable, GError **error)
{
  static const char *const class_names[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
  g_autoptr (DgParallel) team = dg_parallel_new (0);
  g_auto (DgImages) train = draw_split (team, DG_SPLIT_TRAIN, DG_DIGITS_N_TRAIN, cancellable);
  g_auto (DgImages) test = draw_split (team, DG_SPLIT_TEST, DG_DIGITS_N_TEST, cancellable);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  /* in English in files, translated where it is shown */
  return dg_dataset_new (NC_ ("dataset", "built-in digits"), class_names, G_N_ELEMENTS (class_names), &train, &test);
}
