/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "network/builtin.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const DgBuiltinNetwork networks[] = {
  /* Satoh's Table 1, after LeCun et al. 1998 */
  { "lenet5", N_("LeNet-5, two convolutions and three fully connected layers"),
    "C1 conv 6 5\n"
    "R1 relu\n"
    "P1 maxpool 2\n"
    "C2 conv 16 5\n"
    "R2 relu\n"
    "P2 maxpool 2\n"
    "F3 linear 120\n"
    "R3 relu\n"
    "F4 linear 84\n"
    "R4 relu\n"
    "F5 linear classes\n"
    "S5 logsoftmax\n" },
  /* LeCun et al. 1998, "300-100" */
  { "mlp", N_("Multilayer perceptron, two hidden layers of 300 and 100"),
    "F1 linear 300\n"
    "R1 relu\n"
    "F2 linear 100\n"
    "R2 relu\n"
    "F3 linear classes\n"
    "S3 logsoftmax\n" },
};

const DgBuiltinNetwork *
dg_builtin_networks_get (gsize *n)
{
  *n = G_N_ELEMENTS (networks);
  return networks;
}

const DgBuiltinNetwork *
dg_builtin_networks_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    if (strcmp (networks[i].name, name) == 0)
      return &networks[i];
  return NULL;
}
