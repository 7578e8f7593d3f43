"""Regions, teams, posts, practice areas and the organisation's own settings."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes
from competency.people.forms import OrganisationForm, PlaceForm, choices, number
from competency.people.service import organisation, places
from competency.people.service.directory import Settings
from competency.people.service.places import Kind, Place
from competency.people.views.admin import blueprint

KINDS = f"<any({', '.join(Kind)}):kind>"


@blueprint.get("/places")
@signed_in
def all_places() -> str:
    """Show all regions, teams, posts and practice areas."""
    return render_template("people/admin/places.html", places=places.list_places(work()))


@blueprint.get(f"/places/{KINDS}/add")
@signed_in
def add_place(kind: str) -> str:
    """Ask for a new one."""
    return _page(_place_form(Kind(kind), data={"in_use": True}), Kind(kind), None)


@blueprint.post(f"/places/{KINDS}/add")
@signed_in
@writes
def add_place_submit(kind: str) -> Any:
    """Add it."""
    form = _place_form(Kind(kind))
    if not carried_out(form, lambda: places.add_place(work(), Kind(kind), _place(form))):
        return _page(form, Kind(kind), None), 422
    flash(f"{form.name.data} is added.", "success")
    return redirect(url_for("people.admin.all_places", _anchor=kind))


@blueprint.get(f"/places/{KINDS}/<id:place_id>/edit")
@signed_in
def change_place(kind: str, place_id: int) -> str:
    """Show one to change."""
    place, version = places.get_place(work(), Kind(kind), place_id)
    data = {
        "name": place.name,
        "region_id": str(place.region_id or ""),
        "in_use": place.in_use,
        "version": version,
    }
    return _page(_place_form(Kind(kind), data=data), Kind(kind), place_id)


@blueprint.post(f"/places/{KINDS}/<id:place_id>/edit")
@signed_in
@writes
def change_place_submit(kind: str, place_id: int) -> Any:
    """Keep the change."""
    form = _place_form(Kind(kind))

    def change() -> None:
        version = form.version.data
        places.change_place(work(), Kind(kind), place_id, _place(form), version=version)

    if not carried_out(form, change):
        return _page(form, Kind(kind), place_id), 422
    flash(f"{form.name.data} is saved.", "success")
    return redirect(url_for("people.admin.all_places", _anchor=kind))


@blueprint.get("/organisation")
@signed_in
def own_organisation() -> str:
    """Show the organisation's settings to change."""
    settings, version = organisation.get_organisation(work())
    ratings = "open" if settings.open_ratings else "independent"
    form = OrganisationForm(data={"name": settings.name, "ratings": ratings, "version": version})
    return render_template("people/admin/organisation.html", form=form)


@blueprint.post("/organisation")
@signed_in
@writes
def own_organisation_submit() -> Any:
    """Keep the change."""
    form = OrganisationForm()

    def change() -> None:
        new = Settings(form.name.data or "", form.ratings.data == "open")
        organisation.change_organisation(work(), new, version=form.version.data)

    if not carried_out(form, change):
        return render_template("people/admin/organisation.html", form=form), 422
    flash("The settings are saved.", "success")
    return redirect(url_for("people.admin.own_organisation"))


def _place_form(kind: Kind, data: dict[str, Any] | None = None) -> PlaceForm:
    form = PlaceForm(data=data)
    form.region_id.choices = choices(places.list_names(work(), Kind.REGION), "Choose a region")
    if kind is not Kind.TEAM:
        del form.region_id
    if kind is not Kind.PRACTICE_AREA:
        del form.in_use
    return form


def _place(form: PlaceForm) -> Place:
    return Place(
        name=form.name.data or "",
        region_id=number(form.region_id) if form.region_id else None,
        in_use=form.in_use.data if form.in_use else True,
    )


def _page(form: PlaceForm, kind: Kind, place_id: int | None) -> str:
    return render_template("people/admin/place.html", form=form, kind=kind, place_id=place_id)
