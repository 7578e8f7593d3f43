"""The organisation's policy on what is counted: read by every count, kept with its history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.accreditation import permissions
from competency.accreditation.domain.policy import Policy, checked
from competency.accreditation.events import CountingPolicyKept
from competency.accreditation.models import CountingPolicy
from competency.cases.domain.caseload_range import CaseloadRange
from competency.cases.service import caseload_range, programme
from competency.infra.formats import plain_day, sentence_list
from competency.infra.work import Work
from competency.kernel.clock import london_date
from competency.kernel.values import Value
from competency.people.service import lookup
from competency.people.service.access import require_role

WHOLE = 100


class Choices(Value):
    """What can be chosen: practice areas by number, ways and parties of contact by code."""

    areas: Mapping[int, str]
    ways: Mapping[str, str]
    parties: Mapping[str, str]


class Kept(NamedTuple):
    """A policy as it was kept once, by whom, with the range of caseloads that held from then."""

    at: datetime
    by: str
    policy: Policy
    limits: CaseloadRange


class AllKept(NamedTuple):
    """What holds, what can be chosen, and what held before, newest first."""

    policy: Policy
    limits: CaseloadRange
    choices: Choices
    history: list[Kept]


def current(session: Session, other_percent: int = WHOLE) -> Policy:
    """Return the policy that holds, in one statement.

    Where nobody has chosen yet: every case is of the programme, direct is what the case protocol
    calls direct with the client, and a case outside weighs `other_percent`, the standard's own.
    """
    row = session.scalar(select(CountingPolicy).order_by(CountingPolicy.id.desc()).limit(1))
    if row is None:
        direct = programme.as_the_protocol_says()
        return Policy(
            area_ids=(), ways=direct.ways, parties=direct.parties, other_percent=other_percent
        )
    return _said_in(row)


def choices(session: Session) -> Choices:
    """Return what a policy can be made of."""
    protocol = programme.protocol()
    return Choices(
        areas=lookup.practice_area_names(session),
        ways={one.code: one.title for one in protocol.contact_ways},
        parties={one.code: one.title for one in protocol.contact_parties},
    )


def offered(work: Work) -> Choices:
    """Return what a policy can be made of to whoever may keep it; refuse others."""
    require_role(work, permissions.KEEP_POLICY)
    return choices(work.session)


def kept(work: Work) -> AllKept:
    """Return all that the page of the policy shows to whoever may keep it; refuse others."""
    require_role(work, permissions.KEEP_POLICY)
    session = work.session
    limits = caseload_range.current(session)
    return AllKept(current(session), limits, choices(session), _history(session))


def keep(work: Work, new: Policy, limits: CaseloadRange | None = None) -> Policy:
    """Keep a policy from now on and return it; what was frozen before keeps the former.

    `limits` is the range of caseloads, where it is chosen too; signals and dashboards read the
    same. Refuses what is not on the lists, a policy that counts no contact, a weight over 100,
    and a range that cannot be.
    """
    require_role(work, permissions.KEEP_POLICY)
    there = choices(work.session)
    new = checked(new, there.areas, there.ways, there.parties)
    row = CountingPolicy(
        areas=" ".join(str(one) for one in sorted(new.area_ids)),
        ways=" ".join(new.ways),
        parties=" ".join(new.parties),
        other_percent=new.other_percent,
        by_id=work.actor.person_id or 0,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    if limits is not None:
        caseload_range.keep(work, limits.least, limits.most)
    work.record(
        CountingPolicyKept(
            policy_id=row.id,
            areas=len(new.area_ids),
            ways=new.ways,
            parties=new.parties,
            other_percent=new.other_percent,
        )
    )
    return current(work.session)


def _history(session: Session) -> list[Kept]:
    """Return what held from each change on; a range that nobody chose yet is the standard's own."""
    policies = session.execute(select(CountingPolicy.__table__).order_by(CountingPolicy.id)).all()
    ranges = caseload_range.history(session)
    names = lookup.names(session, [row.by_id for row in (*policies, *ranges)])
    found: list[Kept] = []
    for row in policies:
        limits = [one for one in ranges if one.at <= row.at]
        last = limits[-1] if limits else caseload_range.of_the_standard()
        held = CaseloadRange(last.least, last.most)
        found.append(Kept(row.at, names.get(row.by_id, ""), _said_in(row), held))
    return found[::-1]


def of_cases(policy: Policy) -> programme.Programme:
    """Return the cases of the programme, as the room of the cases asks for them."""
    return programme.Programme(policy.area_ids)


def of_contacts(policy: Policy) -> programme.Direct:
    """Return the direct contacts, as the room of the cases asks for them."""
    return programme.Direct(policy.ways, policy.parties)


def programme_in_words(policy: Policy, there: Choices) -> str:
    """Return which cases belong to the programme, as a sentence."""
    since = _since(policy)
    if not policy.area_ids:
        return f"Every case belongs to the programme{since}."
    names = [there.areas.get(one, f"practice area {one}") for one in policy.area_ids]
    return f"Cases of the programme are those in {sentence_list(names)}{since}."


def direct_in_words(policy: Policy, there: Choices) -> str:
    """Return which contacts are direct, as a sentence."""
    ways = [there.ways.get(one, one) for one in policy.ways]
    parties = [there.parties.get(one, one) for one in policy.parties]
    return (
        f"Direct is a contact by one of these ways: {sentence_list(ways)}; with one of these: "
        f"{sentence_list(parties)}{_since(policy)}. A contact of any member of staff counts."
    )


def range_in_words(limits: CaseloadRange, own: CaseloadRange) -> str:
    """Return within which range a caseload lies, and what the standard names where that differs."""
    words = f"Within the range are {limits.least} to {limits.most}"
    if limits.since is None:
        return f"{words}."
    differs = f"; the standard names {own.least} to {own.most}" if limits[:2] != own[:2] else ""
    return f"{words} (policy of {plain_day(limits.since)}{differs})."


def _since(policy: Policy) -> str:
    if policy.since is None:
        return " (the organisation has not chosen yet)"
    return f" (policy of {plain_day(policy.since)})"


def _said_in(row: Any) -> Policy:
    return Policy(
        area_ids=tuple(int(one) for one in row.areas.split()),
        ways=tuple(row.ways.split()),
        parties=tuple(row.parties.split()),
        other_percent=row.other_percent,
        since=london_date(row.at),
    )
