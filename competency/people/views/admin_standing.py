"""Where somebody stands: roles and supervision lines, begun and ended."""

from datetime import date
from functools import partial
from typing import Any, Protocol

from flask import flash, redirect, render_template, request, url_for

from competency.infra.carrying_out import allowed, carried_out
from competency.infra.forms import SelectChoice
from competency.infra.web import signed_in, work, writes
from competency.kernel.actor import Role, ScopeKind
from competency.people.domain.lines import Line
from competency.people.domain.roles import Held
from competency.people.forms import EndForm, LineForm, RoleForm
from competency.people.service import accounts, lines, places, roles
from competency.people.service.lines import LineFacts
from competency.people.service.places import Kind
from competency.people.service.roles import RoleFacts
from competency.people.views.admin import blueprint


class End(Protocol):
    """What ends a role or a line."""

    def __call__(self, ends_on: date | None, *, version: int | None) -> None: ...


@blueprint.get("/people/<id:person_id>/roles/add")
@signed_in
def grant_role(person_id: int) -> str:
    """Ask for a role."""
    return _role_page(_role_form(data={"starts_on": work().today}), person_id)


@blueprint.post("/people/<id:person_id>/roles/add")
@signed_in
@writes
def grant_role_submit(person_id: int) -> Any:
    """Grant it."""
    form = _role_form()
    if not carried_out(form, lambda: roles.grant_role(work(), person_id, _held(form))):
        return _role_page(form, person_id), 422
    flash("The role is granted.", "success")
    return _to(person_id)


@blueprint.get("/roles/<id:grant_id>/end")
@signed_in
def end_role(grant_id: int) -> str:
    """Ask for the last day of a role."""
    role = roles.get_role(work(), grant_id)
    form = EndForm(data={"ends_on": role.ends_on or work().today, "version": role.version})
    return _end_role_page(form, role)


@blueprint.post("/roles/<id:grant_id>/end")
@signed_in
@writes
def end_role_submit(grant_id: int) -> Any:
    """End it then, or take it back as a mistake."""
    form, role = EndForm(), roles.get_role(work(), grant_id)
    if not _ended(
        form, lambda day, version: roles.end_role(work(), grant_id, day, version=version)
    ):
        return _end_role_page(form, role), 422
    flash("The role is changed.", "success")
    return _to(role.person_id)


@blueprint.get("/people/<id:person_id>/lines/add")
@signed_in
def start_line(person_id: int) -> str:
    """Ask who supervises whom from when."""
    return _line_page(LineForm(data={"starts_on": work().today}), person_id)


@blueprint.post("/people/<id:person_id>/lines/add")
@signed_in
@writes
def start_line_submit(person_id: int) -> Any:
    """Start the line."""
    form = LineForm()
    if not carried_out(form, lambda: lines.start_line(work(), _line(form, person_id))):
        return _line_page(form, person_id), 422
    flash("The supervision line is started.", "success")
    return _to(person_id)


@blueprint.get("/lines/<id:line_id>/end")
@signed_in
def end_line(line_id: int) -> str:
    """Ask for the last day of a line."""
    line = lines.get_line(work(), line_id)
    form = EndForm(data={"ends_on": line.ends_on or work().today, "version": line.version})
    return _end_line_page(form, line)


@blueprint.post("/lines/<id:line_id>/end")
@signed_in
@writes
def end_line_submit(line_id: int) -> Any:
    """End it then, or take it back as a mistake."""
    form, line = EndForm(), lines.get_line(work(), line_id)
    if not _ended(form, partial(lines.end_line, work(), line_id)):
        return _end_line_page(form, line), 422
    flash("The supervision line is changed.", "success")
    return _to(line.supervisee_id)


def _to(person_id: int) -> Any:
    return redirect(url_for("people.admin.person", person_id=person_id))


def _ended(form: EndForm, end: End) -> bool:
    """Return whether it ended; the button "It was a mistake" needs no day."""
    version = form.version.data
    if "mistake" in request.form:
        return allowed(form, lambda: end(None, version=version))
    return carried_out(form, lambda: end(form.ends_on.data, version=version))


def _role_form(data: dict[str, Any] | None = None) -> RoleForm:
    form = RoleForm(data=data)
    regions = places.list_names(work(), Kind.REGION)
    teams = places.list_names(work(), Kind.TEAM)
    form.reach.choices = [
        SelectChoice("everyone", "Everyone"),
        *(SelectChoice(f"region-{number}", f"Region: {name}") for number, name in regions),
        *(SelectChoice(f"team-{number}", f"Team: {name}") for number, name in teams),
    ]
    return form


def _held(form: RoleForm) -> Held:
    kind, _, number = form.reach.data.partition("-")
    return Held(
        role=Role(form.role.data),
        scope=ScopeKind(kind),
        scope_id=int(number) if number else None,
        starts_on=form.starts_on.data or work().today,
        ends_on=form.ends_on.data,
    )


def _line(form: LineForm, person_id: int) -> Line:
    other = lines.find_person(work(), form.other.data or "")
    above, below = (other, person_id) if form.direction.data == "supervisor" else (person_id, other)
    return Line(above, below, form.starts_on.data or work().today, form.ends_on.data)


def _role_page(form: RoleForm, person_id: int) -> str:
    person = accounts.get_account(work(), person_id).person
    return render_template("people/admin/grant_role.html", form=form, person=person)


def _line_page(form: LineForm, person_id: int) -> str:
    person = accounts.get_account(work(), person_id).person
    return render_template("people/admin/start_line.html", form=form, person=person)


def _end_role_page(form: EndForm, role: RoleFacts) -> str:
    return render_template("people/admin/end_role.html", form=form, role=role, today=work().today)


def _end_line_page(form: EndForm, line: LineFacts) -> str:
    return render_template("people/admin/end_line.html", form=form, line=line, today=work().today)
