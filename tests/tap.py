# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests in Python that print TAP."""

import sys
import traceback


class Skip(Exception):
    """What a test needs is not installed; says what."""


def need(module, package):
    """The module, or a Skip that names Debian's package."""
    try:
        return __import__(module)
    except ImportError as error:
        raise Skip(f"{error}: {package} is not installed for {sys.executable}") from error


def run(*tests):
    """Runs functions, each named by its first line of documentation. Returns the exit status."""
    failed = 0
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        name = test.__doc__.splitlines()[0].rstrip(".")
        try:
            test()
            print(f"ok {number} {name}")
        except Skip as reason:
            print(f"ok {number} {name} # SKIP {reason}")
        except Exception:
            failed += 1
            traceback.print_exc()
            print(f"not ok {number} {name}")
    return 1 if failed else 0
