/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tendency/seriation.h"

#include <string.h>

#define NONE G_MAXUINT32

/* The single-linkage tree with equal heights merged. Nodes 0 … n - 1 are the samples, those above have two
 * children or more. */
typedef struct
{
  gsize n;
  guint32 n_nodes;
  double *height;         /* (n_nodes) */
  guint32 *smallest;      /* (n_nodes) smallest sample below */
  guint32 *parent;        /* (n_nodes) NONE at the root */
  guint32 *first, *last;  /* (n_nodes) children, NONE at samples */
  guint32 *next;          /* (n_nodes) next child of the same parent, or NONE */
  guint32 root;
} Linkage;

static void
linkage_init (Linkage *self, gsize n)
{
  gsize limit = 2 * n;

  self->n = n;
  self->n_nodes = n;
  self->height = g_new0 (double, limit);
  self->smallest = g_new (guint32, limit);
  self->parent = g_new (guint32, limit);
  self->first = g_new (guint32, limit);
  self->last = g_new (guint32, limit);
  self->next = g_new (guint32, limit);
  for (gsize i = 0; i < limit; i++)
    {
      self->smallest[i] = i < n ? i : NONE;
      self->parent[i] = self->first[i] = self->last[i] = self->next[i] = NONE;
    }
}

static void
linkage_clear (Linkage *self)
{
  g_free (self->height);
  g_free (self->smallest);
  g_free (self->parent);
  g_free (self->first);
  g_free (self->last);
  g_free (self->next);
}

/* Puts a complete node below @parent. */
static void
attach (Linkage *self, guint32 node, guint32 parent)
{
  self->parent[node] = parent;
  self->smallest[parent] = MIN (self->smallest[parent], self->smallest[node]);
}

/* Nodes are intervals of the positions of @tree, cut where the weights are largest: one pass with a stack of
 * the nodes that are still open, by descending height. */
static void
build (Linkage *self, const DgTree *tree)
{
  g_autofree guint32 *open = g_new (guint32, tree->n);
  gsize n_open = 0;
  guint32 node = tree->order[0];

  for (gsize k = 1; k < tree->n; k++)
    {
      while (n_open > 0 && self->height[open[n_open - 1]] < tree->weight[k])
        {
          attach (self, node, open[n_open - 1]);
          node = open[--n_open];
        }
      if (n_open == 0 || self->height[open[n_open - 1]] > tree->weight[k])
        {
          self->height[self->n_nodes] = tree->weight[k];
          open[n_open++] = self->n_nodes++;
        }
      attach (self, node, open[n_open - 1]);
      node = tree->order[k];
    }
  while (n_open > 0)
    {
      attach (self, node, open[n_open - 1]);
      node = open[--n_open];
    }
  self->root = node;
}

/* Lists the children of every node by smallest sample: the nodes whose smallest sample is s are a path
 * upwards from s, so that taking the samples in order sorts all lists at once. */
static void
list_children (Linkage *self)
{
  for (guint32 sample = 0; sample < self->n; sample++)
    for (guint32 node = sample, parent; node != self->root && self->smallest[node] == sample; node = parent)
      {
        parent = self->parent[node];

        if (self->first[parent] == NONE)
          self->first[parent] = node;
        else
          self->next[self->last[parent]] = node;
        self->last[parent] = node;
      }
}

static void
move_to_front (Linkage *self, guint32 node)
{
  guint32 parent = self->parent[node];

  if (self->first[parent] == node)
    return;
  for (guint32 child = self->first[parent]; child != NONE; child = self->next[child])
    if (self->next[child] == node)
      self->next[child] = self->next[node];
  self->next[node] = self->first[parent];
  self->first[parent] = node;
}

/* Walks the tree depth first from @start, whose nodes come first everywhere. */
static DgTree *
walk (Linkage *self, guint32 start)
{
  DgTree *tree = dg_tree_new (self->n);
  g_autofree guint32 *stack = g_new (guint32, self->n_nodes);
  g_autofree guint32 *entry = g_new (guint32, self->n_nodes); /* node whose next child it was entered as */
  /* First sample that is met below a node. */
  g_autofree guint32 *head = g_memdup2 (self->smallest, self->n_nodes * sizeof (guint32));
  gsize n_stack = 0, position = 0;

  for (guint32 node = start; node != NONE; node = self->parent[node])
    {
      head[node] = start;
      if (node != self->root)
        move_to_front (self, node);
    }
  entry[self->root] = NONE;
  stack[n_stack++] = self->root;
  while (n_stack > 0)
    {
      guint32 node = stack[--n_stack];
      gsize begin = n_stack;

      if (node < self->n)
        {
          guint32 above = entry[node];

          tree->order[position] = node;
          tree->parent[position] = above != NONE ? head[above] : NONE;
          tree->weight[position] = above != NONE ? self->height[above] : 0;
          position++;
        }
      for (guint32 child = self->first[node]; child != NONE; child = self->next[child])
        {
          entry[child] = child == self->first[node] ? entry[node] : node;
          stack[n_stack++] = child;
        }
      for (gsize i = begin, j = n_stack; i + 1 < j; i++)
        {
          guint32 child = stack[i];

          stack[i] = stack[--j];
          stack[j] = child;
        }
    }
  return tree;
}

DgTree *
dg_seriation_reorder (const DgTree *tree)
{
  Linkage linkage;
  DgTree *reordered;
  guint32 start = 0;

  linkage_init (&linkage, tree->n);
  build (&linkage, tree);
  list_children (&linkage);
  /* The first column of the largest path distance is that of sample 0, which is in the first child. Where all
   * distances are zero, so is the diagonal's. */
  if (linkage.height[linkage.root] > 0)
    start = linkage.smallest[linkage.next[linkage.first[linkage.root]]];
  reordered = walk (&linkage, start);
  linkage_clear (&linkage);
  return reordered;
}
