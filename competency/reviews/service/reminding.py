"""What the system tells by itself: the month's lists of references, and what is not complete."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, exists, select

from competency.cases.service import held
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM, Role
from competency.kernel.errors import Forbidden
from competency.notifications.service.telling import Said, hold_telling, notify_each
from competency.people.service import standing
from competency.reviews.domain.calendar import month_words, months_before
from competency.reviews.domain.levels import LEVEL_WORDS, OPEN, Level
from competency.reviews.events import ListSent, MissingReviewsTold
from competency.reviews.models import Review, ReviewDraw, ReviewNotice
from competency.reviews.service.monitoring import monitored_on
from competency.reviews.service.rules import dates_of
from competency.reviews.service.telling import OWN_PAGE, note

MONITORING_PAGE = "/reviews/monitoring"
MONTHS_BACK = 3  # how long notices of a draw are still written, should nobody have run the command
ROOM = 150  # characters for references in one notice, which is short
REGIONAL = (Role.QUALITY_SPECIALIST, Role.REGIONAL_LEADERSHIP)
_OPEN = sorted(state.value for state in OPEN)


def remind(work: Work) -> int:
    """Write the month's lists and what is missing, each once, and return how many things.

    Run by the system each time notices are sent: the list of the first level from the day the
    draw is loaded, that of the second from the month after; what is missing from the days of
    monitoring.
    """
    if work.actor != SYSTEM:
        raise Forbidden("The system tells these by itself.")
    hold_telling(work)
    this = work.today.replace(day=1)
    draws = work.session.execute(
        select(ReviewDraw.id, ReviewDraw.month)
        .where(ReviewDraw.month.in_([this, *months_before(this, MONTHS_BACK)]))
        .order_by(ReviewDraw.month)
    ).all()
    said = 0
    for draw_id, month in draws:
        days = dates_of(month)
        for level, listed_on in (
            (Level.FIRST, days.loaded_on),
            (Level.SECOND, days.assign_from),
        ):
            if work.today >= listed_on:
                said += _send_list(work, draw_id, month, level)
            if work.today >= monitored_on(days, level):
                said += _tell_missing(work, draw_id, month, level)
    return said


def _send_list(work: Work, draw_id: int, month: date, level: Level) -> int:
    """Tell everybody concerned which cases of theirs are reviewed this month: references only."""
    of_level = (Review.draw_id == draw_id, Review.level == level.value)
    if _was_sent(work, of_level):
        return 0
    reviews = work.session.scalars(
        select(Review).where(*of_level, Review.state.in_(_OPEN)).order_by(Review.id)
    ).all()
    if not reviews:
        return 0
    region = _of_regions(work, reviews)
    whose: dict[int, set[Review]] = {}
    for one in reviews:
        people = {one.worker_id, *region[one.region_id]}
        people |= {one.supervisor_id or 0, one.reviewer_id or 0}
        for person_id in people - {0}:
            whose.setdefault(person_id, set()).add(one)
    references = held.references(work.session, (one.case_id for one in reviews))
    notify_each(
        work,
        (
            Said(
                to_id=person_id,
                kind="reviews-list",
                words=_list_words(month, level, found, references),
                path=OWN_PAGE,
                key=f"reviews-list-{draw_id}-{level}",
            )
            for person_id, found in sorted(whose.items())
        ),
    )
    told = ((one.id, person_id) for person_id, found in whose.items() for one in found)
    note(work, told, "list")
    work.record(ListSent(draw_id=draw_id, reviews=len(reviews), told=len(whose)))
    return len(whose)


def _was_sent(work: Work, of_level: Iterable[ColumnElement[bool]]) -> bool:
    """Return whether this list went out: a substitute is told of by itself."""
    of_review = ReviewNotice.review_id == Review.id
    sent = exists().where(of_review, ReviewNotice.occasion == "list", *of_level)
    return bool(work.session.scalar(select(sent)))


def _tell_missing(work: Work, draw_id: int, month: date, level: Level) -> int:
    """Tell regional leadership, and whose review it is, what is not complete; each review once."""
    told = (
        exists()
        .where(ReviewNotice.review_id == Review.id, ReviewNotice.occasion == "missing")
        .correlate(Review)
    )
    reviews = list(
        work.session.scalars(
            select(Review)
            .where(
                Review.draw_id == draw_id,
                Review.level == level.value,
                Review.state.in_(_OPEN),
                Review.due_on < work.today,
                ~told,
            )
            .order_by(Review.id)
        )
    )
    if not reviews:
        return 0
    region = _of_regions(work, reviews)
    above: dict[int, set[Review]] = {}
    own: dict[int, set[Review]] = {}
    for one in reviews:
        for person_id in region[one.region_id]:
            above.setdefault(person_id, set()).add(one)
        mine = {one.reviewer_id or 0}
        if level is Level.FIRST:
            mine.add(one.supervisor_id or 0)
        for person_id in mine - {0}:
            own.setdefault(person_id, set()).add(one)
    references = held.references(work.session, (one.case_id for one in reviews))
    for whose, path in ((above, MONITORING_PAGE), (own, OWN_PAGE)):
        notify_each(
            work,
            (
                Said(
                    to_id=person_id,
                    kind="reviews-missing",
                    words=_missing_words(month, level, found, references),
                    path=path,
                    key=f"reviews-missing-{draw_id}-{level}-{work.today.isoformat()}-{path}",
                )
                for person_id, found in sorted(whose.items())
            ),
        )
    pairs = {
        (one.id, person_id)
        for whose in (above, own)
        for person_id, found in whose.items()
        for one in found
    }
    note(work, pairs, "missing")
    people = len(above.keys() | own.keys())
    work.record(MissingReviewsTold(draw_id=draw_id, reviews=len(reviews), told=people))
    return people


def _of_regions(work: Work, reviews: Iterable[Review]) -> dict[int, list[int]]:
    """Return the specialists and the leadership of the regions of these reviews, by region."""
    return {
        region_id: standing.in_region(work.session, REGIONAL, region_id, work.today)
        for region_id in {one.region_id for one in reviews}
    }


def _list_words(
    month: date, level: Level, found: set[Review], references: Mapping[int, str]
) -> str:
    refs = sorted(references[one.case_id] for one in found)
    name = LEVEL_WORDS[level].lower()
    return f"Cases that are reviewed at the {name} for {month_words(month)}: {_some(refs)}"


def _missing_words(
    month: date, level: Level, found: set[Review], references: Mapping[int, str]
) -> str:
    refs = sorted(references[one.case_id] for one in found)
    what = "review is" if len(refs) == 1 else "reviews are"
    return (
        f"{len(refs)} {LEVEL_WORDS[level].lower()} {what} not complete for {month_words(month)}: "
        f"{_some(refs)}"
    )


def _some(refs: list[str]) -> str:
    """Return the references, as many as there is room for, and how many more there are."""
    shown: list[str] = []
    for ref in refs:
        if shown and len(", ".join([*shown, ref])) > ROOM:
            break
        shown.append(ref)
    more = len(refs) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
