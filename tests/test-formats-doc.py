#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python code of docs/formats.md reads a run as the page says. usage: test-formats-doc.py PAGE PROGRAM"""

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile

import tap

PAGE, PROGRAM = (os.path.abspath(path) for path in sys.argv[1:])
HEADING = "## Reading a run from Python\n"
N = 100


def list_blocks():
    page = open(PAGE, encoding="utf-8").read()
    section = page.split(HEADING, 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^```python\n(.*?)^```", section, re.M | re.S)


def run_blocks(n):
    """Runs the first blocks one after the other. Returns what each printed, and the names they left."""
    names, printed = {}, []
    for block in list_blocks()[:n]:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(block, names)
        printed.append(out.getvalue())
    return printed, names


def reads_with_numpy():
    """NumPy reads labels and outputs."""
    np = tap.need("numpy", "python3-numpy")
    (_, printed), names = run_blocks(2)
    accuracy, shapes = re.fullmatch(r"(\S+) (\{.*\})\n", printed).groups()
    assert 0.5 < float(accuracy) <= 1, printed
    assert eval(shapes) == {"P1": (N, 6, 12, 12), "P2": (N, 16, 4, 4), "R3": (N, 120), "R4": (N, 84),
                            "S5": (N, 10)}, printed
    np.testing.assert_allclose(np.exp(names["outputs"]["S5"]).sum(1), 1, rtol=1e-5)


def opens_in_pytorch():
    """PyTorch takes the weights and puts out the same."""
    tap.need("numpy", "python3-numpy")
    tap.need("torch", "python3-torch")
    printed, _ = run_blocks(3)
    assert 0 <= float(printed[2]) < 1e-4, printed


def main():
    assert len(list_blocks()) == 3
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run([PROGRAM, "train", "--run", "RUN", "--epochs", "2", "--save", "1,2", "--analysis", str(N)],
                       check=True, stdout=subprocess.DEVNULL)
        status = tap.run(reads_with_numpy, opens_in_pytorch)
        os.chdir("/")
        return status


sys.exit(main())
