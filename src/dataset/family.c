/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dataset/family.h"

#include <string.h>

/* Digits, capitals, small letters: the classes of EMNIST "byclass". The others take a part of them. */
static const char *const characters[] = {
  "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K",
  "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z", "a", "b", "c", "d", "e", "f",
  "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z",
};

/* EMNIST "bymerge" and "balanced": small letters that look like their capitals are merged with them. */
static const char *const merged[] = {
  "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K",
  "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z", "a", "b", "d", "e", "f", "g",
  "h", "n", "q", "r", "t",
};

static const char *const clothes[] = {
  "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
};

static const char *const kana[] = { "o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo" };

/* Those whose files have no prefix: their names do not tell them apart. */
static const struct
{
  DgFamily family;
  const char *folder_part;
  gsize n_train;
  guint8 first[10]; /* labels of the first training images; all 0 where not to be told by them */
} unprefixed[] = {
  { { "MNIST", "", 10, characters, 0, FALSE }, NULL, 60000, { 5, 0, 4, 1, 9, 2, 1, 3, 1, 4 } },
  { { "Fashion-MNIST", "", 10, clothes, 0, FALSE }, "fashion", 60000, { 9, 0, 0, 3, 0, 2, 7, 2, 5, 5 } },
  { { "KMNIST", "", 10, kana, 0, FALSE }, "kmnist", 60000, { 0 } },
  { { "KMNIST", "", 10, kana, 0, FALSE }, "kuzushiji", 60000, { 0 } },
};

static const DgFamily families[] = {
  { NULL, "", 10, characters, 0, FALSE },
  { "EMNIST Balanced", "emnist-balanced-", 47, merged, 0, TRUE },
  { "EMNIST ByClass", "emnist-byclass-", 62, characters, 0, TRUE },
  { "EMNIST ByMerge", "emnist-bymerge-", 47, merged, 0, TRUE },
  { "EMNIST Digits", "emnist-digits-", 10, characters, 0, TRUE },
  { "EMNIST Letters", "emnist-letters-", 26, characters + 10, 1, TRUE },
  { "EMNIST MNIST", "emnist-mnist-", 10, characters, 0, TRUE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (characters) == 62);
G_STATIC_ASSERT (G_N_ELEMENTS (merged) == 47);

const DgFamily *
dg_family_list (gsize *n_families)
{
  *n_families = G_N_ELEMENTS (families);
  return families;
}

const DgFamily *
dg_family_tell (const guint8 *labels, gsize n, const char *folder)
{
  static const guint8 untold[10] = { 0 };
  g_autofree char *lower = g_ascii_strdown (folder, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (unprefixed); i++)
    if (n == unprefixed[i].n_train && memcmp (unprefixed[i].first, untold, sizeof untold) != 0
        && memcmp (labels, unprefixed[i].first, sizeof unprefixed[i].first) == 0)
      return &unprefixed[i].family;
  for (gsize i = 0; i < G_N_ELEMENTS (unprefixed); i++)
    if (unprefixed[i].folder_part != NULL && strstr (lower, unprefixed[i].folder_part) != NULL)
      return &unprefixed[i].family;
  return NULL;
}
