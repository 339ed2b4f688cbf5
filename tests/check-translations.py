#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails where a language of po/LINGUAS lacks a sentence of the sources, has one that only resembles it, or says it with
other placeholders or mnemonics; and where xgettext finds fault with a sentence itself.

usage: check-translations.py TOP XGETTEXT-ARGUMENT..."""

import pathlib
import re
import subprocess
import sys
import tempfile

HINT = "bring it up to date with `ninja -C build-test diagonal-update-po`, then translate what is new"


def run(*command):
    """What the command wrote, and its complaints; both in English."""
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8",
                          env={"PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8"})
    return done.stdout, done.stderr.strip(), done.returncode


def extract(top, arguments, template):
    _, complaints, status = run("xgettext", *arguments, f"--directory={top}", f"--files-from={top / 'po' / 'POTFILES'}",
                                f"--output={template}")
    return [complaints] if complaints or status != 0 else []


def list_messages(po, *which):
    """The messages of a kind: "--untranslated", "--only-fuzzy"."""
    text, complaints, _ = run("msgattrib", "--no-obsolete", "--no-wrap", *which, str(po))
    if complaints:
        return [complaints]
    return re.findall(r'^msgid (?!""$)(.*)$|^msgid ""\n((?:".*"\n)+)', text.split("\n\n", 1)[-1], re.M)


def check(po, template, scratch):
    merged = scratch / po.name
    faults = []
    _, complaints, status = run("msgmerge", "--quiet", "--no-fuzzy-matching", f"--output-file={merged}", str(po),
                                str(template))
    if status != 0:
        return [complaints]
    for kind, which in (("not translated", "--untranslated"), ("only resembles an older sentence", "--only-fuzzy")):
        faults += [f"{po.name}: {kind}: {''.join(message)}" for message in list_messages(merged, which)]
    for test in ("--check", "--check-accelerators=_"):
        _, complaints, status = run("msgfmt", test, "--output-file=/dev/null", str(merged))
        faults += [complaints] if complaints or status != 0 else []
    return faults


def main():
    top = pathlib.Path(sys.argv[1]).resolve()
    lines = (top / "po" / "LINGUAS").read_text(encoding="utf-8").splitlines()
    languages = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        template = scratch / "template.pot"
        faults = extract(top, sys.argv[2:], template)
        for language in languages:
            found = check(top / "po" / f"{language}.po", template, scratch)
            faults += found + ([HINT] if found else [])
    print("\n".join(faults) if faults else f"complete: {', '.join(languages)}")
    return 1 if faults or not languages else 0


if __name__ == "__main__":
    sys.exit(main())
