"""The score of an item over time: a line of shares with k of n, broken where too few answered.

Numbers: `labels` (oldest first), `k` and `n` (one a label), and `fewest`: below so many answers
there is no point.
"""

import io
from collections.abc import Mapping
from typing import Any

from competency.infra.svg import without_styles

INK, LINE, TEAL = "#15292e", "#c5d1d2", "#0b5d62"
SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "casebridge",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
}
NO_POINT = float("nan")  # matplotlib draws no line to it


def draw(numbers: Mapping[str, Any]) -> bytes:
    """Return the chart as SVG; the same numbers give the same bytes."""
    import matplotlib
    from matplotlib.figure import Figure

    labels = numbers["labels"]
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(9.2, 3.8), layout="constrained")
        axes = figure.add_subplot()
        axes.set_ylim(-4, 116)
        axes.set_xlim(-0.5, len(labels) - 0.5)
        axes.set_yticks(range(0, 101, 25), [f"{share} %" for share in range(0, 101, 25)])
        axes.set_xticks(range(len(labels)), labels, fontsize=10)
        axes.grid(axis="y", color=LINE, lw=0.8)
        axes.tick_params(length=0, colors=INK)
        shares = [_share(k, n, numbers["fewest"]) for k, n in _pairs(numbers)]
        axes.plot(range(len(labels)), shares, color=TEAL, marker="o", lw=2)
        for place, (k, n) in enumerate(_pairs(numbers)):
            if n >= numbers["fewest"]:
                axes.annotate(
                    f"{k}/{n}", (place, shares[place]), (0, _above(shares, place)),
                    textcoords="offset points",
                    ha="center", color=INK, fontsize=10,
                )  # fmt: skip
        for side in axes.spines.values():
            side.set_visible(False)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return without_styles(written.getvalue()).encode()


def _pairs(numbers: Mapping[str, Any]) -> list[tuple[int, int]]:
    return list(zip(numbers["k"], numbers["n"], strict=True))


def _share(k: int, n: int, fewest: int) -> float:
    return 100 * k / n if n >= fewest else NO_POINT


def _above(shares: list[float], place: int) -> int:
    """Return how far a label stands from its point: below it at the bottom of a valley."""
    around = shares[max(0, place - 1) : place] + shares[place + 1 : place + 2]
    in_valley = shares[place] > 8 and any(one > shares[place] for one in around)
    return -16 if in_valley and not any(one < shares[place] for one in around) else 8
