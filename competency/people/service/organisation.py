"""What the organisation calls itself and has chosen."""

from competency.infra.work import Work
from competency.people.domain.entries import check_name
from competency.people.events import OrganisationChanged
from competency.people.models import Organisation
from competency.people.permissions import KEEP_ORGANISATION
from competency.people.service.access import require_role
from competency.people.service.directory import Settings
from competency.people.service.keeping import Facts, check_version, get_row


def get_organisation(work: Work) -> tuple[Settings, int]:
    """Return the organisation's settings and their version."""
    require_role(work, KEEP_ORGANISATION)
    row = get_row(work.session, Organisation, 1, "organisation")
    return Settings(row.name, row.open_ratings), row.version


def change_organisation(work: Work, new: Settings, *, version: int | None) -> None:
    """Rename the organisation, or choose whether the two see each other's ratings at once.

    Raises Stale when somebody else changed it meanwhile.
    """
    require_role(work, KEEP_ORGANISATION)
    row = get_row(work.session, Organisation, 1, "organisation")
    theirs = Settings(row.name, row.open_ratings)
    check_version(row, version, mine=_settings(new), theirs=_settings(theirs))
    values = {"name": check_name(new.name), "open_ratings": new.open_ratings}
    changed = tuple(name for name, value in values.items() if getattr(row, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(row, name, values[name])
    work.record(OrganisationChanged(fields=changed))


def _settings(settings: Settings) -> Facts:
    return (
        ("Name", settings.name),
        ("Ratings", "Open from the start" if settings.open_ratings else "Independent"),
    )
