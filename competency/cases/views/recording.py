"""Writing onto a case's line what needs a day and a note, and correcting what stands there."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.domain.kinds import Happened, plain_kinds, words_of
from competency.cases.domain.timeline import Event
from competency.cases.forms.recording import CorrectForm, HappenedForm, day_of
from competency.cases.service import reading, recording
from competency.cases.service.loading import get_protocol
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.words import detail_words
from competency.frameworks.domain.kinds.case_management_protocol import APPLIES
from competency.infra.carrying_out import carried_out
from competency.infra.forms import SelectChoice
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import Forbidden, NotFound

STRUCK = "struck"
# Where what was recorded is shown with what comes after it.
AFTERWARDS: dict[str, str] = {
    Happened.APPOINTMENT_MISSED: "cases.missed",
    Happened.RE_ENGAGEMENT_STEP: "cases.missed",
    Happened.LETTER_SENT: "cases.letters",
}


@blueprint.get("/cases/<id:case_id>/record/<kind>")
@signed_in
def record(case_id: int, kind: str) -> str:
    """Ask when something happened."""
    return _page(case_id, kind, _form(kind, HappenedForm(formdata=None)))


@blueprint.post("/cases/<id:case_id>/record/<kind>")
@signed_in
@writes
def record_submit(case_id: int, kind: str) -> Any:
    """Write it onto the line of the case."""
    form = _form(kind, HappenedForm())
    title = _title(kind)

    def write() -> None:
        recording.happened(work(), case_id, kind, form.day(), form.note.data or "", _detail(form))

    if not carried_out(form, write):
        return _page(case_id, kind, form), 422
    flash(f"Recorded: {title}.", "success")
    return redirect(url_for(AFTERWARDS.get(kind, "cases.case"), case_id=case_id))


@blueprint.get("/cases/<id:case_id>/events/<id:event_id>/correct")
@signed_in
def correct(case_id: int, event_id: int) -> str:
    """Show something on the line with its day, to be corrected."""
    whole, event = _event(case_id, event_id)
    form = CorrectForm(formdata=None, data={"how": "day", "happened_on": event.happened_on})
    return _correct_page(whole, event, form)


@blueprint.post("/cases/<id:case_id>/events/<id:event_id>/correct")
@signed_in
@writes
def correct_submit(case_id: int, event_id: int) -> Any:
    """Keep the correction beside what was written."""
    form = CorrectForm()
    whole, event = _event(case_id, event_id)
    reason = form.reason.data or ""

    def write() -> None:
        if form.how.data == STRUCK:
            recording.strike(work(), event_id, reason)
        else:
            recording.correct(work(), event_id, day_of(form.happened_on), "", reason)

    if not carried_out(form, write):
        return _correct_page(whole, event, form), 422
    flash("Corrected. What was written first stays readable.", "success")
    return redirect(url_for("cases.case", case_id=case_id, _anchor=f"event-{event_id}"))


def _event(case_id: int, event_id: int) -> tuple[Whole, Event]:
    whole = reading.whole_case(work(), case_id)
    event = next((one for one in whole.line if one.id == event_id), None)
    if event is None:
        raise NotFound("There is no such entry on the line of this case.")
    if not whole.may_correct(event.kind):
        raise Forbidden("You can read this entry. Those who may record it correct it.")
    return whole, event


def _correct_page(whole: Whole, event: Event, form: CorrectForm) -> str:
    return render_template(
        "cases/correct.html",
        head=whole.head,
        event=event,
        what=words_of(event.kind, whole.protocol),
        detail=detail_words(event.kind, event.detail, whole.protocol),
        form=form,
    )


def _form(kind: str, form: HappenedForm) -> HappenedForm:
    """Return the form; only a step to re-engage asks which."""
    if kind == Happened.RE_ENGAGEMENT_STEP:
        form.detail.choices = [
            SelectChoice(step.code, step.title, render_kw={"hint": step.text})
            for step in get_protocol().re_engagement_steps
        ]
    else:
        del form.detail
    return form


def _detail(form: HappenedForm) -> str:
    return form.detail.data or "" if "detail" in form else ""


def _title(kind: str) -> str:
    protocol = get_protocol()
    if kind not in plain_kinds(protocol, APPLIES):
        raise NotFound("There is no such form.")
    return words_of(kind, protocol)


def _page(case_id: int, kind: str, form: HappenedForm) -> str:
    protocol = get_protocol()
    title = _title(kind)
    meaning = next((one.meaning for one in protocol.events if one.code == kind), "")
    head = reading.head(work(), case_id, permissions.WORK)
    return render_template(
        "cases/record.html", head=head, form=form, what=title, meaning=meaning, kind=kind
    )
