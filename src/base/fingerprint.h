/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DG_FINGERPRINT_LENGTH 32

/**
 * DgFingerprint:
 * @text: 128 bits in hexadecimal
 *
 * Tells whether data are the same as before, at the speed of memory: outputs are fingerprinted each time a
 * cell is opened, and SHA-256 would take a third of the time of computing it. It notices accidents; who wants
 * two data of one fingerprint can make them.
 */
typedef struct
{
  char text[DG_FINGERPRINT_LENGTH + 1];
} DgFingerprint;

/* Of @size bytes of any alignment; the same on every machine. */
DgFingerprint dg_fingerprint (gconstpointer data, gsize size);

G_END_DECLS
