"""The administrator's pages of closure days, and of the nation whose bank holidays count."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.calendars.forms import ClosureForm, NationForm, RemoveForm
from competency.calendars.service import choosing, closures
from competency.infra.carrying_out import carried_out
from competency.infra.formats import day, plural
from competency.infra.web import Blueprint, signed_in, work, writes

blueprint = Blueprint("calendars", __name__, url_prefix="/admin/closures")


@blueprint.get("")
@signed_in
def list_closures() -> str:
    """Show the closure days and a form for one more."""
    return _page(ClosureForm(formdata=None))


@blueprint.post("")
@signed_in
@writes
def add_closure() -> Any:
    """Add a closure day."""
    form = ClosureForm()
    if not carried_out(form, lambda: _add(form)):
        return _page(form), 422
    return redirect(url_for("calendars.list_closures"))


@blueprint.get("/<id:closure_id>/remove")
@signed_in
def remove_closure(closure_id: int) -> str:
    """Ask whether the day is to count again."""
    found = closures.get_closure(work(), closure_id)
    return render_template("calendars/remove.html", closure=found, form=RemoveForm(formdata=None))


@blueprint.post("/<id:closure_id>/remove")
@signed_in
@writes
def remove_closure_submit(closure_id: int) -> Any:
    """Let the day count again."""
    found = closures.get_closure(work(), closure_id)
    changed = closures.remove_closure(work(), closure_id)
    flash(f"{day(found.day)} counts again{_words(changed)}.", "success")
    return redirect(url_for("calendars.list_closures"))


@blueprint.get("/nation")
@signed_in
def nation() -> str:
    """Show whose bank holidays count, to be changed."""
    chosen, version = choosing.get_nation(work())
    data = {"nation": chosen, "version": version}
    return _nation_page(NationForm(formdata=None, data=data))


@blueprint.post("/nation")
@signed_in
@writes
def choose_nation() -> Any:
    """Let the bank holidays of another nation count."""
    form = NationForm().offer(choosing.titles().items())
    moved: list[int | None] = []

    def keep() -> None:
        chosen = form.nation.data or ""
        moved.append(choosing.choose_nation(work(), chosen, version=form.version.data))

    if not carried_out(form, keep):
        return _nation_page(form), 422
    title = choosing.titles()[form.nation.data]
    flash(f"The bank holidays of {title} count{_words(moved[0])}.", "success")
    return redirect(url_for("calendars.list_closures"))


def _nation_page(form: NationForm) -> str:
    return render_template("calendars/nation.html", form=form.offer(choosing.titles().items()))


def _add(form: ClosureForm) -> None:
    closed = form.day.data
    if closed is None:  # the form asks for a day, so there is one
        return
    changed = closures.add_closure(work(), closed, form.why.data or "")
    flash(f"{day(closed)} does not count any more{_words(changed)}.", "success")


def _page(form: ClosureForm) -> str:
    found = closures.list_closures(work())
    chosen = choosing.titles()[closures.nation_of(work().session)]
    return render_template("calendars/closures.html", form=form, closures=found, nation=chosen)


def _words(changed: int | None) -> str:
    return "" if changed is None else f"; {plural(changed, 'due date')} moved"
