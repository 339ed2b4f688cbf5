# SPDX-License-Identifier: GPL-3.0-or-later
"""How the benchmarks tell a number that has a target."""


def tell_below(words, value, unit, target, digits=1):
    verdict = "met" if value < target else "MISSED"
    print(f"{words}: {value:.{digits}f} {unit} (target < {target} {unit}: {verdict})", flush=True)


def tell_ratio(words, ratio, target, aim):
    verdict = "met" if ratio >= target else "MISSED"
    more = f", aim {aim}: {'met' if ratio >= aim else 'not met'}" if aim else ""
    print(f"{words}: {ratio:.1f} times (target {target}: {verdict}{more})", flush=True)
