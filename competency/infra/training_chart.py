"""How many were in time with a course at the end of each month: a line of shares with k of n.

Numbers: `months` (labels, oldest first), `k` and `n` (one a month). A month in which nobody was
asked has no point.
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


def draw(numbers: Mapping[str, Any]) -> bytes:
    """Return the months as SVG; the same numbers give the same bytes."""
    import matplotlib
    from matplotlib.figure import Figure

    known = [
        (place, k, n)
        for place, (k, n) in enumerate(zip(numbers["k"], numbers["n"], strict=True))
        if n
    ]
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(9.2, 3.8), layout="constrained")
        axes = figure.add_subplot()
        axes.set_ylim(0, 112)
        axes.set_xlim(-0.5, len(numbers["months"]) - 0.5)
        axes.set_yticks(range(0, 101, 25), [f"{share} %" for share in range(0, 101, 25)])
        axes.set_xticks(range(len(numbers["months"])), numbers["months"], fontsize=10)
        axes.grid(axis="y", color=LINE, lw=0.8)
        axes.tick_params(length=0, colors=INK)
        shares = [100 * k / n for _, k, n in known]
        axes.plot([place for place, *_ in known], shares, color=TEAL, marker="o", lw=2)
        for (place, k, n), share in zip(known, shares, strict=True):
            axes.annotate(
                f"{k}/{n}", (place, share), (0, 8), textcoords="offset points", ha="center",
                color=INK, fontsize=10,
            )  # fmt: skip
        for side in axes.spines.values():
            side.set_visible(False)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return without_styles(written.getvalue()).encode()
