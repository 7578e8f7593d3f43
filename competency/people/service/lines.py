"""Starting and ending supervision lines."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.infra.formats import plain_day
from competency.infra.work import Work
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.people.domain.entries import plain_line
from competency.people.domain.lines import Employed, Line, check_line, end_with
from competency.people.domain.roles import check_still_open
from competency.people.events import SupervisionEnded, SupervisionStarted
from competency.people.models import Person, SupervisionLine
from competency.people.permissions import KEEP_LINES
from competency.people.queries.lists import find_by_words
from competency.people.service.access import require_role
from competency.people.service.keeping import Facts, check_version, get_row, hold_directory


class LineFacts(Value):
    """A line on the page that ends it."""

    id: int
    supervisor_id: int
    supervisor: str
    supervisee_id: int
    supervisee: str
    starts_on: date
    ends_on: date | None
    version: int


def find_person(work: Work, words: str) -> int:
    """Return who has this email address, staff number or full name; refuses none and several."""
    require_role(work, KEEP_LINES)
    found = find_by_words(work.session, plain_line(words))
    if not found:
        raise Refused(
            "nobody_found",
            "Nobody has this email address, staff number or full name. Check its spelling.",
            field="other",
        )
    if len(found) > 1:
        raise Refused(
            "several_found",
            f"{len(found)} people have this name. Enter the email address or staff number.",
            field="other",
        )
    return found[0].id


def start_line(work: Work, new: Line) -> int:
    """Start a line and return its number; it ends at the latest when one of the two leaves.

    Refuses a line to oneself, an end before the start, a start after somebody has left, a line
    that there is already, and a circle.
    """
    require_role(work, KEEP_LINES)
    hold_directory(work)
    above = get_row(work.session, Person, new.supervisor_id, "person")
    below = get_row(work.session, Person, new.supervisee_id, "person")
    check_line(
        new,
        _all_lines(work.session),
        supervisor=Employed(above.name, above.left_on),
        supervisee=Employed(below.name, below.left_on),
    )
    line = SupervisionLine(
        supervisor_id=above.id,
        supervisee_id=below.id,
        starts_on=new.starts_on,
        ends_on=end_with(new.ends_on, above.left_on, below.left_on),
    )
    work.session.add(line)
    work.session.flush()
    work.record(SupervisionStarted(line_id=line.id, supervisor_id=above.id, supervisee_id=below.id))
    return line.id


def get_line(work: Work, line_id: int) -> LineFacts:
    """Return a line as the page that ends it shows it."""
    require_role(work, KEEP_LINES)
    line = get_row(work.session, SupervisionLine, line_id, "supervision line")
    return LineFacts(
        id=line.id,
        supervisor_id=line.supervisor_id,
        supervisor=line.supervisor.name,
        supervisee_id=line.supervisee_id,
        supervisee=line.supervisee.name,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        version=line.version,
    )


def end_line(work: Work, line_id: int, ends_on: date | None, *, version: int | None) -> None:
    """Let a line end after the day; without a day, take back one that begins today or later.

    Refuses what is over, a day before the first and a later end than there is; raises Stale
    when somebody else changed the line meanwhile.
    """
    require_role(work, KEEP_LINES)
    hold_directory(work)
    line = get_row(work.session, SupervisionLine, line_id, "supervision line")
    check_version(line, version, mine=_facts(line, ends_on), theirs=_facts(line, line.ends_on))
    check_still_open(line.ends_on, ends_on, line.starts_on, work.today)
    ended = SupervisionEnded(
        line_id=line.id, supervisor_id=line.supervisor_id, supervisee_id=line.supervisee_id
    )
    if ends_on is None:
        work.session.delete(line)
    else:
        line.ends_on = ends_on
    work.record(ended)


def _all_lines(session: Session) -> list[Line]:
    rows = session.execute(
        select(
            SupervisionLine.supervisor_id,
            SupervisionLine.supervisee_id,
            SupervisionLine.starts_on,
            SupervisionLine.ends_on,
        )
    )
    return [Line(*row) for row in rows]


def _facts(line: SupervisionLine, ends_on: date | None) -> Facts:
    return (
        ("Supervisor", line.supervisor.name),
        ("Supervisee", line.supervisee.name),
        ("First day", plain_day(line.starts_on)),
        ("Last day", plain_day(ends_on) if ends_on else ""),
    )
