"""Which reasons to close are open at which stage, and on what they depend."""

from collections.abc import Mapping, Sequence
from datetime import date

from competency.cases.domain.kinds import Happened
from competency.cases.domain.timeline import Event, last
from competency.frameworks.domain.kinds.case_management_protocol import (
    CaseManagementProtocol,
    ClosureReason,
    Point,
)
from competency.kernel.errors import Refused


def follow_ups_made(line: Sequence[Event]) -> dict[str, date]:
    """Return the day of each follow-up, by its code, that was made since the last closing."""
    closed = last(line, Happened.CLOSED)
    return {
        event.detail: event.happened_on
        for event in line
        if event.kind == Happened.FOLLOW_UP and closed is not None and event.happened_on >= closed
    }


def reasons_at(protocol: CaseManagementProtocol, stage: str) -> tuple[ClosureReason, ...]:
    """Return the reasons that a case at this stage can be closed for; none at an end."""
    group = protocol.stage(stage).closure_group
    return tuple(reason for reason in protocol.reasons if group in reason.groups)


def questions_for(protocol: CaseManagementProtocol, reason: str) -> tuple[Point, ...]:
    """Return what has to be asked before this reason is taken; refuse an unknown reason."""
    return tuple(protocol.question(code) for code in protocol.reason(reason).barred_by)


def check_reason(
    protocol: CaseManagementProtocol, stage: str, reason: str, answers: Mapping[str, bool | None]
) -> ClosureReason:
    """Return the reason when it is open to a case at this stage with these answers.

    Refuses a case that has ended, an unknown reason, one of another stage, one whose questions
    are not all answered, and one that an answer bars: an occasional user still on opiates or
    cocaine is none. Source: section 4, both lists.
    """
    if protocol.stage(stage).is_end:
        raise Refused("already_ended", "This case has ended and cannot be closed again.")
    found = protocol.reason(reason)
    if found not in reasons_at(protocol, stage):
        raise Refused(
            "reason_of_another_stage",
            f"“{found.title}” is not open to a case at the stage “{protocol.stage(stage).title}”.",
            field="reason",
        )
    for question in questions_for(protocol, reason):
        answer = answers.get(question.code)
        if answer is None:
            asked = f"Answer first: {question.title}"
            raise Refused("question_unanswered", asked, field=question.code)
        if answer:
            raise Refused(
                "reason_barred",
                f"“{found.title}” is not open while the answer to “{question.title}” is yes.",
                field="reason",
            )
    return found
