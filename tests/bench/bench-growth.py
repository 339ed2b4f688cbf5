#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints, as CSV, time and peak memory of `diagonal tendency` against n, and of opening a run against epochs and layers;
then what a saved epoch costs while training. usage: bench-growth.py BENCH-GROWTH DIAGONAL [MNIST-FOLDER]

This process stays small: the most memory a child has used counts that of its parent before it."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from verdict import tell_below

SIZES = 1000, 2000, 5000, 10000, 20000, 40000, 60000
EPOCHS, LAYERS = (1, 3, 10, 30, 100), (1, 2, 4, 8)
FEW_LAYERS = 4  # while epochs grow
ROUNDS = 3
SAVED_EPOCHS, SAVED_ROUNDS = 20, 5
SHARE = 5  # of an epoch that saving it may take, in per cent


def run_measured(command):
    """Seconds, peak megabytes and seconds of processors of a whole process."""
    begin = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ,
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    status, usage = os.wait4(pid, 0)[1:]
    if status != 0:
        raise subprocess.CalledProcessError(status, command)
    return time.perf_counter() - begin, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def tell(what, n, epochs, layers, results):
    seconds, megabytes = (statistics.median(result[i] for result in results) for i in (0, 1))
    print(f"{what},{n},{epochs},{layers},{seconds:.4f},{megabytes:.0f}", flush=True)


def measure_tendency(program, diagonal, mnist, folder):
    for n in SIZES:
        path = os.path.join(folder, "features.npy")
        subprocess.run([program, "features", path, str(n)] + mnist, check=True)
        command = [diagonal, "tendency", path, "--output", os.path.join(folder, "order.csv")]
        tell("tendency", n, "", "", [run_measured(command) for _ in range(ROUNDS)])


def open_run(program, run, epochs, layers):
    done = subprocess.run([program, "open", run, str(epochs), str(layers)], check=True, stdout=subprocess.PIPE, text=True)
    return [float(word) for word in done.stdout.split()]


def measure_opening(program, diagonal, folder):
    run = os.path.join(folder, "long")
    subprocess.run([diagonal, "train", "--run", run, "--epochs", str(max(EPOCHS)), "--save", "all", "--layers",
                    "P1,P2,F3,R3,F4,R4,F5,S5"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    others = [(max(EPOCHS), layers) for layers in LAYERS if layers != FEW_LAYERS]
    for epochs, layers in [(epochs, FEW_LAYERS) for epochs in EPOCHS] + others:
        shutil.rmtree(os.path.join(run, "cells"), ignore_errors=True)
        tell("open first", 1000, epochs, layers, [open_run(program, run, epochs, layers)])
        tell("open again", 1000, epochs, layers, [open_run(program, run, epochs, layers) for _ in range(ROUNDS)])


def train(diagonal, folder, data, save):
    run = os.path.join(folder, "saved")
    seconds, _, processors = run_measured([diagonal, "train", "--run", run, "--data", data, "--epochs",
                                           str(SAVED_EPOCHS), "--save", save])
    shutil.rmtree(run)
    return seconds, processors


def find_share(pairs):
    """Of an epoch, in per cent. The median of differences, each of two runs one after the other."""
    each = [(every - last) / (SAVED_EPOCHS - 1) / (last / SAVED_EPOCHS) for every, last in pairs]
    return statistics.median(each) * 100


def measure_saving(diagonal, data, folder):
    """In turns, so that both see the same machine."""
    pairs = [(train(diagonal, folder, data, "all"), train(diagonal, folder, data, str(SAVED_EPOCHS)))
             for _ in range(SAVED_ROUNDS)]
    clock, processors = ([(every[i], last[i]) for every, last in pairs] for i in (0, 1))
    last = statistics.median(last for _, last in clock)
    print(f"training {SAVED_EPOCHS} epochs and saving the last: {last:.2f} s")
    tell_below("saving every one takes, of the time of an epoch", find_share(clock), "%", SHARE)
    tell_below("saving every one takes, of the work of an epoch", find_share(processors), "%", SHARE)


def main():
    program, diagonal = sys.argv[1:3]
    mnist = [sys.argv[3]] if len(sys.argv) > 3 and os.path.isdir(sys.argv[3]) else []
    folder = tempfile.mkdtemp(prefix="bench-growth-")
    try:
        print("what,n,epochs,layers,seconds,megabytes")
        measure_tendency(program, diagonal, mnist, folder)
        measure_opening(program, diagonal, folder)
        measure_saving(diagonal, mnist[0] if mnist else "digits", folder)
    finally:
        shutil.rmtree(folder)


main()
