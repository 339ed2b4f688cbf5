#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times training of the built-in networks (mini-batches of 64, noise on) here and in PyTorch, in turns, and prints
medians and their ratio: LeNet-5 over an epoch of 60 000 images, the others over so many that no round takes long.
usage: bench-training.py BENCH-TRAINING [MNIST-FOLDER]"""

import json
import os
import statistics
import subprocess
import sys

from torch_networks import BATCH, Peer
from verdict import tell_ratio

try:
    import torch
except ImportError:
    torch = None

ROUNDS = 3
NETWORKS = {  # images; epochs of ours in a round; times as fast as PyTorch: target, aim
    "lenet5": (60000, 5, 5, 8),
    "mlp": (60000, 3, 2, None),
    "vgg": (1600, 3, 3, None),
    "autoencoder": (1600, 3, 2, None),
    "conv-autoencoder": (1600, 3, 3, None),
}


def run_ours(program, name, threads, folder):
    n, epochs = NETWORKS[name][:2]
    command = [program, name, str(threads), str(epochs), str(n)] + ([folder] if folder else [])
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def tell_ours(name, threads, runs):
    seconds = median(runs, "epoch_seconds")
    outputs = ""
    if "all_outputs_seconds" in runs[0]:
        outputs = (f", outputs of 1000 images: all layers {median(runs, 'all_outputs_seconds') * 1e3:.1f} ms, "
                   f"five {median(runs, 'five_outputs_seconds') * 1e3:.1f} ms")
    print(f"{name}, {runs[0]['images']} images: diagonal, {threads} threads: {seconds:.3f} s "
          f"({median(runs, 'gflop') / seconds:.0f} GFLOP/s; sgemm {median(runs, 'sgemm_gflops'):.0f} GFLOP/s){outputs}",
          flush=True)


def measure(program, name, counts, folder):
    n, _, target, aim = NETWORKS[name]
    peer = Peer(torch, name, n) if torch else None
    ours = {threads: [] for threads in counts}
    theirs = {threads: [] for threads in counts}
    for _ in range(ROUNDS):
        for threads in counts:
            ours[threads].append(run_ours(program, name, threads, folder))
            if peer:
                peer.run_epoch(threads, 10 * BATCH)
                theirs[threads].append(peer.run_epoch(threads, n))
    for threads in counts:
        tell_ours(name, threads, ours[threads])
    if not peer:
        return
    for threads in counts:
        print(f"{name}, {n} images: PyTorch {torch.__version__}, {threads} threads: "
              f"{statistics.median(theirs[threads]):.3f} s", flush=True)
    tell_ratio(f"{name}: as fast as PyTorch, best against best",
               min(map(statistics.median, theirs.values()))
               / min(median(runs, "epoch_seconds") for runs in ours.values()), target, aim)


def main():
    program = sys.argv[1]
    folder = sys.argv[2] if len(sys.argv) > 2 and os.path.isdir(sys.argv[2]) else None
    counts = sorted({1, len(os.sched_getaffinity(0))})
    for name in NETWORKS:
        measure(program, name, counts, folder)
    if not torch:
        print("PyTorch is not installed for this Python: no ratios")


main()
