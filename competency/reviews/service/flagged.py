"""The second level of a month: the flagged cases of a region, and who can review each."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from competency.cases.service import held
from competency.infra.work import Work
from competency.kernel.actor import Actor, Role, ScopeKind
from competency.kernel.errors import Refused, RefusedEach
from competency.kernel.values import Value
from competency.people.service import lookup, standing
from competency.reviews import permissions
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.models import Review, ReviewDraw
from competency.reviews.queries import listed
from competency.reviews.service import posts
from competency.reviews.service.choosing import Choosing
from competency.reviews.service.giving import require_specialist, too_early
from competency.reviews.service.loading import REVIEW, scope


class Flagged(Value, kw_only=True):
    """A case flagged for the second level, with those who can review it and those who cannot."""

    review: Review
    choices: Sequence[tuple[int, str]]
    turned_down: Sequence[tuple[int, str, str]]

    @property
    def is_open(self) -> bool:
        """Return whether its reviewer can still be chosen."""
        return State(self.review.state) in OPEN


class SecondLevel(Value, kw_only=True):
    """The second level of a month in one region, and what the numbers mean.

    `regions` are those of the actor by number, `too_early` says why nobody is assigned yet.
    """

    rows: Sequence[Flagged]
    references: Mapping[int, str]
    names: Mapping[int, str]
    regions: Mapping[int, str]
    region_id: int | None
    months: Sequence[date]
    too_early: str


def second_level(work: Work, month: date, region_id: int | None) -> SecondLevel:
    """Return the cases of a month that are flagged in a region, with who can review each.

    For quality specialists; a region that is not theirs, or none, gives their first. The number
    of statements does not grow with the cases.
    """
    require_specialist(work)
    regions = _regions(work)
    region_id = region_id if region_id in regions else next(iter(regions), None)
    first = aliased(Review)
    found = work.session.execute(
        select(
            Review,
            first.reviewer_id.label("first_reviewer_id"),
            held.reference_of(REVIEW.case_id).label("reference"),
        )
        .join(ReviewDraw, ReviewDraw.id == Review.draw_id)
        .join(first, first.id == Review.first_id)
        .where(
            scope(work.actor, work.today, permissions.ASSIGN),
            ReviewDraw.month == month,
            Review.region_id == (region_id or 0),
            Review.level == Level.SECOND.value,
            Review.state != State.SUBSTITUTED.value,
        )
        .order_by(Review.due_on, Review.id)
    ).all()
    known = _choosing_for_all(work, {row[0]: row.first_reviewer_id for row in found})
    return SecondLevel(
        rows=[
            Flagged(review=one.review, choices=one.choices(), turned_down=one.turned_down())
            for one in known.choosing
        ],
        references={row[0].case_id: row.reference for row in found},
        names=known.names,
        regions=regions,
        region_id=region_id,
        months=listed.drawn_months(work.session),
        too_early=too_early(work, month),
    )


def assign_each(work: Work, wanted: Mapping[int, tuple[int, int]]) -> int:
    """Assign to each review (by number) a reviewer under a version; return how many were assigned.

    All or nothing: RefusedEach names each review that cannot have its reviewer, and why.
    """
    refusals: dict[str, Refused] = {}
    for review_id, (reviewer_id, version) in wanted.items():
        try:
            posts.assign(work, review_id, reviewer_id, version)
        except Refused as refused:
            field = f"reviewer_{review_id}"
            refusals[field] = Refused(refused.code, refused.message, field=field)
    if refusals:
        raise RefusedEach(refusals)
    return len(wanted)


def _regions(work: Work) -> dict[int, str]:
    """Return the regions of which the actor is quality specialist, by name."""
    known = standing.region_names(work.session)
    named = sorted(known.items(), key=lambda one: (one[1], one[0]))
    return {id_: name for id_, name in named if _reaches(work.actor, id_)}


def _reaches(actor: Actor, region_id: int) -> bool:
    return any(
        grant.role is Role.QUALITY_SPECIALIST
        and (grant.scope is ScopeKind.EVERYONE or grant.scope_id == region_id)
        for grant in actor.grants
    )


class _Known(Value):
    """The facts around each review, and the names of everybody in them."""

    choosing: Sequence[Choosing]
    names: Mapping[int, str]


def _choosing_for_all(work: Work, reviews: Mapping[Review, int | None]) -> _Known:
    """Return the facts around each review of one region and draw, read for all at once.

    `reviews` says who has the first level of each.
    """
    if not reviews:
        return _Known([], {})
    session, today = work.session, work.today
    roles, one = (Role.QUALITY_SPECIALIST, Role.REGIONAL_LEADERSHIP), next(iter(reviews))
    office = standing.in_region(session, roles, one.region_id, today)
    peers = standing.places_of(session, Role.PEER_REVIEWER, today)
    since = min(review.period_from for review in reviews)
    workers = held.workers_of_each_since(session, [r.case_id for r in reviews], since)
    lines = lookup.supervisors_of_each(session, [r.worker_id for r in reviews], today)
    people = {i for r in reviews for i in (r.worker_id, r.supervisor_id, r.reviewer_id)}
    names = lookup.names(session, {*people, *office, *(place.person_id for place in peers)})
    found = []
    for review, first_reviewer in reviews.items():
        choosing = Choosing(work, review)
        where = (review.region_id, review.practice_area_id)
        near = {p.person_id for p in peers if (p.region_id, p.practice_area_id) == where}
        choosing.fitting = frozenset(near.union(office))
        choosing.key_workers = workers[review.case_id]
        choosing.first_reviewer = first_reviewer
        above = lines.get(review.worker_id, set())
        choosing.line = frozenset(above | {review.supervisor_id or 0})
        choosing.names = {id_: names[id_] for id_ in choosing.fitting}
        found.append(choosing)
    return _Known(found, names)
