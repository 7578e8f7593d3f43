"""Many people's ratings at once: rows as two cycles leave them, without the steps that lead there.

rated(stage, people, area.id, supervisor, {"SUP-1a": (4, 2)})
rated(stage, people, area.id, supervisor, {"SUP-1a": (4, 3)}, signed_in=2025)
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from competency.assessments.models import Appraisal, Rating, StrandAgreement
from competency.frameworks import service as frameworks
from competency.people.models import Person
from tests.builders.stage import Stage
from tests.builders.training import change


def rated(
    stage: Stage,
    people: Sequence[Person],
    area_id: int,
    supervisor: Person,
    positions: Mapping[str, tuple[int, int]],
    *,
    signed_in: int | None = None,
    revealed: bool = True,
) -> list[Appraisal]:
    """A cycle of each person: own and supervisor's position by strand, the latter agreed.

    Signed in a year, else begun in 2026 and under way; `revealed` says whether the supervisor
    has submitted too.
    """
    framework = frameworks.get_framework()
    year = signed_in or 2026
    at = datetime(year, 3, 2, tzinfo=UTC)
    made = [
        Appraisal(
            person_id=person.id,
            practice_area_id=area_id,
            supervisor_id=supervisor.id,
            framework_id=framework.id,
            framework_version=framework.version,
            title=f"Appraisal {year}",
            started_on=date(year, 2, 2),
            self_submitted_at=at,
            supervisor_submitted_at=at if revealed else None,
            supervisor_submitted_by_id=supervisor.id if revealed else None,
            agreed_at=at if signed_in else None,
        )
        for person in people
    ]
    stage.save(*made)
    stage.save(*(row for one in made for row in _said(one, supervisor, positions, at)))
    for one in made if signed_in else ():
        change(stage, one, sealed_at=at, seal="0" * 64)
    return made


def _said(
    one: Appraisal, supervisor: Person, positions: Mapping[str, tuple[int, int]], at: datetime
) -> list[Rating | StrandAgreement]:
    hands = (("self", one.person_id, 0), ("supervisor", supervisor.id, 1))
    found: list[Rating | StrandAgreement] = [
        Rating(
            appraisal_id=one.id,
            hand=hand,
            rater_id=rater,
            strand=strand,
            seq=1,
            answer="rated",
            position=both[place],
            framework_version=one.framework_version,
            at=at,
        )
        for strand, both in positions.items()
        for hand, rater, place in hands
    ]
    if one.agreed_at is not None:
        found += [
            StrandAgreement(
                appraisal_id=one.id,
                strand=strand,
                seq=1,
                outcome="agreed",
                answer="rated",
                position=both[1],
                recorded_by_id=supervisor.id,
                at=at,
            )
            for strand, both in positions.items()
        ]
    return found
