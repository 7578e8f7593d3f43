"""The organisation's own part in the crosswalk: links added, released ones set aside, taken back.

A change is never edited: it ends when somebody takes it back, and another can be made.
"""

from typing import NoReturn

from competency.coaching.domain.crosswalk import Link, SourceKind
from competency.coaching.events import (
    CrosswalkChangeTakenBack,
    CrosswalkLinkAdded,
    CrosswalkLinkSetAside,
)
from competency.coaching.models.crosswalk import CrosswalkChange
from competency.coaching.permissions import KEEP_CROSSWALK
from competency.coaching.queries import crosswalk as queries
from competency.coaching.queries.crosswalk import ChangeRow
from competency.coaching.service import crosswalk, sources
from competency.coaching.service.crosswalk import ADDED, SET_ASIDE
from competency.frameworks.domain.kinds.crosswalk import LONGEST_REASON
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value
from competency.people.service.access import may, require_role


class NewLink(Value):
    """A link as somebody wants it."""

    kind: str
    code: str
    strand: str
    strength: str
    reason: str


def may_keep(work: Work) -> bool:
    """Return whether the actor may change links here; costs no query."""
    return may(work.session, work.actor, work.today, KEEP_CROSSWALK)


def require_keeper(work: Work) -> None:
    """Refuse whoever may not change links."""
    require_role(work, KEEP_CROSSWALK)


def add(work: Work, wanted: NewLink) -> int:
    """Add a link of the organisation's own and return the number of the change.

    Refuses a source, strand or strength that there is not, a pair that is linked already, and a
    reason that is missing or longer than 240 characters. A pair whose released link was set
    aside may get one: that is how a strength or a reason is replaced.
    """
    require_keeper(work)
    source = sources.get_source(wanted.kind, wanted.code)
    if sources.find_strand(wanted.strand) is None:
        _refuse("unknown_strand", "Choose one of the strands.", "strand")
    if wanted.strength not in crosswalk.strengths_of(crosswalk.get_data()):
        _refuse("unknown_strength", "Choose how strong the link is.", "strength")
    reason = _reason(wanted.reason)
    if _holding(work, source.kind, source.code, wanted.strand) is not None:
        _refuse(
            "linked_already", f"{source.code} and {wanted.strand} are linked already.", "strand"
        )
    change = CrosswalkChange(
        kind=source.kind.value,
        code=source.code,
        strand=wanted.strand,
        change=ADDED,
        strength=wanted.strength,
        reason=reason,
        by_id=work.actor.person_id,
        at=work.now,
    )
    _keep(work, change)
    work.record(
        CrosswalkLinkAdded(
            change_id=change.id,
            source=f"{change.kind}:{change.code}",
            strand=change.strand,
            strength=wanted.strength,
        )
    )
    return change.id


def get_link(work: Work, kind: str, code: str, strand: str) -> Link:
    """Return the link of a pair that holds, for whoever may change it; raises where none does."""
    require_keeper(work)
    source = sources.get_source(kind, code)
    found = _holding(work, source.kind, source.code, strand)
    if found is None:
        raise NotFound("There is no such link.")
    return found


def set_aside(work: Work, kind: str, code: str, strand: str, reason: str) -> int:
    """Let a released link not count here, and return the number of the change.

    Refuses a link of the organisation's own (that is taken back instead), and a reason that is
    missing or longer than 240 characters. Raises NotFound where no such link holds.
    """
    link = get_link(work, kind, code, strand)
    if link.own_id is not None:
        _refuse("own_link", "This link is your organisation's own: take it back instead.", "reason")
    change = CrosswalkChange(
        kind=link.kind.value,
        code=link.code,
        strand=link.strand,
        change=SET_ASIDE,
        reason=_reason(reason),
        by_id=work.actor.person_id,
        at=work.now,
    )
    _keep(work, change)
    work.record(
        CrosswalkLinkSetAside(
            change_id=change.id, source=f"{link.kind}:{link.code}", strand=link.strand
        )
    )
    return change.id


def get_change(work: Work, change_id: int) -> ChangeRow:
    """Return a change for whoever may take it back; raises NotFound where there is none."""
    require_keeper(work)
    found = queries.find_change(work.session, change_id)
    if found is None:
        raise NotFound("There is no such change.")
    return found


def take_back(work: Work, change_id: int) -> ChangeRow:
    """Let a change end, so that the crosswalk is as if it had never been; return the change.

    Refuses one that has ended already, and to bring back a released link while a link of the
    organisation's own stands in its place.
    """
    found = get_change(work, change_id)
    change = work.session.get_one(CrosswalkChange, change_id)
    if change.ended_at is not None:
        _refuse("taken_back", "This was taken back already.")
    if change.change == SET_ASIDE:
        standing = _holding(work, SourceKind(change.kind), change.code, change.strand)
        if standing is not None:
            _refuse("replaced", "A link of your own stands in its place: take that one back first.")
    change.ended_at, change.ended_by_id = work.now, work.actor.person_id
    work.session.flush()
    crosswalk.forget(work.session)
    work.record(
        CrosswalkChangeTakenBack(
            change_id=change.id, source=f"{change.kind}:{change.code}", strand=change.strand
        )
    )
    return found


def _keep(work: Work, change: CrosswalkChange) -> None:
    work.session.add(change)
    work.session.flush()
    crosswalk.forget(work.session)


def _holding(work: Work, kind: SourceKind, code: str, strand: str) -> Link | None:
    links = crosswalk.get(work).strands_of(kind, code)
    return next((link for link in links if link.strand == strand), None)


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        _refuse("reason_missing", f"Say why in one sentence of up to {LONGEST_REASON} characters.",
                "reason")  # fmt: skip
    return reason


def _refuse(code: str, message: str, field: str | None = None) -> NoReturn:
    raise Refused(code, message, field=field)
