"""Targeted reviews: central office chooses cases by a query and says why."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, case, func, select

from competency.cases.service import clocks, held
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value
from competency.people.service import access, lookup, standing
from competency.reviews import permissions
from competency.reviews.domain.calendar import period_under_review
from competency.reviews.domain.draw import check_seed
from competency.reviews.domain.levels import Level, State
from competency.reviews.domain.targeting import (
    Query,
    Standing,
    Targeting,
    checked,
    choose,
    read_query,
)
from competency.reviews.events import ReviewsTargeted
from competency.reviews.models import Review, ReviewTargeting
from competency.reviews.queries import drawn
from competency.reviews.service.drawing import BITS_OF_A_SEED
from competency.reviews.service.rules import get_instrument


class Kept(Value):
    """A targeting as it was made, with its reviews by number."""

    id: int
    wanted: Targeting
    seed: int
    found: int
    by_id: int
    on: date
    review_ids: tuple[int, ...]


def preview(work: Work, query: Query) -> int:
    """Return how many cases the query finds today, for central office."""
    access.require_role(work, permissions.TARGET)
    return len(_find(work, query))


def target(work: Work, wanted: Targeting, *, seed: int | None = None) -> ReviewTargeting:
    """Choose cases by a query at random, open a central review of each, and keep why and how.

    For central office, which then assigns the reviewers. The same seed chooses the same cases
    of those found. Refuses a wish without purpose, and a query that finds nothing.
    """
    access.require_role(work, permissions.TARGET)
    wanted = checked(wanted, work.today)
    found = _find(work, wanted.query)
    if not found:
        raise Refused("nothing_found", "No case fits. Ask for less at once.", field="query")
    seed = secrets.randbits(BITS_OF_A_SEED) if seed is None else check_seed(seed)
    row = ReviewTargeting(
        title=wanted.title,
        purpose=wanted.purpose,
        query=wanted.query.to_text(),
        seed=seed,
        found=len(found),
        wanted=wanted.count,
        due_on=wanted.due_on,
        by_id=work.actor.person_id or 0,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    chosen = choose(found, seed, wanted.count)
    work.session.add_all(_reviews(work, row, chosen))
    work.session.flush()
    work.record(
        ReviewsTargeted(targeting_id=row.id, found=len(found), reviews=len(chosen)),
    )
    return row


def get_targeting(work: Work, targeting_id: int) -> Kept:
    """Return a targeting with its query, so that it can be asked again; for central office."""
    access.require_role(work, permissions.TARGET)
    row = work.session.get(ReviewTargeting, targeting_id)
    if row is None:
        raise NotFound("There are no such reviews.")
    ids = work.session.scalars(
        select(Review.id).where(Review.targeting_id == row.id).order_by(Review.id)
    )
    wanted = Targeting(
        title=row.title,
        purpose=row.purpose,
        query=read_query(row.query),
        count=row.wanted,
        due_on=row.due_on,
    )
    return Kept(row.id, wanted, row.seed, row.found, row.by_id, row.at.date(), tuple(ids))


def list_targetings(work: Work) -> Sequence[Row[Any]]:
    """Return all targetings, newest first, with how many reviews they have and are complete."""
    access.require_role(work, permissions.TARGET)
    done = func.sum(case((Review.state == State.SUBMITTED.value, 1), else_=0))
    return work.session.execute(
        select(
            ReviewTargeting.id,
            ReviewTargeting.title,
            ReviewTargeting.purpose,
            ReviewTargeting.due_on,
            ReviewTargeting.found,
            ReviewTargeting.by_id,
            ReviewTargeting.at,
            func.count(Review.id).label("reviews"),
            done.label("complete"),
        )
        .join(Review, Review.targeting_id == ReviewTargeting.id)
        .group_by(ReviewTargeting.id)
        .order_by(ReviewTargeting.at.desc(), ReviewTargeting.id.desc())
    ).all()


class Choices(Value):
    """What a query can ask for: regions and programmes by number, standards by code."""

    regions: Mapping[int, str]
    areas: Mapping[int, str]
    standards: Mapping[str, str]


def offered(work: Work) -> Choices:
    """Return what a query can ask for; for central office."""
    access.require_role(work, permissions.TARGET)
    return Choices(
        regions=standing.region_names(work.session),
        areas=lookup.practice_area_names(work.session),
        standards={one.code: one.title for one in clocks.standards().standards},
    )


def reviews_of(work: Work, targeting_id: int) -> Sequence[Row[Any]]:
    """Return the reviews of a targeting with the references of their cases; for central office."""
    access.require_role(work, permissions.TARGET)
    within = Review.targeting_id == targeting_id
    return drawn.reviews(work.session, within, held.reference_of)


def _find(work: Work, query: Query) -> list[str]:
    places = standing.names(work.session)
    teams = None
    if query.region_id is not None:
        teams = [t for t, region in places.region_of_team.items() if region == query.region_id]
    open_only = {Standing.OPEN: True, Standing.ENDED: False, Standing.ALL: None}
    return held.matching(
        work.session,
        work.today,
        team_ids=teams,
        practice_area_id=query.practice_area_id,
        is_open=open_only[query.standing],
        ended_since=query.since,
        missed=query.missed,
        missed_since=query.since,
        safeguarding=query.safeguarding,
    )


def _reviews(work: Work, row: ReviewTargeting, references: list[str]) -> list[Review]:
    instrument = get_instrument()
    period = period_under_review(work.today, instrument.limits.period_months)
    region_of = standing.names(work.session).region_of_team
    cases = held.by_reference(work.session, references)
    return [
        Review(
            level=Level.CENTRAL.value,
            targeting_id=row.id,
            case_id=cases[reference].id,
            worker_id=cases[reference].key_worker_id or 0,
            reviewer_id=None,
            region_id=region_of[cases[reference].team_id],
            team_id=cases[reference].team_id,
            practice_area_id=cases[reference].practice_area_id,
            position=place,
            instrument_id=instrument.id,
            instrument_version=instrument.version,
            period_from=period[0],
            period_to=period[1],
            start_due_on=row.due_on,
            due_on=row.due_on,
        )
        for place, reference in enumerate(references, start=1)
    ]
