/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure/export.h"

#include <cairo.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "base/error.h"
#include "figure/painter.h"

#include "figure-fixture.h"

typedef struct
{
  char *folder;
  DgFigure *figure;
  DgGeometry *geometry;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  guint32 selected = 11;

  self->folder = g_dir_make_tmp ("dg-export-XXXXXX", NULL);
  self->figure = make_figure (2, 2, 50);
  add_extras (self->figure);
  add_mark (self->figure, 17, 4, FALSE);
  add_mark (self->figure, 42, 9, TRUE);
  dg_figure_select (self->figure, -1, &selected, 1);
  self->geometry = dg_geometry_new_for_cell (self->figure, 90, 1);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  dg_geometry_free (self->geometry);
  dg_figure_free (self->figure);
}

static gboolean
export_to (Fixture *self, const char *path, double scale, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return dg_export_figure (self->figure, self->geometry, file, scale, NULL, error);
}

/* The bytes of the figure written to @name. */
static GBytes *
export_bytes (Fixture *self, const char *name, double scale)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;

  export_to (self, path, scale, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (contents, length);
}

static gboolean
contains (GBytes *bytes, const char *part)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), part, strlen (part)) != NULL;
}

static guint
count_files (const Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
test_signatures (Fixture *self, gconstpointer data)
{
  const struct
  {
    const char *name, *start, *end;
  } formats[] = {
    { "figure.png", "\x89PNG\r\n\x1a\n", "IEND\xae\x42\x60\x82" },
    { "figure.PDF", "%PDF-1.", "%%EOF\n" },
    { "figure.svg", "<?xml version=\"1.0\"", "</svg>\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) bytes = export_bytes (self, formats[i].name, 1);
      gsize length, n_end = strlen (formats[i].end);
      const char *contents = g_bytes_get_data (bytes, &length);

      g_assert_cmpuint (length, >, 1000);
      g_assert_cmpmem (contents, strlen (formats[i].start), formats[i].start, strlen (formats[i].start));
      g_assert_cmpmem (contents + length - n_end, n_end, formats[i].end, n_end);
    }
  g_assert_cmpuint (count_files (self), ==, 3);
}

/* The file is the picture that the painter paints, pixel for pixel. */
static void
test_png (Fixture *self, gconstpointer data)
{
  for (guint scale = 1; scale <= 3; scale += 2)
    {
      g_autoptr (GBytes) bytes = export_bytes (self, "figure.png", scale);
      g_autofree char *path = g_build_filename (self->folder, "figure.png", NULL);
      cairo_surface_t *read = cairo_image_surface_create_from_png (path), *painted;
      cairo_t *cr;
      double width, height;

      dg_geometry_get_size (self->geometry, &width, &height);
      g_assert_cmpint (cairo_image_surface_get_width (read), ==, scale * width);
      g_assert_cmpint (cairo_image_surface_get_height (read), ==, scale * height);

      painted = cairo_image_surface_create (CAIRO_FORMAT_RGB24, scale * width, scale * height);
      cr = cairo_create (painted);
      cairo_scale (cr, scale, scale);
      dg_figure_paint (self->figure, self->geometry, cr, DG_FIGURE_ALL);
      cairo_destroy (cr);
      cairo_surface_flush (painted);
      for (gint y = 0; y < scale * height; y++)
        {
          const guint32 *a = (gpointer) (cairo_image_surface_get_data (read)
                                         + y * cairo_image_surface_get_stride (read));
          const guint32 *b = (gpointer) (cairo_image_surface_get_data (painted)
                                         + y * cairo_image_surface_get_stride (painted));

          for (gint x = 0; x < scale * width; x++)
            g_assert_cmphex (a[x] & 0xffffff, ==, b[x] & 0xffffff);
        }
      cairo_surface_destroy (painted);
      cairo_surface_destroy (read);
    }
}

/* What a reader of the SVG finds in it. */
typedef struct
{
  GPtrArray *titles, *texts;
  GString *current; /* text of the open <title> or <text>, or NULL */
  guint n_images, n_paths, n_descriptions;
  guint32 width; /* of the last image but one, which is not the colour key */
  guint32 last_width;
} Found;

static void
start_element_cb (GMarkupParseContext *context, const char *name, const char **names, const char **values,
                  gpointer data, GError **error)
{
  Found *self = data;

  g_assert_null (self->current);
  if (g_str_equal (name, "title") || g_str_equal (name, "text"))
    self->current = g_string_new (NULL);
  self->n_paths += g_str_equal (name, "path");
  self->n_descriptions += g_str_equal (name, "desc");
  if (g_str_equal (name, "image"))
    {
      const char *prefix = "data:image/png;base64,", *href = NULL;
      g_autofree guchar *png = NULL;
      gsize length;

      for (guint i = 0; names[i] != NULL; i++)
        if (g_str_equal (names[i], "xlink:href"))
          href = values[i];
      g_assert_nonnull (href);
      g_assert_true (g_str_has_prefix (href, prefix));
      png = g_base64_decode (href + strlen (prefix), &length);
      g_assert_cmpuint (length, >, 60);
      g_assert_cmpmem (png, 4, "\x89PNG", 4);
      self->n_images++;
      self->width = self->last_width;
      self->last_width = (guint32) png[18] << 8 | png[19]; /* of IHDR, below 65536 */
    }
}

static void
end_element_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Found *self = data;

  if (self->current == NULL)
    return;

  g_ptr_array_add (g_str_equal (name, "title") ? self->titles : self->texts,
                   g_string_free (self->current, FALSE));
  self->current = NULL;
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Found *self = data;

  if (self->current != NULL)
    g_string_append_len (self->current, text, length);
}

static guint
count_string (const GPtrArray *strings, const char *string)
{
  guint n = 0;

  for (guint i = 0; i < strings->len; i++)
    n += g_str_equal (g_ptr_array_index (strings, i), string);

  return n;
}

static void
parse_svg (GBytes *bytes, Found *found)
{
  const GMarkupParser parser = { start_element_cb, end_element_cb, text_cb };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, found, NULL);
  g_autoptr (GError) error = NULL;

  *found = (Found) { g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free) };
  g_markup_parse_context_parse (context, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
}

static void
clear_found (Found *self)
{
  g_ptr_array_unref (self->titles);
  g_ptr_array_unref (self->texts);
}

/* Well formed; images embedded, text as text, and a title for the whole, for every cell and every tick. */
static void
test_svg (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = export_bytes (self, "figure.svg", 1);
  Found found;

  parse_svg (bytes, &found);
  g_assert_cmpstr (g_ptr_array_index (found.titles, 0), ==, "Layers & epochs <of a network> while it learns");
  g_assert_cmpuint (found.n_descriptions, ==, 1);
  g_assert_cmpuint (found.n_images, ==, 5); /* the fifth is the colour key */
  g_assert_cmpuint (count_string (found.titles, "R0, epoch 2"), ==, 2); /* image and marks */
  g_assert_cmpuint (count_string (found.titles, "sample 17 (class 4)"), ==, 4);
  /* Tick and tip. */
  g_assert_cmpuint (count_string (found.titles, "sample 42 (class 9), misclassified"), ==, 8);
  g_assert_cmpuint (count_string (found.titles, "sample 11"), >=, 4);
  g_assert_cmpuint (count_string (found.texts, "R1"), ==, 1);
  g_assert_cmpuint (count_string (found.texts, "epoch 1"), ==, 1);
  g_assert_cmpuint (count_string (found.texts, "similar"), ==, 1);
  g_assert_cmpuint (count_string (found.texts, "class 7"), ==, 1);
  g_assert_cmpuint (count_string (found.texts, "misclassified"), ==, 1);
  clear_found (&found);
}

/* Large paper has no more pixels than the samples need: at a side of 4096 points there would be 268 million. */
static void
test_svg_large (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  Found found;

  dg_geometry_free (self->geometry);
  self->geometry = dg_geometry_new_for_cell (self->figure, 4096, DG_EXPORT_PAPER_SCALE);
  bytes = export_bytes (self, "figure.svg", 1);
  parse_svg (bytes, &found);
  g_assert_cmpuint (found.width, ==, 2050); /* of 50 samples, 41 each */
  clear_found (&found);
}

/* Without class names the number; several samples in one pixel are all named. */
static void
test_svg_shared_ticks (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  Found found;

  dg_figure_free (self->figure);
  dg_geometry_free (self->geometry);
  self->figure = make_figure (1, 1, 1000);
  add_mark (self->figure, 503, 1, FALSE);
  add_mark (self->figure, 504, 2, FALSE);
  add_mark (self->figure, 900, DG_MARK_NO_CLASS, FALSE);
  self->geometry = dg_geometry_new_for_cell (self->figure, 100, 1);
  bytes = export_bytes (self, "figure.svg", 1);

  parse_svg (bytes, &found);
  g_assert_cmpuint (count_string (found.titles, "sample 503 (1); sample 504 (2)"), ==, 1);
  g_assert_cmpuint (count_string (found.titles, "sample 900"), ==, 1);
  clear_found (&found);
}

/* Names with markup, control characters and bytes that are no UTF-8 still make a document. */
static void
test_svg_awkward_names (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  Found found;

  g_free (self->figure->row_names[0]);
  self->figure->row_names[0] = g_strdup ("a&b<c>\001\"\xff");
  dg_geometry_free (self->geometry);
  self->geometry = dg_geometry_new_for_cell (self->figure, 90, 1);
  bytes = export_bytes (self, "figure.svg", 1);

  g_assert_true (g_utf8_validate_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
  g_assert_false (contains (bytes, "\001"));
  g_assert_false (contains (bytes, "&#x"));
  parse_svg (bytes, &found);
  g_assert_cmpuint (count_string (found.texts, "a&b<c>\357\277\275\"\357\277\275"), ==, 1);
  clear_found (&found);
}

static void
test_pdf_is_titled (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;

  g_free (self->figure->title);
  self->figure->title = g_strdup ("Layers and epochs");
  bytes = export_bytes (self, "figure.pdf", 1);
  g_assert_true (contains (bytes, "/Title (Layers and epochs)"));
}

/* cairo refuses a title that is no UTF-8. */
static void
test_pdf_awkward_title (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;

  g_free (self->figure->title);
  self->figure->title = g_strdup ("run \xff");
  bytes = export_bytes (self, "figure.pdf", 1);
  g_assert_true (contains (bytes, "/Title"));
}

static void
test_unknown_ending (Fixture *self, gconstpointer data)
{
  const char *const names[] = { "figure.gif", "figure", "png", ".jpeg" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (export_to (self, path, 1, &error));
      g_assert_error (error, DG_ERROR, DG_ERROR_NAME);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_nonnull (strstr (error->message, ".png, .svg or .pdf"));
    }
  g_assert_cmpuint (count_files (self), ==, 0);
}

static void
test_unwritable (Fixture *self, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (self->folder, "no-such-folder", "figure.svg", NULL);
  g_autofree char *file = g_build_filename (self->folder, "a-file", NULL);
  g_autofree char *below_file = g_build_filename (file, "figure.png", NULL);
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;

  g_assert_false (export_to (self, missing, 1, &first));
  g_assert_error (first, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (first->message, missing));
  g_assert_null (strstr (first->message, "XXXXXX"));

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_false (export_to (self, below_file, 1, &second));
  g_assert_error (second, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_nonnull (strstr (second->message, below_file));
}

/* The disk is full half-way: the old figure is still there, whole, and nothing beside it. */
static void
test_full_disk (Fixture *self, gconstpointer data)
{
  const char *const names[] = { "figure.png", "figure.svg", "figure.pdf" };
  struct rlimit before, small;
  void (*handler) (int);

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  handler = signal (SIGXFSZ, SIG_IGN);
  small = before;
  small.rlim_cur = 1000;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);
      g_autofree char *contents = NULL;
      g_autoptr (GError) error = NULL;
      gboolean written;

      g_assert_true (g_file_set_contents (path, "the old figure", -1, NULL));
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
      written = export_to (self, path, 1, &error);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

      g_assert_false (written);
      g_assert_nonnull (error);
      g_assert_cmpuint (error->domain, ==, G_IO_ERROR);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_cmpstr (contents, ==, "the old figure");
    }
  signal (SIGXFSZ, handler);
  g_assert_cmpuint (count_files (self), ==, 3);
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "figure.png", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (export_to (self, path, 1000, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpuint (count_files (self), ==, 0);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "figure.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (dg_export_figure (self->figure, self->geometry, file, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (self), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/export/signatures", test_signatures);
  ADD ("/export/png", test_png);
  ADD ("/export/svg", test_svg);
  ADD ("/export/svg/large", test_svg_large);
  ADD ("/export/svg/shared-ticks", test_svg_shared_ticks);
  ADD ("/export/svg/awkward-names", test_svg_awkward_names);
  ADD ("/export/pdf-is-titled", test_pdf_is_titled);
  ADD ("/export/pdf-awkward-title", test_pdf_awkward_title);
  ADD ("/export/unknown-ending", test_unknown_ending);
  ADD ("/export/unwritable", test_unwritable);
  ADD ("/export/full-disk", test_full_disk);
  ADD ("/export/too-large", test_too_large);
  ADD ("/export/cancelled", test_cancelled);
#undef ADD

  return g_test_run ();
}
