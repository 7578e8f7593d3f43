"""Cases with their key workers and contacts put in past the rules, for counts over many."""

from datetime import UTC, date, datetime, time
from itertools import count

from competency.cases.models import CaseAssignment, CaseContact, CaseEvent, CaseFile
from competency.people.models import Person, PracticeArea, Team
from tests.builders.stage import Stage

_numbers = count(1)
LONG_OPEN = date(2025, 3, 3)


def held_cases(
    stage: Stage,
    worker: Person,
    area: PracticeArea,
    team: Team,
    how_many: int = 1,
    *,
    since: date = LONG_OPEN,
    ended_on: date | None = None,
) -> list[CaseFile]:
    """Cases that the worker has held since a day, open unless they ended."""
    cases = [
        CaseFile(
            reference=f"H-{next(_numbers):05}",
            practice_area_id=area.id,
            team_id=team.id,
            key_worker_id=worker.id,
            protocol_id="case-management-protocol",
            protocol_version="1.0",
            ended_on=ended_on,
        )
        for _ in range(how_many)
    ]
    stage.save(*cases)
    stage.save(
        *(
            CaseAssignment(
                case_id=one.id,
                seq=1,
                person_id=worker.id,
                team_id=team.id,
                from_on=since,
                at=_noon(since),
            )
            for one in cases
        )
    )
    return cases


def contacts(
    stage: Stage,
    case: CaseFile,
    *days: date,
    how: str = "visit",
    with_whom: str = "client",
    by: Person | None = None,
) -> list[CaseEvent]:
    """Contacts of the case on these days; returns the events that they hang on."""
    events = [
        CaseEvent(
            case_id=case.id,
            kind="contact",
            detail=with_whom,
            happened_on=day,
            recorded_at=_noon(day),
            recorded_by_id=by.id if by else case.key_worker_id,
        )
        for day in days
    ]
    stage.save(*events)
    stage.save(
        *(
            CaseContact(
                case_id=case.id, event_id=event.id, with_whom=with_whom, how=how, is_direct=True
            )
            for event in events
        )
    )
    return events


def corrected(stage: Stage, event: CaseEvent, on: date, *, struck: bool = False) -> CaseEvent:
    """A correction of a contact: another day, or that it never happened."""
    row: CaseEvent = stage.save(
        CaseEvent(
            case_id=event.case_id,
            kind="contact",
            detail=event.detail,
            happened_on=on,
            recorded_at=_noon(on),
            recorded_by_id=event.recorded_by_id,
            corrects_id=event.id,
            struck=struck,
        )
    )
    return row


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
