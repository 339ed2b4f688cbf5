/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tendency/ivat.h"

/* Prints, as one line of JSON, the times of a VAT of raw float32 values (N, D), in each order, and of a cell
 * of 400 pixels, and the most memory resident at any time. usage: bench-tendency FILE N D THREADS */

#define CELL 400
#define N_CELLS 21

/* The most memory that was resident. getrusage() would tell that of the parent where it was more. */
static double
get_peak_megabytes (void)
{
  g_autofree char *status = NULL;
  const char *peak;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  peak = strstr (status, "VmHWM:");
  return peak != NULL ? g_ascii_strtod (peak + strlen ("VmHWM:"), NULL) / 1024 : 0;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
measure_cell (const DgIvat *ivat, gsize n)
{
  g_autofree float *cell = g_new (float, CELL * CELL);
  double seconds[N_CELLS];

  for (guint i = 0; i < N_CELLS; i++)
    {
      gint64 begin = g_get_monotonic_time ();

      dg_ivat_render (ivat, 0, n, CELL, cell);
      seconds[i] = (g_get_monotonic_time () - begin) * 1e-6;
    }
  qsort (seconds, N_CELLS, sizeof *seconds, compare_doubles);
  return seconds[N_CELLS / 2];
}

static double
measure_vat (DgTensor *values, DgOrder order, DgParallel *parallel, DgVat **vat)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (DgDissimilarity) dissimilarity = dg_dissimilarity_new (values, DG_METRIC_EUCLIDEAN, NULL);

  *vat = dg_vat_new (dissimilarity, order, parallel, NULL, NULL);
  return (g_get_monotonic_time () - begin) * 1e-6;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) file = argc >= 5 ? g_mapped_file_new (argv[1], FALSE, &error) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DgTensor) values = NULL;
  g_autoptr (DgParallel) parallel = NULL;
  g_autoptr (DgVat) vat = NULL;
  g_autoptr (DgVat) seriation = NULL;
  g_autoptr (DgIvat) ivat = NULL;
  double vat_seconds, seriation_seconds;
  gsize shape[2];

  if (file == NULL)
    {
      fprintf (stderr, "bench-tendency: %s\n",
               error != NULL ? error->message : "FILE N D THREADS");
      return 2;
    }
  bytes = g_mapped_file_get_bytes (file);
  shape[0] = g_ascii_strtoull (argv[2], NULL, 10);
  shape[1] = g_ascii_strtoull (argv[3], NULL, 10);
  values = dg_tensor_new_from_bytes (2, shape, bytes);
  parallel = dg_parallel_new (g_ascii_strtoull (argv[4], NULL, 10));

  vat_seconds = measure_vat (values, DG_ORDER_HAVENS_BEZDEK, parallel, &vat);
  seriation_seconds = measure_vat (values, DG_ORDER_SERIATION, parallel, &seriation);
  ivat = dg_ivat_new (vat);
  printf ("{\"vat_seconds\": %g, \"seriation_seconds\": %g, \"cell_seconds\": %g, \"megabytes\": %g}\n",
          vat_seconds, seriation_seconds, measure_cell (ivat, vat->n), get_peak_megabytes ());
  return 0;
}
