#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws what bench-growth.py printed: time and memory against n, against epochs and against layers.
usage: plot.py GROWTH.csv FOLDER (writes growth-n.svg, growth-epochs.svg and growth-layers.svg there)"""

import csv
import math
import os
import sys
from xml.sax.saxutils import escape

PLOT_WIDTH, PLOT_HEIGHT, LEFT, TOP, GAP = 300, 200, 60, 34, 90
INKS = "#1c71d8", "#c64600"
TABLE = "what", "tendency", "open first", "open again"  # how its lines begin


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


def read_rows(path):
    """Rows of the table; the file may be all that the benchmarks said."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if line.split(",")[0] in TABLE))


def main():
    rows = read_rows(sys.argv[1])
    ours = [row for row in rows if row["what"] == "tendency"]
    opened = [row for row in rows if row["epochs"]]
    most_epochs = max(opened, key=lambda row: int(row["epochs"]))["epochs"]
    few_layers = min(opened, key=lambda row: int(row["epochs"]))["layers"]
    places = [LEFT + i * (PLOT_WIDTH + GAP) for i in (0, 1)]

    def pick(field):
        return [(int(row["n"]), float(row[field])) for row in ours]

    def pair_openings(against, fixed, value, field):
        return {name: [(int(row[against]), float(row[field])) for row in opened
                       if row["what"] == what and row[fixed] == value]
                for name, what in (("for the first time", "open first"), ("again", "open again"))}

    def draw_openings(name, title, x_name, *which):
        write(os.path.join(sys.argv[2], name),
              [Plot(place, f"{title}: {unit}", x_name, pair_openings(*which, field))
               for place, unit, field in zip(places, ("seconds", "peak MB"), ("seconds", "megabytes"))])

    write(os.path.join(sys.argv[2], "growth-n.svg"),
          [Plot(places[0], "diagonal tendency, seconds", "samples of 84 numbers", {"": pick("seconds")}),
           Plot(places[1], "diagonal tendency, peak MB", "samples of 84 numbers", {"": pick("megabytes")})])
    draw_openings("growth-epochs.svg", f"opening, {few_layers} layers", "epochs shown", "epochs", "layers", few_layers)
    draw_openings("growth-layers.svg", f"opening, {most_epochs} epochs", "layers shown", "layers", "epochs", most_epochs)


main()
