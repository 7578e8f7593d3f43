"""The organisation's policy on what is counted: read by every count, kept with its history."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.accreditation import permissions
from competency.accreditation.domain.policy import Policy, checked
from competency.accreditation.events import CountingPolicyKept
from competency.accreditation.models import CountingPolicy
from competency.cases.service import programme
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
    return Policy(
        area_ids=tuple(int(one) for one in row.areas.split()),
        ways=tuple(row.ways.split()),
        parties=tuple(row.parties.split()),
        other_percent=row.other_percent,
        since=london_date(row.at),
    )


def choices(session: Session) -> Choices:
    """Return what a policy can be made of."""
    protocol = programme.protocol()
    return Choices(
        areas=lookup.practice_area_names(session),
        ways={one.code: one.title for one in protocol.contact_ways},
        parties={one.code: one.title for one in protocol.contact_parties},
    )


def get(work: Work) -> Policy:
    """Return the policy to whoever may keep it; refuse others."""
    require_role(work, permissions.KEEP_POLICY)
    return current(work.session)


def offered(work: Work) -> Choices:
    """Return what a policy can be made of to whoever may keep it; refuse others."""
    require_role(work, permissions.KEEP_POLICY)
    return choices(work.session)


def keep(work: Work, new: Policy) -> Policy:
    """Keep a policy from now on and return it; what was frozen before keeps the former.

    Refuses what is not on the lists, a policy that counts no contact, and a weight over 100.
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


def _since(policy: Policy) -> str:
    if policy.since is None:
        return " (the organisation has not chosen yet)"
    return f" (policy of {plain_day(policy.since)})"
