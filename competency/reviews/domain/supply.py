"""How many cases each supervisor had to draw from, and why the others were left out."""

from collections import Counter
from collections.abc import Mapping

from competency.kernel.values import Value
from competency.reviews.domain.draw import Draw, Exclusion, Frame

EXCLUSION_WORDS = {
    Exclusion.NO_SUPERVISOR: "Nobody supervises the key worker",
    Exclusion.DRAWN_LAST_MONTH: "Drawn the month before",
    Exclusion.OWN_CASE: "The supervisor's own case, and no peer could take it",
    Exclusion.NO_PEER_FREE: "The supervisor's own case, and no peer had room for it",
}


class Supply(Value, kw_only=True):
    """One supervisor's cases in the frame: open, drawable, drawn, and those left out by reason."""

    supervisor: str
    regions: frozenset[str]
    cases: int
    drawable: int
    drawn: int
    left_out: Mapping[Exclusion, int]

    def why_fewer(self, quota: int) -> str:
        """Return why fewer than the quota were drawn; empty where the quota is full."""
        if self.drawn >= quota:
            return ""
        cases = "1 open case" if self.cases == 1 else f"{self.cases} open cases"
        reasons = "; ".join(
            f"{EXCLUSION_WORDS[reason].lower()}: {count}" for reason, count in self.left_out.items()
        )
        return f"{cases} in all" + (f"; {reasons}" if reasons else "")


def supply(frame: Frame, made: Draw) -> list[Supply]:
    """Return the supply of each supervisor of the frame, in the order of their staff numbers."""
    cases, regions = Counter[str](), dict[str, set[str]]()
    left_out: dict[str, Counter[Exclusion]] = {}
    for row in frame.rows:
        if not row.supervisor:
            continue
        cases[row.supervisor] += 1
        regions.setdefault(row.supervisor, set()).add(row.region)
        if row.case_ref in made.excluded:
            counter = left_out.setdefault(row.supervisor, Counter())
            counter[made.excluded[row.case_ref]] += 1
    drawn = Counter(one.supervisor for one in made.first)
    return [
        Supply(
            supervisor=name,
            regions=frozenset(regions[name]),
            cases=cases[name],
            drawable=made.eligible.get(name, 0),
            drawn=drawn[name],
            left_out=dict(sorted(left_out.get(name, {}).items())),
        )
        for name in sorted(cases)
    ]
