"""Second ratings: one that can be compared, and one that the first team's leader is asked for."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from competency.assessments import queries
from competency.assessments.domain.marks import Hand, Mark
from competency.assessments.models import Moderation, ModerationRating
from competency.demo.domain.cast import Cast, Member
from competency.demo.domain.chance import at_work, stream
from competency.demo.domain.cycles import Cycle, Stage
from competency.demo.service.appraisals import Setting
from competency.demo.service.batch import write_rows
from competency.kernel.actor import Role

ASKED, RATED, SUBMITTED = 12, 18, 20  # days after the start of an appraisal
TO_TALK_ABOUT = (Stage.REVEALED, Stage.PARTLY_AGREED)
STEPS = (0, 0, 0, 0, 0, 0, -1, -1, -1, 1, -2)  # a rater a little stricter than the supervisor
DUE_IN = timedelta(days=14)


def write_second_ratings(
    session: Session, found: Cast, setting: Setting, made: Sequence[Cycle]
) -> None:
    """Write both, for appraisals that are talked about; the compared one in the first team."""
    chance = stream(setting.seed, "second ratings")
    first_team = {id(member) for member in found.first_team}
    to_talk = [cycle for cycle in made if cycle.stage in TO_TALK_ABOUT]
    shown = min(to_talk, key=lambda cycle: id(cycle.person) not in first_team, default=None)
    rater = _outside(found.members, shown) if shown else None
    if shown is not None and rater is not None:
        _write_given(session, chance, setting, shown, rater)
    leader = found.first_team[0].supervisor
    others = (c for c in to_talk if c is not shown and leader and _is_outside(leader, c))
    asked = next(others, None)
    if asked is not None and leader is not None:
        day = at_work(chance, setting.as_of - timedelta(days=4))
        session.add(_asked(asked, leader, at=day, due_on=setting.as_of + DUE_IN))
    session.flush()


def _write_given(
    session: Session, chance: Random, setting: Setting, cycle: Cycle, rater: Member
) -> None:
    given = _asked(cycle, rater, at=cycle.moment(chance, ASKED), due_on=None)
    session.add(given)
    session.flush()
    by = cycle.supervisor.id if cycle.supervisor else None
    marks = queries.marks(session, cycle.id, Hand.SUPERVISOR, by)
    rows: list[dict[str, Any]] = [
        {
            "moderation_id": given.id,
            "strand": strand,
            "seq": 1,
            **_said(chance, marks[strand].mark, setting.framework.scale.positions[-1].value),
            "comment": "",
            "framework_version": setting.framework.version,
            "at": cycle.moment(chance, RATED),
        }
        for strand in sorted(marks)
        if marks[strand].mark.is_closed
    ]
    write_rows(session, ModerationRating, rows)
    given.submitted_at = cycle.moment(chance, SUBMITTED)


def _said(chance: Random, mark: Mark, highest: int) -> dict[str, Any]:
    position = mark.position
    if position is not None:
        position = max(0, min(highest, position + STEPS[chance.randrange(len(STEPS))]))
    return {"answer": mark.answer.value, "position": position, "reason": mark.reason}


def _asked(cycle: Cycle, rater: Member, *, at: datetime, due_on: date | None) -> Moderation:
    supervisor = cycle.supervisor or cycle.person
    return Moderation(
        appraisal_id=cycle.id,
        rater_id=rater.id,
        asked_by_id=(supervisor.supervisor or supervisor).id,
        asked_at=at,
        due_on=due_on,
    )


def _outside(members: Iterable[Member], cycle: Cycle) -> Member | None:
    """Return the first team leader who never stood above the person and is not they."""
    leaders = (m for m in members if m.team is not None and m.holds(Role.SUPERVISOR))
    return next((m for m in leaders if _is_outside(m, cycle)), None)


def _is_outside(rater: Member, cycle: Cycle) -> bool:
    person = cycle.person
    return rater.left_on is None and all(
        rater is not somebody for somebody in (person, person.supervisor, person.former_supervisor)
    )
