"""Asking for another case in place of a drawn one, and deciding on it."""

from sqlalchemy import select
from sqlalchemy.orm import undefer

from competency.cases.service import held
from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused, Stale, Version
from competency.people.service import standing
from competency.reviews import permissions
from competency.reviews.domain.draw import Drawn, next_in_line
from competency.reviews.domain.levels import Level, State
from competency.reviews.domain.substituting import (
    GRANTED,
    REFUSED,
    Asked,
    Now,
    check_case,
    check_day,
    check_reason,
    first_reviewable,
)
from competency.reviews.events import SubstitutionAsked, SubstitutionDecided
from competency.reviews.models import Review, ReviewDraw, ReviewSubstitution
from competency.reviews.service import framing
from competency.reviews.service.drawing import Maker, Three
from competency.reviews.service.loading import check_version, load
from competency.reviews.service.rules import dates_of, get_instrument

LONGEST_WORDS = 1_000


def ask(work: Work, review_id: int, asked: Asked, version: int) -> ReviewSubstitution:
    """Ask for another case in place of a drawn one, and return the request.

    For the supervisor whose four it is, until the day that the calendar names. Refuses a reason
    that is not listed, what the rules name as no reason, a second request, and a case that is
    no longer open at the first level.
    """
    review = load(work, review_id, permissions.ASK_SUBSTITUTION, lock=True)
    instrument = get_instrument(review.instrument_id, review.instrument_version)
    check_case(review.level, review.state)
    month = _draw(work, review).month
    check_day(work.today, dates_of(month, instrument).substitute_by, month)
    asked = check_reason(asked, instrument.reasons, instrument.non_reasons)
    _check_length(asked.words, "words")
    if _waiting(work, review.id) is not None:
        raise Refused("asked_already", "Another case has been asked for already; it waits.")
    check_version(review, version, "ask for another case")
    row = ReviewSubstitution(
        review_id=review.id,
        reason=asked.reason,
        words=asked.words,
        asked_by_id=work.actor.person_id or 0,
        asked_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(SubstitutionAsked(review_id=review.id, substitution_id=row.id, reason=asked.reason))
    return row


def decide(
    work: Work, substitution_id: int, outcome: str, version: int, comment: str = ""
) -> ReviewSubstitution:
    """Grant or refuse another case, and return the request; a refusal needs its words.

    For the region's quality specialist. A granted case is substituted by the one that the next
    number of the same draw gives, within the same four; without a further case it is left out.
    Its second level, where it was flagged, moves to the substitute.
    """
    row = _get(work, substitution_id)
    review = load(work, row.review_id, permissions.DECIDE_SUBSTITUTION, lock=True)
    work.session.refresh(row, with_for_update=True)
    _check_undecided(row, version)
    comment = comment.strip()
    _check_length(comment, "comment")
    if row.asked_by_id == work.actor.person_id:
        raise Refused("own_request", "Somebody else has to decide on what you asked for.")
    if outcome == REFUSED and not comment:
        raise Refused("comment_needed", "Say why this case is reviewed after all.", field="comment")
    if outcome not in (GRANTED, REFUSED):
        raise Refused("unknown_outcome", "Grant it or refuse it.", field="outcome")
    replacement = None
    if outcome == GRANTED:
        check_case(review.level, review.state)
        replacement = _substitute(work, review)
    row.outcome, row.comment = outcome, comment
    row.decided_by_id, row.decided_at = work.actor.person_id, work.now
    row.replacement_id = replacement.id if replacement else None
    work.session.flush()
    work.record(
        SubstitutionDecided(
            review_id=review.id,
            substitution_id=row.id,
            outcome=outcome,
            replacement_id=row.replacement_id,
        )
    )
    return row


def _substitute(work: Work, review: Review) -> Review | None:
    """Put the next case of the same draw in the place of this one; None where there is none."""
    draw = _draw(work, review)
    second = work.session.scalar(
        select(Review).where(Review.first_id == review.id).with_for_update(of=Review)
    )
    review.state = State.SUBSTITUTED.value
    if second is not None and second.state == State.DRAWN:
        second.state = State.SUBSTITUTED.value
    work.session.flush()  # its place among the four is free now
    drawn = _next(work, review, draw)
    if drawn is None:
        return None
    make = Maker(work, draw, [drawn])
    supervisor = review.supervisor_id or 0
    worker = make.cases[drawn.case_ref].key_worker_id or 0  # who holds it now is coached
    reviewer = supervisor if review.reviewer_id in (None, worker) else review.reviewer_id
    people = Three(worker, supervisor, reviewer or supervisor)
    new = make.first(drawn, review.slot or 1, people, replaces_id=review.id)
    new.start_due_on = max(new.start_due_on, work.today)
    work.session.add(new)
    work.session.flush()
    if second is not None and second.state == State.SUBSTITUTED:
        work.session.add(make.second(new, replaces_id=second.id))
        work.session.flush()
    return new


def _next(work: Work, review: Review, draw: ReviewDraw) -> Drawn | None:
    """Return the case whose number comes next in the supervisor's line, if it can be reviewed."""
    session = work.session
    of_draw = session.scalars(
        select(Review.case_id).where(
            Review.draw_id == draw.id,
            Review.level == Level.FIRST.value,
            Review.supervisor_id == review.supervisor_id,
        )
    )
    had = held.references(session, {*of_draw, review.case_id})
    frame = framing.unpack(draw.frame)
    # As it was then: a staff number can have changed since.
    chief = next(row.supervisor for row in frame.rows if row.case_ref == had[review.case_id])
    line = list(next_in_line(frame, draw.seed, draw.month, chief, had.values()))
    numbers, names = standing.staff_numbers(session), standing.names(session)
    now = {
        reference: Now(
            worker=numbers.get(case.key_worker_id or 0, ""),
            region=" ".join(names.regions[names.region_of_team[case.team_id]].split()),
            is_open=case.ended_on is None,
        )
        for reference, case in held.by_reference(session, (d.case_ref for d in line)).items()
    }
    reviewer = numbers[review.reviewer_id or review.supervisor_id or 0]
    return first_reviewable(line, now, reviewer)


def _draw(work: Work, review: Review) -> ReviewDraw:
    return work.session.scalars(
        select(ReviewDraw).where(ReviewDraw.id == review.draw_id).options(undefer(ReviewDraw.frame))
    ).one()


def _get(work: Work, substitution_id: int) -> ReviewSubstitution:
    row = work.session.get(ReviewSubstitution, substitution_id)
    if row is None:
        raise NotFound("There is no such request, or it is not yours to see.")
    return row


def _waiting(work: Work, review_id: int) -> ReviewSubstitution | None:
    return work.session.scalar(
        select(ReviewSubstitution).where(
            ReviewSubstitution.review_id == review_id, ReviewSubstitution.outcome == ""
        )
    )


def _check_undecided(row: ReviewSubstitution, version: int) -> None:
    if row.outcome or row.version != version:
        raise Stale(
            "This request was decided or changed after your page was shown.",
            mine=Version("You", [("You were about to", "decide on another case")]),
            theirs=Version("Now", [("It is", row.outcome or "changed")]),
        )


def _check_length(text: str, field: str) -> None:
    if len(text) > LONGEST_WORDS:
        raise Refused("too_long", f"Use at most {LONGEST_WORDS:,} characters.", field=field)
