"""One targeted review of central office in the demonstration, with its purpose and its cases."""

from datetime import date, timedelta
from typing import Any

from competency.cases.service import held
from competency.demo.domain.cast import Cast
from competency.demo.domain.chance import at_work, stream
from competency.demo.domain.review_days import Plan, so_far
from competency.demo.domain.texts import ReviewTexts
from competency.demo.service.review_months import Made, Months
from competency.infra.db import Base
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.reviews.domain.targeting import Query, choose
from competency.reviews.models import ReviewAssignment, ReviewTargeting
from competency.reviews.service.posts import ASSIGNED

TARGETED_AGO, DUE_IN, WANTED, GIVEN = 20, 18, 9, 7  # days ago, days from today, cases
MISSED = "KPI_09"  # further client reviews
TARGETING = 1


def target(
    work: Work,
    drawn: Months,
    rows: dict[type[Base], list[dict[str, Any]]],
    found: Cast,
    texts: ReviewTexts,
    seed: int,
    as_of: date,
) -> list[Made]:
    """Choose cases whose client reviews came late, and return their central reviews.

    Most are given to central office, some of these are complete, one is begun.
    """
    on, due_on = as_of - timedelta(days=TARGETED_AGO), as_of + timedelta(days=DUE_IN)
    query = Query(missed=MISSED, since=on - timedelta(days=180))
    all_of_them = held.matching(
        work.session, on, is_open=True, missed=query.missed, missed_since=query.since
    )
    refs = [
        ref
        for ref in all_of_them
        if ref in drawn.register.cases and drawn.register.cases[ref].worker_on(on)
    ]
    office = next(m.id for m in found.members if m.holds(Role.CENTRAL_OFFICE))
    if not refs:
        return []
    chance = stream(seed, "targeting")
    number = chance.randint(0, 2**31 - 1)
    rows[ReviewTargeting].append(
        {
            "id": TARGETING,
            "title": texts.targeting["title"],
            "purpose": texts.targeting["purpose"],
            "query": query.to_text(),
            "seed": number,
            "found": len(refs),
            "wanted": WANTED,
            "due_on": due_on,
            "by_id": office,
            "at": at_work(chance, on),
        }
    )
    made = []
    for place, ref in enumerate(choose(refs, number, WANTED), start=1):
        one = drawn.central(drawn.register.cases[ref], TARGETING, place, on, due_on)
        made.append(one)
        if place > GIVEN or one.row["worker_id"] == office:
            continue
        one.row["reviewer_id"] = office
        assigned = on + timedelta(days=1)
        started = assigned + timedelta(days=2 * place) if place < GIVEN else None
        submitted = started + timedelta(days=1) if started and place < GIVEN - 2 else None
        one.plan = so_far(Plan(assigned, started, submitted), as_of)
        rows[ReviewAssignment].append(
            {
                "review_id": one.row["id"],
                "reviewer_id": office,
                "former_id": None,
                "reason": ASSIGNED,
                "words": "",
                "is_late": False,
                "by_id": office,
                "at": at_work(chance, assigned),
            }
        )
    return made
