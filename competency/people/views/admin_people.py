"""The list of people; adding and changing their entries."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for

from competency.infra.asking import asked_page
from competency.infra.carrying_out import allowed, carried_out
from competency.infra.forms import HIDDEN_CHARACTERS, tidy
from competency.infra.web import signed_in, work, writes
from competency.kernel.actor import Role
from competency.people.domain.leaving import Consequences
from competency.people.forms import PeopleFilter, PersonForm, choices, number
from competency.people.queries.lists import Wanted
from competency.people.service import accounts, persons, places
from competency.people.service.persons import Entry
from competency.people.service.places import Kind
from competency.people.views.admin import blueprint

WORKING = {"working": True, "left": False, "all": None}


@blueprint.get("/people")
@signed_in
def people() -> str:
    """Show who works here, found by name, team, role and state."""
    form = _filter_form()
    found = accounts.list_people(work(), _wanted(form), asked_page())
    asked = {name: form[name].data or "" for name in ("text", "team", "role", "state")}
    address = f"?{urlencode(asked)}&page="
    return render_template("people/admin/people.html", filters=form, found=found, address=address)


@blueprint.get("/people/add")
@signed_in
def add_person() -> str:
    """Ask for somebody new."""
    form = _person_form(data={"started_on": work().today})
    return render_template("people/admin/add_person.html", form=form)


@blueprint.post("/people/add")
@signed_in
@writes
def add_person_submit() -> Any:
    """Add them, and lead to their page, where a sign-in link is made."""
    form = _person_form()
    added: list[int] = []
    if not carried_out(form, lambda: added.append(persons.add_person(work(), _entry(form)))):
        return render_template("people/admin/add_person.html", form=form), 422
    flash(f"{form.name.data} is added. Next: give a role, and make a sign-in link.", "success")
    return redirect(url_for("people.admin.person", person_id=added[0]))


@blueprint.get("/people/<id:person_id>/edit")
@signed_in
def change_person(person_id: int) -> str:
    """Show an entry to change."""
    entry, version = persons.get_entry(work(), person_id)
    form = _person_form(
        data={
            "name": entry.name,
            "email": entry.email,
            "staff_number": entry.staff_number,
            "team_id": str(entry.team_id or ""),
            "post_id": str(entry.post_id or ""),
            "started_on": entry.started_on,
            "left_on": entry.left_on,
            "version": version,
        }
    )
    return _change_page(form, person_id)


@blueprint.post("/people/<id:person_id>/edit")
@signed_in
@writes
def change_person_submit(person_id: int) -> Any:
    """Keep the changed entry; before a last day is kept, say what ends with it."""
    form, follows = _person_form(), _Follows()
    if not carried_out(form, lambda: follows.ask(person_id, form)):
        return _change_page(form, person_id), 422
    if follows.found and follows.left_on is not None and form.confirmed.data != follows.key:
        form.confirmed.data = follows.key
        return _change_page(form, person_id, follows.found)
    version = form.version.data
    if not allowed(
        form, lambda: persons.change_person(work(), person_id, _entry(form), version=version)
    ):
        return _change_page(form, person_id), 422
    flash("The entry is saved.", "success")
    return redirect(url_for("people.admin.person", person_id=person_id))


class _Follows:
    """What a new last day would end, asked before anything is changed."""

    def __init__(self) -> None:
        self.found: Consequences | None = None
        self.left_on: date | None = None

    @property
    def key(self) -> str:
        return self.left_on.isoformat() if self.left_on else ""

    def ask(self, person_id: int, form: PersonForm) -> None:
        before, _version = persons.get_entry(work(), person_id)
        left_on = form.left_on.data
        if left_on is not None and left_on != before.left_on:
            self.left_on = left_on
            self.found = persons.leaving_ends(work(), person_id, left_on)


def _change_page(form: PersonForm, person_id: int, follows: Consequences | None = None) -> str:
    return render_template(
        "people/admin/change_person.html", form=form, person_id=person_id, follows=follows
    )


def _person_form(data: dict[str, Any] | None = None) -> PersonForm:
    form = PersonForm(data=data)
    form.team_id.choices = choices(places.list_names(work(), Kind.TEAM), "No team")
    form.post_id.choices = choices(places.list_names(work(), Kind.POST), "No post")
    return form


def _entry(form: PersonForm) -> Entry:
    return Entry(
        name=form.name.data or "",
        email=form.email.data or "",
        staff_number=form.staff_number.data,
        team_id=number(form.team_id),
        post_id=number(form.post_id),
        started_on=form.started_on.data or work().today,
        left_on=form.left_on.data,
    )


def _filter_form() -> PeopleFilter:
    form = PeopleFilter(formdata=request.args, meta={"csrf": False})
    form.team.choices = choices(places.list_names(work(), Kind.TEAM), "Any team")
    form.text.data = HIDDEN_CHARACTERS.sub("", form.text.data or "")
    for name, fallback in (("team", ""), ("role", ""), ("state", "working")):
        field: Any = form[name]  # an address may be typed by hand
        if field.data not in [choice.value for choice in field.iter_choices()]:
            field.data = fallback
    return form


def _wanted(form: PeopleFilter) -> Wanted:
    return Wanted(
        text=(tidy(form.text.data) or "")[:100],
        team_id=number(form.team),
        role=Role(form.role.data) if form.role.data else None,
        working=WORKING[form.state.data],
    )
