/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slow-file.h"

#define SLOW_TYPE_FILE (slow_file_get_type ())
G_DECLARE_FINAL_TYPE (SlowFile, slow_file, SLOW, FILE, GObject)

struct _SlowFile
{
  GObject parent_instance;

  char *path;
  GMutex lock; /* over released */
  GCond changed;
  gboolean released;
};

static char *
get_basename (GFile *file)
{
  return g_path_get_basename (SLOW_FILE (file)->path);
}

static char *
get_path (GFile *file)
{
  SlowFile *self = SLOW_FILE (file);

  g_mutex_lock (&self->lock);
  while (!self->released)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  return g_strdup (self->path);
}

static void
file_init (GFileIface *interface)
{
  interface->get_basename = get_basename;
  interface->get_path = get_path;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SlowFile, slow_file, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_FILE, file_init))

static void
slow_file_finalize (GObject *object)
{
  SlowFile *self = SLOW_FILE (object);

  g_free (self->path);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  G_OBJECT_CLASS (slow_file_parent_class)->finalize (object);
}

static void
slow_file_class_init (SlowFileClass *class)
{
  G_OBJECT_CLASS (class)->finalize = slow_file_finalize;
}

static void
slow_file_init (SlowFile *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
}

GFile *
slow_file_new (const char *path)
{
  SlowFile *self = g_object_new (SLOW_TYPE_FILE, NULL);

  self->path = g_strdup (path);
  return G_FILE (self);
}

void
slow_file_release (GFile *file)
{
  SlowFile *self = SLOW_FILE (file);

  g_mutex_lock (&self->lock);
  self->released = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}
