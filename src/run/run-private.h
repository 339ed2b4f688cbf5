/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "run/live-epoch.h"
#include "run/open-epochs.h"
#include "run/run.h"
#include "run/run-source.h"

G_BEGIN_DECLS

struct _DgRun
{
  GObject parent_instance;

  GFile *folder;
  char *name;
  DgRunSource *source;
  GArray *epochs; /* (element-type guint) saved and live */
  DgSubset *subset; /* nullable */

  GMutex lock;       /* over saved, live and open */
  GArray *saved;     /* of DgRunEpoch, ascending */
  DgLiveEpoch *live; /* nullable; newer than every saved epoch */
  DgOpenEpochs *open;
};

G_END_DECLS
