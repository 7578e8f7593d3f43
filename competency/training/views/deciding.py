"""The training lead decides on completions, and records those of many at once."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from competency.infra.carrying_out import carried_out
from competency.infra.csv_out import Cell
from competency.infra.formats import plural
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work, writes
from competency.kernel.errors import NotFound, Refused
from competency.training.forms.deciding import AttendanceForm, ReturnForm
from competency.training.forms.importing import EmptyForm
from competency.training.forms.recording import chosen
from competency.training.queries.records import CompletionRow
from competency.training.service import completing, overview
from competency.training.service.completing import Recorded
from competency.training.views.blueprint import blueprint
from competency.training.views.words import asked_number, places

MOST_AT_ONCE = 300
WAITING_HEAD = ["Person", "Course", "Done on", "Expires", "Number"]


@blueprint.get("/training/waiting")
@signed_in
def waiting() -> str:
    """Show the completions that wait to be verified."""
    rows = overview.waiting(work())
    own = actor().person_id
    button = EmptyForm(formdata=None)
    return render_template(
        "training/waiting.html", rows=rows, own=own, button=button, places=places(actor())
    )


@blueprint.get("/training/waiting.<any(csv, xlsx):kind>")
@signed_in
def waiting_file(kind: str) -> Response:
    """Give the same completions as a file."""
    rows: list[list[Cell]] = [
        [name, one.course, one.completed_on, one.expires_on, one.number]
        for one, name in overview.waiting(work())
    ]
    return as_file("training-to-verify", WAITING_HEAD, rows, kind)


@blueprint.post("/training/completions/<id:completion_id>/verify")
@signed_in
@writes
def verify(completion_id: int) -> Any:
    """Let a completion count."""
    try:
        completing.verify(work(), completion_id)
        flash("It counts now.", "success")
    except Refused as refused:
        flash(refused.message, "note")
    return redirect(url_for("training.waiting"))


@blueprint.get("/training/completions/<id:completion_id>/return")
@signed_in
def give_back(completion_id: int) -> str:
    """Ask what is missing."""
    return _return_page(completion_id, ReturnForm(formdata=None))


@blueprint.post("/training/completions/<id:completion_id>/return")
@signed_in
@writes
def give_back_submit(completion_id: int) -> Any:
    """Give it back with a comment."""
    form = ReturnForm()
    comment = form.comment.data or ""
    if not carried_out(form, lambda: completing.return_to(work(), completion_id, comment)):
        return _return_page(completion_id, form), 422
    flash("It is returned with your comment.", "success")
    return redirect(url_for("training.waiting"))


@blueprint.get("/training/attendance")
@signed_in
def attendance() -> str:
    """Ask who was there."""
    return _attendance_page(AttendanceForm(formdata=None))


@blueprint.post("/training/attendance")
@signed_in
@writes
def attendance_submit() -> Any:
    """Record a course for all who were there, as one batch."""
    form = AttendanceForm()
    done: list[Recorded] = []
    if not carried_out(form, lambda: done.append(_record(form))):
        return _attendance_page(form), 422
    (found,) = done
    flash(f"Recorded for {plural(found.added, 'person', 'people')}. {_known(found)}", "success")
    return redirect(url_for("training.send_file" if found.added else "training.attendance"))


def _record(form: AttendanceForm) -> Recorded:
    if form.completed_on.data is None:
        raise ValueError("an attendance list without its day")
    people = form.person_ids.data or []
    course_id = chosen(form.course_id.data)
    return completing.record_attendance(work(), course_id, form.completed_on.data, people)


def _known(found: Recorded) -> str:
    return f"On record already: {found.known}." if found.known else ""


def _waiting(completion_id: int) -> tuple[CompletionRow, str]:
    found = next((one for one in overview.waiting(work()) if one[0].id == completion_id), None)
    if found is None:
        raise NotFound("This completion does not wait to be verified.")
    return found


def _return_page(completion_id: int, form: ReturnForm) -> str:
    row, name = _waiting(completion_id)
    return render_template("training/return.html", row=row, name=name, form=form)


def _attendance_page(form: AttendanceForm) -> str:
    everybody = completing.attendable(work())
    teams = sorted({(p.team_id, p.team) for p in everybody if p.team_id and p.team}, key=str)
    wanted = asked_number("team")
    people = [p for p in everybody if wanted in (None, p.team_id)]
    too_many = len(people) > MOST_AT_ONCE
    form.offering(
        completing.list_courses(work()), [] if too_many else [(p.id, p.name) for p in people]
    )
    return render_template(
        "training/attendance.html",
        form=form,
        teams=teams,
        wanted=wanted,
        count=len(people),
        too_many=too_many,
        query=request.query_string.decode(errors="replace"),
    )
