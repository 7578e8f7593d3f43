"""The crosswalk as it holds in this organisation."""

from functools import lru_cache

from sqlalchemy.orm import Session

from competency.coaching.domain.crosswalk import Crosswalk, Link, SourceKind, Strength
from competency.coaching.queries.crosswalk import StandingChange, standing_changes
from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.crosswalk import ReleasedCrosswalk
from competency.infra.work import Work
from competency.kernel.errors import Refused

CROSSWALK = "crosswalk"
KEPT = "crosswalk"
ADDED, SET_ASIDE = "added", "set-aside"


def get(work: Work) -> Crosswalk:
    """Return every link that holds here: the released ones and the organisation's own.

    Anybody who is signed in may read it: it says nothing about a person. Each part of the bridge
    takes the crosswalk from here, so that all of them read the same links. Takes one query in
    each session; the released links are put together once in each process.
    """
    kept: Crosswalk | None = work.session.info.get(KEPT)
    if kept is None:
        kept = _with_changes(get_data().standard.version, standing_changes(work.session))
        work.session.info[KEPT] = kept
    return kept


def forget(session: Session) -> None:
    """Let the session read the organisation's own links anew, after one changed."""
    session.info.pop(KEPT, None)


def get_data() -> ReleasedCrosswalk:
    """Return the newest released crosswalk as the library holds it."""
    found = frameworks.get_standard(CROSSWALK)
    if not isinstance(found, ReleasedCrosswalk):
        raise Refused("no_crosswalk", f"{CROSSWALK} is not a crosswalk.")
    return found


def strengths_of(data: ReleasedCrosswalk) -> dict[str, Strength]:
    """Return the strengths of a crosswalk by code, from the strongest to the weakest."""
    return {
        one.code: Strength(one.code, one.title, one.meaning, rank)
        for rank, one in enumerate(data.strengths)
    }


@lru_cache(maxsize=16)
def _with_changes(version: str, changes: tuple[StandingChange, ...]) -> Crosswalk:
    strengths = strengths_of(get_data())
    weakest = list(strengths.values())[-1]  # of a link whose strength a later version dropped
    own = (
        Link(
            kind=SourceKind(one.kind),
            code=one.code,
            strand=one.strand,
            strength=strengths.get(one.strength or "", weakest),
            reason=one.reason,
            own_id=one.id,
        )
        for one in changes
        if one.change == ADDED
    )
    gone = ((SourceKind(x.kind), x.code, x.strand) for x in changes if x.change == SET_ASIDE)
    return released(version).with_own(own, gone)


@lru_cache(maxsize=4)
def released(version: str) -> Crosswalk:
    """Return the released links, put together once for each version in each process."""
    data = get_data()
    strengths = strengths_of(data)
    return Crosswalk(
        tuple(
            Link(SourceKind(x.kind), x.source, x.strand, strengths[x.strength], x.reason)
            for x in data.links
        )
    )
