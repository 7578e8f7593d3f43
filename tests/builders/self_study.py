"""Self-studies in any state, and everybody who stands to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from sqlalchemy import select

from competency.accreditation.domain.items import Plan, Progress
from competency.accreditation.domain.parts import MET, PartAnswer
from competency.accreditation.domain.rating import Answer, Said
from competency.accreditation.domain.starting import Beginning
from competency.accreditation.domain.states import ItemState
from competency.accreditation.models import ChecklistItem, SelfStudy
from competency.accreditation.service import (
    attaching,
    checklist,
    panel,
    parts,
    rating,
    snapshots,
    studies,
)
from competency.infra.files import Store
from competency.kernel.actor import Role
from competency.people.models import (
    Organisation,
    Person,
    PracticeArea,
    Region,
    RoleGrant,
    Team,
)
from tests.builders.accreditation import CM5, shipped
from tests.builders.counted import held_cases
from tests.builders.stage import LONG_AGO, Stage, a_person
from tests.support.replay import kept

TITLE = "Intensive case management 2026"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class House:
    """Everybody of the permission table by what they are, and one self-study."""

    people: dict[str, Person]
    study: SelfStudy
    region: Region

    def __getitem__(self, name: str) -> Person:
        """Return a person by what they are."""
        return self.people[name]


@kept
def people_of_a_study(stage: Stage) -> tuple[dict[str, Person], Region]:
    """An organisation with everybody that the permission table asks about."""
    stage.save(Organisation(name="Larkfield Case Management"))
    region = stage.save(Region(name="North"))
    leader = a_person(stage, "Lee North")
    specialist = a_person(stage, "Quin North")
    for person, role in (
        (leader, Role.REGIONAL_LEADERSHIP),
        (specialist, Role.QUALITY_SPECIALIST),
    ):
        stage.save(
            RoleGrant(
                person_id=person.id,
                role=role.value,
                scope="region",
                scope_id=region.id,
                starts_on=LONG_AGO,
            )
        )
    people = {
        "central": a_person(stage, "Cen Tral", Role.CENTRAL_OFFICE),
        "leadership": leader,
        "auditor": a_person(stage, "Aud Itor", Role.AUDITOR),
        "panel": a_person(stage, "Pan Ellist"),
        "owner": a_person(stage, "Owen Brings", Role.CASE_MANAGER),
        "colleague": a_person(stage, "Col League", Role.CASE_MANAGER),
        "supervisor": a_person(stage, "Sue Visor", Role.SUPERVISOR),
        "manager": a_person(stage, "Mo Ager", Role.MANAGER),
        "specialist": specialist,
        "training lead": a_person(stage, "Tess Lead", Role.TRAINING_LEAD),
        "administrator": a_person(stage, "Adi Stone", Role.ADMINISTRATOR),
    }
    return people, region


def a_beginning(**changes: object) -> Beginning:
    """What a self-study of CM 5 begins with."""
    facts: dict[str, object] = {
        "standard_id": CM5,
        "title": TITLE,
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 12, 31),
    }
    return Beginning(**(facts | changes))  # type: ignore[arg-type]


@kept
def a_house(stage: Stage) -> House:
    """A self-study that was just started, with one item of the owner's and one panel member."""
    people, region = people_of_a_study(stage)
    study = stage.do(people["central"], lambda w: studies.start(w, a_beginning()))
    house = House(people, study, region)
    give_out(stage, house, "contact-procedures", "owner")
    stage.do(people["central"], lambda w: panel.name_member(w, study.id, people["panel"].email))
    return house


def item_of(stage: Stage, house: House, code: str) -> ChecklistItem:
    """The item of the checklist with this code, as it stands."""
    with stage.database.reading() as session:
        found = session.scalars(
            select(ChecklistItem).where(
                ChecklistItem.study_id == house.study.id, ChecklistItem.code == code
            )
        ).one()
        session.expunge_all()
    return found


def study_of(stage: Stage, house: House) -> SelfStudy:
    """The self-study as it stands."""
    with stage.database.reading() as session:
        found = session.get_one(SelfStudy, house.study.id)
        session.expunge_all()
    return found


def give_out(
    stage: Stage, house: House, code: str, whom: str, due_on: date = date(2026, 6, 1)
) -> ChecklistItem:
    """Ask somebody for an item until a day."""
    item = item_of(stage, house, code)
    wanted = Plan(house[whom].id, due_on)
    return stage.do(
        house["central"], lambda w: checklist.plan_item(w, item.id, wanted, item.version)
    )


def bring(stage: Stage, house: House, code: str, store: Store | None = None) -> ChecklistItem:
    """Have an item ready, with a file where there is a store to keep it."""
    item = item_of(stage, house, code)
    if store is not None:
        content = PAPER.replace(b"1 0 obj", f"1 0 obj % {code}\n".encode())
        stage.do(
            house["central"],
            lambda w: attaching.attach_to_item(w, item.id, f"{code}.pdf", BytesIO(content), store),
        )
    ready = Progress(ItemState.READY, "In the binder, part 2.")
    return stage.do(
        house["central"],
        lambda w: checklist.fill_in(w, item.id, ready, item_of(stage, house, code).version),
    )


def rate(stage: Stage, house: House, practice: str, value: int, seq: int = 0) -> int:
    """Rate a practice in own words."""
    said = Said(Answer.RATED, value, "", f"What we do for {practice}.")
    return stage.do(house["central"], lambda w: rating.rate(w, house.study.id, practice, said, seq))


def answer(stage: Stage, house: House, practice: str, code: str, **more: object) -> int:
    """Answer one point of a practice; by itself it is simply met."""
    facts: dict[str, object] = {"means": MET, "words": "It is done, and seen in the records."}
    given = PartAnswer(**(facts | more))  # type: ignore[arg-type]
    row = stage.do(
        house["central"],
        lambda w: parts.answer_part(w, house.study.id, practice, code, given, 0),
    )
    return row.id


def answer_all(stage: Stage, house: House) -> None:
    """Answer every point of every practice of CM 5, without a gap."""
    for practice in shipped().practices:
        for point in practice.points[: 1 if practice.computation == "qualified-person" else None]:
            means = "directly" if practice.ways else MET
            answer(stage, house, practice.code, point.code, means=means)


def freeze(
    stage: Stage, house: House, practice: str, cases: int = 12, also: Sequence[str] = ()
) -> None:
    """Freeze what is counted for a practice, where the owner of an item holds so many cases."""
    region_id = house.region.id
    team, area = stage.save(
        Team(name=f"Team {practice}", region_id=region_id), PracticeArea(name=f"Area {practice}")
    )
    for who in ("owner", *also):
        held_cases(stage, house[who], area, team, cases)
    stage.do(house["central"], lambda w: snapshots.freeze(w, house.study.id, practice))


def submit(stage: Stage, house: House) -> SelfStudy:
    """Submit the self-study as it is."""
    version = study_of(stage, house).version
    return stage.do(
        house["central"], lambda w: studies.submit(w, house.study.id, version, knowing=True)
    )


def a_store(folder: Path) -> Store:
    """A store of files in a folder of the test."""
    return Store(folder / "attachments")
