#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts numbers to what Satoh's paper observes in its figures, for docs/gallery.md.

usage: observations.py PROGRAM RUN LAYER…      (a layer, or one channel of it: P1:0)

Prints, for every saved epoch and layer, how well each class is a block: the largest F measure (the harmonic mean of
precision and recall) that any block of the iVAT image has for the class, over all heights of the cut. 1: some cut
leaves a block that is this class and nothing else. The last column is the mean silhouette width of the classes
(Rousseeuw 1987), which says how far apart they are. Then, for the last layer and where classes are predicted, where
misclassified samples lie: the iVAT value to the nearest other sample, among all samples in percent; 100 is the
farthest out."""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile

import numpy as np


def load(path):
    """The arrays of a safetensors file, by name."""
    types = {"F32": "<f4", "I64": "<i8", "U8": "|u1"}
    data = np.memmap(path, "u1", "r")
    begin = 8 + int(data[:8].view("<u8")[0])
    header = json.loads(bytes(data[8:begin]))
    header.pop("__metadata__", None)
    return {name: data[begin + entry["data_offsets"][0]:begin + entry["data_offsets"][1]]
            .view(types[entry["dtype"]]).reshape(entry["shape"]) for name, entry in header.items()}


def order(program, values):
    """Rows of values, (n, d), in VAT order, and the weight of the tree's edge at each position."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "values.npy")
        np.save(path, values)
        table = subprocess.run([program, "tendency", path], check=True, capture_output=True, text=True).stdout
    rows = list(csv.DictReader(io.StringIO(table)))
    return np.array([int(row["index"]) for row in rows]), np.array([float(row["weight"]) for row in rows])


def best_f_measures(labels, weights, n_classes):
    """(n_classes) the largest F measure of a run of positions that are joined at some height.

    labels, weights: (n) in VAT order. Runs only ever join the run beside them, so that ascending weights list them
    all; of equal weights only the run after the last of them is a run of the cut."""
    n = len(labels)
    totals = np.bincount(labels, minlength=n_classes)
    counts = {i: np.bincount([labels[i]], minlength=n_classes) for i in range(n)}
    begin, end = list(range(n)), list(range(n))  # at the ends of each run: where the other end is
    best = np.zeros(n_classes)
    ascending = sorted(range(1, n), key=lambda i: weights[i])
    for k, i in enumerate(ascending):
        first, last = begin[i - 1], end[i]
        counts[first] = counts[first] + counts.pop(i)
        end[first], begin[last] = last, first
        if k + 1 < len(ascending) and weights[ascending[k + 1]] == weights[i]:
            continue
        best = np.maximum(best, 2 * counts[first] / (last - first + 1 + totals))
    return best


def mean_silhouette(values, labels, n_classes):
    """The mean over the samples of (b - a) / max(a, b); every class has at least two of them."""
    norms = (values.astype(float) ** 2).sum(1)
    distances = np.sqrt(np.maximum(norms[:, None] + norms - 2 * values.astype(float) @ values.T, 0))
    np.fill_diagonal(distances, 0)
    own = np.eye(n_classes, dtype=bool)[labels]
    means = (distances @ own) / (own.sum(0) - own)
    a, b = means[own], np.where(own, np.inf, means).min(1)
    return ((b - a) / np.maximum(a, b)).mean()


def main():
    program, run, layers = sys.argv[1], sys.argv[2], sys.argv[3:]
    manifest = json.load(open(os.path.join(run, "run.json"), encoding="utf-8"))
    labels = load(os.path.join(run, "analysis.safetensors"))["labels"]
    names = manifest["dataset"]["classes"]
    orders = {}
    print("| epoch | layer | " + " | ".join(names) + " | mean | silhouette |")
    print("|---:|---|" + "---:|" * (len(names) + 2))
    for epoch in manifest["saved"]:
        outputs = load(os.path.join(run, "outputs", f"epoch_{epoch:04}.safetensors"))
        for layer in layers:
            name, _, channel = layer.partition(":")
            values = outputs[name][:, int(channel)] if channel else outputs[name]
            values = values.reshape(len(values), -1)
            indices, weights = order(program, values)
            orders[epoch, layer] = indices, weights, outputs
            best = best_f_measures(labels[indices], weights, len(names))
            print(f"| {epoch} | {layer} | " + " | ".join(f"{f:.2f}" for f in best)
                  + f" | {best.mean():.2f} | {mean_silhouette(values, labels, len(names)):.2f} |")

    log_likelihood = manifest["analysis"].get("log_likelihood")
    if log_likelihood is None:
        return
    print("\n| epoch | layer | misclassified | median place among all, % | farther out than 90 % |")
    print("|---:|---|---:|---:|---:|")
    for (epoch, layer), (indices, weights, outputs) in orders.items():
        if layer != layers[-1]:
            continue
        nearest = np.empty(len(indices))
        nearest[indices] = np.minimum(np.append(np.inf, weights[1:]), np.append(weights[1:], np.inf))
        place = 100 * np.searchsorted(np.sort(nearest), nearest, side="right") / len(nearest)
        wrong = outputs[log_likelihood].argmax(1) != labels
        print(f"| {epoch} | {layer} | {wrong.sum()} | {np.median(place[wrong]):.0f} | {(place[wrong] > 90).sum()} |")


main()
