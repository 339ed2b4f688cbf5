/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "array-files.h"
#include "base/error.h"
#include "tiny-activations.h"
#include "tiny-run.h"

/* A folder of activations, and arrays of four samples to be written into it. */

typedef struct
{
  char *folder;
} Fixture;

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = tiny_activations_new ();
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  tiny_remove (fixture->folder);
  g_free (fixture->folder);
}

static inline char *
get_path (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

/* Four samples of one layer, and what goes with them. */
static const float layer[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static const gint64 labels[] = { 0, 1, 2, 1 };

typedef struct
{
  const char *name, *type, *shape;
  gconstpointer elements;
  gsize size;
} Array;

static const Array good_layer = { "fc.npy", "<f4", "(4, 2)", layer, sizeof layer };
static const Array good_labels = { "labels.npy", "<i8", "(4,)", labels, sizeof labels };

/* NULL-terminated arrays as @name: an .npz, else a folder. */
static inline void
write_arrays (Fixture *fixture, const char *name, const Array *const *arrays)
{
  g_autofree char *path = get_path (fixture, name);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  const char *names[8];
  guint n;

  for (n = 0; arrays[n] != NULL; n++)
    {
      names[n] = arrays[n]->name;
      g_ptr_array_add (members,
                       npy_new_array (arrays[n]->type, arrays[n]->shape, arrays[n]->elements, arrays[n]->size));
    }
  if (g_str_has_suffix (name, ".npz"))
    {
      npz_write (path, n, names, (GByteArray *const *) members->pdata, TRUE);
      return;
    }
  g_mkdir (path, 0777);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *file = g_build_filename (path, names[i], NULL);
      GByteArray *member = g_ptr_array_index (members, i);

      bytes_write (file, member->data, member->len);
    }
}

#define WRITE(fixture, name, ...) write_arrays (fixture, name, (const Array *const[]) { __VA_ARGS__, NULL })

/* As if nobody had written to it for a minute. */
static inline void
make_old (Fixture *fixture, const char *name)
{
  g_autofree char *path = get_path (fixture, name);
  time_t then = time (NULL) - 60;

  g_assert_cmpint (g_utime (path, &(struct utimbuf) { then, then }), ==, 0);
}

static inline void
assert_refused (Fixture *fixture, GQuark domain, int code, const char *file, const char *fault)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (DgRun) run = dg_run_open (folder, NULL, &error);

  g_assert_null (run);
  g_assert_error (error, domain, code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, file));
  g_assert_nonnull (strstr (error->message, fault));
}

static inline guint8
get_first_pixel (DgRun *run, gsize sample)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *pixels = dg_run_load_images (run, sample, 1, &error);

  g_assert_no_error (error);
  return pixels[0];
}
