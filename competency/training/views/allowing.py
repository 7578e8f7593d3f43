"""Exemptions for a time, and refreshers after an audit finding or an incident."""

from datetime import date
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from competency.infra.carrying_out import carried_out
from competency.infra.csv_out import Cell
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound
from competency.training.forms.deciding import CAUSES, EndForm, ExemptForm, RefresherForm
from competency.training.forms.importing import EmptyForm
from competency.training.forms.recording import chosen
from competency.training.queries.records import ExemptionRow
from competency.training.service import allowing, completing
from competency.training.views.blueprint import blueprint

HEAD = ["Person", "Course", "Exempt, or again after", "From", "Until, or due by", "Why"]


@blueprint.get("/training/exceptions")
@signed_in
def exceptions() -> str:
    """Show who is exempt from what, and who has to do something again."""
    exempt, again = allowing.list_exemptions(work()), allowing.list_refreshers(work())
    names = allowing.names(work(), {e.person_id for e in exempt} | {r.person_id for r in again})
    courses = {c.id: c.title for c in completing.list_courses(work())}
    buttons = {one.id: EmptyForm(formdata=None, data={"version": one.version}) for one in again}
    return render_template(
        "training/exceptions.html",
        exempt=exempt,
        again=again,
        names=names,
        courses=courses,
        causes=CAUSES,
        buttons=buttons,
    )


@blueprint.get("/training/exceptions.<any(csv, xlsx):kind>")
@signed_in
def exceptions_file(kind: str) -> Response:
    """Give both lists as one file."""
    exempt, again = allowing.list_exemptions(work()), allowing.list_refreshers(work())
    names = allowing.names(work(), {e.person_id for e in exempt} | {r.person_id for r in again})
    courses = {c.id: c.title for c in completing.list_courses(work())}
    rows: list[list[Cell]] = [
        [names[e.person_id], courses[e.course_id], "Exempt", e.from_on, e.until, e.reason]
        for e in exempt
    ]
    rows += [
        [
            names[one.person_id],
            courses[one.course_id],
            CAUSES[one.cause],
            one.assigned_on,
            one.due_on,
            one.reason,
        ]
        for one in again
    ]
    return as_file("training-exceptions", HEAD, rows, kind)


@blueprint.get("/people/<id:person_id>/training/exempt")
@signed_in
def exempt(person_id: int) -> str:
    """Ask from what somebody is exempt, until when, and why."""
    return _person_page("exempt", person_id, ExemptForm(formdata=None))


@blueprint.post("/people/<id:person_id>/training/exempt")
@signed_in
@writes
def exempt_submit(person_id: int) -> Any:
    """Exempt them."""
    form = ExemptForm()

    def keep() -> None:
        allowing.exempt(
            work(),
            person_id,
            chosen(form.course_id.data),
            from_on=_day(form.from_on.data),
            until=_day(form.until.data),
            reason=form.reason.data or "",
        )

    if not carried_out(form, keep):
        return _person_page("exempt", person_id, form), 422
    flash("The exemption is saved.", "success")
    return redirect(url_for("training.person", person_id=person_id))


@blueprint.get("/people/<id:person_id>/training/refresher")
@signed_in
def refresher(person_id: int) -> str:
    """Ask what somebody has to do again, by when, and why."""
    return _person_page("refresher", person_id, RefresherForm(formdata=None))


@blueprint.post("/people/<id:person_id>/training/refresher")
@signed_in
@writes
def refresher_submit(person_id: int) -> Any:
    """Assign it."""
    form = RefresherForm()

    def keep() -> None:
        allowing.assign_refresher(
            work(),
            chosen(form.course_id.data),
            [person_id],
            cause=form.cause.data or "",
            due_on=_day(form.due_on.data),
            reason=form.reason.data or "",
        )

    if not carried_out(form, keep):
        return _person_page("refresher", person_id, form), 422
    flash("The refresher is assigned.", "success")
    return redirect(url_for("training.person", person_id=person_id))


@blueprint.get("/training/exemptions/<id:exemption_id>/end")
@signed_in
def end_exemption(exemption_id: int) -> str:
    """Ask for a sooner end."""
    row = _exemption(exemption_id)
    return _end_page(row, EndForm(formdata=None, data={"version": row.version}))


@blueprint.post("/training/exemptions/<id:exemption_id>/end")
@signed_in
@writes
def end_exemption_submit(exemption_id: int) -> Any:
    """Let it end then; both versions are shown when it was changed meanwhile."""
    form = EndForm()

    def end() -> None:
        ends_on, version = _day(form.ends_on.data), form.version.data
        allowing.end_exemption(work(), exemption_id, ends_on, version=version)

    if not carried_out(form, end):
        return _end_page(_exemption(exemption_id), form), 422
    flash("The exemption ends sooner now.", "success")
    return redirect(url_for("training.exceptions"))


@blueprint.post("/training/refreshers/<id:refresher_id>/withdraw")
@signed_in
@writes
def withdraw_refresher(refresher_id: int) -> Any:
    """Take back a refresher that was assigned by mistake."""
    form = EmptyForm()
    allowing.withdraw_refresher(work(), refresher_id, version=form.version.data)
    flash("The refresher is withdrawn.", "success")
    return redirect(url_for("training.exceptions"))


def _day(typed: date | None) -> date:
    if typed is None:
        raise ValueError("a form without its day")
    return typed


def _exemption(exemption_id: int) -> ExemptionRow:
    found = next((e for e in allowing.list_exemptions(work()) if e.id == exemption_id), None)
    if found is None:
        raise NotFound("There is no such exemption that is not over.")
    return found


def _end_page(row: ExemptionRow, form: EndForm) -> str:
    name = allowing.names(work(), [row.person_id]).get(row.person_id, "")
    return render_template("training/end_exemption.html", row=row, name=name, form=form)


def _person_page(kind: str, person_id: int, form: ExemptForm | RefresherForm) -> str:
    name = allowing.require_allower(work(), person_id)
    form.offering(completing.list_courses(work()))
    return render_template(f"training/{kind}.html", name=name, person_id=person_id, form=form)
