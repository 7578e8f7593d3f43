"""The page of a case: what is next, its clocks, its papers, and what happened."""

from typing import Any

from flask import render_template, url_for

from competency.calendars.service.closures import working_calendar
from competency.cases import permissions
from competency.cases.domain.kinds import Happened, words_of
from competency.cases.service import reading
from competency.cases.service.reading import ClockLine, Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.line import happenings
from competency.cases.views.next_steps import gates_before, next_steps
from competency.cases.views.ways import Measured, form_for, is_there, measured
from competency.cases.views.words import STATES, days_left, why_this_date
from competency.infra.web import signed_in, work
from competency.kernel.values import Value

# The further pages of a case, in the order in which it goes through them.
PLACES = (
    ("cases.details", "Details"),
    ("cases.consents", "Consents"),
    ("cases.letters", "Decision and letters"),
    ("cases.needs", "Needs"),
    ("cases.risks", "Risks"),
    ("cases.readings", "Outcome readings"),
    ("cases.missed", "Missed appointments"),
    ("cases.plan", "Care plan"),
    ("cases.contacts", "Contacts"),
    ("cases.reviews", "Reviews"),
    ("cases.escalations", "Concerns"),
    ("cases.closing", "Closing"),
    ("cases.attachments", "Documents"),
    ("reviews.of_case", "Quality reviews"),
)
# What those of them need that do not open to everybody who may read the case.
NEEDED = {"cases.details": permissions.WORK, "cases.escalations": permissions.SEE_ESCALATIONS}


class ClockRow(Value):
    """A clock as the page shows it."""

    title: str
    line: ClockLine
    left: str
    why: str
    href: str
    state: tuple[str, str]


@blueprint.get("/cases/<id:case_id>")
@signed_in
def case(case_id: int) -> str:
    """Show a case: what is next first, then its clocks, then what happened."""
    asked = work()
    whole = reading.whole_case(asked, case_id)
    clocks = _clocks(whole)
    return render_template(
        "cases/case.html",
        head=whole.head,
        whole=whole,
        worker=whole.names.get(whole.head.key_worker_id or 0, ""),
        steps=next_steps(whole),
        running=[row for row in clocks if row.line in whole.running],
        ended=[row for row in clocks if row.line not in whole.running],
        line=happenings(whole.written, whole.names, whole.protocol),
        places=places(whole),
        others=_others(whole),
        consents=[(one, whole.consents.get(one.code)) for one in whole.protocol.consents],
        before=_before_the_next_stage(whole),
        may_work=whole.may[permissions.WORK],
        may_see_clocks=whole.may[permissions.SEE],
        may_correct=whole.may_correct,
        today=asked.today,
    )


def places(whole: Whole) -> list[dict[str, Any]]:
    """Return the further pages of a case that open to the reader."""
    return [
        {"text": text, "href": url_for(endpoint, case_id=whole.head.id)}
        for endpoint, text in PLACES
        if is_there(endpoint) and whole.may.get(NEEDED.get(endpoint, permissions.READ), True)
    ]


def _before_the_next_stage(whole: Whole) -> tuple[str, list[dict[str, str]]]:
    """Return the stage that comes next on the way, and what has to be so before it."""
    stages = whole.protocol.stages
    here = next(n for n, stage in enumerate(stages) if stage.code == whole.head.stage.code)
    coming = stages[here + 1] if here + 1 < len(stages) else whole.head.stage
    if coming.is_end or whole.head.stage.is_end:
        return "", []
    return coming.title, gates_before(whole, coming.begins[0])


def _others(whole: Whole) -> list[tuple[str, str]]:
    """Return what else can be recorded with a day and a note, in the protocol's order."""
    return [
        (words_of(kind, whole.protocol), url_for("cases.record", case_id=whole.head.id, kind=kind))
        for kind in whole.kinds
    ]


def _may(whole: Whole, what: Measured) -> bool:
    """Return whether the reader can stop a clock; a key worker is chosen by those who lead."""
    needed = permissions.ASSIGN if what.ends == Happened.ASSIGNED else permissions.WORK
    return whole.may[needed]


def _clocks(whole: Whole) -> list[ClockRow]:
    known = measured(whole.protocol)
    today, calendar = work().today, working_calendar(work().session)
    found = []
    for line in whole.clocks:
        what = known.get(line.standard)
        if what is None:
            continue  # a standard that a later version of the library no longer has
        found.append(
            ClockRow(
                what.title,
                line,
                days_left(line.due_on, today, calendar),
                why_this_date(line, what, calendar),
                form_for(whole.head.id, what.ends, whole.protocol) if _may(whole, what) else "",
                STATES.get(line.state, ("", "quiet")),
            )
        )
    return found
