#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times an epoch of LeNet-5 (60 000 images, mini-batches of 64, noise on) here and in PyTorch, in turns,
and prints medians and their ratio. usage: bench-training.py BENCH-TRAINING [MNIST-FOLDER]"""

import json
import os
import statistics
import subprocess
import sys
import time

from verdict import tell_ratio

N, BATCH, RATE, MOMENTUM, NOISE = 60000, 64, 0.01, 0.9, 0.3
FLOP = 91e9  # of an epoch
ROUNDS = 3
TARGET, AIM = 5, 8  # times as fast as PyTorch


def run_ours(program, threads, folder):
    command = [program, str(threads), "5"] + ([folder] if folder else [])
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


class Torch:
    def __init__(self):
        import torch
        self.torch = torch
        nn = torch.nn
        torch.manual_seed(1)
        self.images = torch.rand(N, 1, 28, 28)
        self.labels = torch.randint(0, 10, (N,))
        self.model = nn.Sequential(
            nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
            nn.LogSoftmax(1))
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=RATE, momentum=MOMENTUM)

    def run_epoch(self, threads, n=N):
        self.torch.set_num_threads(threads)
        order = self.torch.randperm(N)[:n]
        begin = time.perf_counter()
        for i in range(0, n, BATCH):
            index = order[i:i + BATCH]
            x = self.images[index]
            x = (x + NOISE * self.torch.randn_like(x) - 0.1307) / 0.3081
            self.optimizer.zero_grad()
            loss = self.torch.nn.functional.nll_loss(self.model(x), self.labels[index])
            loss.backward()
            self.optimizer.step()
        return time.perf_counter() - begin


def main():
    program = sys.argv[1]
    folder = sys.argv[2] if len(sys.argv) > 2 and os.path.isdir(sys.argv[2]) else None
    cores = len(os.sched_getaffinity(0))
    counts = sorted({1, cores})
    ours = {threads: [] for threads in counts}
    theirs = {threads: [] for threads in counts}
    try:
        peer = Torch()
    except ImportError:
        peer = None
    for _ in range(ROUNDS):
        for threads in counts:
            ours[threads].append(run_ours(program, threads, folder))
            if peer:
                peer.run_epoch(threads, 50 * BATCH)
                theirs[threads].append(peer.run_epoch(threads))

    def median(runs, key):
        return statistics.median(run[key] for run in runs)

    best = min(median(ours[threads], "epoch_seconds") for threads in counts)
    for threads in counts:
        seconds = median(ours[threads], "epoch_seconds")
        print(f"diagonal, {threads} threads: {seconds:.3f} s an epoch ({FLOP / seconds / 1e9:.0f} GFLOP/s; "
              f"sgemm {median(ours[threads], 'sgemm_gflops'):.0f} GFLOP/s), outputs of 1000 images: "
              f"all layers {median(ours[threads], 'all_outputs_seconds') * 1e3:.1f} ms, "
              f"five {median(ours[threads], 'five_outputs_seconds') * 1e3:.1f} ms")
    if not peer:
        print("PyTorch is not installed for this Python: no ratio")
        return
    for threads in counts:
        seconds = statistics.median(theirs[threads])
        print(f"PyTorch {peer.torch.__version__}, {threads} threads: {seconds:.3f} s an epoch")
    peer_best = min(statistics.median(times) for times in theirs.values())
    tell_ratio("as fast as PyTorch, best against best", peer_best / best, TARGET, AIM)


main()
