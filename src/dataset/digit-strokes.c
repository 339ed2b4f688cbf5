/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset/digit-strokes.h"

#include <math.h>

typedef struct
{
  double x, y;
} Point;

typedef struct
{
  Point points[DG_STYLE_MAX_POINTS]; /* (n) */
  guint8 kinds[DG_STYLE_MAX_POINTS]; /* (n) DgPointKind */
  guint n;
} Skeleton;

/* Normally distributed, but never further off than a hand goes. */
static double
normal (DgRng *rng, double mean, double deviation)
{
  double x = dg_rng_normal (rng);

  return mean + deviation * CLAMP (x, -3.0, 3.0);
}

static const DgDigitStyle *
choose_style (DgRng *rng, guint digit)
{
  const DgDigitStyle *styles = dg_digit_styles[digit];
  guint sum = 0, chosen;

  for (guint i = 0; i < DG_STYLES_MAX; i++)
    sum += styles[i].weight;
  chosen = dg_rng_below (rng, sum);
  for (; chosen >= styles->weight; styles++)
    chosen -= styles->weight;
  return styles;
}

static gboolean
ends_stroke (const Skeleton *skeleton, guint i)
{
  return i + 1 == skeleton->n || skeleton->kinds[i + 1] == DG_POINT_START;
}

/* Control points missed by a hand, each much as the one before it; strokes begun a little beside their place;
 * ends that stop early or run on. */
static void
jitter (Skeleton *skeleton, const DgDigitStyle *style, DgRng *rng, double sloppiness)
{
  Point miss = { 0 };

  for (skeleton->n = 0; skeleton->n < DG_STYLE_MAX_POINTS; skeleton->n++)
    {
      const DgStylePoint *point = &style->points[skeleton->n];

      if (point->kind == DG_POINT_NONE)
        break;
      miss.x = 0.6 * miss.x + normal (rng, 0.0, 2.2 * sloppiness);
      miss.y = 0.6 * miss.y + normal (rng, 0.0, 2.2 * sloppiness);
      if (point->kind == DG_POINT_START)
        miss = (Point) { normal (rng, 0.0, 3.0 * sloppiness), normal (rng, 0.0, 3.0 * sloppiness) };
      skeleton->kinds[skeleton->n] = point->kind;
      skeleton->points[skeleton->n] = (Point) { point->x + miss.x, point->y + miss.y };
    }
  for (guint i = 0; i < skeleton->n; i++)
    {
      gboolean starts = skeleton->kinds[i] == DG_POINT_START;
      Point *end = &skeleton->points[i];
      double more;

      if (!starts && !ends_stroke (skeleton, i))
        continue;
      more = normal (rng, 0.0, 0.12 * sloppiness);
      end->x += more * (end->x - (starts ? end + 1 : end - 1)->x);
      end->y += more * (end->y - (starts ? end + 1 : end - 1)->y);
    }
}

/* Proportions, a smooth bend of the whole plane, slant and rotation. */
static void
deform (Skeleton *skeleton, DgRng *rng, double sloppiness)
{
  double width = exp (normal (rng, 0.03, 0.16));
  double slant = normal (rng, 0.14, 0.20);
  double angle = normal (rng, 0.0, 0.09);
  double c = cos (angle), s = sin (angle);
  double bend[6];

  for (int i = 0; i < 6; i++)
    bend[i] = normal (rng, 0.0, 3.0 * sloppiness);
  for (guint i = 0; i < skeleton->n; i++)
    {
      Point *p = &skeleton->points[i];
      double u = (p->x - 34.0) / 34.0, v = (p->y - 50.0) / 50.0;
      double x = width * (34.0 * u + bend[0] * v * v + bend[1] * u * v + bend[2] * u * u);
      double y = 50.0 * v + bend[3] * u * u + bend[4] * u * v + bend[5] * v * v;

      x -= slant * y;
      p->x = c * x - s * y;
      p->y = s * x + c * y;
    }
}

/* Catmull-Rom from b to c; the neighbour beyond a corner or an end counts as the point itself. */
static Point
interpolate (const Point *a, const Point *b, const Point *c, const Point *d, double t)
{
  double t2 = t * t, t3 = t2 * t;
  double wa = 0.5 * (-t3 + 2.0 * t2 - t), wb = 0.5 * (3.0 * t3 - 5.0 * t2 + 2.0);
  double wc = 0.5 * (-3.0 * t3 + 4.0 * t2 + t), wd = 0.5 * (t3 - t2);

  return (Point) { .x = wa * a->x + wb * b->x + wc * c->x + wd * d->x,
                   .y = wa * a->y + wb * b->y + wc * c->y + wd * d->y };
}

/* Dots along the strokes. Returns how many. @dots: (DG_STROKE_MAX_DOTS) */
static guint
trace (const Skeleton *skeleton, DgDot *dots)
{
  guint n = 0;

  for (guint i = 0; i + 1 < skeleton->n; i++)
    {
      const Point *b = &skeleton->points[i], *c = b + 1;
      const Point *a = skeleton->kinds[i] == DG_POINT_SMOOTH ? b - 1 : b;
      gboolean runs_on = skeleton->kinds[i + 1] == DG_POINT_SMOOTH && !ends_stroke (skeleton, i + 1);
      const Point *d = runs_on ? c + 1 : c;

      if (skeleton->kinds[i + 1] == DG_POINT_START)
        continue;
      if (skeleton->kinds[i] == DG_POINT_START)
        dots[n++] = (DgDot) { .x = b->x, .y = b->y };
      for (int k = 1; k <= DG_STROKE_STEPS; k++)
        {
          Point p = interpolate (a, b, c, d, (double) k / DG_STROKE_STEPS);

          dots[n++] = (DgDot) { .x = p.x, .y = p.y, .drawn = TRUE };
        }
    }
  return n;
}

/* The pen: its width, and pressure that swells and fades along the strokes. */
static void
press (DgDot *dots, guint n, DgRng *rng)
{
  double radius = 1.15 * exp (normal (rng, 0.0, 0.26));
  double swell = fabs (normal (rng, 0.0, 0.14));
  double phase = 2.0 * G_PI * dg_rng_uniform (rng);
  double waves = 2.0 * G_PI * (0.5 + dg_rng_uniform (rng));

  for (guint i = 0; i < n; i++)
    dots[i].radius = radius * (1.0 + swell * sin (phase + waves * i / n));
}

/* Scales the dots into the box and puts the centre of mass in the middle of the page. */
static void
fit (DgDot *dots, guint n, double page, double box, DgRng *rng)
{
  double x_min = G_MAXDOUBLE, x_max = -G_MAXDOUBLE, y_min = G_MAXDOUBLE, y_max = -G_MAXDOUBLE;
  double largest = 0.0, mass = 0.0, x_mass = 0.0, y_mass = 0.0;
  double size = box * (1.0 - 0.12 * dg_rng_uniform (rng));
  double scale, dx, dy;

  for (guint i = 0; i < n; i++)
    {
      x_min = MIN (x_min, dots[i].x);
      x_max = MAX (x_max, dots[i].x);
      y_min = MIN (y_min, dots[i].y);
      y_max = MAX (y_max, dots[i].y);
      largest = MAX (largest, dots[i].radius);
      if (dots[i].drawn)
        {
          double piece = dots[i].radius * hypot (dots[i].x - dots[i - 1].x, dots[i].y - dots[i - 1].y);

          mass += piece;
          x_mass += piece * 0.5 * (dots[i].x + dots[i - 1].x);
          y_mass += piece * 0.5 * (dots[i].y + dots[i - 1].y);
        }
    }
  scale = (size - 2.0 * largest) / MAX (x_max - x_min, y_max - y_min);
  dx = page / 2.0 - scale * x_mass / mass + normal (rng, 0.0, 0.3);
  dy = page / 2.0 - scale * y_mass / mass + normal (rng, 0.0, 0.3);
  dx = CLAMP (dx, largest - scale * x_min, page - largest - scale * x_max);
  dy = CLAMP (dy, largest - scale * y_min, page - largest - scale * y_max);
  for (guint i = 0; i < n; i++)
    {
      dots[i].x = scale * dots[i].x + dx;
      dots[i].y = scale * dots[i].y + dy;
    }
}

guint
dg_digit_write (guint digit, double page, double box, DgRng *rng, DgDot *dots)
{
  double sloppiness = exp (normal (rng, 0.0, 0.45));
  Skeleton skeleton;
  guint n;

  jitter (&skeleton, choose_style (rng, digit), rng, sloppiness);
  deform (&skeleton, rng, sloppiness);
  n = trace (&skeleton, dots);
  press (dots, n, rng);
  fit (dots, n, page, box, rng);
  return n;
}
