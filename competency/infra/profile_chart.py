"""The profile of an appraisal: per section where each hand stands, and what the post aims at.

Numbers: `shape` (one of SHAPES), `positions` (labels of the scale, from the first), `sections`
(titles), `series` (each with `role`, `name` and `cells`, one a section: [lowest, middle, highest]
or null) and `targets` (a position or null for each section). A series is told by its marker and
its place in the row as well as by its colour.
"""

import io
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from competency.infra.svg import without_styles
from competency.kernel.values import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, LINE, BAND = "#15292e", "#46595e", "#c5d1d2", "#f2f7f6"
# Marker, colour, size and place in the row, by the role of a series.
LOOKS = {
    "self": ("o", "#0b5d62", 7.5, -0.24),
    "supervisor": ("s", "#5a3a80", 7.0, 0.0),
    "agreed": ("D", "#b35c00", 7.0, 0.24),
}
TARGET = "Target of the post"
SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "casebridge",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
}


class Shape(Value):
    """How wide it is, how high a row and what surrounds them (inches), and how it is laid out.

    `above` puts a section's title over its row, which then lies `lower` by a part of its height.
    """

    width: float
    row: float
    around: float
    above: bool
    lower: float
    spread: float
    target: float
    legend_columns: int


SHAPES = {
    "wide": Shape(9.2, 0.52, 1.7, False, 0.0, 1.0, 26, 4),
    "narrow": Shape(4.7, 0.72, 2.1, True, 0.16, 0.75, 26, 2),
}


def draw(numbers: Mapping[str, Any]) -> bytes:
    """Return the profile as SVG; the same numbers give the same bytes."""
    import matplotlib
    from matplotlib.figure import Figure

    shape = SHAPES[numbers["shape"]]
    height = shape.around + shape.row * len(numbers["sections"])
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(shape.width, height), layout="constrained")
        axes = figure.add_subplot()
        _lay_out(axes, shape, numbers["sections"], numbers["positions"])
        for series in numbers["series"]:
            _draw_series(axes, shape, series)
        _draw_targets(axes, shape, numbers["targets"])
        _explain(figure, shape, numbers)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return without_styles(written.getvalue()).encode()


def _lay_out(axes: "Axes", shape: Shape, sections: list[str], positions: list[str]) -> None:
    rows, columns = range(len(sections)), range(len(positions))
    axes.set_ylim(len(sections) - 0.5, -0.5)  # the first section on top
    axes.set_xlim(-0.4, len(positions) - 0.6)
    if shape.above:
        axes.set_yticks([])
        for row, title in enumerate(sections):
            axes.text(-0.36, row - 0.45, title, fontsize=11, va="top", color=INK, weight="bold")
    else:
        axes.set_yticks(rows, [textwrap.fill(title, 26) for title in sections], fontsize=11)
    labels = ["\n".join(textwrap.wrap(label, 9)) for label in positions]
    axes.set_xticks(columns, labels, fontsize=10)
    axes.tick_params(length=0, colors=INK, labeltop=True, labelbottom=True)
    for row in rows:
        axes.vlines(columns, row - 0.5 + 2 * shape.lower, row + 0.5, color=LINE, lw=0.8, zorder=1)
        if row % 2:
            axes.axhspan(row - 0.5, row + 0.5, color=BAND, lw=0, zorder=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _draw_series(axes: "Axes", shape: Shape, series: Mapping[str, Any]) -> None:
    marker, colour, size, offset = LOOKS[series["role"]]
    known = [(row, cell) for row, cell in enumerate(series["cells"]) if cell]
    places = [row + shape.lower + offset * shape.spread for row, _ in known]
    lowest, highest = [c[0] for _, c in known], [c[2] for _, c in known]
    axes.hlines(places, lowest, highest, color=colour, lw=1.6, zorder=2)
    axes.plot(
        [c[1] for _, c in known],
        places,
        marker=marker,
        ms=size,
        ls="none",
        color=colour,
        mec="white",
        mew=0.8,
        label=series["name"],
        zorder=4,
    )


def _draw_targets(axes: "Axes", shape: Shape, targets: list[int | None]) -> None:
    known = [(row, target) for row, target in enumerate(targets) if target is not None]
    if not known:
        return
    axes.plot(
        [target for _, target in known],
        [row + shape.lower for row, _ in known],
        marker="|",
        ms=shape.target,
        mew=3.2,
        ls="none",
        color=SOFT,
        alpha=0.55,
        label=TARGET,
        zorder=3,
    )


def _explain(figure: "Figure", shape: Shape, numbers: Mapping[str, Any]) -> None:
    """Say above the chart what each marker stands for."""
    marked = len(numbers["series"]) + any(t is not None for t in numbers["targets"])
    if marked:
        columns = min(marked, shape.legend_columns)
        figure.legend(
            loc="outside upper left", ncols=columns, frameon=False, fontsize=11, labelspacing=1
        )
