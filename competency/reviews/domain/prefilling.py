"""What the dates of a case's own clocks propose for an item; the reviewer confirms or differs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from competency.frameworks.domain.kinds.case_review_instrument import CaseReviewInstrument
from competency.kernel.values import Value
from competency.reviews.domain.levels import Answer
from competency.reviews.domain.period import Period
from competency.timeliness.domain.results import Result


class ClockResult(Value):
    """One clock of the case: from which day, due when, ended when, and how it stands today."""

    standard: str
    start_on: date
    due_on: date
    end_on: date | None
    result: Result


class Suggestion(Value):
    """A proposed answer, and the clocks that it rests on, by their due dates."""

    answer: str
    clocks: tuple[ClockResult, ...]

    def as_text(self) -> str:
        """Return the clocks as they were shown, to be kept (JSON)."""
        return json.dumps(
            [
                {
                    "standard": one.standard,
                    "start_on": one.start_on.isoformat(),
                    "due_on": one.due_on.isoformat(),
                    "end_on": one.end_on.isoformat() if one.end_on else None,
                    "result": one.result.value,
                }
                for one in self.clocks
            ]
        )


_GOOD, _BAD = (Result.MET,), (Result.MISSED, Result.OVERDUE)


def suggestions(
    instrument: CaseReviewInstrument, clocks: Iterable[ClockResult], period: Period
) -> Mapping[str, Suggestion]:
    """Return what the clocks due in the period propose, by item.

    Yes where all were met, no where one was missed or is overdue. A clock that is still running
    in time, or whose dates are faulty, proposes nothing; nor does an item without a yes and a no.
    """
    due = sorted((c for c in clocks if period.holds(c.due_on)), key=lambda c: c.due_on)
    found = {}
    for item in instrument.items:
        own = tuple(c for c in due if c.standard == item.standard and c.result in (*_GOOD, *_BAD))
        answers = {one.code for one in instrument.scale_of(item).answers}
        if own and {Answer.YES, Answer.NO} <= answers:
            bad = any(c.result in _BAD for c in own)
            found[item.code] = Suggestion(Answer.NO if bad else Answer.YES, own)
    return found


def read_shown(text: str) -> Sequence[ClockResult]:
    """Return the clocks of a kept text; none where it is empty."""
    return tuple(
        ClockResult(
            standard=one["standard"],
            start_on=date.fromisoformat(one["start_on"]),
            due_on=date.fromisoformat(one["due_on"]),
            end_on=date.fromisoformat(one["end_on"]) if one["end_on"] else None,
            result=Result(one["result"]),
        )
        for one in json.loads(text or "[]")
    )
