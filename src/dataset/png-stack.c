/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dataset/png-stack.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"

/* Files that a thread reads at a time. */
#define GRAIN 16

/**
 * Reading:
 * @fault: (nullable): of the first file that has one, which is @fault_at
 *
 * What the threads share. Files behind a fault are left unread, those before it are not: whichever thread is first,
 * the same fault is told.
 */
typedef struct
{
  DgPngStack *stack;
  GPtrArray *files;
  GCancellable *cancellable;
  GMutex lock;
  gsize fault_at;
  GError *fault;
} Reading;

static gboolean
check_size (const Reading *self, gsize i, GError **error)
{
  const DgPngImage *first = &self->stack->images[0], *image = &self->stack->images[i];
  g_autofree char *first_name = NULL, *name = NULL;

  if (image->width == first->width && image->height == first->height)
    return TRUE;
  first_name = g_file_get_parse_name (g_ptr_array_index (self->files, 0));
  name = g_file_get_parse_name (g_ptr_array_index (self->files, i));
  g_set_error (error, DG_ERROR, DG_ERROR_MISMATCH,
               _("“%s” is %u × %u pixels, but “%s” is %u × %u: all images must be of one size"), name,
               image->width, image->height, first_name, first->width, first->height);
  return FALSE;
}

static gboolean
read_image (const Reading *self, gsize i, GError **error)
{
  return dg_png_image_read (&self->stack->images[i], g_ptr_array_index (self->files, i), self->cancellable,
                            error)
         && check_size (self, i, error);
}

/* Takes @fault, which is kept where none comes before it. */
static void
tell_fault (Reading *self, gsize i, GError *fault)
{
  g_mutex_lock (&self->lock);
  if (i < self->fault_at)
    {
      g_clear_error (&self->fault);
      self->fault = g_steal_pointer (&fault);
      self->fault_at = i;
    }
  g_mutex_unlock (&self->lock);
  g_clear_error (&fault);
}

static gboolean
is_behind_fault (Reading *self, gsize i)
{
  gboolean behind;

  g_mutex_lock (&self->lock);
  behind = i > self->fault_at;
  g_mutex_unlock (&self->lock);
  return behind;
}

static void
read_range_cb (gsize begin, gsize end, guint worker, gpointer data)
{
  Reading *self = data;

  for (gsize i = MAX (begin, 1); i < end && !is_behind_fault (self, i); i++)
    {
      GError *fault = NULL;

      if (!read_image (self, i, &fault))
        tell_fault (self, i, fault);
    }
}

static void
read_rest (DgPngStack *self, GPtrArray *files, GCancellable *cancellable, GError **error)
{
  g_autoptr (DgParallel) parallel = dg_parallel_new (0);
  Reading reading = { self, files, cancellable, .fault_at = G_MAXSIZE };

  g_mutex_init (&reading.lock);
  dg_parallel_for (parallel, self->n, GRAIN, read_range_cb, &reading);
  g_mutex_clear (&reading.lock);
  if (reading.fault != NULL)
    g_propagate_error (error, reading.fault);
}

gboolean
dg_png_stack_read (DgPngStack *self, GPtrArray *files, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) fault = NULL;

  g_assert (files->len > 0);
  self->n = files->len;
  self->images = g_new0 (DgPngImage, self->n);
  if (dg_png_image_read (&self->images[0], g_ptr_array_index (files, 0), cancellable, &fault))
    read_rest (self, files, cancellable, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  self->width = self->images[0].width;
  self->height = self->images[0].height;
  self->channels = 1;
  for (gsize i = 0; i < self->n; i++)
    self->channels = MAX (self->channels, self->images[i].channels);
  return TRUE;
}

void
dg_png_stack_clear (DgPngStack *self)
{
  for (gsize i = 0; i < self->n; i++)
    dg_png_image_clear (&self->images[i]);
  g_clear_pointer (&self->images, g_free);
  self->n = 0;
}

void
dg_png_stack_copy (const DgPngStack *self, gsize i, guint8 *pixels)
{
  const DgPngImage *image = &self->images[i];
  gsize n = (gsize) image->width * image->height;

  if (image->channels == self->channels)
    memcpy (pixels, image->pixels, n * self->channels);
  else
    for (gsize j = 0; j < n; j++)
      memset (pixels + j * self->channels, image->pixels[j], self->channels);
}
