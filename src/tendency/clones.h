/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Compiles a function once for each vector width and picks one when the program is loaded, so that one binary
 * runs on any x86-64. The lanes of every sum are written out and products are never fused with sums (see
 * meson.build): all versions give the same bits. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define DG_VECTOR_CLONES __attribute__ ((target_clones ("avx512f", "avx2", "default")))
#else
#define DG_VECTOR_CLONES
#endif
