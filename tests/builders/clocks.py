"""Clocks of many cases, put in as rows: what a dashboard counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from competency.cases.models import CaseClock, CaseFile
from competency.cases.queries import tallies
from competency.cases.service.loading import PROTOCOL
from competency.people.models import Person, Team
from tests.builders.cases import Office
from tests.builders.stage import Stage

_numbers = count(1)
RUNNING, MET, MISSED = "running", "met", "missed"


@dataclass(frozen=True)
class Kept:
    """One clock as it is kept; what is not said is the worker's, of the office's team."""

    due: date
    state: str = MET
    standard: str = "KPI_03"
    holder: Person | None = None
    team: Team | None = None
    adjusted: str | None = None
    adjusted_due: date | None = None
    case: CaseFile | None = None


def a_file(stage: Stage, office: Office, team: Team | None = None) -> CaseFile:
    """A case of the register without a line."""
    row: CaseFile = stage.save(_file(office, team))
    return row


def keep(stage: Stage, office: Office, clocks: Iterable[Kept]) -> None:
    """Put these clocks in, each of a case of its own where it names none, and count them."""
    wanted = list(clocks)
    files = [one.case or _file(office, one.team) for one in wanted]
    stage.save(*(file for file, one in zip(files, wanted, strict=True) if one.case is None))
    stage.save(
        *(_clock(office, one, file.id) for one, file in zip(wanted, files, strict=True)),
    )
    with stage.database.aside() as session:
        tallies.recount(session)


def _file(office: Office, team: Team | None) -> CaseFile:
    return CaseFile(
        reference=f"K-{next(_numbers):05}",
        practice_area_id=office.area.id,
        team_id=(team or office.team).id,
        protocol_id=PROTOCOL,
        protocol_version="1.0",
    )


def _clock(office: Office, one: Kept, case_id: int) -> CaseClock:
    return CaseClock(
        case_id=case_id,
        standard=one.standard,
        sequence=1,
        start_on=one.due - timedelta(days=3),
        due_on=one.due,
        end_on=one.due if one.state in (MET, MISSED) else None,
        month=one.due.replace(day=1),
        state=one.state,
        adjusted_due_on=one.adjusted_due or one.due,
        adjusted_state=one.adjusted or one.state,
        holder_id=(one.holder or office.worker).id,
        team_id=(one.team or office.team).id,
    )
