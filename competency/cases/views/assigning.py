"""A referral goes to a team, and a case gets its key worker."""

from typing import Any

from flask import flash, redirect, url_for

from competency.cases import permissions
from competency.cases.forms.referring import AssignForm, SendOnForm
from competency.cases.service import overseeing, register
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import form_page, to_work_on
from competency.infra.carrying_out import carried_out
from competency.infra.formats import plural
from competency.infra.web import signed_in, work, writes
from competency.people.service import teams


@blueprint.get("/cases/<id:case_id>/key-worker")
@signed_in
def assign(case_id: int) -> str:
    """Show who works in the case's team, with how many cases each has."""
    found = to_work_on(case_id, permissions.ASSIGN)
    return _assign_page(found, AssignForm(formdata=None, data={"happened_on": work().today}))


@blueprint.post("/cases/<id:case_id>/key-worker")
@signed_in
@writes
def assign_submit(case_id: int) -> Any:
    """Make the chosen person key worker."""
    found = to_work_on(case_id, permissions.ASSIGN)
    form = _people(found, AssignForm())

    def give() -> None:
        person_id, reason = int(form.person_id.data), form.reason.data or ""
        register.assign(work(), case_id, person_id, form.day(), reason)

    if not carried_out(form, give):
        return _assign_page(found, form), 422
    flash("The case has its key worker.", "success")
    return redirect(url_for("cases.case", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/team")
@signed_in
def send_on(case_id: int) -> str:
    """Ask which team takes a case, and for which kind of assessment."""
    found = to_work_on(case_id)
    data = {
        "happened_on": work().today,
        "team_id": str(found.case.team_id),
        "route": found.case.route,
    }
    return _team_page(found, _teams(found, SendOnForm(formdata=None, data=data)))


@blueprint.post("/cases/<id:case_id>/team")
@signed_in
@writes
def send_on_submit(case_id: int) -> Any:
    """Pass the case on; whoever does so may no longer see it then."""
    found = to_work_on(case_id)
    form = _teams(found, SendOnForm())

    def pass_on() -> None:
        team_id, route = int(form.team_id.data), form.route.data or ""
        register.route(work(), case_id, team_id, form.day(), route)

    stays = form.team_id.data == str(found.case.team_id)
    if not carried_out(form, pass_on):
        return _team_page(found, form), 422
    flash(f"{found.head.reference} is with its team.", "success")
    return redirect(url_for("cases.case", case_id=case_id) if stays else url_for("cases.team"))


def _people(found: Whole, form: AssignForm) -> AssignForm:
    people = overseeing.candidates(work(), found.case.team_id)
    return form.offer([(id_, name, plural(n, "open case")) for id_, name, n in people])


def _assign_page(found: Whole, form: AssignForm) -> str:
    return form_page(
        found,
        _people(found, form),
        "Choose the key worker",
        "Make them key worker",
        {
            "person_id": {"hint": f"Everybody who works in {found.head.team}."},
            "happened_on": {},
            "reason": {},
        },
    )


def _teams(found: Whole, form: SendOnForm) -> SendOnForm:
    named = {team.id: team.name for team in teams.all_teams(work().session)}
    return form.offer(named, found.protocol)


def _team_page(found: Whole, form: SendOnForm) -> str:
    return form_page(
        found,
        form,
        "Which team has the referral",
        "Pass it to the team",
        {"team_id": {}, "route": {}, "happened_on": {}},
        lead="With another team, you can see the case only if you belong to that team or lead "
        "somebody of it.",
    )
