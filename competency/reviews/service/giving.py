"""What the pages show on which somebody chooses who reviews a case, or says a post is vacant."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Row, and_, select

from competency.cases.service import held
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.errors import Forbidden, Refused
from competency.kernel.values import Value
from competency.people.service import access, lookup
from competency.reviews import permissions
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.domain.reviewers import check_assigning_day, check_open
from competency.reviews.models import Review, ReviewDraw
from competency.reviews.queries import listed
from competency.reviews.service import posts
from competency.reviews.service.choosing import Choosing
from competency.reviews.service.loading import load_and_ask, scope
from competency.reviews.service.rules import dates_of


class Way(StrEnum):
    """As what the actor gives a review to somebody."""

    PEER = "peer"  # the supervisor hands one of the four to a peer, or takes it back
    ASSIGN = "assign"  # the region's quality specialist
    CENTRAL = "central"  # central office, a targeted review


class Giving(Value, kw_only=True):
    """A review to be given to somebody; `why_not` is empty where it can be."""

    review: Review
    way: Way
    reference: str
    names: Mapping[int, str]
    choices: Sequence[tuple[int, str]]
    turned_down: Sequence[tuple[int, str, str]]
    why_not: str


class PostLine(Value, kw_only=True):
    """The reviews of one supervisor's four in a month, in the region of the actor."""

    supervisor_id: int
    supervisor: str
    rows: Sequence[Row[Any]]

    @property
    def complete(self) -> int:
        """Return how many are complete."""
        return sum(row.state == State.SUBMITTED for row in self.rows)

    @property
    def open(self) -> list[Row[Any]]:
        """Return those that become vacant with the post: open, and with no peer."""
        own = (None, self.supervisor_id)
        return [row for row in self.rows if State(row.state) in OPEN and row.reviewer_id in own]

    @property
    def unassigned(self) -> list[Row[Any]]:
        """Return those that are un-assigned."""
        return [row for row in self.rows if row.state == State.UNASSIGNED]


class Posts(Value, kw_only=True):
    """The first-level reviews of a month by supervisor, and what the numbers mean."""

    lines: Sequence[PostLine]
    references: Mapping[int, str]
    names: Mapping[int, str]
    months: Sequence[date]


def to_give(work: Work, review_id: int) -> Giving:
    """Return a review with those who can do it and those who cannot, for who may give it out.

    Raises NotFound for who may not see it, Forbidden for who may not give it to anybody.
    """
    ways = {
        Way.ASSIGN: permissions.ASSIGN,
        Way.PEER: permissions.HAND_TO_PEER,
        Way.CENTRAL: permissions.ASSIGN_CENTRAL,
    }
    review, may = load_and_ask(work, review_id, permissions.SEE, tuple(ways.values()))
    found = [way for way, action in ways.items() if may[action] and way in _WAYS[review.level]]
    access.decide(bool(found), seen=True)
    choosing = Choosing(work, review)
    return Giving(
        review=review,
        way=found[0],
        reference=held.references(work.session, [review.case_id])[review.case_id],
        names=lookup.names(work.session, [review.worker_id, review.reviewer_id]),
        choices=choosing.choices(),
        turned_down=choosing.turned_down(),
        why_not=_why_not(work, review, found[0]),
    )


def give(work: Work, giving: Giving, reviewer_id: int, version: int) -> Review:
    """Give the review to somebody in the way that is the actor's."""
    act = {
        Way.PEER: posts.hand_to_peer,
        Way.ASSIGN: posts.assign,
        Way.CENTRAL: posts.assign_central,
    }[giving.way]
    return act(work, giving.review.id, reviewer_id, version)


def posts_of(work: Work, month: date, supervisor_id: int | None = None) -> Posts:
    """Return the first-level reviews of a month by supervisor, of all or of one, in reach."""
    require_specialist(work)
    within = and_(
        scope(work.actor, work.today, permissions.ASSIGN),
        ReviewDraw.month == month,
        Review.level == Level.FIRST.value,
        Review.state != State.SUBSTITUTED.value,
        *([] if supervisor_id is None else [Review.supervisor_id == supervisor_id]),
    )
    rows = sorted(listed.listed(work.session, within), key=lambda r: (r.supervisor_id, r.slot))
    people = [one for row in rows for one in (row.supervisor_id, row.reviewer_id)]
    names = lookup.names(work.session, people)
    lines = [
        PostLine(supervisor_id=id_, supervisor=names[id_], rows=list(some))
        for id_, some in groupby(rows, key=lambda row: row.supervisor_id)
    ]
    return Posts(
        lines=sorted(lines, key=lambda line: (line.supervisor, line.supervisor_id)),
        references=held.references(work.session, [row.case_id for row in rows]),
        names=names,
        months=listed.drawn_months(work.session),
    )


_WAYS = {
    Level.FIRST.value: (Way.PEER, Way.ASSIGN),
    Level.SECOND.value: (Way.ASSIGN,),
    Level.CENTRAL.value: (Way.CENTRAL,),
}


def require_specialist(work: Work) -> None:
    """Refuse who is quality specialist of no region: these pages would be empty to them."""
    if not work.actor.has(Role.QUALITY_SPECIALIST):
        raise Forbidden("Your role does not include this.")


def _why_not(work: Work, review: Review, way: Way) -> str:
    try:
        if way is Way.PEER and State(review.state) not in OPEN:
            raise Refused("not_open", "This review is not open any more, so it stays where it is.")
        check_open(review.state)
    except Refused as refused:
        return refused.message
    if review.level != Level.SECOND:
        return ""
    month = work.session.scalars(select(ReviewDraw.month).where(ReviewDraw.id == review.draw_id))
    return too_early(work, month.one())


def too_early(work: Work, month: date) -> str:
    """Return why the second level of a month is not assigned yet; empty where it can be."""
    try:
        check_assigning_day(work.today, dates_of(month).assign_from, month)
    except Refused as refused:
        return refused.message
    return ""
