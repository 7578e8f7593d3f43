"""What can happen to people's entries and accounts; ids and field names only, no content."""

from competency.kernel.values import Value


class PasswordSet(Value, kw_only=True):
    person_id: int
    by_link: bool


class PasswordLinkMade(Value, kw_only=True):
    person_id: int
    link_id: int


class SignInsEnded(Value, kw_only=True):
    person_id: int
    count: int


class AccountUnlocked(Value, kw_only=True):
    person_id: int


class PersonAdded(Value, kw_only=True):
    person_id: int


class OutsideRaterAdded(Value, kw_only=True):
    person_id: int


class PersonChanged(Value, kw_only=True):
    person_id: int
    fields: tuple[str, ...]


class PersonLeaves(Value, kw_only=True):
    """A last day was set; what would have gone on ends with it, what had not begun is dropped."""

    person_id: int
    lines_ended: tuple[int, ...]
    lines_dropped: tuple[int, ...]
    roles_ended: tuple[int, ...]
    roles_dropped: tuple[int, ...]


class PracticeAreasChosen(Value, kw_only=True):
    person_id: int
    added: tuple[int, ...]
    removed: tuple[int, ...]


class RoleGranted(Value, kw_only=True):
    person_id: int
    grant_id: int
    role: str
    scope: str
    scope_id: int | None


class RoleEnded(Value, kw_only=True):
    person_id: int
    grant_id: int
    role: str


class SupervisionStarted(Value, kw_only=True):
    line_id: int
    supervisor_id: int
    supervisee_id: int


class SupervisionEnded(Value, kw_only=True):
    line_id: int
    supervisor_id: int
    supervisee_id: int


class WorkingShareKept(Value, kw_only=True):
    """`percent` of full time from a day on."""

    person_id: int
    share_id: int
    percent: int


class PlaceAdded(Value, kw_only=True):
    """`kind` is region, team, post or practice_area."""

    kind: str
    place_id: int


class PlaceChanged(Value, kw_only=True):
    kind: str
    place_id: int
    fields: tuple[str, ...]


class OrganisationChanged(Value, kw_only=True):
    fields: tuple[str, ...]
