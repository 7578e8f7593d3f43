"""One session: its page, planning it, moving it, calling it off, recording that it was held."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.coaching.domain.sessions import Source
from competency.coaching.forms.supervision import HoldForm, PlanForm, ReasonForm, number
from competency.coaching.service import agreements, session_reading, sessions
from competency.coaching.service.session_reading import SessionPage
from competency.coaching.views.blueprint import blueprint
from competency.infra.carrying_out import carried_out
from competency.infra.forms import Form
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import Forbidden

TWO = (
    "The two of you can see this page. Once both have signed, other supervisors of {} and the "
    "managers above can read the record, without what you noted as shared or private."
)
GROUP = "Everybody who was asked to this session can see this page."
SOURCE_WORDS = {
    Source.SIGNAL: "Worth a conversation",
    Source.ACTION: "Open action",
    Source.CASE: "Case to discuss",
    Source.SECOND_LEVEL: "Coaching note",
    Source.OWN: "Own words",
}


@blueprint.get("/supervision/sessions/<id:session_id>")
@signed_in
def session(session_id: int) -> str:
    """Show a session: agenda, notes, actions, signatures, and what comes next."""
    return shown("session", session_reading.page(work(), session_id))


@blueprint.get("/supervision/agreements/<id:agreement_id>/plan")
@signed_in
def plan(agreement_id: int) -> str:
    """Ask for the next day."""
    return _plan_page(agreement_id, PlanForm(formdata=None))


@blueprint.post("/supervision/agreements/<id:agreement_id>/plan")
@signed_in
@writes
def plan_submit(agreement_id: int) -> Any:
    """Plan it, and tell the others."""
    form, made = PlanForm(), []

    def keep() -> None:
        day = form.planned_on.data
        if day is not None:
            made.append(sessions.plan(work(), agreement_id, day, form.place.data or ""))

    if not carried_out(form, keep):
        return _plan_page(agreement_id, form), 422
    flash("The session is planned. Both of you can put points on its agenda.", "success")
    return to_session(made[0])


@blueprint.get("/supervision/sessions/<id:session_id>/move")
@signed_in
def move(session_id: int) -> str:
    """Ask for another day or place."""
    found = planned(session_id)
    row = found.session
    data = {"planned_on": row.planned_on, "place": row.place, "version": row.version}
    return shown("move", found, form=PlanForm(formdata=None, data=data))


@blueprint.post("/supervision/sessions/<id:session_id>/move")
@signed_in
@writes
def move_submit(session_id: int) -> Any:
    """Move it, and tell the others."""
    form = PlanForm()

    def keep() -> None:
        day, version = form.planned_on.data, form.version.data or 0
        if day is not None:
            sessions.move(work(), session_id, day, form.place.data or "", version)

    if not carried_out(form, keep):
        return shown("move", planned(session_id), form=form), 422
    flash("The session is moved.", "success")
    return to_session(session_id)


@blueprint.get("/supervision/sessions/<id:session_id>/call-off")
@signed_in
def call_off(session_id: int) -> str:
    """Ask why it is called off."""
    found = _to_call_off(session_id)
    form = ReasonForm(formdata=None, data={"version": found.session.version})
    return shown("call_off", found, form=form)


@blueprint.post("/supervision/sessions/<id:session_id>/call-off")
@signed_in
@writes
def call_off_submit(session_id: int) -> Any:
    """Call it off, and tell the others."""
    form = ReasonForm()
    reason, version = form.reason.data or "", form.version.data or 0
    if not carried_out(form, lambda: sessions.call_off(work(), session_id, reason, version)):
        return shown("call_off", _to_call_off(session_id), form=form), 422
    flash("The session is called off.", "success")
    return to_session(session_id)


@blueprint.get("/supervision/sessions/<id:session_id>/hold")
@signed_in
def hold(session_id: int) -> str:
    """Ask on which day people met, and of a group who was there."""
    found = led(session_id)
    data = {
        "on": min(found.session.planned_on, work().today),
        "version": found.session.version,
        "there": [str(one.person_id) for one in found.attendees],
    }
    return _hold_page(found, HoldForm(formdata=None, data=data))


@blueprint.post("/supervision/sessions/<id:session_id>/hold")
@signed_in
@writes
def hold_submit(session_id: int) -> Any:
    """Record that it was held."""
    form = HoldForm()

    def keep() -> None:
        there = [id_ for id_ in map(number, form.there.data or []) if id_]
        if form.on.data is not None:
            sessions.hold(work(), session_id, form.on.data, form.version.data or 0, there)

    found = led(session_id)
    _offer_people(found, form)
    if not carried_out(form, keep):
        return _hold_page(found, form), 422
    flash("Recorded. Now say what became of the agenda, write notes, and sign.", "success")
    return to_session(session_id)


def shown(template: str, found: SessionPage, **more: Any) -> str:
    """Return a page about a session."""
    two = TWO.format(found.name(found.session.person_id))
    return render_template(
        f"coaching/supervision/{template}.html",
        found=found,
        row=found.session,
        sources=SOURCE_WORDS,
        today=work().today,
        audience=GROUP if found.is_group else two,
        **({"form": Form(formdata=None)} | more),
    )


def led(session_id: int) -> SessionPage:
    """Return a session that the actor leads; raises Forbidden for those who only take part."""
    found = session_reading.page(work(), session_id)
    if not found.leads:
        raise Forbidden("It is for whoever leads the session to do this.")
    return found


def _to_call_off(session_id: int) -> SessionPage:
    found = session_reading.page(work(), session_id)
    if not found.may_call_off:
        raise Forbidden("It is for whoever leads the session to call it off.")
    return found


def planned(session_id: int) -> SessionPage:
    """Return a session that the actor can plan for another day; Forbidden for all others."""
    found = session_reading.page(work(), session_id)
    if not found.plans:
        raise Forbidden("It is for whoever supervises the person to plan for another day.")
    return found


def to_session(session_id: int) -> Any:
    """Send the reader to the page of the session, or to their notes where it is theirs no more."""
    if not session_reading.is_readable(work(), session_id):
        return redirect(url_for("coaching.own_notes"))
    return redirect(url_for("coaching.session", session_id=session_id))


def _plan_page(agreement_id: int, form: PlanForm) -> str:
    agreement = agreements.get_led(work(), agreement_id)
    return render_template(
        "coaching/supervision/plan.html",
        agreement=agreement,
        who=agreements.who(work(), agreement),
        form=form,
    )


def _hold_page(found: SessionPage, form: HoldForm) -> str:
    return shown("hold", found, form=_offer_people(found, form))


def _offer_people(found: SessionPage, form: HoldForm) -> HoldForm:
    return form.people((str(one.person_id), found.name(one.person_id)) for one in found.attendees)
