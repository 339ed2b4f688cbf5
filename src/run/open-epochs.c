/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/open-epochs.h"

#define N_OPEN 8

typedef struct
{
  guint epoch;
  DgArrayFile *outputs;
} Open;

struct _DgOpenEpochs
{
  GQueue queue; /* of Open, the one used last at the tail, at most N_OPEN */
};

static void
open_free (gpointer data)
{
  Open *open = data;

  dg_array_file_unref (open->outputs);
  g_free (open);
}

DgOpenEpochs *
dg_open_epochs_new (void)
{
  DgOpenEpochs *self = g_new (DgOpenEpochs, 1);

  g_queue_init (&self->queue);
  return self;
}

void
dg_open_epochs_free (DgOpenEpochs *self)
{
  g_queue_clear_full (&self->queue, open_free);
  g_free (self);
}

static GList *
find_link (DgOpenEpochs *self, guint epoch)
{
  GList *link = self->queue.head;

  while (link != NULL && ((Open *) link->data)->epoch != epoch)
    link = link->next;
  return link;
}

DgArrayFile *
dg_open_epochs_find (DgOpenEpochs *self, guint epoch)
{
  GList *link = find_link (self, epoch);

  if (link == NULL)
    return NULL;
  g_queue_unlink (&self->queue, link);
  g_queue_push_tail_link (&self->queue, link);
  return dg_array_file_ref (((Open *) link->data)->outputs);
}

void
dg_open_epochs_add (DgOpenEpochs *self, guint epoch, DgArrayFile *outputs)
{
  Open *open = g_new (Open, 1);

  *open = (Open) { epoch, dg_array_file_ref (outputs) };
  g_queue_push_tail (&self->queue, open);
  if (self->queue.length > N_OPEN)
    open_free (g_queue_pop_head (&self->queue));
}

gboolean
dg_open_epochs_drop (DgOpenEpochs *self, guint epoch)
{
  GList *link = find_link (self, epoch);

  if (link == NULL)
    return FALSE;
  open_free (link->data);
  g_queue_delete_link (&self->queue, link);
  return TRUE;
}
