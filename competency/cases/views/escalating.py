"""Concerns of a case: raised, told on, their form sent; and the safeguarding tag."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.domain.kinds import Happened
from competency.cases.domain.running import AFTER_CONCERN
from competency.cases.forms.escalating import ConcernForm, FormSentForm, TagForm, TellForm
from competency.cases.models import CaseFile
from competency.cases.service import escalating, loading, reading
from competency.cases.service.reading import ClockLine, Head, Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import Fields, form_page
from competency.cases.views.ways import form_for
from competency.frameworks.domain.kinds.case_management_protocol import (
    CaseManagementProtocol,
    Point,
)
from competency.infra.carrying_out import carried_out
from competency.infra.formats import clock_time, moment
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound
from competency.kernel.values import Value

CONCERN: Fields = {
    "kind": {},
    "what": {"rows": 4, "hint": "What was seen, said and done, without opinions"},
    "done": {"rows": 3},
    "known_at": {"hint": "When somebody in the service came to know of it"},
    "known_time": {"classes": "govuk-input--width-5", "hint": "Such as 9:30 or 14:05"},
    "told": {"hint": "The line manager hears of every concern first"},
}
SENT: Fields = {
    "sent_at": {},
    "sent_time": {"classes": "govuk-input--width-5", "hint": "Such as 9:30 or 14:05"},
}


class Concerned(Value):
    """A case as its concerns need it; `whole` is None for who sees the concerns alone."""

    case: CaseFile
    reference: str
    concerns: Sequence[Any]
    protocol: CaseManagementProtocol
    whole: Whole | None

    @property
    def head(self) -> Head | None:
        """Return what stands at the top of the case's pages."""
        return self.whole.head if self.whole else None

    @property
    def risk_review(self) -> ClockLine | None:
        """Return the running clock of the looking again at the risks after a concern."""
        running = self.whole.running if self.whole else []
        return next((clock for clock in running if clock.standard == AFTER_CONCERN), None)

    def one(self, concern_id: int) -> Any:
        """Return a concern of this case; raises NotFound."""
        for concern in self.concerns:
            if concern.id == concern_id:
                return concern
        raise NotFound("There is no such concern.")

    def untold(self, concern: Any) -> list[Point]:
        """Return those who have not been told of a concern yet."""
        told = escalating.told_of(concern)
        return [one for one in self.protocol.recipients if one.code not in told]


@blueprint.get("/cases/<id:case_id>/concerns")
@signed_in
def escalations(case_id: int) -> str:
    """Show a case's concerns, to whom each went, and the clock of an incident's form."""
    found = _concerned(case_id)
    protocol = found.protocol
    return render_template(
        "cases/concerns.html",
        found=found,
        head=found.head,
        bare=found.case,
        kinds={kind.code: kind for kind in protocol.escalations},
        told={
            concern.id: [protocol.recipient(code).title for code in escalating.told_of(concern)]
            for concern in found.concerns
        },
        now=work().now,
        risk_href=form_for(case_id, Happened.RISK_REVIEWED, protocol),
        may_clear=bool(found.whole and found.whole.may[permissions.CLEAR_TAG]),
    )


@blueprint.get("/cases/<id:case_id>/concerns/new")
@signed_in
def escalate(case_id: int) -> str:
    """Ask what was seen, since when it is known, and who has been told."""
    data = {"known_at": work().today, "known_time": clock_time(work().now)}
    return _concern_page(_concerned(case_id), ConcernForm(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/concerns/new")
@signed_in
@writes
def escalate_submit(case_id: int) -> Any:
    """Keep the concern; its clock runs, and a safeguarding concern sets the tag."""
    found = _concerned(case_id)
    form = ConcernForm().offer(found.protocol)

    def keep() -> None:
        escalating.escalate(
            work(),
            case_id,
            form.kind.data,
            form.what.data or "",
            known_at=form.moment(),
            told=form.told.data or (),
            done=form.done.data or "",
        )

    if not carried_out(form, keep):
        return _concern_page(found, form), 422
    flash("The concern is recorded.", "success")
    return redirect(url_for("cases.escalations", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/concerns/<id:concern_id>/tell")
@signed_in
def tell(case_id: int, concern_id: int) -> str:
    """Ask who else was told of a concern."""
    found = _concerned(case_id)
    data = {"version": found.one(concern_id).version}
    return _tell_page(found, concern_id, TellForm(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/concerns/<id:concern_id>/tell")
@signed_in
@writes
def tell_submit(case_id: int, concern_id: int) -> Any:
    """Keep who else was told."""
    found = _concerned(case_id)
    form = TellForm().offer(found.untold(found.one(concern_id)))

    def keep() -> None:
        escalating.tell(work(), concern_id, form.recipient.data, form.version.data or 0)

    if not carried_out(form, keep):
        return _tell_page(found, concern_id, form), 422
    flash("It is recorded who else was told.", "success")
    return redirect(url_for("cases.escalations", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/concerns/<id:concern_id>/form")
@signed_in
def send_form(case_id: int, concern_id: int) -> str:
    """Ask when the form of an incident was sent."""
    found = _concerned(case_id)
    data = {
        "version": found.one(concern_id).version,
        "sent_at": work().today,
        "sent_time": clock_time(work().now),
    }
    return _sent_page(found, concern_id, FormSentForm(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/concerns/<id:concern_id>/form")
@signed_in
@writes
def send_form_submit(case_id: int, concern_id: int) -> Any:
    """Keep when the form was sent, which stops its clock."""
    found = _concerned(case_id)
    found.one(concern_id)
    form = FormSentForm()

    def keep() -> None:
        escalating.send_form(work(), concern_id, form.moment(), form.version.data or 0)

    if not carried_out(form, keep):
        return _sent_page(found, concern_id, form), 422
    flash("It is recorded that the form was sent.", "success")
    return redirect(url_for("cases.escalations", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/safeguarding/set")
@signed_in
def set_tag(case_id: int) -> str:
    """Ask why the safeguarding tag is set."""
    data = {"happened_on": work().today}
    return _tag_page(_concerned(case_id), TagForm(formdata=None, data=data), clear=False)


@blueprint.post("/cases/<id:case_id>/safeguarding/set")
@signed_in
@writes
def set_tag_submit(case_id: int) -> Any:
    """Set the tag; from now on it stands on every page of the case."""
    found = _concerned(case_id)
    form = TagForm()

    def keep() -> None:
        on = form.happened_on.data or work().today
        escalating.set_tag(work(), case_id, on, form.reason.data or "")

    if not carried_out(form, keep):
        return _tag_page(found, form, clear=False), 422
    flash("The safeguarding tag is set. It stands on every page of the case.", "success")
    return redirect(url_for("cases.escalations", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/safeguarding/clear")
@signed_in
def clear_tag(case_id: int) -> str:
    """Ask why the safeguarding tag is no longer needed; for those who lead."""
    loading.load(work(), case_id, permissions.CLEAR_TAG)
    data = {"happened_on": work().today}
    return _tag_page(_concerned(case_id), TagForm(formdata=None, data=data), clear=True)


@blueprint.post("/cases/<id:case_id>/safeguarding/clear")
@signed_in
@writes
def clear_tag_submit(case_id: int) -> Any:
    """Clear the tag; that it was set stays on the line of the case."""
    found = _concerned(case_id)
    form = TagForm()

    def keep() -> None:
        on = form.happened_on.data or work().today
        escalating.clear_tag(work(), case_id, on, form.reason.data or "")

    if not carried_out(form, keep):
        return _tag_page(found, form, clear=True), 422
    flash("The safeguarding tag is cleared.", "success")
    return redirect(url_for("cases.escalations", case_id=case_id))


def _concerned(case_id: int) -> Concerned:
    """Return a case's concerns, with all of the case for those who work on it."""
    asked = work()
    case, may = loading.load_and_ask(
        asked, case_id, permissions.SEE_ESCALATIONS, (permissions.WORK,)
    )
    if may[permissions.WORK]:
        whole = reading.whole_case(asked, case_id)
        return Concerned(case, case.reference, whole.concerns, whole.protocol, whole)
    reference, concerns = reading.escalations(asked, case_id)
    return Concerned(case, reference, concerns, loading.protocol_of(case), None)


def _back(found: Concerned) -> tuple[str, str]:
    return url_for("cases.escalations", case_id=found.case.id), "Back to the concerns"


def _concern_page(found: Concerned, form: ConcernForm) -> str:
    return form_page(
        found,
        form.offer(found.protocol),
        "Escalate a concern",
        "Record it",
        CONCERN,
        back=_back(found),
        bare=found.case,
        lead="An incident goes to corporate services on their form within 48 hours. After any "
        "concern the risks are looked at again.",
        take_care="If somebody is in danger now, telephone first. This page can wait.",
    )


def _tell_page(found: Concerned, concern_id: int, form: TellForm) -> str:
    concern = found.one(concern_id)
    return form_page(
        found,
        form.offer(found.untold(concern)),
        "Who else was told",
        "Record it",
        {"recipient": {}},
        back=_back(found),
        bare=found.case,
        lead=concern.what,
    )


def _sent_page(found: Concerned, concern_id: int, form: FormSentForm) -> str:
    concern = found.one(concern_id)
    due = f" Due by {moment(concern.form_due_at)}." if concern.form_due_at else ""
    return form_page(
        found,
        form,
        "The form was sent",
        "Record it",
        SENT,
        back=_back(found),
        bare=found.case,
        lead=f"{found.protocol.escalation(concern.kind).form or 'Form'}.{due}",
    )


def _tag_page(found: Concerned, form: TagForm, *, clear: bool) -> str:
    return form_page(
        found,
        form,
        "Clear the safeguarding tag" if clear else "Set the safeguarding tag",
        "Clear the tag" if clear else "Set the tag",
        {"happened_on": {}, "reason": {"rows": 3}},
        back=_back(found),
        bare=found.case,
    )
