"""What can happen to people's entries and accounts; ids and field names only, no content."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PasswordSet:
    person_id: int
    by_link: bool


@dataclass(frozen=True, kw_only=True)
class PasswordLinkMade:
    person_id: int
    link_id: int


@dataclass(frozen=True, kw_only=True)
class SignInsEnded:
    person_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class AccountUnlocked:
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonAdded:
    person_id: int


@dataclass(frozen=True, kw_only=True)
class OutsideRaterAdded:
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonChanged:
    person_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonLeaves:
    """A last day was set; what would have gone on ends with it, what had not begun is dropped."""

    person_id: int
    lines_ended: tuple[int, ...]
    lines_dropped: tuple[int, ...]
    roles_ended: tuple[int, ...]
    roles_dropped: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PracticeAreasChosen:
    person_id: int
    added: tuple[int, ...]
    removed: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RoleGranted:
    person_id: int
    grant_id: int
    role: str
    scope: str
    scope_id: int | None


@dataclass(frozen=True, kw_only=True)
class RoleEnded:
    person_id: int
    grant_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class SupervisionStarted:
    line_id: int
    supervisor_id: int
    supervisee_id: int


@dataclass(frozen=True, kw_only=True)
class SupervisionEnded:
    line_id: int
    supervisor_id: int
    supervisee_id: int


@dataclass(frozen=True, kw_only=True)
class WorkingShareKept:
    """`percent` of full time from a day on."""

    person_id: int
    share_id: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class PlaceAdded:
    """`kind` is region, team, post or practice_area."""

    kind: str
    place_id: int


@dataclass(frozen=True, kw_only=True)
class PlaceChanged:
    kind: str
    place_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged:
    fields: tuple[str, ...]
