/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/natural-order.h"

#include <string.h>

static gsize
count_digits (const char *text)
{
  return strspn (text, "0123456789");
}

/* Compares the numbers that *@a and *@b begin with, of any length, and steps over them. */
static int
compare_numbers (const char **a, const char **b)
{
  const char *x = *a + strspn (*a, "0"), *y = *b + strspn (*b, "0");
  gsize n_x, n_y;

  *a += count_digits (*a);
  *b += count_digits (*b);
  n_x = *a - x;
  n_y = *b - y;
  return n_x != n_y ? (n_x > n_y) - (n_x < n_y) : strncmp (x, y, n_x);
}

int
dg_natural_order_compare (const char *a, const char *b)
{
  const char *x = a, *y = b;

  while (*x != '\0' && *y != '\0')
    {
      int order;

      if (g_ascii_isdigit (*x) && g_ascii_isdigit (*y))
        order = compare_numbers (&x, &y);
      else
        order = (guchar) *x++ - (guchar) *y++;
      if (order != 0)
        return order;
    }
  if (*x != *y)
    return (guchar) *x - (guchar) *y;
  return strcmp (a, b); /* 1 and 01 */
}
