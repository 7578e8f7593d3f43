"""The page of one person: practice areas, the link to set a password, sign-ins."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.infra.carrying_out import carried_out
from competency.infra.forms import SelectChoice
from competency.infra.web import signed_in, work, writes
from competency.people.forms import AreasForm
from competency.people.service import accounts, passwords, persons, practice, sign_ins
from competency.people.views.admin import blueprint


@blueprint.get("/people/<id:person_id>")
@signed_in
def person(person_id: int) -> str:
    """Show everything that an administrator keeps about a person."""
    account = accounts.get_account(work(), person_id)
    return render_template("people/admin/person.html", account=account, today=work().today)


@blueprint.get("/people/<id:person_id>/practice-areas")
@signed_in
def practice_areas(person_id: int) -> str:
    """Show in which practice areas a person works."""
    _entry, version = persons.get_entry(work(), person_id)
    return _areas_page(_areas_form(person_id, version), person_id)


@blueprint.post("/people/<id:person_id>/practice-areas")
@signed_in
@writes
def practice_areas_submit(person_id: int) -> Any:
    """Keep the choice."""
    form = _areas_form(person_id, None)
    if not carried_out(
        form,
        lambda: practice.choose_practice_areas(
            work(), person_id, set(form.areas.data or ()), version=form.version.data
        ),
    ):
        return _areas_page(form, person_id), 422
    flash("The practice areas are saved.", "success")
    return redirect(url_for("people.admin.person", person_id=person_id))


@blueprint.post("/people/<id:person_id>/link")
@signed_in
@writes
def make_link(person_id: int) -> str:
    """Make a one-time link and show it, this once."""
    token = passwords.make_password_link(work(), person_id)
    found = accounts.get_account(work(), person_id)
    link = url_for("people.set_password", token=token, _external=True)
    return render_template(
        "people/admin/link.html",
        person=found.person,
        link=link,
        until=work().now + passwords.LINK_LASTS,
    )


@blueprint.post("/people/<id:person_id>/end-sign-ins")
@signed_in
@writes
def end_sign_ins(person_id: int) -> Any:
    """End all sign-ins of a person."""
    sign_ins.end_all_sign_ins(work(), person_id)
    flash("All their sign-ins have ended.", "success")
    return redirect(url_for("people.admin.person", person_id=person_id))


@blueprint.post("/people/<id:person_id>/unlock")
@signed_in
@writes
def unlock(person_id: int) -> Any:
    """Let somebody try again at once."""
    sign_ins.unlock(work(), person_id)
    flash("They can try to sign in again now.", "success")
    return redirect(url_for("people.admin.person", person_id=person_id))


def _areas_form(person_id: int, version: int | None) -> AreasForm:
    offered, own = practice.list_choices(work(), person_id)
    form = AreasForm(data={"areas": own, "version": version})
    form.areas.choices = [SelectChoice(number, name) for number, name in offered]
    return form


def _areas_page(form: AreasForm, person_id: int) -> str:
    person = accounts.get_account(work(), person_id).person
    return render_template("people/admin/practice_areas.html", form=form, person=person)
