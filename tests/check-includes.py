#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails where a file of src/ includes a folder that the flow of data does not allow (docs/architecture.md), or a
library that its folder must not know. usage: check-includes.py SRC"""

import pathlib
import re
import sys

ENGINE = ["base", "dataset", "network", "tendency", "figure", "run", "explorer"]
MAY_INCLUDE = {
    "base": [],
    "dataset": ["base"],
    "network": ["base", "dataset"],
    "tendency": ["base"],
    "figure": ["base", "tendency"],
    "run": ["base", "dataset", "network", "tendency"],
    "explorer": ENGINE,
    "cli": ENGINE,
    "app": ENGINE,
}
# Library headers that only some folders may know.
LIBRARIES = {
    r"g[td]k/": ["app"],
    r"cairo|pango/": ["figure", "explorer", "cli", "app", "dataset/digits"],
    r"json-glib/|archive": ["run", "explorer", "cli"],
    r"png\.h": ["dataset/png-image"],
    r"cblas": ["base", "network", "tendency"],
    r"glib-object": ["run", "explorer", "cli", "app"],
}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^">]+)[">]', re.M)


def faults_of(path, source):
    folder = path.relative_to(source).parts[0]
    name = f"{folder}/{path.stem}"
    for bracket, header in INCLUDE.findall(path.read_text(encoding="utf-8")):
        target = header.split("/")[0]
        if bracket == '"' and "/" in header:
            if target not in MAY_INCLUDE:
                yield f'"{header}" is not in a folder of src'
            elif target != folder and target not in MAY_INCLUDE[folder]:
                yield f'"{header}": {folder} may include {", ".join(MAY_INCLUDE[folder]) or "nothing"}'
        elif bracket == '"' and header != "config.h":
            yield f'"{header}" is named without its folder'
        for pattern, folders in LIBRARIES.items():
            if bracket == "<" and re.match(pattern, header):
                if not any(name == f or name.startswith(f + "/") or name.startswith(f) for f in folders):
                    yield f"<{header}> belongs to {', '.join(folders)}"


def main():
    source = pathlib.Path(sys.argv[1])
    files = [p for p in sorted(source.glob("*/*")) if p.suffix in (".c", ".h")]
    faults = [f"{p.relative_to(source)}: {fault}" for p in files for fault in faults_of(p, source)]
    print("\n".join(faults) or f"{len(files)} files, every include in the direction of the data")
    if not files:
        print("no source files found")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
