/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/dtype.h"

#include <math.h>
#include <string.h>

/* Floats are used as they are read, little-endian. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

static const struct
{
  const char *name;
  gsize size;
} dtypes[] = {
  [DG_DTYPE_F32] = { "F32", 4 },   [DG_DTYPE_F64] = { "F64", 8 }, [DG_DTYPE_F16] = { "F16", 2 },
  [DG_DTYPE_BF16] = { "BF16", 2 }, [DG_DTYPE_I8] = { "I8", 1 },   [DG_DTYPE_I16] = { "I16", 2 },
  [DG_DTYPE_I32] = { "I32", 4 },   [DG_DTYPE_I64] = { "I64", 8 }, [DG_DTYPE_U8] = { "U8", 1 },
  [DG_DTYPE_U16] = { "U16", 2 },   [DG_DTYPE_U32] = { "U32", 4 }, [DG_DTYPE_U64] = { "U64", 8 },
  [DG_DTYPE_BOOL] = { "BOOL", 1 },
};

gsize
dg_dtype_get_size (DgDtype dtype)
{
  return dtypes[dtype].size;
}

const char *
dg_dtype_get_name (DgDtype dtype)
{
  return dtypes[dtype].name;
}

gboolean
dg_dtype_from_name (const char *name, DgDtype *dtype)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dtypes); i++)
    if (strcmp (name, dtypes[i].name) == 0)
      {
        *dtype = i;
        return TRUE;
      }
  return FALSE;
}

/* The bytes of one element as an integer of its size. */
static guint64
read_bits (const guint8 *source, gsize size, gboolean big_endian)
{
  guint64 bits = 0;

  for (gsize i = 0; i < size; i++)
    bits |= (guint64) source[big_endian ? size - 1 - i : i] << (8 * i);
  return bits;
}

static float
float_from_bits (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static double
double_from_bits (guint64 bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/* IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
static float
half_from_bits (guint16 bits)
{
  int exponent = (bits >> 10) & 0x1f;
  int fraction = bits & 0x3ff;
  float magnitude;

  if (exponent == 0x1f)
    magnitude = fraction == 0 ? INFINITY : NAN;
  else if (exponent == 0)
    magnitude = ldexpf (fraction, -24);
  else
    magnitude = ldexpf (fraction + 0x400, exponent - 25);
  return bits & 0x8000 ? -magnitude : magnitude;
}

static float
value_from_bits (DgDtype dtype, guint64 bits)
{
  switch (dtype)
    {
    case DG_DTYPE_F32:
      return float_from_bits (bits);
    case DG_DTYPE_F64:
      return double_from_bits (bits);
    case DG_DTYPE_F16:
      return half_from_bits (bits);
    case DG_DTYPE_BF16: /* the upper half of a float */
      return float_from_bits ((guint32) bits << 16);
    case DG_DTYPE_I8:
      return (gint8) bits;
    case DG_DTYPE_I16:
      return (gint16) bits;
    case DG_DTYPE_I32:
      return (gint32) bits;
    case DG_DTYPE_I64:
      return (gint64) bits;
    case DG_DTYPE_U8:
    case DG_DTYPE_U16:
    case DG_DTYPE_U32:
    case DG_DTYPE_U64:
      return bits;
    case DG_DTYPE_BOOL:
      return bits != 0;
    }
  g_assert_not_reached ();
}

void
dg_dtype_to_float (DgDtype dtype, gboolean big_endian, const guint8 *source, gsize n, float *values)
{
  gsize size = dg_dtype_get_size (dtype);

  if (dtype == DG_DTYPE_F32 && !big_endian)
    {
      if (n > 0)
        memcpy (values, source, n * sizeof *values);
      return;
    }
  for (gsize i = 0; i < n; i++)
    values[i] = value_from_bits (dtype, read_bits (source + i * size, size, big_endian));
}
