"""A referral is accepted or refused, with the letter that says so."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.domain import timeline
from competency.cases.domain.kinds import Happened
from competency.cases.forms.referring import AcceptForm, RefuseForm
from competency.cases.service import reading, referring
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.next_steps import gates_before
from competency.cases.views.one_case import form_page, to_work_on
from competency.infra.carrying_out import carried_out
from competency.infra.web import actor, signed_in, work, writes

H = Happened


@blueprint.get("/cases/<id:case_id>/accept")
@signed_in
def accept(case_id: int) -> str:
    """Show what has to be so before a referral is accepted, and ask for the decision."""
    found = to_work_on(case_id, permissions.WORK)
    form = AcceptForm(formdata=None, data={"happened_on": work().today})
    return _accept_page(found, form)


@blueprint.post("/cases/<id:case_id>/accept")
@signed_in
@writes
def accept_submit(case_id: int) -> Any:
    """Accept the referral; lead to the letter where one was made."""
    found, form = to_work_on(case_id), AcceptForm()
    appointment = form.appointment.data or ""
    if not carried_out(form, lambda: referring.accept(work(), case_id, form.day(), appointment)):
        return _accept_page(found, form), 422
    flash("The referral is accepted. The assessment begins.", "success")
    to = "cases.letters" if appointment else "cases.case"
    return redirect(url_for(to, case_id=case_id))


@blueprint.get("/cases/<id:case_id>/refuse")
@signed_in
def refuse(case_id: int) -> str:
    """Ask for the ground on which a referral is refused."""
    found = to_work_on(case_id)
    form = RefuseForm(formdata=None, data={"happened_on": work().today})
    return _refuse_page(found, form.offer(found.protocol))


@blueprint.post("/cases/<id:case_id>/refuse")
@signed_in
@writes
def refuse_submit(case_id: int) -> Any:
    """Refuse the referral, and lead to its letter."""
    found = to_work_on(case_id)
    form = RefuseForm().offer(found.protocol)
    ground, reason = form.criterion.data or "", form.reason.data or ""
    if not carried_out(form, lambda: referring.refuse(work(), case_id, form.day(), ground, reason)):
        return _refuse_page(found, form), 422
    flash("The referral is refused. Print the letter and send it.", "success")
    return redirect(url_for("cases.letters", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/letters")
@signed_in
def letters(case_id: int) -> str:
    """Show what was decided on the referral, its letters to print, and its appeals."""
    found = reading.whole_case(work(), case_id)
    days = {event.id: event.happened_on for event in found.line}
    criteria = {one.code: one for one in found.protocol.criteria}
    return render_template(
        "cases/letters.html",
        head=found.head,
        decisions=found.papers.get("decision", ()),
        appeals=found.papers.get("appeal", ()),
        days=days,
        criteria=criteria,
        outcomes={one.code: one.title for one in found.protocol.appeal_outcomes},
        steps=found.protocol.appeal_steps,
        was_sent=timeline.last(found.line, H.LETTER_SENT),
        is_refused=H.REFUSED in found.head.stage.begins,
        may_work=found.may[permissions.WORK],
        may_decide=found.may[permissions.ASSIGN] and not refused_by(found, actor().person_id),
    )


def refused_by(found: Whole, person_id: int | None) -> bool:
    """Return whether somebody recorded the newest refusal; they do not decide its appeal."""
    event = timeline.newest(found.line, H.REFUSED)
    return event is not None and event.recorded_by_id == person_id


def _accept_page(found: Whole, form: AcceptForm) -> str:
    return render_template(
        "cases/accept.html", head=found.head, form=form, gates=gates_before(found, H.ACCEPTED)
    )


def _refuse_page(found: Whole, form: RefuseForm) -> str:
    return form_page(
        found,
        form,
        "Refuse the referral",
        "Refuse it and make the letter",
        {
            "happened_on": {},
            "criterion": {"hint": "Only these grounds count. The letter says the words below one."},
            "reason": {"rows": 5},
        },
        lead="A refusal goes out in writing, with its reason and the right of appeal. It does not "
        "count against a later referral. Whether somebody qualifies under a law on care is no "
        "ground.",
    )
