#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the explorer's window: start, frames after pointer motion and clicks, opening a long run, memory. To be run in
tests/gui/session. usage: bench-window.py BENCH-WINDOW DIAGONAL [MNIST-FOLDER]"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from verdict import tell_below

ROUNDS = 5
LAYERS = "P1,R3,R4,S5"
FIRST_FRAME, OPENING, FRAME, MEMORY = 700, 1000, 8, 300  # ms, ms, ms, MB


def train(diagonal, run, data, epochs, save, n):
    subprocess.run([diagonal, "train", "--run", run, "--data", data, "--epochs", str(epochs), "--save", save,
                    "--layers", LAYERS, "--analysis", str(n)], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def run_bench(*command):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def start(program, run):
    return run_bench(program, "start", repr(time.monotonic()), run)


def find_median(results, key):
    return statistics.median(result[key] for result in results)


def measure_start(program, run, words):
    """The first opening computes the cells; the others find them beside the run."""
    first, again = start(program, run), [start(program, run) for _ in range(ROUNDS)]
    tell_below(f"{words}: start to first frame", find_median(again, "first_frame"), "ms", FIRST_FRAME)
    print(f"{words}: start to all cells drawn, opened for the first time: {first['cells_ready']:.1f} ms")
    tell_below(f"{words}: start to all cells drawn, opened again", find_median(again, "cells_ready"), "ms", OPENING)
    tell_below(f"{words}: resident then", find_median(again, "megabytes"), "MB", MEMORY)


def measure_frames(program, run, words):
    """All work counts from the event on, with the frames that follow, until the pointer goes on: of a click, from the
    release of the button, which makes the choice; and, to be told, from its press."""
    result = run_bench(program, "frames", run)
    print(f"{words}: window of {result['width']} x {result['height']}")
    for event, name in ("motion", "pointer motion"), ("click", "class click"), ("press", "class click from its press"):
        of = {key: result[f"{event}_{key}"] for key in ("n", "frames", "total_median", "handlers", "layout", "drawing",
                                                      "total_p95", "worst_median")}
        print(f"{words}: {name}, {of['n']} of {of['frames']:.0f} frames: own work {of['total_median']:.2f} ms, of it "
              f"handlers {of['handlers']:.2f}, layout {of['layout']:.2f}, drawing {of['drawing']:.2f}; the heaviest "
              f"frame {of['worst_median']:.2f} (medians)")
        p95 = f"{words}: {name}, own work from event to the last frame, p95"
        if event == "press":
            print(f"{p95}: {of['total_p95']:.1f} ms")
        else:
            tell_below(p95, of["total_p95"], "ms", FRAME)
    tell_below(f"{words}: resident after that", result["megabytes"], "MB", MEMORY)


def main():
    program, diagonal = sys.argv[1:3]
    mnist = sys.argv[3] if len(sys.argv) > 3 and os.path.isdir(sys.argv[3]) else None
    folder = tempfile.mkdtemp(prefix="bench-window-")
    try:
        for n in 1000, 10000:
            run = os.path.join(folder, f"grid-{n}")
            train(diagonal, run, mnist or "digits", 4, "all", n)
            held = n if mnist else min(n, 2000)  # as many test images as the built-in digits have
            words = f"4 x 4 cells, n = {held}"
            measure_start(program, run, words)
            measure_frames(program, run, words)
        run = os.path.join(folder, "long")
        train(diagonal, run, "digits", 100, "all", 1000)
        measure_start(program, run, "100 epochs, 4 layers, n = 1000")
    finally:
        shutil.rmtree(folder)


main()
