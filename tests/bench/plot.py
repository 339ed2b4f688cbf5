#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws what bench-growth.py printed: time and memory against n, and time against epochs.
usage: plot.py GROWTH.csv FOLDER (writes growth-n.svg and growth-epochs.svg there)"""

import csv
import math
import os
import sys
from xml.sax.saxutils import escape

PLOT_WIDTH, PLOT_HEIGHT, LEFT, TOP, GAP = 300, 200, 60, 34, 90
INKS = "#1c71d8", "#c64600"


def format_number(value):
    return f"{value:,.0f}".replace(",", " ") if value >= 1 else f"{value:g}"


def find_decades(values):
    return range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))) + 1)


class Plot:
    """One pair of logarithmic axes, as SVG elements."""

    def __init__(self, left, title, x_name, series):
        self.left, self.series, self.parts = left, series, []
        self.x_decades = find_decades([x for points in series.values() for x, _ in points])
        self.y_decades = find_decades([y for points in series.values() for _, y in points])
        self.add_text(left, TOP - 16, title, "start", "font-weight='bold'")
        self.add_text(left + PLOT_WIDTH / 2, TOP + PLOT_HEIGHT + 36, x_name, "middle")
        self.add_grid()
        for number, (name, points) in enumerate(series.items()):
            self.add_series(name, sorted(points), INKS[number % len(INKS)], number)

    def find_x(self, value):
        decades = self.x_decades
        return self.left + PLOT_WIDTH * (math.log10(value) - decades[0]) / (decades[-1] - decades[0])

    def find_y(self, value):
        decades = self.y_decades
        return TOP + PLOT_HEIGHT * (1 - (math.log10(value) - decades[0]) / (decades[-1] - decades[0]))

    def add_text(self, x, y, text, anchor, more=""):
        self.parts.append(f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' {more}>{escape(text)}</text>")

    def add_line(self, x1, y1, x2, y2):
        self.parts.append(f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' stroke='#cccccc'/>")

    def add_grid(self):
        right, bottom = self.left + PLOT_WIDTH, TOP + PLOT_HEIGHT
        for decade in self.x_decades:
            x = self.find_x(10 ** decade)
            self.add_line(x, TOP, x, bottom)
            self.add_text(x, bottom + 16, format_number(10 ** decade), "middle")
        for decade in self.y_decades:
            y = self.find_y(10 ** decade)
            self.add_line(self.left, y, right, y)
            self.add_text(self.left - 6, y + 4, format_number(10 ** decade), "end")

    def add_series(self, name, points, ink, number):
        places = [(self.find_x(x), self.find_y(y)) for x, y in points]
        self.parts.append("<polyline fill='none' stroke-width='1.5' stroke='%s' points='%s'/>" % (
            ink, " ".join(f"{x:.1f},{y:.1f}" for x, y in places)))
        self.parts += [f"<circle cx='{x:.1f}' cy='{y:.1f}' r='2.5' fill='{ink}'/>" for x, y in places]
        if len(self.series) > 1:
            self.add_text(self.left + 8, TOP + 16 + 16 * number, name, "start", f"fill='{ink}'")


def write(path, plots):
    width, height = len(plots) * (PLOT_WIDTH + GAP) + LEFT - GAP / 2, TOP + PLOT_HEIGHT + 50
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:.0f} {height}' width='{width:.0f}' "
                   f"height='{height}' font-family='sans-serif' font-size='12'>\n"
                   f"<rect width='100%' height='100%' fill='white'/>\n")
        for plot in plots:
            file.write("\n".join(plot.parts) + "\n")
        file.write("</svg>\n")


def main():
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["megabytes"]]
    ours = [row for row in rows if row["what"] == "tendency"]
    most = max(int(row["layers"]) for row in rows if row["layers"])
    places = [LEFT + i * (PLOT_WIDTH + GAP) for i in (0, 1)]

    def pick(field):
        return [(int(row["n"]), float(row[field])) for row in ours]

    def pick_opening(what, field):
        return [(int(row["epochs"]), float(row[field])) for row in rows
                if row["what"] == what and int(row["layers"]) == most]

    def pair_openings(field):
        return {name: pick_opening(what, field) for name, what in
                (("for the first time", "open first"), ("again", "open again"))}

    write(os.path.join(sys.argv[2], "growth-n.svg"),
          [Plot(places[0], "diagonal tendency, seconds", "samples of 84 numbers", {"": pick("seconds")}),
           Plot(places[1], "diagonal tendency, peak MB", "samples of 84 numbers", {"": pick("megabytes")})])
    write(os.path.join(sys.argv[2], "growth-epochs.svg"),
          [Plot(places[0], f"opening, {most} layers: seconds", "epochs shown", pair_openings("seconds")),
           Plot(places[1], f"opening, {most} layers: peak MB", "epochs shown", pair_openings("megabytes"))])


main()
