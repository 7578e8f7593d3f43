"""What decides the standings of a set of people given as SQL, as parts of one statement."""

from typing import Any

from sqlalchemy import Select, select

from competency.infra.gathering import part
from competency.people.service.crowds import People
from competency.training.models import TrainingExemption, TrainingRefresher
from competency.training.queries.histories import COUNTS, DONE

COMPLETED, EXEMPT, REFRESH = "completed", "exempt", "refresher"


def histories(people: People) -> list[Select[Any]]:
    """Return the questions for completions, exemptions and refreshers; `a` is the course."""
    exempt: Any = TrainingExemption.__table__.c
    refresh: Any = TrainingRefresher.__table__.c
    done = select(DONE.person_id, DONE.course_id, DONE.completed_on, DONE.expires_on).where(
        COUNTS, DONE.person_id.in_(people)
    )
    excused = select(
        exempt.person_id, exempt.course_id, exempt.from_on, exempt.until.label("until_on")
    ).where(exempt.person_id.in_(people))
    again = select(refresh.person_id, refresh.course_id, refresh.assigned_on, refresh.due_on).where(
        refresh.person_id.in_(people), refresh.withdrawn_at.is_(None)
    )
    return [
        part(COMPLETED, done, a="course_id", day="completed_on", until="expires_on"),
        part(EXEMPT, excused, a="course_id", day="from_on", until="until_on"),
        part(REFRESH, again, a="course_id", day="assigned_on", until="due_on"),
    ]
