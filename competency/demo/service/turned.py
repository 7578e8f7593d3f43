"""The action after which one worker's risk assessments came in time, as a row."""

from collections.abc import Mapping
from datetime import date

from competency.coaching.domain.actions import Ending
from competency.coaching.domain.measures import MeasureKind
from competency.coaching.models import CoachingAction
from competency.demo.domain.cast import Cast
from competency.demo.domain.turn import STANDARD, turn
from competency.demo.service.batch import write_rows
from competency.infra.work import Work


def write_turn(work: Work, found: Cast, words: Mapping[str, str], *, as_of: date) -> None:
    """Write what the first case manager and their supervisor agreed, and that it was done.

    Nothing is written where nobody supervised them then.
    """
    worker, days = found.first_team[0], turn(as_of)
    supervisor = worker.supervisor_on(days.agreed_on)
    if supervisor is None:
        return
    row = {
        "person_id": worker.id,
        "owner_id": worker.id,
        "practice_area_id": worker.practice_areas[0],
        "text": words["text"],
        "kind": words["kind"],
        "strand": words["strand"],
        "measure_kind": MeasureKind.TIMELINESS.value,
        "measure_code": STANDARD,
        "agreed_on": days.agreed_on,
        "due_on": days.due_on,
        "ending": Ending.COMPLETE.value,
        "reason": "",
        "ended_on": days.done_on,
        "ended_by_id": supervisor.id,
        "by_id": supervisor.id,
        "version": 1,
    }
    write_rows(work.session, CoachingAction, [row])
