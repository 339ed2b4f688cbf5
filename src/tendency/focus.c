/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tendency/focus.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

typedef enum
{
  ARGUMENT_NONE,
  ARGUMENT_COUNT,
  ARGUMENT_ITEMS,
  ARGUMENT_OPTIONAL_ITEMS,
} Argument;

/* By DgFocusKind. */
static const struct
{
  const char *name;
  Argument argument;
} rules[] = {
  { "none", ARGUMENT_NONE },
  { "top", ARGUMENT_COUNT },
  { "right-wrong", ARGUMENT_ITEMS },
  { "wrong", ARGUMENT_NONE },
  { "class", ARGUMENT_OPTIONAL_ITEMS },
  { "samples", ARGUMENT_ITEMS },
  { "least-confident", ARGUMENT_COUNT },
  { "worst-reconstructed", ARGUMENT_COUNT },
};

static int
compare_items (const void *a, const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/* Reads a whole number without a sign. */
static gboolean
parse_number (const char *text, guint32 *number, GError **error)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &value, NULL))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   _("“%s” is not a whole number that a focus rule can use"), text);
      return FALSE;
    }
  *number = value;
  return TRUE;
}

/* Reads numbers between commas, sorts them and drops repeated ones. */
static gboolean
parse_items (const char *text, DgFocusRule *rule, GError **error)
{
  /* An empty text would be split into no parts. */
  g_auto (GStrv) parts = g_strsplit (*text != '\0' ? text : " ", ",", -1);
  gsize n_parts = g_strv_length (parts), n = 0;

  rule->items = g_new (guint32, n_parts);
  for (gsize i = 0; i < n_parts; i++)
    if (!parse_number (g_strstrip (parts[i]), &rule->items[i], error))
      return FALSE;
  qsort (rule->items, n_parts, sizeof *rule->items, compare_items);
  for (gsize i = 0; i < n_parts; i++)
    if (i == 0 || rule->items[i] != rule->items[n - 1])
      rule->items[n++] = rule->items[i];
  rule->n_items = n;
  return TRUE;
}

/* @text: (nullable): what stands behind the colon */
static gboolean
parse_argument (const char *text, DgFocusRule *rule, GError **error)
{
  const char *name = rules[rule->kind].name;
  Argument argument = rules[rule->kind].argument;

  if (text == NULL && (argument == ARGUMENT_COUNT || argument == ARGUMENT_ITEMS))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   argument == ARGUMENT_COUNT ? _("the focus rule “%s” needs a number, as in %s:10")
                                              : _("the focus rule “%s” needs numbers, as in %s:1,2"),
                   name, name);
      return FALSE;
    }
  if (text == NULL)
    return TRUE;
  switch (argument)
    {
    case ARGUMENT_COUNT:
      if (!parse_number (text, &rule->k, error))
        return FALSE;
      if (rule->k == 0)
        {
          g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                       _("the focus rule “%s” needs a number above 0"), name);
          return FALSE;
        }
      return TRUE;

    case ARGUMENT_ITEMS:
    case ARGUMENT_OPTIONAL_ITEMS:
      return parse_items (text, rule, error);

    case ARGUMENT_NONE:
    default:
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("the focus rule “%s” takes no numbers"), name);
      return FALSE;
    }
}

DgFocusRule *
dg_focus_rule_parse (const char *text, GError **error)
{
  g_autofree char *name = g_strstrip (g_strdup (text));
  char *argument = strchr (name, ':');

  if (argument != NULL)
    {
      *argument++ = '\0';
      g_strstrip (argument);
    }
  for (guint kind = 0; kind < G_N_ELEMENTS (rules); kind++)
    if (g_str_equal (name, rules[kind].name))
      {
        g_autoptr (DgFocusRule) self = g_new0 (DgFocusRule, 1);

        self->kind = kind;
        return parse_argument (argument, self, error) ? g_steal_pointer (&self) : NULL;
      }
  g_set_error (error, DG_ERROR, DG_ERROR_NAME,
               _("there is no focus rule “%s”: it is one of none, top:K, right-wrong:A,B, wrong, class, "
                 "class:A,B, samples:I,J, least-confident:K, worst-reconstructed:K"),
               text);
  return NULL;
}

char *
dg_focus_rule_to_string (const DgFocusRule *self)
{
  GString *text = g_string_new (rules[self->kind].name);

  if (rules[self->kind].argument == ARGUMENT_COUNT)
    g_string_append_printf (text, ":%u", self->k);
  for (gsize i = 0; i < self->n_items; i++)
    g_string_append_printf (text, "%c%u", i == 0 ? ':' : ',', self->items[i]);
  return g_string_free (text, FALSE);
}

DgFocusRule *
dg_focus_rule_copy (const DgFocusRule *self)
{
  DgFocusRule *copy = g_memdup2 (self, sizeof *self);

  copy->items = g_memdup2 (self->items, self->n_items * sizeof *self->items);
  return copy;
}

gboolean
dg_focus_rule_equal (const DgFocusRule *a, const DgFocusRule *b)
{
  return a->kind == b->kind && a->k == b->k && a->n_items == b->n_items
         && (a->n_items == 0 || memcmp (a->items, b->items, a->n_items * sizeof *a->items) == 0);
}

void
dg_focus_rule_free (DgFocusRule *self)
{
  g_free (self->items);
  g_free (self);
}

/* The first largest of (n_classes) values, of which NaN is none. */
static guint32
find_largest (const float *values, gsize n_classes)
{
  guint32 largest = 0;

  for (gsize c = 1; c < n_classes; c++)
    if (values[c] > values[largest] || (isnan (values[largest]) && !isnan (values[c])))
      largest = c;
  return largest;
}

/* One more than the largest of @classes, (n) or NULL. */
static gsize
count_classes (const guint8 *classes, gsize n)
{
  gsize n_classes = 0;

  for (gsize i = 0; classes != NULL && i < n; i++)
    n_classes = MAX (n_classes, classes[i] + 1u);
  return n_classes;
}

/* None where neither labels nor predictions are there. */
static gsize
get_n_classes (const DgFocusSubject *self)
{
  gsize n_classes = self->log_likelihood != NULL ? dg_tensor_get_row_length (self->log_likelihood) : 0;

  n_classes = MAX (n_classes, count_classes (self->labels, self->n));
  return MAX (n_classes, count_classes (self->predictions, self->n));
}

static gint
get_class (const DgFocusSubject *self, gsize sample)
{
  if (self->labels != NULL)
    return self->labels[sample];
  return self->predictions != NULL ? self->predictions[sample] : DG_MARK_NO_CLASS;
}

static gboolean
is_wrong (const DgFocusSubject *self, gsize sample)
{
  return self->labels != NULL && self->predictions != NULL && self->labels[sample] != self->predictions[sample];
}

static gboolean
has_item (const DgFocusRule *rule, guint32 item)
{
  return rule->n_items > 0
         && bsearch (&item, rule->items, rule->n_items, sizeof *rule->items, compare_items) != NULL;
}

typedef struct
{
  double score;
  guint32 sample;
} Ranked;

/* Largest score first, then lowest sample; NaN last. */
static int
compare_ranked (const void *a, const void *b)
{
  const Ranked *x = a, *y = b;

  if (isnan (x->score) != isnan (y->score))
    return isnan (x->score) ? 1 : -1;
  if (x->score > y->score || x->score < y->score)
    return x->score > y->score ? -1 : 1;
  return (x->sample > y->sample) - (x->sample < y->sample);
}

static void
swap (Ranked *a, Ranked *b)
{
  Ranked kept = *a;

  *a = *b;
  *b = kept;
}

/* Moves the @k first of @ranked, 0 < @k < @n, to its front, in any order (Hoare 1961): of tens of thousands few are
 * asked for.
 * @ranked: (n) no two of them equal */
static void
move_first (Ranked *ranked, gsize n, gsize k)
{
  gsize begin = 0, end = n;

  while (end - begin > 1)
    {
      Ranked pivot = ranked[begin + (end - begin) / 2];
      gsize left = begin, right = end - 1;

      for (;;)
        {
          while (compare_ranked (&ranked[left], &pivot) < 0)
            left++;
          while (compare_ranked (&ranked[right], &pivot) > 0)
            right--;
          if (left >= right)
            break;
          swap (&ranked[left], &ranked[right]);
        }
      /* the pivot is at @left, what comes before it to its left */
      if (left == k)
        return;
      if (left < k)
        begin = left + 1;
      else
        end = left;
    }
}

/* Chooses the @k first of @ranked.
 * @ranked: (n)
 * @chosen: (n) */
static void
choose_first (Ranked *ranked, gsize n, guint k, gboolean *chosen)
{
  if (k > 0 && k < n)
    move_first (ranked, n, k);
  for (gsize i = 0; i < MIN (k, n); i++)
    chosen[ranked[i].sample] = TRUE;
}

static void
choose_top (const DgFocusSubject *self, guint k, gboolean *chosen)
{
  gsize n_classes = dg_tensor_get_row_length (self->log_likelihood);
  g_autofree Ranked *ranked = g_new (Ranked, self->n);

  for (gsize c = 0; c < n_classes; c++)
    {
      for (gsize i = 0; i < self->n; i++)
        ranked[i] = (Ranked){ self->log_likelihood->data[i * n_classes + c], i };
      choose_first (ranked, self->n, k, chosen);
    }
}

static void
choose_least_confident (const DgFocusSubject *self, guint k, gboolean *chosen)
{
  gsize n_classes = dg_tensor_get_row_length (self->log_likelihood);
  g_autofree Ranked *ranked = g_new (Ranked, self->n);

  for (gsize i = 0; i < self->n; i++)
    ranked[i] = (Ranked){ -self->log_likelihood->data[i * n_classes + self->predictions[i]], i };
  choose_first (ranked, self->n, k, chosen);
}

static void
choose_worst_reconstructed (const DgFocusSubject *self, guint k, gboolean *chosen)
{
  g_autofree Ranked *ranked = g_new (Ranked, self->n);

  for (gsize i = 0; i < self->n; i++)
    ranked[i] = (Ranked){ self->reconstruction_error[i], i };
  choose_first (ranked, self->n, k, chosen);
}

static gboolean
check_subject (const DgFocusRule *rule, const DgFocusSubject *self, GError **error)
{
  const char *name = rules[rule->kind].name;
  gboolean names_classes = rule->kind == DG_FOCUS_CLASS || rule->kind == DG_FOCUS_RIGHT_WRONG;
  gboolean needs_both = rule->kind == DG_FOCUS_WRONG || rule->kind == DG_FOCUS_RIGHT_WRONG;
  gboolean needs_log_likelihood = rule->kind == DG_FOCUS_TOP || rule->kind == DG_FOCUS_LEAST_CONFIDENT;
  gsize limit = names_classes ? get_n_classes (self) : self->n;

  if ((needs_both && self->labels == NULL)
      || (names_classes && rule->n_items > 0 && self->labels == NULL && self->predictions == NULL))
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   _("the focus rule “%s” needs labels, and there are none"), name);
      return FALSE;
    }
  if (needs_both && self->predictions == NULL)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   _("the focus rule “%s” needs predictions, and there are none"), name);
      return FALSE;
    }
  if (rule->kind == DG_FOCUS_WORST_RECONSTRUCTED && self->reconstruction_error == NULL)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   _("the focus rule “%s” needs reconstructions, and there are none"), name);
      return FALSE;
    }
  if (needs_log_likelihood && self->log_likelihood == NULL)
    {
      g_set_error (error, DG_ERROR, DG_ERROR_VALUE,
                   _("the focus rule “%s” needs log-likelihoods, and there are none"), name);
      return FALSE;
    }
  for (gsize i = 0; i < rule->n_items; i++)
    if (rule->items[i] >= limit)
      {
        if (names_classes)
          g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("there is no class %u: the classes are 0 to %zu"),
                       rule->items[i], limit - 1);
        else
          g_set_error (error, DG_ERROR, DG_ERROR_VALUE, _("there is no sample %u: the samples are 0 to %zu"),
                       rule->items[i], limit - 1);
        return FALSE;
      }
  return TRUE;
}

/* @chosen: (n) */
static void
choose (const DgFocusRule *rule, const DgFocusSubject *self, gboolean *chosen)
{
  switch (rule->kind)
    {
    case DG_FOCUS_NONE:
      break;

    case DG_FOCUS_TOP:
      choose_top (self, rule->k, chosen);
      break;

    case DG_FOCUS_LEAST_CONFIDENT:
      choose_least_confident (self, rule->k, chosen);
      break;

    case DG_FOCUS_WORST_RECONSTRUCTED:
      choose_worst_reconstructed (self, rule->k, chosen);
      break;

    case DG_FOCUS_WRONG:
      for (gsize i = 0; i < self->n; i++)
        chosen[i] = is_wrong (self, i);
      break;

    case DG_FOCUS_CLASS:
    case DG_FOCUS_RIGHT_WRONG:
      for (gsize i = 0; i < self->n; i++)
        chosen[i] = rule->n_items == 0 || has_item (rule, get_class (self, i));
      break;

    case DG_FOCUS_SAMPLES:
      for (gsize i = 0; i < rule->n_items; i++)
        chosen[rule->items[i]] = TRUE;
      break;

    default:
      g_assert_not_reached ();
    }
}

GArray *
dg_focus_rule_apply (const DgFocusRule *self, const DgFocusSubject *subject, GError **error)
{
  DgFocusSubject known = *subject;
  g_autofree guint8 *largest = NULL;
  g_autofree gboolean *chosen = NULL;
  GArray *marks;

  g_assert (known.log_likelihood == NULL || known.log_likelihood->shape[0] == known.n);
  if (known.log_likelihood != NULL && known.predictions == NULL)
    known.predictions = largest = dg_focus_predict (known.log_likelihood);
  if (!check_subject (self, &known, error))
    return NULL;
  chosen = g_new0 (gboolean, MAX (known.n, 1));
  choose (self, &known, chosen);
  marks = g_array_new (FALSE, FALSE, sizeof (DgMark));
  for (gsize i = 0; i < known.n; i++)
    if (chosen[i])
      {
        DgMark mark = { i, get_class (&known, i), is_wrong (&known, i) };

        g_array_append_val (marks, mark);
      }
  return marks;
}

guint8 *
dg_focus_predict (const DgTensor *log_likelihood)
{
  gsize n = log_likelihood->shape[0], n_classes = dg_tensor_get_row_length (log_likelihood);
  guint8 *prediction = g_new (guint8, n);

  g_assert (n_classes <= 256);
  for (gsize i = 0; i < n; i++)
    prediction[i] = find_largest (log_likelihood->data + i * n_classes, n_classes);
  return prediction;
}
