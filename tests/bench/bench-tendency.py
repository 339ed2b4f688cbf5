#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times VAT here, SciPy's single linkage and R's seriation on the same samples, and prints medians and
ratios. usage: bench-tendency.py BENCH-TENDENCY [MNIST-FOLDER]

Samples are pixels of MNIST, or uniform noise where it is not there; those of 84 numbers are 84 fixed random
ReLU features of the pixels, as many as the last hidden layer of LeNet-5 has."""

import gzip
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import numpy

SIZES = [(1000, 784), (10000, 784), (20000, 84), (60000, 84)]
ROUNDS = 3
SCIPY_LIMIT = 10000  # samples; pairs take 8 bytes each, and minutes beyond
SERIATION_LIMIT = 1000

SERIATION = """
suppressMessages(library(seriation))
arguments <- commandArgs(TRUE)
n <- as.integer(arguments[2])
values <- matrix(readBin(arguments[1], "numeric", file.size(arguments[1]) / 4, size = 4), n, byrow = TRUE)
cat(system.time({ paths <- path_dist(dist(values)); seriate(paths, method = "VAT") })[["elapsed"]])
"""


def read_pixels(folder):
    path = pathlib.Path(folder or "", "train-images-idx3-ubyte.gz")
    if not path.is_file():
        print("MNIST is not there: the samples are noise")
        return numpy.random.default_rng(1).random((60000, 784), dtype=numpy.float32)
    with gzip.open(path) as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16)
    return pixels.reshape(-1, 784).astype(numpy.float32) / 255


def make_features(pixels, d):
    projection = numpy.random.default_rng(1).standard_normal((784, d)).astype(numpy.float32)
    return numpy.maximum(pixels @ projection / 28, 0)


def run_ours(program, path, n, d, weights):
    threads = len(os.sched_getaffinity(0))
    begin = time.perf_counter()
    command = [program, path, str(n), str(d), str(threads), weights]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout), process_seconds=time.perf_counter() - begin)


def run_scipy(values):
    """Seconds, and the heights of the single-linkage tree."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import pdist
    begin = time.perf_counter()
    tree = linkage(pdist(values), "single")
    return time.perf_counter() - begin, tree[:, 2]


def run_seriation(path, n):
    done = subprocess.run(["Rscript", "-e", SERIATION, path, str(n)], capture_output=True, text=True)
    return float(done.stdout) if done.returncode == 0 else None


def compare(program, values, folder):
    n, d = values.shape
    path, weights = str(folder / "values"), str(folder / "weights")
    values.tofile(path)
    runs = [run_ours(program, path, n, d, weights) for _ in range(ROUNDS)]
    median = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    print(f"n = {n}, d = {d}: VAT {median['vat_seconds']:.3f} s, "
          f"seriation's order {median['seriation_seconds']:.3f} s, "
          f"both and start-up {median['process_seconds']:.3f} s, a cell of 400 pixels {median['cell_seconds'] * 1e3:.2f} ms, {median['megabytes']:.0f} MB")
    if n <= SCIPY_LIMIT:
        try:
            seconds, heights = run_scipy(values)
        except ImportError:
            print("  SciPy is not installed for this Python: no ratio")
        else:
            ours, theirs = numpy.sort(numpy.fromfile(weights, numpy.float32)[1:]), numpy.sort(heights)
            fault = numpy.max(numpy.abs(ours - theirs) / numpy.maximum(theirs, 1e-30))
            print(f"  SciPy, pdist and single linkage: {seconds:.2f} s, "
                  f"ratio {seconds / median['vat_seconds']:.1f}; weights agree to {fault:.1e}")
    if n <= SERIATION_LIMIT:
        seconds = run_seriation(path, n) if shutil.which("Rscript") else None
        if seconds is None:
            print("  R's seriation is not installed: no ratio")
        else:
            print(f"  seriation, path distances and VAT: {seconds:.2f} s, "
                  f"ratio {seconds / median['seriation_seconds']:.0f}")
    sys.stdout.flush()


def main():
    program, pixels = sys.argv[1], read_pixels(sys.argv[2] if len(sys.argv) > 2 else None)
    with tempfile.TemporaryDirectory() as folder:
        for n, d in SIZES:
            values = pixels[:n] if d == 784 else make_features(pixels[:n], d)
            compare(program, numpy.ascontiguousarray(values), pathlib.Path(folder))


main()
