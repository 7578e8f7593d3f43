"""In which practice areas somebody works."""

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.people.events import PracticeAreasChosen
from competency.people.models import Person, PersonPracticeArea, PracticeArea
from competency.people.permissions import KEEP_PEOPLE
from competency.people.queries import places
from competency.people.service.access import require_role
from competency.people.service.keeping import Facts, check_version, get_row, hold_directory


def list_choices(work: Work, person_id: int) -> tuple[list[tuple[int, str]], list[int]]:
    """Return the practice areas to choose from, number and name, and those of the person.

    One that is out of use is offered only to whoever works in it, and marked.
    """
    require_role(work, KEEP_PEOPLE)
    own = _own(work.session, person_id)
    offered = [
        (row.id, row.name if row.in_use else f"{row.name} (out of use)")
        for row in places.list_areas(work.session, work.today)
        if row.in_use or row.id in own
    ]
    return offered, sorted(own)


def choose_practice_areas(
    work: Work, person_id: int, chosen: set[int], *, version: int | None
) -> None:
    """Let a person work in these practice areas and no others.

    Refuses one that does not exist; raises Stale when the entry was changed meanwhile.
    """
    require_role(work, KEEP_PEOPLE)
    hold_directory(work)
    person = get_row(work.session, Person, person_id, "person")
    names = dict(places.list_names(work.session, PracticeArea))
    before = _own(work.session, person_id)
    if not chosen <= names.keys():
        raise Refused("unknown_area", "Choose practice areas from the list.", field="areas")
    check_version(person, version, mine=_named(chosen, names), theirs=_named(before, names))
    added, removed = sorted(chosen - before), sorted(before - chosen)
    if not added and not removed:
        return
    _store_areas(work.session, person_id, added, removed)
    flag_modified(person, "name")  # the choice counts as a change of the entry: a new version
    work.record(
        PracticeAreasChosen(person_id=person_id, added=tuple(added), removed=tuple(removed))
    )


def _own(session: Session, person_id: int) -> set[int]:
    return set(
        session.scalars(
            select(PersonPracticeArea.practice_area_id).where(
                PersonPracticeArea.person_id == person_id
            )
        )
    )


def _store_areas(session: Session, person_id: int, added: list[int], removed: list[int]) -> None:
    if removed:
        session.execute(
            delete(PersonPracticeArea).where(
                PersonPracticeArea.person_id == person_id,
                PersonPracticeArea.practice_area_id.in_(removed),
            )
        )
    if added:
        session.execute(
            insert(PersonPracticeArea),
            [{"person_id": person_id, "practice_area_id": area} for area in added],
        )


def _named(ids: set[int], names: dict[int, str]) -> Facts:
    return [("Practice areas", ", ".join(sorted(names[i] for i in ids)))]
