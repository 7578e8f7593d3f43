"""Regions, teams, posts and practice areas."""

from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.people.domain.entries import check_name
from competency.people.events import PlaceAdded, PlaceChanged
from competency.people.models import Post, PracticeArea, Region, Team
from competency.people.permissions import KEEP_PLACES
from competency.people.queries import places
from competency.people.queries.places import PlaceRow
from competency.people.service.access import require_role
from competency.people.service.keeping import Facts, check_version, get_row, hold_directory

AnyPlace = Region | Team | Post | PracticeArea


class Kind(StrEnum):
    """The kinds of places that an administrator keeps."""

    REGION = "region"
    TEAM = "team"
    POST = "post"
    PRACTICE_AREA = "practice_area"

    @property
    def label(self) -> str:
        """Return the kind as people say it."""
        return self.value.replace("_", " ")


MODELS: dict[Kind, type[AnyPlace]] = {
    Kind.REGION: Region,
    Kind.TEAM: Team,
    Kind.POST: Post,
    Kind.PRACTICE_AREA: PracticeArea,
}
LISTS = {
    Kind.REGION: places.list_regions,
    Kind.TEAM: places.list_teams,
    Kind.POST: places.list_posts,
    Kind.PRACTICE_AREA: places.list_areas,
}


class Place(Value, kw_only=True):
    """What is kept about a place: a team has a region, a practice area may be out of use."""

    name: str
    region_id: int | None = None
    in_use: bool = True


def list_places(work: Work) -> dict[Kind, list[PlaceRow]]:
    """Return all places by kind, each with how many people who work here it concerns."""
    require_role(work, KEEP_PLACES)
    return {kind: read(work.session, work.today) for kind, read in LISTS.items()}


def list_names(work: Work, kind: Kind) -> list[tuple[int, str]]:
    """Return number and name of each place of a kind, for administrators to choose from."""
    require_role(work, KEEP_PLACES)
    return places.list_names(work.session, MODELS[kind])


def get_place(work: Work, kind: Kind, place_id: int) -> tuple[Place, int]:
    """Return what is kept about a place, and its version."""
    require_role(work, KEEP_PLACES)
    row = get_row(work.session, MODELS[kind], place_id, kind.label)
    return _place(row), row.version


def add_place(work: Work, kind: Kind, new: Place) -> int:
    """Add a place and return its number; refuses a name that is taken and an unknown region."""
    require_role(work, KEEP_PLACES)
    hold_directory(work)
    row = MODELS[kind](**_values(work.session, kind, new, None))
    work.session.add(row)
    work.session.flush()
    work.record(PlaceAdded(kind=kind.value, place_id=row.id))
    return row.id


def change_place(work: Work, kind: Kind, place_id: int, new: Place, *, version: int | None) -> None:
    """Rename a place, move a team to another region, or take a practice area out of use.

    What was done in a practice area stays; out of use, it is offered for nothing new. Raises
    Stale when somebody else changed it meanwhile.
    """
    require_role(work, KEEP_PLACES)
    hold_directory(work)
    row = get_row(work.session, MODELS[kind], place_id, kind.label)
    session = work.session
    check_version(row, version, mine=_facts(session, new), theirs=_facts(session, _place(row)))
    values = _values(session, kind, new, place_id)
    changed = tuple(name for name, value in values.items() if getattr(row, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(row, name, values[name])
    work.record(PlaceChanged(kind=kind.value, place_id=place_id, fields=changed))


def _values(
    session: Session, kind: Kind, new: Place, place_id: int | None
) -> dict[str, str | int | bool]:
    name = check_name(new.name)
    model = MODELS[kind]
    taken = session.scalar(select(model.id).where(func.lower(model.name) == func.lower(name)))
    if taken is not None and taken != place_id:
        raise Refused("name_taken", f"There is a {kind.label} of this name.", field="name")
    values: dict[str, str | int | bool] = {"name": name}
    if kind is Kind.TEAM:
        if new.region_id is None or session.get(Region, new.region_id) is None:
            raise Refused("unknown_region", "Choose a region from the list.", field="region_id")
        values["region_id"] = new.region_id
    if kind is Kind.PRACTICE_AREA:
        values["in_use"] = new.in_use
    return values


def _place(row: AnyPlace) -> Place:
    return Place(
        name=row.name,
        region_id=row.region_id if isinstance(row, Team) else None,
        in_use=row.in_use if isinstance(row, PracticeArea) else True,
    )


def _facts(session: Session, place: Place) -> Facts:
    region = session.get(Region, place.region_id) if place.region_id else None
    facts = [("Name", place.name)]
    if region is not None:
        facts.append(("Region", region.name))
    if not place.in_use:
        facts.append(("Use", "Out of use"))
    return facts
