/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/live-epoch.h"

#include <string.h>

struct _DgLiveEpoch
{
  gatomicrefcount ref_count;
  guint epoch;
  char **names;
  GPtrArray *arrays; /* of DgTensor, one for each name */
};

DgLiveEpoch *
dg_live_epoch_new (guint epoch, const char *const *names, GPtrArray *arrays)
{
  DgLiveEpoch *self = g_new0 (DgLiveEpoch, 1);

  g_return_val_if_fail (g_strv_length ((char **) names) == arrays->len, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  self->epoch = epoch;
  self->names = g_strdupv ((char **) names);
  self->arrays = g_ptr_array_ref (arrays);
  return self;
}

DgLiveEpoch *
dg_live_epoch_ref (DgLiveEpoch *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dg_live_epoch_unref (DgLiveEpoch *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_strfreev (self->names);
  g_ptr_array_unref (self->arrays);
  g_free (self);
}

guint
dg_live_epoch_get_epoch (const DgLiveEpoch *self)
{
  return self->epoch;
}

DgTensor *
dg_live_epoch_find (const DgLiveEpoch *self, const char *name)
{
  for (guint i = 0; i < self->arrays->len; i++)
    if (strcmp (self->names[i], name) == 0)
      return g_ptr_array_index (self->arrays, i);
  return NULL;
}
