"""What somebody has to do about a review, and by when."""

from datetime import date
from enum import StrEnum

from competency.kernel.values import Value


class Duty(StrEnum):
    """Something that waits for a person."""

    START = "start"
    COMPLETE = "complete"
    WRITE_FORM = "write-form"
    DISCUSS = "discuss"
    ACKNOWLEDGE = "acknowledge"
    CORRECT = "correct"
    RE_REVIEW = "re-review"
    DECIDE = "decide"
    ASSIGN = "assign"
    ASSIGN_SECOND = "assign-second"


DUTY_WORDS = {
    Duty.START: "Start the review: choose the elements of the case",
    Duty.COMPLETE: "Complete the review",
    Duty.WRITE_FORM: "Write the strengthening and mentoring form",
    Duty.DISCUSS: "Talk the mentoring form over with the worker",
    Duty.ACKNOWLEDGE: "Acknowledge the mentoring form",
    Duty.CORRECT: "Put right what was agreed",
    Duty.RE_REVIEW: "Look again at what was put right",
    Duty.DECIDE: "Decide whether another case is reviewed",
    Duty.ASSIGN: "Find a reviewer, or un-assign the review",
    Duty.ASSIGN_SECOND: "Assign the second-level reviewer",
}


class Due(Value, kw_only=True):
    """One thing to do: about which review, of which case and month (None: targeted), until when.

    `about_id` is the number of the correction or of the request, else that of the review.
    """

    duty: Duty
    review_id: int
    about_id: int
    reference: str
    level: str
    month: date | None
    on: date

    def is_late(self, today: date) -> bool:
        """Return whether its last day is over."""
        return self.on < today
