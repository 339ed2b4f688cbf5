#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/tendency.md has R, Python and the shell do prints what stands beneath it. usage: test-tendency-doc.py PAGE PROGRAM"""

import ast
import contextlib
import io
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile

import tap

PAGE, PROGRAM = (os.path.abspath(path) for path in sys.argv[1:])
SLOW = "\n## 60 000 rows\n"  # is not run again
MARK = "#> "
REPEATED = re.compile(r" *\(four times\)$")


def list_blocks():
    """The (language, text) of each block, in the order of the page."""
    page = open(PAGE, encoding="utf-8").read().split(SLOW)[0]
    return re.findall(r"^```(r|python|sh)\n(.*?)^```", page, re.M | re.S)


def run_r(text, names):
    """Each block goes on with what those before it left."""
    with open("block.R", "w", encoding="utf-8") as script:
        script.write("suppressMessages(library(seriation))\nif (file.exists('.RData')) load('.RData')\n")
        script.write(text + "\nsave.image()\n")
    return subprocess.run(["Rscript", "--vanilla", "block.R"], check=True, capture_output=True, text=True).stdout


def run_python(text, names):
    """As it would be typed, with values printed."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        for statement in ast.parse(text).body:
            if isinstance(statement, ast.Expr):
                value = eval(compile(ast.Expression(statement.value), PAGE, "eval"), names)
                if value is not None:
                    print(value)
            else:
                exec(compile(ast.Module([statement], []), PAGE, "exec"), names)
    return out.getvalue()


def run_sh(text, names):
    environment = dict(os.environ, PATH=os.getcwd() + os.pathsep + os.environ["PATH"])
    return subprocess.run(["sh", "-e", "-c", text], check=True, env=environment, capture_output=True, text=True).stdout


def list_expected(text):
    lines = []
    for line in re.findall(f"^{MARK}(.*)", text, re.M):
        short = REPEATED.sub("", line)
        lines += [short] * (1 if short == line else 4)
    return lines


def agree(found, expected):
    """Words are equal, numbers to what rounding on another machine leaves."""
    if len(found) != len(expected):
        return False
    for a, b in zip(found, expected):
        try:
            if not math.isclose(float(a), float(b), rel_tol=1e-6, abs_tol=2e-6):
                return False
        except ValueError:
            if a != b:
                return False
    return True


def split(lines):
    return re.sub(r"[][]", " ", " ".join(lines)).split()


def prints_what_it_says():
    """R, SciPy and the program print what the page says."""
    for module, package in (("numpy", "python3-numpy"), ("scipy", "python3-scipy"), ("pandas", "python3-pandas")):
        tap.need(module, package)
    if shutil.which("Rscript") is None or subprocess.run(["Rscript", "-e", "library(seriation)"], capture_output=True,
                                                         check=False).returncode != 0:
        raise tap.Skip("r-cran-seriation is not installed")
    names, runners, n_expected = {}, {"r": run_r, "python": run_python, "sh": run_sh}, 0
    for language, text in list_blocks():
        code = re.sub(f"^{MARK}.*\n", "", text, flags=re.M)
        # R begins each line of what it prints with the number of its first element.
        found = re.sub(r"^ *\[\d+\]", "", runners[language](code, names), flags=re.M).splitlines()
        expected = list_expected(text)
        n_expected += len(expected)
        if expected and not agree(split(found), split(expected)):
            raise AssertionError(f"{text}\nprinted\n" + "\n".join(found))
    assert n_expected > 20, n_expected


def main():
    assert len(list_blocks()) > 8
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.symlink(PROGRAM, "diagonal")
        status = tap.run(prints_what_it_says)
        os.chdir("/")
        return status


sys.exit(main())
