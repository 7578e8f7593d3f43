"""Load a review and authorise in one query; the rule of who stands how to a review, as SQL."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from competency.infra.work import Work
from competency.kernel.actor import Actor, Role, ScopeKind
from competency.kernel.authz import Action, Relation
from competency.kernel.errors import NotFound, Stale, Version
from competency.people.service import access, teams
from competency.reviews import permissions
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.models import Review

NO_REVIEW = "There is no such review, or it is not yours to see."
REVIEW = Review.__table__.c
_UNFINISHED = tuple(sorted(state.value for state in OPEN))
_OTHER = aliased(Review)


def scope(actor: Actor, today: date, action: Action) -> ColumnElement[bool]:
    """Return SQL that is true for the reviews on which the actor may carry out the action."""

    def resolve(relation: Relation) -> ColumnElement[bool] | None:
        return _relation(relation, actor, today)

    return access.scope(actor, today, action, REVIEW.worker_id, resolve)


def is_to_review(actor: Actor, case_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return SQL that is true for the cases of which the actor has a review still to do.

    So that they can read the record (peer and targeted reviews go beyond the own team).
    """
    if actor.person_id is None:
        return false()
    return exists().where(
        _OTHER.case_id == case_id,
        _OTHER.reviewer_id == actor.person_id,
        _OTHER.state.in_(_UNFINISHED),
    )


def _relation(relation: Relation, actor: Actor, today: date) -> ColumnElement[bool] | None:
    said = _RELATIONS.get(relation)
    return said(actor, today) if said else None


def _reaches(role: Role, actor: Actor) -> ColumnElement[bool]:
    """Return SQL that is true where the actor's role reaches the region of the review."""
    regions = regions_of(actor, role)
    if regions is None:
        return true()
    return or_(false(), REVIEW.region_id.in_(sorted(regions))) if regions else false()


def regions_of(actor: Actor, *roles: Role) -> frozenset[int] | None:
    """Return the regions that one of these roles of the actor reaches; None is all of them."""
    found = set()
    for grant in actor.grants:
        if grant.role in roles and grant.scope is ScopeKind.EVERYONE:
            return None
        if grant.role in roles and grant.scope is ScopeKind.REGION and grant.scope_id:
            found.add(grant.scope_id)
    return frozenset(found)


def _unfinished_of_same_case(whose: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return SQL: another review of the same case and draw is still to be submitted."""
    return exists().where(
        _OTHER.draw_id == REVIEW.draw_id,
        _OTHER.case_id == REVIEW.case_id,
        _OTHER.id != REVIEW.id,
        _OTHER.state.in_(_UNFINISHED),
        whose,
    )


# Functions, as saying all of them to take one of them costs more than the question.
_RELATIONS: dict[Relation, Callable[[Actor, date], ColumnElement[bool]]] = {
    Relation.IS_REVIEWER: lambda actor, _: REVIEW.reviewer_id == (actor.person_id or 0),
    Relation.ANSWERS_FOR: lambda actor, _: REVIEW.supervisor_id == (actor.person_id or 0),
    Relation.SUPERVISES: lambda actor, day: teams.supervises(actor, day, REVIEW.worker_id),
    Relation.IS_REGIONS_SPECIALIST: lambda actor, _: _reaches(Role.QUALITY_SPECIALIST, actor),
    Relation.LEADS_REGION: lambda actor, _: _reaches(Role.REGIONAL_LEADERSHIP, actor),
    Relation.IS_SUBMITTED: lambda _actor, _day: REVIEW.state == State.SUBMITTED.value,
    Relation.NOT_BLIND: lambda actor, _: (
        ~_unfinished_of_same_case(_OTHER.reviewer_id == (actor.person_id or 0))
    ),
    Relation.SECOND_IS_IN: lambda _actor, _day: (
        ~_unfinished_of_same_case(_OTHER.level == Level.SECOND.value)
    ),
}


def load(work: Work, review_id: int, action: Action, *, lock: bool = False) -> Review:
    """Return the review, or refuse who may not do this to it.

    `lock` makes others who would change the same review wait until this work is done. Raises
    NotFound where the actor may not even see it, Forbidden where they may.
    """
    return load_and_ask(work, review_id, action, (), lock=lock)[0]


def load_and_ask(
    work: Work, review_id: int, action: Action, asked: Sequence[Action], *, lock: bool = False
) -> tuple[Review, dict[Action, bool]]:
    """Return the review as `load` does, and what else of these the actor may do to it, at once."""
    rules = {f"may_{n}": scope(work.actor, work.today, one) for n, one in enumerate(asked)}
    query = select(
        Review,
        scope(work.actor, work.today, action).label("may"),
        scope(work.actor, work.today, permissions.SEE).label("sees"),
        *(rule.label(name) for name, rule in rules.items()),
    ).where(Review.id == review_id)
    if lock:
        query = query.with_for_update(of=Review).execution_options(populate_existing=True)
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_REVIEW)
    access.decide(bool(row.may), bool(row.sees))
    verdicts = {one: bool(getattr(row, f"may_{n}")) for n, one in enumerate(asked)}
    review: Review = row[0]
    return review, verdicts


def check_version(review: Review, version: int, doing: str) -> None:
    """Refuse to act on a review that changed since the page was shown."""
    if review.version != version:
        raise Stale(
            "This review changed after your page was shown. Look at it again, then decide.",
            mine=Version("You", [("You were about to", doing)]),
            theirs=Version("Now", [("The review", "has moved on since your page was shown")]),
        )
