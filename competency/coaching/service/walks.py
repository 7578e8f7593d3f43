"""Reading the crosswalk both ways, for its pages and files: by source, and by strand."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from competency.coaching.domain.crosswalk import Link, SourceKind
from competency.coaching.permissions import READ_CROSSWALK
from competency.coaching.queries import crosswalk as queries
from competency.coaching.queries.crosswalk import ChangeRow
from competency.coaching.service import crosswalk, sources
from competency.coaching.service.crosswalk import ADDED, SET_ASIDE
from competency.coaching.service.sources import Source, StrandName
from competency.infra.work import Work
from competency.people.service import lookup
from competency.people.service.access import require_role


class Named(NamedTuple):
    """A link with the names of both its ends."""

    link: Link
    title: str
    strand: StrandName | None


class Done(NamedTuple):
    """A change to the crosswalk with the names of those who made it and took it back."""

    change: ChangeRow
    title: str
    by: str
    ended_by: str
    ended_at: datetime | None

    @property
    def is_added(self) -> bool:
        """Return whether a link was added, rather than a released one set aside."""
        return self.change.change == ADDED


class SourcePage(NamedTuple):
    """One source: what it tells of, and what the organisation changed of that."""

    source: Source
    links: tuple[Named, ...]
    set_aside: tuple[Done, ...]


def by_source(work: Work, kind: SourceKind) -> list[tuple[Source, tuple[Link, ...]]]:
    """Return every source of a kind in order, each with its links, the strongest first."""
    require_role(work, READ_CROSSWALK)
    whole = crosswalk.get(work)
    return [(one, whole.strands_of(kind, one.code)) for one in sources.list_sources(kind)]


def by_strand(work: Work) -> list[tuple[StrandName, tuple[Link, ...]]]:
    """Return every strand in the framework's order with its links, also one without any."""
    require_role(work, READ_CROSSWALK)
    whole = crosswalk.get(work)
    return [(one, whole.sources_of(one.code)) for one in sources.list_strands()]


def of_source(work: Work, kind: str, code: str) -> SourcePage:
    """Return one source with its links and those set aside; raises NotFound for an unknown one."""
    require_role(work, READ_CROSSWALK)
    source = sources.get_source(kind, code)
    links = crosswalk.get(work).strands_of(source.kind, source.code)
    changes = queries.changes_of_source(work.session, source.kind, source.code)
    gone = [one for one in changes if one.change == SET_ASIDE]
    return SourcePage(source, tuple(_named(one) for one in links), tuple(_done(work, gone)))


def of_strand(work: Work, code: str) -> tuple[StrandName, tuple[Named, ...]]:
    """Return one strand with what tells of it; raises NotFound for an unknown one."""
    require_role(work, READ_CROSSWALK)
    strand = sources.get_strand(code)
    return strand, tuple(_named(one) for one in crosswalk.get(work).sources_of(code))


def list_changes(work: Work) -> list[Done]:
    """Return all that the organisation ever changed of the crosswalk, the latest first."""
    require_role(work, READ_CROSSWALK)
    return list(_done(work, queries.list_changes(work.session)))


def _named(link: Link) -> Named:
    return Named(link, sources.find_title(link.kind, link.code), sources.find_strand(link.strand))


def _done(work: Work, changes: Iterable[ChangeRow]) -> Iterable[Done]:
    rows = list(changes)
    if not rows:
        return []
    known = lookup.names(work.session, {id_ for r in rows for id_ in (r.by_id, r.ended_by_id)})
    return [
        Done(
            change=row,
            title=sources.find_title(row.kind, row.code),
            by=known.get(row.by_id, ""),
            ended_by=known.get(row.ended_by_id or 0, ""),
            ended_at=row.ended_at,
        )
        for row in rows
    ]
