"""A second rater rates the same appraisal blind: when that may be asked, by whom it is given.

What comes of it says how two people use the scale. It never changes what the first two agreed.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from competency.assessments.domain.marks import LONGEST_REASON
from competency.assessments.domain.state import Facts, State
from competency.kernel.errors import Refused
from competency.kernel.values import Value

LONGEST_TIME = timedelta(days=90)


class Standing(StrEnum):
    """How far a second rating is."""

    ASKED = "asked"
    SUBMITTED = "submitted"
    ENDED = "ended"

    @property
    def words(self) -> str:
        """Return it as people say it."""
        return {"asked": "Being rated", "submitted": "Submitted", "ended": "Ended"}[self.value]


class Candidate(Value, kw_only=True):
    """How somebody stands to an appraisal that they might rate a second time."""

    is_the_person: bool
    has_rated: bool
    stood_above: bool
    may_rate: bool


def standing_of(submitted_at: datetime | None, ended_at: datetime | None) -> Standing:
    """Return how far a second rating with these moments is."""
    if submitted_at:
        return Standing.SUBMITTED
    return Standing.ENDED if ended_at else Standing.ASKED


def check_may_ask(state: State, *, has_one: bool) -> None:
    """Refuse a second rating of what was withdrawn, and another beside one that stands."""
    if state is State.WITHDRAWN:
        raise Refused("withdrawn", "This appraisal was withdrawn, so nobody rates it any more.")
    if has_one:
        raise Refused(
            "has_second", "This appraisal has a second rater. End that first to ask somebody else."
        )


def check_second_rater(candidate: Candidate) -> None:
    """Refuse whoever could not rate, or could not be blind to what the first two say."""
    for unfit, code, message in (
        (candidate.is_the_person, "own_appraisal", "Nobody gives their own appraisal a rating."),
        (
            candidate.has_rated,
            "has_rated",
            "They have rated this appraisal already, so theirs would be no second view.",
        ),
        (
            candidate.stood_above,
            "in_the_line",
            "They stand above this person in the supervision line, where both ratings can be "
            "seen. Choose somebody outside it.",
        ),
        (
            not candidate.may_rate,
            "no_supervisor",
            "A second rater is somebody who works here as a supervisor.",
        ),
    ):
        if unfit:
            raise Refused(code, message, field="rater")


def check_due(due_on: date | None, today: date) -> None:
    """Refuse a day that is past, today's, or more than 90 days ahead; none is fine."""
    if due_on is not None and not today < due_on <= today + LONGEST_TIME:
        raise Refused(
            "bad_due",
            f"Choose a day after today, at most {LONGEST_TIME.days} days ahead, or leave it empty.",
            field="due_on",
        )


def check_may_give(state: State, standing: Standing) -> None:
    """Refuse to rate or submit what was submitted, ended or withdrawn."""
    if standing is Standing.SUBMITTED:
        raise Refused("already_submitted", "This second rating is submitted and stays as it is.")
    if standing is Standing.ENDED:
        raise Refused("ended", "This second rating was ended, so it takes no more ratings.")
    if state is State.WITHDRAWN:
        raise Refused("withdrawn", "This appraisal was withdrawn, so it takes no more ratings.")


def check_may_end(standing: Standing, reason: str) -> str:
    """Return why a second rating is ended; refuse one that is over, and one without a reason."""
    if standing is Standing.SUBMITTED:
        raise Refused("already_submitted", "This second rating is submitted and stays as it is.")
    if standing is Standing.ENDED:
        raise Refused("ended", "This second rating has ended already.")
    reason = reason.strip()
    if not reason:
        raise Refused("reason_needed", "Say in a sentence why it ends.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused("long_reason", f"Use at most {LONGEST_REASON:,} characters.", field="reason")
    return reason


def is_open(facts: Facts, standing: Standing) -> bool:
    """Return whether the second rating and the supervisor's may be seen side by side.

    Only when all three have submitted, so that each of them rated blind. An organisation that
    works with open ratings keeps the second rater blind all the same.
    """
    first_two = facts.self_submitted_at and facts.supervisor_submitted_at
    return bool(first_two) and standing is Standing.SUBMITTED and facts.withdrawn_at is None
