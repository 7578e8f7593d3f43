"""How much of full time a person works, as the administrator keeps it."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes
from competency.people.forms import WorkingTimeForm
from competency.people.service import accounts, working_time
from competency.people.views.admin import blueprint


@blueprint.get("/people/<id:person_id>/working-time")
@signed_in
def working_time_of(person_id: int) -> str:
    """Show what was entered, and ask for a new share."""
    return _page(WorkingTimeForm(data={"percent": working_time.FULL_TIME}), person_id)


@blueprint.post("/people/<id:person_id>/working-time")
@signed_in
@writes
def working_time_submit(person_id: int) -> Any:
    """Keep the share from the day on."""
    form = WorkingTimeForm()

    def keep() -> None:
        from_on = form.from_on.data
        assert from_on is not None  # the form has asked for it
        percent = form.percent.data or 0
        working_time.keep_share(work(), person_id, percent=percent, from_on=from_on)

    if not carried_out(form, keep):
        return _page(form, person_id), 422
    flash("The working time is saved.", "success")
    return redirect(url_for("people.admin.working_time_of", person_id=person_id))


def _page(form: WorkingTimeForm, person_id: int) -> str:
    return render_template(
        "people/admin/working_time.html",
        form=form,
        person=accounts.get_account(work(), person_id).person,
        shares=working_time.list_shares(work(), person_id),
    )
