/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/geometry.h"
#include "figure/text.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y, width, height;
} DgRect;

typedef enum
{
  DG_TEXT_NORMAL,
  DG_TEXT_QUIET, /* notes and footer: halfway to the paper */
} DgTextTone;

/* One line of text, ready to draw: @x is its left end, or its middle where @centred. */
typedef struct
{
  char *string;
  DgFont font;
  DgTextTone tone;
  gboolean centred;
  double x, baseline;
} DgTextRun;

#define DG_KEY_WRONG (-2) /* the entry that explains the ticks of misclassified samples */

/* An entry of the class key: a swatch and a name. */
typedef struct
{
  gint class_index; /* or DG_KEY_WRONG */
  DgRect swatch;
  DgTextRun run;
} DgKeyEntry;

/**
 * DgGeometry:
 * @side, @margin, @spacing, @gap: device pixels: of an image, of the margin with ticks at its left and top,
 *   between that margin and the image, and between two cells
 * @bars, @groups: device pixels: beside each image, after a @spacing, silhouettes and after another the names of
 *   groups; 0 where there are none
 * @group_font: of these names
 * @left, @top: device pixels: corner of the first cell with its margins
 * @names_left, @names_width, @names_top, @names_height: points: the column of row names, the row of column
 *   names; 0 where there are none
 * @runs: (element-type DgTextRun) all text but that of the class key
 * @keys: (element-type DgKeyEntry) the class key
 * @gradient: points: the colour key's; empty: none
 */
struct _DgGeometry
{
  guint n_rows, n_columns;
  double width, height, scale;
  gint side, margin, spacing, gap;
  gint bars, groups;
  DgFont group_font;
  gint left, top;
  double names_left, names_width, names_top, names_height;
  GArray *runs, *keys;
  DgRect gradient;
};

/* Device pixels of the corner of a cell with its margins. */
void dg_geometry_get_corner (const DgGeometry *self, guint row, guint column, gint *x, gint *y);

/* Device pixels from one cell to that at its right, and of what lies at the right of its image. */
gint dg_geometry_get_pitch (const DgGeometry *self);
gint dg_geometry_get_beside (const DgGeometry *self);

/* Device pixels of an image that show @position of @n: @first … @first + @count − 1. None is lost: where
 * positions share a pixel, each is given that one. */
void dg_geometry_get_span (const DgGeometry *self, gsize n, gsize position, gint *first, gint *count);

/* The position shown by pixel @pixel of an image: as dg_cell_render() samples it. */
gsize dg_geometry_get_position (const DgGeometry *self, gsize n, gint pixel);

/* The part of a tick that lies next to the image; the rest of the margin is for the tip of wrong ones. Device
 * pixels. */
gint dg_geometry_get_tick_length (const DgGeometry *self);

G_END_DECLS
