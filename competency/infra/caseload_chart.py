"""How many workers hold how many open cases, with the range of the policy behind the bars.

Numbers: `workers` (how many hold 0, 1, 2, ... cases; the last is so many or more), `low` and `high`
of the range. It says nobody's name and stands in no order of people.
"""

import io
from collections.abc import Mapping
from typing import Any

from competency.infra.svg import without_styles

INK, LINE, TEAL, BAND = "#15292e", "#c5d1d2", "#0b5d62", "#e0ecea"
SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "casebridge",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
}


def draw(numbers: Mapping[str, Any]) -> bytes:
    """Return the bars as SVG; the same numbers give the same bytes."""
    import matplotlib
    from matplotlib.figure import Figure

    workers, low, high = numbers["workers"], numbers["low"], numbers["high"]
    last = len(workers) - 1
    names = [str(cases) for cases in range(last)] + [f"{last}+"]
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(9.2, 3.4), layout="constrained")
        axes = figure.add_subplot()
        axes.set_xlim(-0.6, last + 0.6)
        axes.set_ylim(0, max(*workers, 1) * 1.3)
        axes.axvspan(low - 0.5, high + 0.5, color=BAND, lw=0)
        axes.text(
            (low + high) / 2, max(*workers, 1) * 1.2, f"range {low} to {high}",
            ha="center", fontsize=10, color=INK,
        )  # fmt: skip
        axes.bar(range(len(workers)), workers, color=TEAL, width=0.7)
        for cases, number in enumerate(workers):
            if number:
                axes.annotate(
                    str(number), (cases, number), (0, 4), textcoords="offset points",
                    ha="center", color=INK, fontsize=10,
                )  # fmt: skip
        axes.set_xticks(range(len(workers)), names, fontsize=10)
        axes.set_xlabel("open cases", color=INK)
        axes.set_yticks([])
        axes.tick_params(length=0, colors=INK)
        for side in axes.spines.values():
            side.set_visible(False)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return without_styles(written.getvalue()).encode()
