"""The crosswalk as it holds in this organisation."""

from functools import lru_cache

from competency.coaching.domain.crosswalk import Crosswalk, Link, SourceKind, Strength
from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.crosswalk import ReleasedCrosswalk
from competency.infra.work import Work
from competency.kernel.errors import Refused

CROSSWALK = "crosswalk"


def get(work: Work) -> Crosswalk:
    """Return every link that holds here.

    Anybody who is signed in may read it: it says nothing about a person. Each part of the bridge
    takes the crosswalk from here, so that all of them read the same links.
    """
    return _released(get_data().standard.version)


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


@lru_cache(maxsize=4)
def _released(version: str) -> Crosswalk:
    """Return the released links, put together once for each version in each process."""
    data = get_data()
    strengths = strengths_of(data)
    return Crosswalk(
        tuple(
            Link(SourceKind(x.kind), x.source, x.strand, strengths[x.strength], x.reason)
            for x in data.links
        )
    )
