"""What live cases say of a practice: caseloads and direct contacts, counted now, kept nowhere.

A caller has authorised the reading. Numbers of statements do not grow with cases or people.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from competency.accreditation.domain import case_months, caseloads, figures
from competency.accreditation.domain.case_months import Counted
from competency.accreditation.domain.caseloads import Held, Weighed
from competency.accreditation.domain.figures import Figures
from competency.accreditation.domain.policy import Policy
from competency.accreditation.service import policy as policies
from competency.cases.domain.caseload_range import CaseloadRange
from competency.cases.service import caseload_range, programme
from competency.frameworks.domain.kinds.accreditation_standard import (
    AccreditationStandard,
    Practice,
)
from competency.infra.formats import plain_day, plural
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.people.service import working_time


class RowCounted(NamedTuple):
    """One worker or one case of a count; the number says nothing of who it is."""

    number: int
    is_met: bool
    figures: Mapping[str, int | str]
    person_id: int | None = None
    case_id: int | None = None


class Count(Value, kw_only=True):
    """What a practice comes to: k of n with its figures, and in words what was counted."""

    practice: Practice
    first_on: date
    last_on: date
    query: str
    k: int
    n: int
    figures: Figures
    months: tuple[tuple[date, int, int], ...]
    rows: tuple[RowCounted, ...]


def count(
    session: Session,
    standard: AccreditationStandard,
    practice: Practice,
    today: date,
    *,
    afterwards: bool = False,
) -> Count:
    """Return what live cases say of the practice today; refuse one that nothing is counted for.

    `afterwards` is for a day that is past: who held which case is taken from how cases were given
    out until then.
    """
    if practice.caseload is not None:
        policy = policies.current(session, practice.caseload.other_percent)
        return _caseloads(session, practice, policy, today, afterwards=afterwards)
    if practice.contacts is not None:
        policy = policies.current(session)
        first, last = case_months.last_whole_months(today, standard.limits.count_months)
        return _contacts(session, practice, policy, first, last)
    raise Refused("not_counted", f"Nothing is counted for {practice.code}.")


def programme_cases(session: Session) -> int:
    """Return how many cases of the programme are open, in two statements."""
    return programme.open_cases(session, policies.of_cases(policies.current(session)))


def _caseloads(
    session: Session, practice: Practice, policy: Policy, today: date, *, afterwards: bool
) -> Count:
    own = practice.caseload
    assert own is not None
    named = CaseloadRange(own.least, own.most)
    limits = caseload_range.current(session, named)
    workers = held(session, policy, today, afterwards=afterwards)
    rows = caseloads.compared(workers, limits, policy.other_percent)
    k = caseloads.within(rows)
    there = policies.choices(session)
    outside = f"A case outside it weighs {policy.other_percent} of 100. " if policy.area_ids else ""
    written = "Counted afterwards, so open goals are not known. " if afterwards else ""
    query = (
        f"Open cases by key worker on {plain_day(today)}, of every worker with a case of the "
        f"programme. {policies.programme_in_words(policy, there)} {outside}"
        "Cases are divided by the share of full time that somebody works. "
        f"{policies.range_in_words(limits, named)} Beside the number stand areas of "
        "need, open goals, and direct contacts of the last whole month. "
        f"{written}{policies.direct_in_words(policy, there)}"
    )
    return Count(
        practice=practice,
        first_on=today,
        last_on=today,
        query=query,
        k=k,
        n=len(rows),
        figures=figures.of_caseloads(len(rows), k, caseloads.over(rows))
        | {"least": limits.least, "most": limits.most},
        months=(),
        rows=_numbered((_worker(one) for one in rows), today),
    )


def held(session: Session, policy: Policy, today: date, *, afterwards: bool = False) -> list[Held]:
    """Return what each key worker holds today and what is weighed beside it: five statements.

    `afterwards`: what they held at the end of a day that is past; of it open goals are not known.
    """
    inside, direct = policies.of_cases(policy), policies.of_contacts(policy)
    first, last = case_months.last_whole_months(today, 1)
    on = today if afterwards else None
    needs = programme.needs(session, inside, on)
    goals = {} if afterwards else programme.open_goals(session, inside)
    made = programme.contacts_by_worker(session, inside, direct, first, last, on)
    shares = working_time.shares_on(session, today)
    return [
        Held(
            one.person_id,
            one.cases,
            one.others,
            shares.get(one.person_id, working_time.FULL_TIME),
            needs.get(one.person_id, 0),
            None if afterwards else goals.get(one.person_id, 0),
            made.get(one.person_id, 0),
        )
        for one in programme.holdings(session, inside, on)
    ]


def _contacts(
    session: Session, practice: Practice, policy: Policy, first: date, last: date
) -> Count:
    target = practice.contacts
    assert target is not None
    inside, direct = policies.of_cases(policy), policies.of_contacts(policy)
    months = case_months.months_between(first, last)
    days = [(month, case_months.last_of(month)) for month in months]
    made = programme.contacts_by_month(session, inside, direct, days)
    spans = (case_months.OpenCase(*one) for one in programme.spans(session, inside, first, last))
    found = list(case_months.counted(spans, made, target, months))
    by_month = tuple(_by_month(found, months))
    k, n = sum(one[1] for one in by_month), sum(one[2] for one in by_month)
    there = policies.choices(session)
    query = (
        f"Direct contacts with each case of the programme in each month from {plain_day(first)} "
        f"to {plain_day(last)}. {policies.programme_in_words(policy, there)} "
        f"{policies.direct_in_words(policy, there)} A case counts from the day of its first key "
        f"worker to its end. Asked for are {plural(target.per_month, 'contact')} a month; a part "
        f"month asks for its share of the days, rounded {target.rounding}, and is left out where "
        "that is none. Cases disposed of before the count are not in it."
    )
    return Count(
        practice=practice,
        first_on=first,
        last_on=last,
        query=query,
        k=k,
        n=n,
        figures=figures.of_contacts(n, k),
        months=by_month,
        rows=_numbered(_cases(found), last),
    )


def _by_month(found: Iterable[Counted], months: Iterable[date]) -> Iterator[tuple[date, int, int]]:
    k, n = dict.fromkeys(months, 0), dict.fromkeys(months, 0)
    for alike, cases in Counter(one.months for one in found).items():
        for month in alike:
            n[month.month] += cases
            k[month.month] += cases * month.is_met
    return ((month, k[month], n[month]) for month in n)


def _worker(one: Weighed) -> RowCounted:
    held = one.held
    return RowCounted(
        number=0,
        is_met=one.place is caseloads.Place.WITHIN,
        figures={
            "cases": held.cases,
            "others": held.others,
            "percent": held.percent,
            "tenths": one.tenths,
            "place": one.place.value,
            "needs": held.needs,
            **({} if held.goals is None else {"goals": held.goals}),
            "contacts": held.contacts,
        },
        person_id=held.person_id,
    )


def _cases(found: Iterable[Counted]) -> Iterator[RowCounted]:
    """Yield a row for each case; those with the same months share their figures."""
    known: dict[int, Mapping[str, int | str]] = {}
    for one in found:
        figures = known.get(id(one.months))
        if figures is None:
            months = " ".join(f"{m.month:%Y-%m}:{m.made}/{m.asked}" for m in one.months)
            figures = {"met": one.met, "of": len(one.months), "months": months}
            known[id(one.months)] = figures
        yield RowCounted(
            number=0,
            is_met=figures["met"] == figures["of"],
            figures=figures,
            case_id=one.case_id,
        )


def _numbered(rows: Iterable[RowCounted], day: date) -> tuple[RowCounted, ...]:
    """Return the rows numbered from 1 in an order that follows neither names nor numbers, and
    that is another on another day."""

    def mixed(row: RowCounted) -> str:
        return hashlib.sha256(f"{day} {row.person_id} {row.case_id}".encode()).hexdigest()

    return tuple(
        RowCounted(number, *row[1:]) for number, row in enumerate(sorted(rows, key=mixed), 1)
    )
