"""An appeal against a refusal is recorded and decided."""

from typing import Any

from flask import flash, redirect, url_for

from competency.cases import permissions
from competency.cases.forms.referring import AppealForm, AppealOutcomeForm
from competency.cases.queries.whole import Paper
from competency.cases.service import referring
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import form_page, to_work_on
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound


@blueprint.get("/cases/<id:case_id>/appeals/new")
@signed_in
def appeal(case_id: int) -> str:
    """Ask what somebody disagrees with."""
    found = to_work_on(case_id)
    return _appeal_page(found, AppealForm(formdata=None))


@blueprint.post("/cases/<id:case_id>/appeals/new")
@signed_in
@writes
def appeal_submit(case_id: int) -> Any:
    """Record the appeal."""
    found, form = to_work_on(case_id), AppealForm()
    grounds = form.grounds.data or ""
    if not carried_out(form, lambda: referring.appeal(work(), case_id, form.day(), grounds)):
        return _appeal_page(found, form), 422
    flash("The appeal is recorded. Somebody who did not refuse the referral decides it.", "success")
    return redirect(url_for("cases.letters", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/appeals/<id:appeal_id>/decide")
@signed_in
def decide_appeal(case_id: int, appeal_id: int) -> str:
    """Show the appeal, and ask how it ends."""
    found = to_work_on(case_id, permissions.ASSIGN)
    form = AppealOutcomeForm(formdata=None).offer(found.protocol)
    return _outcome_page(found, _appeal(found, appeal_id), form)


@blueprint.post("/cases/<id:case_id>/appeals/<id:appeal_id>/decide")
@signed_in
@writes
def decide_appeal_submit(case_id: int, appeal_id: int) -> Any:
    """Record how the appeal ends."""
    found = to_work_on(case_id, permissions.ASSIGN)
    paper, form = _appeal(found, appeal_id), AppealOutcomeForm().offer(found.protocol)
    ends, reason = form.outcome.data or "", form.reason.data or ""
    if not carried_out(
        form, lambda: referring.decide_appeal(work(), appeal_id, form.day(), ends, reason)
    ):
        return _outcome_page(found, paper, form), 422
    flash("The outcome is recorded. Tell whoever appealed in writing.", "success")
    return redirect(url_for("cases.letters", case_id=case_id))


def _appeal(found: Whole, appeal_id: int) -> Paper:
    paper = next((one for one in found.papers.get("appeal", ()) if one.id == appeal_id), None)
    if paper is None:
        raise NotFound("There is no such appeal.")
    return paper


def _appeal_page(found: Whole, form: AppealForm) -> str:
    steps = " ".join(step.text for step in found.protocol.appeal_steps[:1])
    return form_page(
        found,
        form,
        "Record an appeal",
        "Record the appeal",
        {"happened_on": {}, "grounds": {"rows": 5}},
        back=_back(found),
        lead=steps,
    )


def _outcome_page(found: Whole, paper: Paper, form: AppealOutcomeForm) -> str:
    return form_page(
        found,
        form,
        "Decide the appeal",
        "Record the outcome",
        {"happened_on": {}, "outcome": {}, "reason": {"rows": 5}},
        back=_back(found),
        lead=f"They disagree with this: {paper.text}",
    )


def _back(found: Whole) -> tuple[str, str]:
    return url_for("cases.letters", case_id=found.head.id), "Back to the decision and its letters"
