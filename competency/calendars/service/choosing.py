"""Whose bank holidays the organisation keeps: chosen once, followed by every open clock."""

from competency.calendars import queries
from competency.calendars.domain.nations import DEFAULT_NATION, NATIONS
from competency.calendars.events import NationChosen
from competency.calendars.models import CalendarChoice
from competency.calendars.permissions import CHOOSE_NATION
from competency.calendars.service import days
from competency.calendars.service.closures import forget, working_calendar
from competency.infra import slots
from competency.infra.work import Work
from competency.kernel.errors import Refused, Stale, Version
from competency.people.service.access import require_role


def titles() -> dict[str, str]:
    """Return the nations whose bank holidays are known, by code, with their titles."""
    return {nation: days.bank_holidays(nation).title for nation in NATIONS}


def get_nation(work: Work) -> tuple[str, int]:
    """Return the nation and the version of the choice; 0 where nobody has chosen yet."""
    require_role(work, CHOOSE_NATION)
    row = queries.get_choice(work.session)
    return (row.nation, row.version) if row else (DEFAULT_NATION, 0)


def choose_nation(work: Work, nation: str, *, version: int | None) -> int | None:
    """Let the bank holidays of a nation count; return how many due dates that moves.

    None where nobody counts clocks or nothing changed. For administrators; refuses an unknown
    nation, and raises Stale when somebody else chose meanwhile.
    """
    before, known = get_nation(work)
    if nation not in NATIONS:
        raise Refused("unknown_nation", "Choose a nation of the list.", field="nation")
    if version != known:
        raise Stale(
            "Somebody else chose after you opened this. Nothing of yours was saved: look at both.",
            mine=Version(by="You", facts=[("Bank holidays", titles()[nation])]),
            theirs=Version(by="Somebody else", facts=[("Bank holidays", titles()[before])]),
        )
    if nation == before:
        return None
    working_calendar(work.session, nation)  # refuses where a closure day lies outside it
    row = queries.get_choice(work.session)
    if row is None:
        work.session.add(CalendarChoice(id=1, nation=nation))
    else:
        row.nation = nation
    work.session.flush()
    forget(work.session)
    work.record(NationChosen(nation=nation))
    return slots.calendar_changed(work, None)
