/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "figure/export.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "figure/draw.h"

typedef enum
{
  FORMAT_PNG,
  FORMAT_SVG,
  FORMAT_PDF,
} Format;

static gboolean
choose_format (GFile *file, Format *format, GError **error)
{
  static const char *const endings[] = { ".png", ".svg", ".pdf" };
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = g_ascii_strdown (name != NULL ? name : "", -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      {
        *format = i;
        return TRUE;
      }

  g_set_error (error, DG_ERROR, DG_ERROR_NAME,
               _("Cannot tell the format of “%s”: its name must end in .png, .svg or .pdf"),
               g_file_peek_path (file) != NULL ? g_file_peek_path (file) : name);
  return FALSE;
}

gboolean
dg_export_check_ending (GFile *file, GError **error)
{
  Format format;

  return choose_format (file, &format, error);
}

static cairo_status_t
collect_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
make_png (const DgFigure *figure, const DgGeometry *geometry, double scale, GByteArray *out)
{
  int width = CLAMP (ceil (geometry->width * scale), 1, G_MAXINT);
  int height = CLAMP (ceil (geometry->height * scale), 1, G_MAXINT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_status_t status = cairo_surface_status (surface);
  cairo_t *cr;

  if (status != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return status;
    }

  cr = cairo_create (surface);
  /* The last row and column of pixels may be only partly within the figure. */
  cairo_set_source_rgb (cr, figure->background.red, figure->background.green, figure->background.blue);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  dg_figure_paint (figure, geometry, cr, DG_FIGURE_ALL);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, collect_cb, out);
  cairo_surface_destroy (surface);

  return status;
}

static cairo_status_t
make_pdf (const DgFigure *figure, const DgGeometry *geometry, GByteArray *out)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (collect_cb, out, geometry->width,
                                                                  geometry->height);
  cairo_t *cr = cairo_create (surface);
  g_autofree char *description = dg_figure_describe (figure);
  cairo_status_t status;

  if (figure->title != NULL)
    {
      g_autofree char *title = dg_text_clean (figure->title);

      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
    }
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, description);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Diagonal " DG_VERSION);

  dg_figure_paint (figure, geometry, cr, DG_FIGURE_ALL);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  /* Fonts and images are written now, and only now may it fail. */
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  return status;
}

static cairo_status_t
make_svg (const DgFigure *figure, const DgGeometry *geometry, GByteArray *out)
{
  g_autofree char *description = dg_figure_describe (figure);
  DgCanvas *canvas = dg_canvas_new_svg (geometry->width, geometry->height, figure->title, description);
  g_autoptr (GString) document = NULL;
  cairo_status_t status;

  dg_figure_draw (figure, geometry, canvas, DG_FIGURE_ALL);
  document = dg_canvas_finish_svg (canvas, &status);
  g_byte_array_append (out, (const guint8 *) document->str, document->len);

  return status;
}

/* Replaces the file as a whole: what was there before stays until all is on the disk. */
static gboolean
replace_file (GFile *file, const GByteArray *contents, GCancellable *cancellable, GError **error)
{
  const char *path = g_file_peek_path (file);
  g_autofree char *name = path != NULL ? g_strdup (path) : g_file_get_uri (file);
  const GFileSetContentsFlags flags = G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE;
  g_autoptr (GError) local_error = NULL;
  const char *reason;
  GIOErrorEnum code;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  if (path == NULL)
    {
      if (g_file_replace_contents (file, (const char *) contents->data, contents->len, NULL, FALSE,
                                   G_FILE_CREATE_REPLACE_DESTINATION, NULL, cancellable, &local_error))
        return TRUE;
      code = local_error->domain == G_IO_ERROR ? (GIOErrorEnum) local_error->code : G_IO_ERROR_FAILED;
      g_set_error (error, G_IO_ERROR, code, _("Cannot write “%s”: %s"), name, local_error->message);
      return FALSE;
    }

  if (g_file_set_contents_full (path, (const char *) contents->data, contents->len, flags, 0666,
                                &local_error))
    return TRUE;

  /* GLib's message goes on about its temporary file before it gives the reason. */
  reason = g_strrstr (local_error->message, ": ");
  code = local_error->domain == G_FILE_ERROR ? g_io_error_from_file_error (local_error->code)
                                             : G_IO_ERROR_FAILED;
  g_set_error (error, G_IO_ERROR, code, _("Cannot write “%s”: %s"), name,
               reason != NULL ? reason + 2 : local_error->message);
  return FALSE;
}

gboolean
dg_export_figure (const DgFigure *figure, const DgGeometry *geometry, GFile *file, double scale,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) contents = g_byte_array_new ();
  cairo_status_t status = CAIRO_STATUS_SUCCESS;
  Format format;

  if (!choose_format (file, &format, error))
    return FALSE;

  switch (format)
    {
    case FORMAT_PNG:
      status = make_png (figure, geometry, scale, contents);
      break;
    case FORMAT_SVG:
      status = make_svg (figure, geometry, contents);
      break;
    case FORMAT_PDF:
      status = make_pdf (figure, geometry, contents);
      break;
    }
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_autofree char *name = g_file_get_parse_name (file);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("Cannot draw “%s” at %.0f × %.0f points: %s"),
                   name, geometry->width, geometry->height, cairo_status_to_string (status));
      return FALSE;
    }

  return replace_file (file, contents, cancellable, error);
}
