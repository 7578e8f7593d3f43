"""Risks: assessed with a plan, scored, and signed off by somebody else."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.domain import instruments
from competency.cases.domain.instruments import RiskScore
from competency.cases.forms.assessing import SIGN, RiskForm, SignOffForm, risk_form
from competency.cases.queries.whole import Paper
from competency.cases.service import assessing, reading
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import to_work_on
from competency.infra.carrying_out import allowed, carried_out
from competency.infra.web import actor, signed_in, work, writes
from competency.kernel.values import Value

DECIDED = {"signed_off": ("Signed off", "good"), "returned": ("Sent back", "late")}
WAITS = ("Waits for its sign-off", "waiting")


class Assessment(Value):
    """A risk assessment with its risks, the highest first, and what was decided on it."""

    paper: Paper
    on: date | None
    author: str
    risks: Sequence[tuple[str, Mapping[str, Any], RiskScore]]
    band: str
    meaning: str
    decision: Paper | None
    decided_by: str
    decided_on: date | None

    @property
    def state(self) -> tuple[str, str]:
        """Return the decision as a word and its tone."""
        return DECIDED[self.decision.code] if self.decision else WAITS


@blueprint.get("/cases/<id:case_id>/risks")
@signed_in
def risks(case_id: int) -> str:
    """Show the risk assessments, the newest first."""
    found = reading.whole_case(work(), case_id)
    shown = assessments(found)
    waits = bool(shown) and shown[0].decision is None
    return render_template(
        "cases/risks.html",
        head=found.head,
        shown=shown,
        may_work=found.may[permissions.WORK] and not found.head.stage.is_end,
        may_sign=waits and found.may[permissions.SIGN_OFF],
    )


@blueprint.get("/cases/<id:case_id>/risks/new")
@signed_in
def risk(case_id: int) -> str:
    """Ask for the risks, beginning with those of the newest assessment."""
    found = to_work_on(case_id)
    data: dict[str, Any] = {"happened_on": work().today}
    newest = found.newest("risk")
    for one in json.loads(newest.text) if newest else ():
        data |= {f"{one['area']}-{part}": str(one[part]) for part in one if part != "area"}
    return _page(found, risk_form(found.protocol.risk, formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/risks/new")
@signed_in
@writes
def risk_submit(case_id: int) -> Any:
    """Keep the assessment; it then waits for its sign-off."""
    found = to_work_on(case_id)
    scale = found.protocol.risk
    form = risk_form(scale)
    whole = form.validate()

    def keep() -> None:
        assessing.assess_risk(work(), case_id, form.day(), form.risks(scale))

    if not (form.check(scale) and whole) or not allowed(form, keep):
        return _page(found, form), 422
    flash("The risk assessment is recorded. It waits for its sign-off now.", "success")
    return redirect(url_for("cases.risks", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/sign-off")
@signed_in
def sign_off(case_id: int) -> str:
    """Show the newest risk assessment to whoever may sign it off."""
    found = to_work_on(case_id, permissions.SIGN_OFF)
    newest = found.newest("risk")
    data = {"happened_on": work().today, "risk_id": str(newest.id if newest else "")}
    return _sign_page(found, SignOffForm(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/sign-off")
@signed_in
@writes
def sign_off_submit(case_id: int) -> Any:
    """Sign the assessment off, or send it back with what is missing."""
    found, form = to_work_on(case_id, permissions.SIGN_OFF), SignOffForm()
    risk_id, comment = form.asked_risk(), form.comment.data or ""

    def decide() -> None:
        act = assessing.sign_off if form.outcome.data == SIGN else assessing.send_back
        act(work(), risk_id, form.day(), comment)

    if not carried_out(form, decide):
        return _sign_page(found, form), 422
    done = "signed off" if form.outcome.data == SIGN else "sent back"
    flash(f"The risk assessment of {found.head.reference} is {done}.", "success")
    return redirect(url_for("cases.risks", case_id=case_id))


def assessments(found: Whole) -> list[Assessment]:
    """Return the risk assessments of a case, the newest first."""
    days = {event.id: event.happened_on for event in found.line}
    decisions = {one.number: one for one in found.papers.get("sign_off", ())}
    bands = {band.code: band for band in found.protocol.risk.bands}
    return [
        Assessment(
            paper=paper,
            on=days.get(paper.event_id or 0),
            author=found.names.get(paper.who_id or 0, ""),
            risks=_scored(found, paper),
            band=bands[paper.code].label,
            meaning=bands[paper.code].meaning,
            decision=(decision := decisions.get(paper.id)),
            decided_by=found.names.get(decision.who_id or 0, "") if decision else "",
            decided_on=days.get(decision.event_id or 0) if decision else None,
        )
        for paper in reversed(found.papers.get("risk", ()))
    ]


def _scored(found: Whole, paper: Paper) -> list[tuple[str, Mapping[str, Any], RiskScore]]:
    scale = found.protocol.risk
    areas = {area.code: area.title for area in scale.areas}
    scored = [
        (
            areas.get(one["area"], one["area"]),
            one,
            instruments.score_risk(scale, one["likelihood"], one["impact"]),
        )
        for one in json.loads(paper.text)
    ]
    return sorted(scored, key=lambda one: -one[2].score)


def _page(found: Whole, form: RiskForm) -> str:
    scale = found.protocol.risk
    return render_template(
        "cases/risk.html",
        head=found.head,
        form=form,
        scale=scale,
        filled=set(form.filled(scale)),
        has_earlier=found.newest("risk") is not None,
    )


def _sign_page(found: Whole, form: SignOffForm) -> str:
    newest = next(iter(assessments(found)), None)
    me = actor().person_id
    own = newest is not None and me in (newest.paper.who_id, found.head.key_worker_id)
    return render_template(
        "cases/sign_off.html",
        head=found.head,
        form=form,
        newest=newest,
        own=assessing.OWN_WORK if own and not assessing.may_sign_own(work()) else "",
    )
