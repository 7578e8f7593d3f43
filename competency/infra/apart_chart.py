"""How two ratings of the same strands differ, section by section: bars to the left and right.

Numbers: `sections` (titles, the first at the top), `own` (how many strands were rated higher by
the people themselves), `theirs` (higher by the supervisor) and `both` (how many both rated).
"""

import io
from collections.abc import Mapping
from typing import Any

from competency.infra.svg import without_styles

INK, LINE, TEAL, AMBER = "#15292e", "#c5d1d2", "#0b5d62", "#b36b00"
ROW, REST = 0.34, 1.1  # inches
SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "casebridge",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
}


def draw(numbers: Mapping[str, Any]) -> bytes:
    """Return the bars as SVG; the same numbers give the same bytes."""
    import matplotlib
    from matplotlib.figure import Figure

    titles = numbers["sections"]
    places = range(len(titles))
    widest = max(*numbers["own"], *numbers["theirs"], 1)
    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(9.2, ROW * len(titles) + REST), layout="constrained")
        axes = figure.add_subplot()
        axes.set_xlim(-widest * 1.3, widest * 1.3)
        axes.set_ylim(len(titles) - 0.4, -1.2)
        axes.set_yticks(places, titles, fontsize=10)
        axes.set_xticks([])
        axes.tick_params(length=0, colors=INK)
        axes.axvline(0, color=LINE, lw=1)
        axes.barh(places, [-one for one in numbers["own"]], color=AMBER, height=0.6, hatch="//")
        axes.barh(places, numbers["theirs"], color=TEAL, height=0.6)
        axes.text(-widest * 0.02, -0.8, "own rating higher", ha="right", fontsize=10, color=INK)
        axes.text(widest * 0.02, -0.8, "supervisor’s higher", ha="left", fontsize=10, color=INK)
        for place in places:
            _count(axes, place, -numbers["own"][place], numbers["both"][place])
            _count(axes, place, numbers["theirs"][place], numbers["both"][place])
        for side in axes.spines.values():
            side.set_visible(False)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return without_styles(written.getvalue()).encode()


def _count(axes: Any, place: int, long: int, both: int) -> None:
    """Write k/n at the end of a bar, to the side it goes."""
    if not long:
        return
    side = -1 if long < 0 else 1
    axes.annotate(
        f"{abs(long)}/{both}", (long, place), (4 * side, 0), textcoords="offset points",
        ha="right" if side < 0 else "left", va="center", color=INK, fontsize=9,
    )  # fmt: skip
