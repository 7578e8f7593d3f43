"""Who reviews what: peers, vacant posts, the second level, and what moves in mid-month."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from competency.cases.events import KeyWorkerChosen
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.people.events import PersonChanged, PersonLeaves
from competency.people.service import lookup, standing, teams
from competency.reviews import permissions
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.domain.reviewers import check_assigning_day, check_open
from competency.reviews.events import ReviewUnassigned
from competency.reviews.models import Review, ReviewDraw
from competency.reviews.service.choosing import Choosing, give
from competency.reviews.service.loading import check_version, load, scope
from competency.reviews.service.rules import dates_of, get_instrument

PEER, TAKEN_BACK, ASSIGNED = "peer", "taken-back", "assigned"
HAS_CASE, HAS_LEFT, HAS_MOVED = "has-the-case", "has-left", "has-moved"
_OPEN = sorted(state.value for state in OPEN)
LONGEST_WORDS = 1_000


def hand_to_peer(work: Work, review_id: int, peer_id: int, version: int) -> Review:
    """Give one of the four to a peer reviewer, or take it back, and return it.

    For the supervisor whose four it is; what was answered so far stays. Refuses a review that is
    complete, a reviewer of another programme or region or with four already, and whoever worked
    on the case.
    """
    review = load(work, review_id, permissions.HAND_TO_PEER, lock=True)
    _check_first(review)
    check_version(review, version, "choose who reviews this case")
    if State(review.state) not in OPEN:
        raise Refused("not_open", "This review is not open any more, so it stays where it is.")
    _choose(work, review, peer_id)
    back = peer_id == review.supervisor_id
    give(work, review, peer_id, TAKEN_BACK if back else PEER)
    return review


def unassign(
    work: Work, supervisor_id: int, month: date, reason: str, words: str = ""
) -> list[Review]:
    """Un-assign the open first-level reviews of a vacant post in a month, and return them.

    For the region's quality specialist, with a kind of vacancy of the instrument. The first-level
    reviews are not done; the second-level ones go ahead, and regional leadership is told of those.
    What a peer has stays with the peer. Refuses where there is nothing to un-assign.
    """
    kind = get_instrument().vacancy(reason)
    words = _words(words)
    reviews = work.session.scalars(
        select(Review)
        .join(ReviewDraw, ReviewDraw.id == Review.draw_id)
        .where(
            scope(work.actor, work.today, permissions.ASSIGN),
            ReviewDraw.month == month,
            Review.level == Level.FIRST.value,
            Review.state.in_(_OPEN),
            or_(Review.reviewer_id == supervisor_id, Review.reviewer_id.is_(None)),
            Review.supervisor_id == supervisor_id,
        )
        .order_by(Review.id)
        .with_for_update(of=Review)
        .execution_options(populate_existing=True)
    ).all()
    if not reviews:
        raise Refused(
            "none_open", "There is no open first-level review of this post in your region."
        )
    for review in reviews:
        _unassign(work, review, kind.code, words)
    return list(reviews)


def assign(work: Work, review_id: int, reviewer_id: int, version: int) -> Review:
    """Choose who reviews a case, at the first or the second level, and return the review.

    For the region's quality specialist. At the first level it re-assigns what was un-assigned or
    has no reviewer now; at the second it is done by hand from the first week of the second month
    on, and after that week it is said to be late. Refuses whoever worked on the case, supervises
    the key worker or has the other level, a fifth first-level review, and a day too early.
    """
    review = load(work, review_id, permissions.ASSIGN, lock=True)
    if review.level == Level.CENTRAL:
        raise Refused("central", "Central office assigns its own reviews.")
    return _assign(work, review, reviewer_id, version)


def assign_central(work: Work, review_id: int, reviewer_id: int, version: int) -> Review:
    """Choose who of central office does a targeted review, and return it."""
    review = load(work, review_id, permissions.ASSIGN_CENTRAL, lock=True)
    if review.level != Level.CENTRAL:
        raise Refused("not_central", "The region assigns the reviews of its draw.")
    return _assign(work, review, reviewer_id, version)


def follow_key_worker(work: Work, happened: KeyWorkerChosen) -> None:
    """Take a review from whoever became key worker of its case in mid-month."""
    if happened.person_id is None:
        return
    _take(work, Review.case_id == happened.case_id, happened.person_id, HAS_CASE)


def follow_leaver(work: Work, happened: PersonLeaves) -> None:
    """Take the reviews from somebody who leaves before they are due."""
    who = lookup.get_subject(work.session, happened.person_id)
    if who.left_on is not None:
        _take(work, Review.due_on > who.left_on, who.id, HAS_LEFT)


def follow_mover(work: Work, happened: PersonChanged) -> None:
    """Take the reviews of a region from somebody who moved to another one.

    Who reaches the region by their role keeps what they have. Of a supervisor the post is vacant
    then: the region un-assigns the reviews, or finds somebody else.
    """
    if "team_id" not in happened.fields:
        return
    person_id = happened.person_id
    team_id = teams.team_of(work.session, person_id)
    region_id = standing.names(work.session).region_of_team.get(team_id or 0)
    for review in _open_of(work, Review.region_id != (region_id or 0), person_id):
        is_post = person_id == review.supervisor_id
        if is_post or person_id not in Choosing(work, review).fitting:
            give(work, review, None, HAS_MOVED)


def _take(work: Work, which: ColumnElement[bool], person_id: int, reason: str) -> None:
    for review in _open_of(work, which, person_id):
        give(work, review, None, reason)


def _open_of(work: Work, which: ColumnElement[bool], person_id: int) -> Sequence[Review]:
    return work.session.scalars(
        select(Review)
        .where(which, Review.reviewer_id == person_id, Review.state.in_(_OPEN))
        .order_by(Review.id)
        .with_for_update(of=Review)
    ).all()


def _assign(work: Work, review: Review, reviewer_id: int, version: int) -> Review:
    check_version(review, version, "assign this review")
    check_open(review.state)
    late = False
    if review.level == Level.SECOND:
        month = work.session.scalars(
            select(ReviewDraw.month).where(ReviewDraw.id == review.draw_id)
        ).one()
        days = dates_of(month)
        check_assigning_day(work.today, days.assign_from, month)
        late = work.today > days.assign_by
    _choose(work, review, reviewer_id)
    if review.state == State.UNASSIGNED:
        # What was begun before the post became vacant goes on.
        review.state = State.STARTED.value if review.started_at else State.DRAWN.value
        review.unassigned_reason = review.unassigned_words = ""
    give(work, review, reviewer_id, ASSIGNED, is_late=late)
    return review


def _choose(work: Work, review: Review, reviewer_id: int) -> None:
    """Refuse who cannot review the case, and who has the review already."""
    name = Choosing(work, review).check(reviewer_id)
    if reviewer_id == review.reviewer_id and review.state != State.UNASSIGNED:
        raise Refused("same_reviewer", f"{name} has this review already.", field="reviewer")


def _unassign(work: Work, review: Review, reason: str, words: str) -> None:
    flagged = work.session.scalar(select(Review.id).where(Review.first_id == review.id))
    review.state = State.UNASSIGNED.value
    review.unassigned_reason, review.unassigned_words = reason, words
    give(work, review, None, reason, words=words)
    work.record(
        ReviewUnassigned(review_id=review.id, reason=reason, is_flagged=flagged is not None)
    )


def _check_first(review: Review) -> None:
    if review.level != Level.FIRST:
        raise Refused("not_first_level", "This is done with reviews of the first level only.")


def _words(words: str) -> str:
    words = words.strip()
    if len(words) > LONGEST_WORDS:
        raise Refused("too_long", f"Use at most {LONGEST_WORDS:,} characters.", field="words")
    return words
