"""The rules of control charts as they lie on disk, read once for each process."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from competency.config import ROOT
from competency.kernel.errors import Refused
from competency.timeliness.domain.p_chart import SHAPES, ChartRules, Signal

FILE = ROOT / "framework_data" / "control-charts" / "p-chart.toml"


@cache
def load_chart_rules(path: Path = FILE) -> ChartRules:
    """Return what a p-chart needs and looks for; refuse a file that does not say it all."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        rules = ChartRules(
            sigma=float(document["sigma"]),
            fewest_months=int(document["fewest_months"]),
            smallest_mean_n=float(document["smallest_mean_n"]),
            signals=tuple(_signal(row) for row in document["signals"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise Refused("faulty_chart_rules", f"{path.name} cannot be used: {fault}.") from None
    return rules


def _signal(row: dict[str, Any]) -> Signal:
    signal = Signal(
        code=row["code"],
        title=row["title"],
        shape=row["shape"],
        points=int(row["points"]),
        within=int(row["within"]),
        sigma=float(row["sigma"]),
    )
    if signal.shape not in SHAPES:
        raise ValueError(f"{signal.shape!r} is not one of {', '.join(SHAPES)}")
    if not 1 <= signal.points <= signal.within:
        raise ValueError(f"{signal.code} asks for {signal.points} of {signal.within} months")
    return signal
