/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "network/kernels.h"

#define TARGET(name)                                                                                         \
  extern const DgConvKernels dg_conv_kernels_##name;                                                         \
  extern const DgWinogradKernels dg_winograd_kernels_##name;                                                 \
  extern const DgLinearKernels dg_linear_kernels_##name;                                                     \
  extern const DgActivationKernels dg_activation_kernels_##name;                                             \
  extern const DgBatchNormKernels dg_batch_norm_kernels_##name;                                              \
  extern const DgPoolKernels dg_pool_kernels_##name;                                                         \
  extern const DgRandomKernels dg_random_kernels_##name;                                                     \
  extern const DgVectorKernels dg_vector_kernels_##name;                                                     \
  static const DgKernels kernels_##name = { #name,                                                           \
                                            &dg_conv_kernels_##name,                                         \
                                            &dg_winograd_kernels_##name,                                     \
                                            &dg_linear_kernels_##name,                                       \
                                            &dg_activation_kernels_##name,                                   \
                                            &dg_batch_norm_kernels_##name,                                   \
                                            &dg_pool_kernels_##name,                                         \
                                            &dg_random_kernels_##name,                                       \
                                            &dg_vector_kernels_##name }

TARGET (baseline);
#ifdef __x86_64__
TARGET (avx2);
TARGET (avx512);
#endif

const DgKernels *
dg_kernels_get (guint i)
{
  if (i == 0)
    return &kernels_baseline;
#ifdef __x86_64__
  if (i == 1 && __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return &kernels_avx2;
  if (i == 2 && __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl")
      && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512bw"))
    return &kernels_avx512;
#endif
  return NULL;
}

const DgKernels *
dg_kernels_get_best (void)
{
  guint i = 0;

  while (dg_kernels_get (i + 1) != NULL)
    i++;
  return dg_kernels_get (i);
}
