"""What an administrator chooses about cases: whether names are kept, who signs off alone."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.forms.choosing import NO, YES
from competency.cases.forms.choosing_settings import AloneForm, NamesForm
from competency.cases.forms.disposing import VersionForm
from competency.cases.service import allowing, register
from competency.cases.views.blueprint import blueprint
from competency.cases.views.rows import places
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes
from competency.people.service import directory, lookup


@blueprint.get("/cases/settings")
@signed_in
def settings() -> str:
    """Show what is chosen, and who may sign off alone now."""
    chosen = register.settings(work().session)
    data = {"keeps_names": YES if chosen.keeps_names else NO, "version": chosen.version}
    return _page(NamesForm(formdata=None, data=data))


@blueprint.post("/cases/settings")
@signed_in
@writes
def choose_settings() -> Any:
    """Switch the keeping of names on or off."""
    form = NamesForm()

    def keep() -> None:
        register.choose_settings(
            work(), keeps_names=form.keeps_names.data == YES, version=form.version.data or 0
        )

    if not carried_out(form, keep):
        return _page(form), 422
    flash("It is saved.", "success")
    return redirect(url_for("cases.settings"))


@blueprint.get("/cases/settings/alone")
@signed_in
def allow_alone() -> str:
    """Ask who may sign off their own risk assessments, until when, and why."""
    return _alone_page(AloneForm(formdata=None))


@blueprint.post("/cases/settings/alone")
@signed_in
@writes
def allow_alone_submit() -> Any:
    """Allow it."""
    people = _people()
    form = AloneForm().offer(people)

    def keep() -> None:
        until = form.until.data or work().today
        allowing.allow_alone(work(), form.person_id.data, until, form.reason.data or "")

    if not carried_out(form, keep):
        return _alone_page(form), 422
    flash("It is allowed until that day.", "success")
    return redirect(url_for("cases.settings"))


@blueprint.post("/cases/settings/alone/<id:allowance_id>/end")
@signed_in
@writes
def end_alone(allowance_id: int) -> Any:
    """End it before its day."""
    allowing.end_alone(work(), allowance_id)
    flash("It is no longer allowed.", "success")
    return redirect(url_for("cases.settings"))


def _page(form: NamesForm) -> str:
    alone = allowing.list_alone(work())
    return render_template(
        "cases/settings.html",
        form=form,
        ending=VersionForm(formdata=None),
        alone=alone,
        places=places(work().actor),
        names=lookup.names(work().session, [row.person_id for row in alone]),
    )


def _people() -> list[tuple[int, str]]:
    allowing.list_alone(work())  # refuses those who may not choose
    me = work().actor.person_id
    rows = directory.persons_in_scope(work(), permissions.ALLOW_ALONE)
    return [(row.id, row.name) for row in rows if row.id != me]


def _alone_page(form: AloneForm) -> str:
    return render_template("cases/allow_alone.html", form=form.offer(_people()))
