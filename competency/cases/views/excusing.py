"""One clock of a case: how it came about, raw beside adjusted, and pausing or excusing it."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.calendars.service.closures import working_calendar
from competency.cases.domain.running import EXCUSED, RUNNING
from competency.cases.forms.excusing import ExcuseForm, PauseForm
from competency.cases.forms.recording import day_of
from competency.cases.service import clocks, excusing
from competency.cases.service.excusing import OneClock
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import form_page
from competency.cases.views.ways import Measured, measured
from competency.cases.views.words import STATES, days_left, why_this_date
from competency.infra.carrying_out import carried_out
from competency.infra.forms import Form
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound

NEVER_OWN = (
    "The raw figure stays as it is, and both are always shown side by side. Your name and your "
    "reason stand beside the clock."
)


@blueprint.get("/cases/<id:case_id>/clocks/<standard>/<id:sequence>")
@signed_in
def clock(case_id: int, standard: str, sequence: int) -> str:
    """Show how a clock came about, as it is and as it is adjusted."""
    found = excusing.one_clock(work(), case_id, standard, sequence)
    what = _measured(found)
    return render_template(
        "cases/clock.html",
        head=found.head,
        found=found,
        what=what,
        why=why_this_date(found.line, what, working_calendar(work().session)),
        raw=_state(found.line.state, found.line.due_on),
        adjusted=_state(found.adjusted.adjusted_state, found.adjusted.adjusted_due_on),
        at={"case_id": case_id, "standard": standard, "sequence": sequence},
    )


@blueprint.get("/cases/<id:case_id>/clocks/<standard>/<id:sequence>/excuse")
@signed_in
def excuse_clock(case_id: int, standard: str, sequence: int) -> str:
    """Ask why a clock is excused."""
    found = excusing.to_excuse(work(), case_id, standard, sequence)
    return _excuse_page(found, ExcuseForm(formdata=None))


@blueprint.post("/cases/<id:case_id>/clocks/<standard>/<id:sequence>/excuse")
@signed_in
@writes
def excuse_clock_submit(case_id: int, standard: str, sequence: int) -> Any:
    """Leave the clock out of the adjusted figures."""
    found = excusing.to_excuse(work(), case_id, standard, sequence)
    form = ExcuseForm()

    def excuse() -> None:
        clocks.excuse(work(), case_id, standard, sequence, form.reason.data or "")

    if not carried_out(form, excuse):
        return _excuse_page(found, form), 422
    flash("The clock is excused; it stays in the raw figures.", "success")
    return _back(found)


@blueprint.get("/cases/<id:case_id>/clocks/<standard>/<id:sequence>/pause")
@signed_in
def pause_clock(case_id: int, standard: str, sequence: int) -> str:
    """Ask over which days a clock stands still, and why."""
    found = excusing.to_excuse(work(), case_id, standard, sequence)
    return _pause_page(found, PauseForm(formdata=None))


@blueprint.post("/cases/<id:case_id>/clocks/<standard>/<id:sequence>/pause")
@signed_in
@writes
def pause_clock_submit(case_id: int, standard: str, sequence: int) -> Any:
    """Let the clock stand still over these days in the adjusted figures."""
    found = excusing.to_excuse(work(), case_id, standard, sequence)
    form = PauseForm()

    def pause() -> None:
        first, last = day_of(form.from_on), day_of(form.until)
        reason = form.reason.data or ""
        clocks.pause(work(), case_id, standard, sequence, reason, from_on=first, until=last)

    if not carried_out(form, pause):
        return _pause_page(found, form), 422
    flash("The clock stands still over these days; the raw figures stay.", "success")
    return _back(found)


def _measured(found: OneClock) -> Measured:
    what = measured(found.protocol).get(found.line.standard)
    if what is None:
        raise NotFound("There is no such clock on this case.")
    return what


def _state(state: str, due_on: Any) -> tuple[str, str]:
    """Return what a clock says in words, with their colour."""
    if state == EXCUSED:
        return "Excused", "quiet"
    if state == RUNNING:
        today, calendar = work().today, working_calendar(work().session)
        return days_left(
            due_on, today, calendar
        ).capitalize(), "late" if due_on < today else "waiting"
    return STATES.get(state, (state, "quiet"))


def _excuse_page(found: OneClock, form: Form) -> str:
    title = f"Excuse: {_measured(found).title}"
    fields: dict[str, dict[str, Any]] = {"reason": {"rows": 3}}
    return form_page(
        found, form, title, "Excuse this clock", fields, back=_way_back(found), lead=NEVER_OWN
    )


def _pause_page(found: OneClock, form: Form) -> str:
    title = f"Pause: {_measured(found).title}"
    fields: dict[str, dict[str, Any]] = {
        "from_on": {},
        "until": {"hint": "Both days are in the pause."},
        "reason": {"rows": 3},
    }
    return form_page(
        found, form, title, "Pause this clock", fields, back=_way_back(found), lead=NEVER_OWN
    )


def _address(found: OneClock) -> str:
    line = found.line
    return url_for(
        "cases.clock", case_id=found.head.id, standard=line.standard, sequence=line.sequence
    )


def _way_back(found: OneClock) -> tuple[str, str]:
    return _address(found), "Back to the clock"


def _back(found: OneClock) -> Any:
    return redirect(_address(found))
