#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distances and single linkage of SciPy, for tests/test-ivat.c to compare with. usage: tendency-scipy.py > tendency-scipy.txt

A line is a case: metric n d, the (n, d) values by rows, the list of distances of pdist(), the list of cophenetic distances of
single linkage. Samples count from 0. Values are multiples of 1/64. No row is zero: SciPy has no cosine of it.
"""

import sys

import numpy as np
import scipy
from scipy.cluster.hierarchy import cophenet, linkage
from scipy.spatial.distance import pdist


def normal(rng, n, d):
    return np.round(rng.normal(size=(n, d)) * 64) / 64


def clusters(rng, n, d):
    return 8 * rng.integers(0, 3, size=(n, 1)) + normal(rng, n, d)


def duplicates(rng, n, d):
    return normal(rng, 4, d)[rng.integers(0, 4, size=n)]


def parallel(rng, n, d):
    """Few directions, many lengths: cosines that are 0 but for rounding."""
    return duplicates(rng, n, d) * rng.integers(1, 9, size=(n, 1))


def grid(rng, n, d):
    return rng.integers(1, 4, size=(n, d)).astype(float)


def write_case(metric, x):
    distances = pdist(x, metric)
    paths = cophenet(linkage(distances, "single"))
    numbers = np.concatenate([x.ravel(), distances, paths])
    print(metric, *x.shape, *(f"{number:.12g}" for number in numbers))


def main():
    rng = np.random.default_rng(1)
    print(f"# SciPy {scipy.__version__}, NumPy {np.__version__}, made by tests/reference/tendency-scipy.py")
    for n in (2, 3, 8, 13):
        for make in (normal, clusters, duplicates, parallel, grid):
            for metric in ("euclidean", "cosine"):
                write_case(metric, make(rng, n, int(rng.integers(2, 5))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
