#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails where po/POTFILES lacks a file with sentences to translate, or names one without. usage: check-potfiles.py TOP"""

import pathlib
import re
import sys

MARKED_C = re.compile(r"\b(?:N?C?_|ngettext|g_dngettext|dngettext) ?\(")
MARKED_UI = re.compile(r'translatable="yes"')


def main():
    top = pathlib.Path(sys.argv[1])
    listed = set((top / "po" / "POTFILES").read_text(encoding="utf-8").split())
    marked = {
        str(path.relative_to(top))
        for pattern, marks in (("src/**/*.c", MARKED_C), ("ui/*.ui", MARKED_UI))
        for path in top.glob(pattern)
        if marks.search(path.read_text(encoding="utf-8"))
    }
    lacking = sorted(marked - listed)
    idle = sorted(name for name in listed - marked if not name.startswith("data/"))
    for name in lacking:
        print(f"{name} has sentences to translate, but is not in po/POTFILES")
    for name in idle:
        print(f"po/POTFILES names {name}, which has none")
    return 1 if lacking or idle or not marked else 0


if __name__ == "__main__":
    sys.exit(main())
