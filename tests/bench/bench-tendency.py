#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times `diagonal tendency` as a whole process (start, reading, one order, its table), SciPy's single linkage and R's
seriation on the same samples, and prints medians and ratios. The peers are timed without their start and without reading.
usage: bench-tendency.py BENCH-TENDENCY DIAGONAL [MNIST-FOLDER]

Samples are pixels of MNIST, or uniform noise where it is not there; those of 84 numbers are 84 fixed random
ReLU features of the pixels, as many as the last hidden layer of LeNet-5 has."""

import csv
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

from verdict import tell_below, tell_ratio

SIZES = [(1000, 784), (10000, 784), (20000, 84), (60000, 84)]
ROUNDS = 5
LARGEST_SECONDS, LARGEST_MEGABYTES, CELL_MILLISECONDS = 300, 2000, 5  # n = 60 000
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


def run_program(program, path, n, d):
    """Times inside the program, of both orders and a cell, and the most memory."""
    command = [program, path, str(n), str(d), str(len(os.sched_getaffinity(0)))]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run_ours(diagonal, path, order, output):
    begin = time.perf_counter()
    subprocess.run([diagonal, "tendency", path, "--order", order, "--output", output], check=True)
    return time.perf_counter() - begin


def read_weights(path):
    with open(path, newline="", encoding="ascii") as file:
        return numpy.sort([float(row["weight"]) for row in csv.DictReader(file)][1:])


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


def compare_scipy(values, seconds, weights, words):
    try:
        theirs, heights = run_scipy(values)
    except ImportError:
        print(f"{words}: SciPy is not installed for this Python: no ratio")
        return
    heights = numpy.sort(heights)
    fault = numpy.max(numpy.abs(weights - heights) / numpy.maximum(heights, 1e-30))
    print(f"{words}: SciPy, pdist and single linkage {theirs:.2f} s; weights agree to {fault:.1e}")
    if len(values) == SCIPY_LIMIT:
        tell_ratio(f"{words}: as fast as SciPy", theirs / seconds, 12, 20)


def compare_seriation(raw, n, seconds, words):
    theirs = run_seriation(raw, n) if shutil.which("Rscript") else None
    if theirs is None:
        print(f"{words}: R's seriation is not installed: no ratio")
        return
    print(f"{words}: seriation, path distances and VAT {theirs:.2f} s")
    tell_ratio(f"{words}: as fast as seriation", theirs / seconds, 50, 200)


def compare(program, diagonal, values, folder):
    n, d = values.shape
    words = f"n = {n}, d = {d}"
    raw, path, output = (str(folder / name) for name in ("values", "values.npy", "order.csv"))
    values.tofile(raw)
    numpy.save(path, values)
    inside = [run_program(program, raw, n, d) for _ in range(ROUNDS)]
    whole = {order: statistics.median(run_ours(diagonal, path, order, output) for _ in range(ROUNDS))
             for order in ("seriation", "havens-bezdek")}
    median = {key: statistics.median(run[key] for run in inside) for key in inside[0]}
    print(f"{words}: whole process {whole['havens-bezdek']:.3f} s, in seriation's order {whole['seriation']:.3f} s; of it "
          f"the order {median['vat_seconds']:.3f} s and {median['seriation_seconds']:.3f} s; {median['megabytes']:.0f} MB "
          f"(medians of {ROUNDS})", flush=True)
    if n <= SCIPY_LIMIT:
        compare_scipy(values, whole["havens-bezdek"], read_weights(output), words)
    if n <= SERIATION_LIMIT:
        compare_seriation(raw, n, whole["seriation"], words)
    if (n, d) == SIZES[-1]:
        tell_below(f"{words}: whole process", whole["havens-bezdek"], "s", LARGEST_SECONDS)
        tell_below(f"{words}: most memory", median["megabytes"], "MB", LARGEST_MEGABYTES)
        tell_below(f"{words}: a cell of 400 pixels", median["cell_seconds"] * 1e3, "ms", CELL_MILLISECONDS, 2)


def main():
    program, diagonal = sys.argv[1:3]
    pixels = read_pixels(sys.argv[3] if len(sys.argv) > 3 else None)
    with tempfile.TemporaryDirectory() as folder:
        for n, d in SIZES:
            values = pixels[:n] if d == 784 else make_features(pixels[:n], d)
            compare(program, diagonal, numpy.ascontiguousarray(values), pathlib.Path(folder))


main()
