"""A rate by month as a p-chart: the centre line, each month's limits, and its k of n.

Numbers: `months` (labels, oldest first), `k` and `n`, `lower` and `upper` (in percent, one a
month), `centre`, and `marked` (the places of the months in which a signal was seen). A marked
month is a square with a ring round it, so that it is not the colour alone that says so. A
`moment`, if there is one, is a line between two months: `before` which place, and its `words`.
"""

import io
from collections.abc import Mapping
from typing import Any

from competency.infra.svg import without_styles

INK, LINE, TEAL, LIMIT, MARK = "#15292e", "#c5d1d2", "#0b5d62", "#5b6c70", "#a3341f"
SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "casebridge",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
}
MOST_LABELS = 13


def draw(numbers: Mapping[str, Any]) -> bytes:
    """Return the chart as SVG; the same numbers give the same bytes."""
    import matplotlib
    from matplotlib.figure import Figure

    places = range(len(numbers["months"]))
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(9.2, 4.2), layout="constrained")
        axes = figure.add_subplot()
        axes.set_ylim(-4, 116)
        axes.set_xlim(-0.6, len(places) - 0.2)
        axes.set_yticks(range(0, 101, 25), [f"{share} %" for share in range(0, 101, 25)])
        step = -(-len(places) // MOST_LABELS)
        axes.set_xticks(places[::step], numbers["months"][::step], fontsize=10)
        axes.grid(axis="y", color=LINE, lw=0.6)
        axes.tick_params(length=0, colors=INK)
        _limits(axes, numbers, places)
        _rates(axes, numbers, places, label=step == 1)
        if "moment" in numbers:
            _moment(axes, numbers["moment"])
        for side in axes.spines.values():
            side.set_visible(False)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return without_styles(written.getvalue()).encode()


def _limits(axes: Any, numbers: Mapping[str, Any], places: range) -> None:
    axes.axhline(numbers["centre"], color=INK, lw=1.2)
    axes.annotate(
        "centre", (places[-1] + 0.75, numbers["centre"]), (0, 3), textcoords="offset points",
        ha="right", color=INK, fontsize=9,
    )  # fmt: skip
    for name in ("lower", "upper"):
        axes.step(places, numbers[name], where="mid", color=LIMIT, lw=1.2, ls="--")
    axes.annotate(
        "limits", (places[0], numbers["lower"][0]), (0, -11), textcoords="offset points",
        ha="center", color=LIMIT, fontsize=9,
    )  # fmt: skip


def _rates(axes: Any, numbers: Mapping[str, Any], places: range, *, label: bool) -> None:
    shares = [100 * k / n for k, n in zip(numbers["k"], numbers["n"], strict=True)]
    axes.plot(places, shares, color=TEAL, marker="o", lw=1.8)
    marked = numbers["marked"]
    axes.plot(
        marked, [shares[place] for place in marked], ls="", marker="s", color=MARK, ms=11,
        fillstyle="none", mew=2,
    )  # fmt: skip
    if not label:
        return
    for place, share in zip(places, shares, strict=True):
        axes.annotate(
            f"{numbers['k'][place]}/{numbers['n'][place]}", (place, share), (0, 9),
            textcoords="offset points", ha="center", color=INK, fontsize=9,
        )  # fmt: skip


def _moment(axes: Any, moment: Mapping[str, Any]) -> None:
    place = moment["before"] - 0.5
    axes.axvline(place, color=INK, lw=1.2, ls=":")
    axes.annotate(
        moment["words"], (place, 116), (4, -2), textcoords="offset points",
        va="top", color=INK, fontsize=9,
    )  # fmt: skip
