"""One line of somebody's own casework beside each strand of their appraisal."""

from collections.abc import Mapping, Sequence

from competency.coaching.domain.crosswalk import Crosswalk, SourceKind
from competency.coaching.service import crosswalk
from competency.infra.slots import StrandLine
from competency.infra.work import Work
from competency.insights.domain.practice import LAST
from competency.insights.queries import practice_clocks as queries
from competency.timeliness.domain.rates import WORKER
from competency.timeliness.service.standards import get_standards

MOST = 2  # figures in the line; the strand's own page has them all


def lines(
    work: Work, person_id: int, practice_area_id: int, strands: Sequence[str]
) -> Mapping[str, StrandLine]:
    """Return what the person's cases say beside each strand, strongest link first.

    Two statements however many strands; nothing for who is not in the person's line, like an
    outside rater. It informs and sets nothing: the line names k of n and no position.
    """
    standards = tuple(one.code for one in get_standards().standards if one.actor == WORKER)
    found = queries.last_due(work.session, work.actor, person_id, standards, work.today, last=LAST)
    if found is None:
        return {}
    walk = crosswalk.get(work)
    home = f"/practice/{person_id}/{practice_area_id}/strands/"
    return {
        code: StrandLine(_words(walk, code, found), f"/crosswalk/strands/{code}", f"{home}{code}")
        for code in strands
    }


def _words(walk: Crosswalk, strand: str, found: Mapping[str, tuple[int, int]]) -> str:
    """Return the figures of the own cases that inform a strand, or why there are none."""
    standards = get_standards()
    codes = [x.code for x in walk.sources_of(strand) if x.kind is SourceKind.TIMELINESS]
    known = [(code, *found[code]) for code in codes if code in found]
    if not known:
        return ""
    return "; ".join(
        f"{standards.event(standards.one(code).ends).title}, {k} of {n} on time ({code})"
        for code, k, n in known[:MOST]
    )
