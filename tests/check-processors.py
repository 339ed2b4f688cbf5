#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one and the same program as processors without AVX-512, and without AVX at all, would run it, in QEMU: the order it
computes must be that of this processor to the last byte, and the tests named must pass. A processor has its own version
of the vector code, so that tests here alone see one of them.
usage: check-processors.py DIAGONAL TEST…"""

import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile

PROCESSORS = {"SSE2": "kvm64", "AVX2 and FMA": "Haswell"}
N, D = 300, 40
SKIPPED = 77  # for meson


def write_samples(path):
    rng = random.Random(1)
    with open(path, "w", encoding="ascii") as file:
        for _ in range(N):
            file.write(",".join(f"{rng.random():.6f}" for _ in range(D)) + "\n")


def compute_order(command, folder, metric):
    path = os.path.join(folder, "order.csv")
    subprocess.run(command + ["tendency", os.path.join(folder, "samples.csv"), "--metric", metric, "--output", path],
                   check=True)
    with open(path, "rb") as file:
        return file.read()


def check(emulator, diagonal, tests, folder):
    for metric in "euclidean", "cosine":
        if compute_order(emulator + [diagonal], folder, metric) != compute_order([diagonal], folder, metric):
            sys.exit(f"{' '.join(emulator)}: another order, {metric}")
    for test in tests:
        subprocess.run(emulator + [test, "--tap"], check=True, stdout=subprocess.DEVNULL)


def main():
    diagonal, tests = sys.argv[1], sys.argv[2:]
    qemu = shutil.which("qemu-x86_64") or shutil.which("qemu-x86_64-static")
    if platform.machine() != "x86_64":
        print("on this kind of processor there is one version of the code")
        sys.exit(SKIPPED)
    if qemu is None:
        print("qemu-x86_64 is not installed: other processors cannot be had")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as folder:
        write_samples(os.path.join(folder, "samples.csv"))
        for name, processor in PROCESSORS.items():
            check([qemu, "-cpu", processor], diagonal, tests, folder)
            print(f"{name}: the same order, {len(tests)} tests pass")


main()
