"""Agreeing how often and as what people meet; a new agreement follows the old, which stays."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select

from competency.coaching import permissions
from competency.coaching.domain.days import check_ahead
from competency.coaching.domain.sessions import at_most, said
from competency.coaching.domain.supervision import Shape, said_frequency
from competency.coaching.events import (
    SupervisionAgreed,
    SupervisionConfirmed,
    SupervisionEndedEarly,
)
from competency.coaching.library import load_supervision_rules
from competency.coaching.models import SupervisionAgreement, SupervisionMember
from competency.coaching.service.session_loading import (
    agreement_scope,
    check_version,
    load_agreement,
)
from competency.infra.work import Work
from competency.kernel.errors import Refused, Stale, Version
from competency.kernel.values import Value
from competency.people.service import access, lookup, rosters

NOBODY_LEFT = "Choose at least one other person of the list."


class Wanted(Value, kw_only=True):
    """What people agree: kind of supervision, how often, from when, and for whom.

    A pair has a `person_id`, a group a `title` and `members` beside the one who leads it.
    """

    kind: str
    every: int
    unit: str
    starts_on: date
    words: str = ""
    person_id: int | None = None
    title: str = ""
    members: frozenset[int] = frozenset()


def agree(work: Work, wanted: Wanted, *, replaces: int | None, version: int) -> int:
    """Write what two people agreed and return its number; an earlier one of the kind ends.

    `replaces` and `version` are those of the agreement that the page showed, None and 0 where
    there was none. Refuses an unknown kind or frequency, a start gone by or over a year ahead, and
    too many words; raises Stale where another agreement has followed meanwhile. A person outside
    the line is not found.
    """
    if wanted.person_id is None:
        raise Refused("nobody", "Choose whose supervision this is.", field="person")
    access.require(work, permissions.AGREE, wanted.person_id, see=permissions.SEE_KEPT)
    _check(work, wanted, {Shape.PAIR})
    before = work.session.scalar(
        select(SupervisionAgreement)
        .where(
            SupervisionAgreement.person_id == wanted.person_id,
            SupervisionAgreement.supervisor_id == work.actor.person_id,
            SupervisionAgreement.kind == wanted.kind,
            SupervisionAgreement.ended_on.is_(None),
        )
        .with_for_update()
    )
    _check_shown(before, replaces, version, wanted)
    return _append(work, wanted, before)


def agree_group(work: Work, wanted: Wanted) -> int:
    """Write what a new group agreed and return its number.

    A supervisor asks people of their own line, a convenor colleagues of the same team or the
    same supervisor. Refuses others, nobody at all, and more than the data allow.
    """
    shape = load_supervision_rules().kind_of_supervision(wanted.kind).shape
    _check(work, wanted, {Shape.LINE, Shape.PEERS})
    said(wanted.title, "title", "Give the group a name.", 120)
    known = {one.id for one in may_be_asked(work, shape)}
    most = load_supervision_rules().biggest_group
    if not wanted.members or not wanted.members <= known:
        raise Refused("members", NOBODY_LEFT, field="members")
    if len(wanted.members) > most:
        raise Refused("too_many", f"Choose at most {most} people.", field="members")
    return _append(work, wanted, None)


def may_be_asked(work: Work, shape: Shape) -> list[rosters.Member]:
    """Return whom the actor may ask into a group of this shape, by name."""
    if shape is Shape.PEERS:
        return rosters.colleagues(work)
    return rosters.in_scope(work, permissions.AGREE)


def confirm(work: Work, agreement_id: int, version: int) -> None:
    """Let the person say that this is what was agreed; once, and only while it counts."""
    agreement = load_agreement(work, agreement_id, permissions.CONFIRM, lock=True)
    check_version(agreement, version, [("You were about to", "confirm it")])
    if agreement.confirmed_at is not None:
        raise Refused("confirmed", "You have confirmed this already.")
    if agreement.ended_on is not None and agreement.ended_on < work.today:
        raise Refused("ended", "This agreement has ended.")
    agreement.confirmed_by_id, agreement.confirmed_at = work.actor.person_id, work.now
    work.session.flush()
    work.record(SupervisionConfirmed(agreement_id=agreement.id))


def end(work: Work, agreement_id: int, reason: str, version: int) -> None:
    """Let an agreement end today without another one, for a reason.

    For whoever leads it, and for the next supervisor where that one supervises no more.
    """
    agreement = load_agreement(work, agreement_id, permissions.END_AGREEMENT, lock=True)
    check_version(agreement, version, [("Why it ends", reason)])
    if agreement.ended_on is not None:
        raise Refused("ended", "This agreement has ended, or its end is set already.")
    agreement.ended_reason = said(reason, "reason", "Say why it ends.")
    agreement.ended_on = max(work.today, agreement.starts_on)
    work.session.flush()
    work.record(SupervisionEndedEarly(agreement_id=agreement.id))


def find_own(work: Work, other: SupervisionAgreement) -> SupervisionAgreement | None:
    """Return what the actor agreed with the same person as the same kind, None where nothing."""
    return work.session.scalar(
        select(SupervisionAgreement)
        .where(
            SupervisionAgreement.person_id == other.person_id,
            SupervisionAgreement.supervisor_id == work.actor.person_id,
            SupervisionAgreement.kind == other.kind,
            SupervisionAgreement.ended_on.is_(None),
        )
        .with_for_update()
    )


def follow(work: Work, before: SupervisionAgreement) -> int:
    """Write the same agreement anew with the actor as who leads, and return its number.

    The caller has authorised it. The one before ends, and the person confirms the new one.
    """
    wanted = Wanted(
        kind=before.kind,
        every=before.every,
        unit=before.unit,
        starts_on=max(work.today, before.starts_on + timedelta(days=1)),
        words=before.words,
        person_id=before.person_id,
    )
    return _append(work, wanted, before)


def list_of_person(work: Work, person_id: int) -> Sequence[SupervisionAgreement]:
    """Return the agreements of a person that the actor may see, the newest first.

    Those of groups only of the actor's own.
    """
    member = select(SupervisionMember.agreement_id).where(SupervisionMember.person_id == person_id)
    leads = SupervisionAgreement.person_id.is_(None) & (
        SupervisionAgreement.supervisor_id == person_id
    )
    return work.session.scalars(
        select(SupervisionAgreement)
        .where(
            or_(
                SupervisionAgreement.person_id == person_id,
                SupervisionAgreement.id.in_(member),
                leads,
            ),
            agreement_scope(work.actor, work.today, permissions.SEE_AGREEMENT),
        )
        .order_by(SupervisionAgreement.starts_on.desc(), SupervisionAgreement.id.desc())
    ).all()


def members_of(work: Work, agreement_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the members of groups by agreement, in one query; the caller may see these."""
    rows = work.session.execute(
        select(SupervisionMember.agreement_id, SupervisionMember.person_id)
        .where(SupervisionMember.agreement_id.in_(list(agreement_ids)))
        .order_by(SupervisionMember.id)
    )
    found: dict[int, list[int]] = {}
    for agreement_id, person_id in rows:
        found.setdefault(agreement_id, []).append(person_id)
    return found


def counts_on(agreement: SupervisionAgreement, day: date) -> bool:
    """Return whether an agreement has not ended by the day."""
    return agreement.ended_on is None or agreement.ended_on >= day


def _check(work: Work, wanted: Wanted, shapes: set[Shape]) -> None:
    rules = load_supervision_rules()
    if rules.kind_of_supervision(wanted.kind).shape not in shapes:
        raise Refused("unknown_kind", "Choose a kind of supervision of the list.", field="kind")
    rules.check_frequency(wanted.every, wanted.unit)
    check_ahead(wanted.starts_on, work.today, "starts_on")
    at_most(wanted.words, "words")


def _check_shown(
    before: SupervisionAgreement | None, replaces: int | None, version: int, wanted: Wanted
) -> None:
    there = (before.id, before.version) if before else (None, 0)
    if there == (replaces, version):
        return
    now = said_frequency(before.every, before.unit) if before else "Nothing is agreed any more"
    raise Stale(
        "Another agreement was written meanwhile. Nothing is lost: both are shown.",
        mine=Version("This page", [("How often", said_frequency(wanted.every, wanted.unit))]),
        theirs=Version("Saved meanwhile", [("How often", now)]),
    )


def _append(work: Work, wanted: Wanted, before: SupervisionAgreement | None) -> int:
    if before is not None:
        if before.starts_on >= wanted.starts_on:
            raise Refused(
                "starts_before",
                "The agreement it follows begins on that day or later. Choose a later day.",
                field="starts_on",
            )
        before.ended_on = wanted.starts_on - timedelta(days=1)
        work.session.flush()
    agreement = SupervisionAgreement(
        kind=wanted.kind,
        supervisor_id=work.actor.person_id or 0,
        person_id=wanted.person_id,
        title=wanted.title.strip(),
        every=wanted.every,
        unit=wanted.unit,
        starts_on=wanted.starts_on,
        words=wanted.words.strip(),
        replaces_id=before.id if before else None,
        by_id=work.actor.person_id or 0,
        at=work.now,
    )
    work.session.add(agreement)
    work.session.flush()
    work.session.add_all(
        SupervisionMember(agreement_id=agreement.id, person_id=person_id)
        for person_id in sorted(wanted.members - {agreement.supervisor_id})
    )
    work.session.flush()
    work.record(
        SupervisionAgreed(
            agreement_id=agreement.id,
            person_id=agreement.person_id,
            kind=agreement.kind,
            every=agreement.every,
            unit=agreement.unit,
            replaces_id=agreement.replaces_id,
        )
    )
    return agreement.id


def get_led(work: Work, agreement_id: int) -> SupervisionAgreement:
    """Return an agreement that the actor leads; raises NotFound or Forbidden."""
    return load_agreement(work, agreement_id, permissions.PLAN)


def get_to_end(work: Work, agreement_id: int) -> SupervisionAgreement:
    """Return an agreement that the actor can end; raises NotFound or Forbidden."""
    return load_agreement(work, agreement_id, permissions.END_AGREEMENT)


def who(work: Work, agreement: SupervisionAgreement) -> str:
    """Return whose agreement it is in a few words: a group's name, or a person's."""
    if agreement.person_id is None:
        return agreement.title
    return lookup.names(work.session, [agreement.person_id]).get(agreement.person_id, "")
