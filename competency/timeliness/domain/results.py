"""The result of one clock, and the one rule that decides it; the bulk engine uses the same."""

from enum import StrEnum


class Result(StrEnum):
    """What a clock says, in the words that every file and page uses."""

    MET = "met"
    MISSED = "missed"
    DUE = "due"
    OVERDUE = "overdue"
    NOT_APPLICABLE = "not_applicable"
    NOT_STARTED = "not_started"
    INVALID = "invalid"


COUNTED = frozenset({Result.MET, Result.MISSED, Result.OVERDUE})


def decide(
    *,
    started: bool,
    ended: bool,
    ended_first: bool,
    ended_late: bool,
    closed: bool,
    closed_late: bool,
    day_is_late: bool,
    ended_first_means: Result,
) -> Result:
    """Return the result, asking in the order in which the standards are read.

    `ended_first` is an end before its start; *late* is after the due date, for the end, for the
    day on which the case closed, and for the day on which the question is asked.
    """
    if not started:
        return Result.NOT_STARTED
    if ended:
        if ended_first:
            return ended_first_means
        return Result.MISSED if ended_late else Result.MET
    if closed:
        return Result.MISSED if closed_late else Result.NOT_APPLICABLE
    return Result.OVERDUE if day_is_late else Result.DUE
