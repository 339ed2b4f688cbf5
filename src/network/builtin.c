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
  /* After Simonyan & Zisserman 2015: pairs of 3 × 3 convolutions, channels doubling where the size is halved; with
   * the batch normalisation of Ioffe & Szegedy 2015, which lets it train from random weights */
  { "vgg", N_("Small VGG net, six 3 × 3 convolutions in three blocks"),
    "C1 conv 16 3 padding 1\n"
    "B1 batchnorm\n"
    "R1 relu\n"
    "C2 conv 16 3 padding 1\n"
    "B2 batchnorm\n"
    "R2 relu\n"
    "P2 maxpool 2\n"
    "C3 conv 32 3 padding 1\n"
    "B3 batchnorm\n"
    "R3 relu\n"
    "C4 conv 32 3 padding 1\n"
    "B4 batchnorm\n"
    "R4 relu\n"
    "P4 maxpool 2\n"
    "C5 conv 64 3 padding 1\n"
    "B5 batchnorm\n"
    "R5 relu\n"
    "C6 conv 64 3 padding 1\n"
    "B6 batchnorm\n"
    "R6 relu\n"
    "P6 maxpool 2\n"
    "F7 linear 128\n"
    "R7 relu\n"
    "D7 dropout 0.5\n"
    "F8 linear classes\n"
    "S8 logsoftmax\n" },
  /* Hinton & Salakhutdinov 2006, with rectified in place of logistic units, which need no pretraining */
  { "autoencoder", N_("Autoencoder after Hinton & Salakhutdinov, 1000-500-250-30 and back"),
    "F1 linear 1000\n"
    "R1 relu\n"
    "F2 linear 500\n"
    "R2 relu\n"
    "F3 linear 250\n"
    "R3 relu\n"
    "code linear 30\n"
    "F5 linear 250\n"
    "R5 relu\n"
    "F6 linear 500\n"
    "R6 relu\n"
    "F7 linear 1000\n"
    "R7 relu\n"
    "F8 linear pixels\n"
    "image sigmoid\n" },
  { "conv-autoencoder", N_("Convolutional autoencoder, three convolutions, a small code, and three back"),
    "C1 conv 16 3 padding 1\n"
    "B1 batchnorm\n"
    "R1 relu\n"
    "P1 maxpool 2\n"
    "C2 conv 16 3 padding 1\n"
    "B2 batchnorm\n"
    "R2 relu\n"
    "P2 maxpool 2\n"
    "C3 conv 32 3 padding 1\n"
    "B3 batchnorm\n"
    "R3 relu\n"
    "P3 maxpool 2\n"
    "code conv 8 3 padding 1\n"
    "U5 resize height/4 width/4\n"
    "C5 conv 32 3 padding 1\n"
    "B5 batchnorm\n"
    "R5 relu\n"
    "U6 resize height/2 width/2\n"
    "C6 conv 16 3 padding 1\n"
    "B6 batchnorm\n"
    "R6 relu\n"
    "U7 resize height width\n"
    "C7 conv channels 3 padding 1\n"
    "image sigmoid\n" },
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
