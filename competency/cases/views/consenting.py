"""What the client agreed to, and what follows when it is taken back."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.forms.referring import ConsentForm
from competency.cases.service import reading, referring
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import form_page, to_work_on
from competency.frameworks.domain.kinds.case_management_protocol import Consent
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound


@blueprint.get("/cases/<id:case_id>/consents")
@signed_in
def consents(case_id: int) -> str:
    """Show each consent with what was agreed, and what follows from those taken back."""
    found = reading.whole_case(work(), case_id)
    return render_template(
        "cases/consents.html",
        head=found.head,
        consents=[(one, found.consents.get(one.code)) for one in found.protocol.consents],
        may_work=found.may[permissions.WORK],
    )


@blueprint.get("/cases/<id:case_id>/consents/<code>/give")
@signed_in
def give_consent(case_id: int, code: str) -> str:
    """Ask when the client agreed."""
    found = to_work_on(case_id)
    return _give_page(found, _consent(found, code), ConsentForm(formdata=None))


@blueprint.post("/cases/<id:case_id>/consents/<code>/give")
@signed_in
@writes
def give_consent_submit(case_id: int, code: str) -> Any:
    """Record that the client agreed."""
    found, form = to_work_on(case_id), ConsentForm()
    consent = _consent(found, code)
    note = form.note.data or ""
    if not carried_out(
        form, lambda: referring.give_consent(work(), case_id, code, form.day(), note)
    ):
        return _give_page(found, consent, form), 422
    flash("The consent is recorded.", "success")
    return redirect(url_for("cases.consents", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/consents/<code>/take-back")
@signed_in
def withdraw_consent(case_id: int, code: str) -> str:
    """Show what follows when a consent is taken back, before it is recorded."""
    found = to_work_on(case_id)
    return _withdraw_page(found, _consent(found, code), ConsentForm(formdata=None))


@blueprint.post("/cases/<id:case_id>/consents/<code>/take-back")
@signed_in
@writes
def withdraw_consent_submit(case_id: int, code: str) -> Any:
    """Record that the client took a consent back."""
    found, form = to_work_on(case_id), ConsentForm()
    consent = _consent(found, code)
    note = form.note.data or ""
    if not carried_out(
        form, lambda: referring.withdraw_consent(work(), case_id, code, form.day(), note)
    ):
        return _withdraw_page(found, consent, form), 422
    flash("Recorded. What follows from it stands below.", "success")
    return redirect(url_for("cases.consents", case_id=case_id))


def _consent(found: Whole, code: str) -> Consent:
    consent = next((one for one in found.protocol.consents if one.code == code), None)
    if consent is None:
        raise NotFound("There is no such consent.")
    return consent


def _give_page(found: Whole, consent: Consent, form: ConsentForm) -> str:
    return form_page(
        found,
        form,
        f"Consent given: {_small(consent)}",
        "Record the consent",
        {"happened_on": {"hint": "The day on which the client agreed."}, "note": {"rows": 3}},
        back=_back(found),
        lead=f"What the client is asked: “{consent.asks}”",
    )


def _withdraw_page(found: Whole, consent: Consent, form: ConsentForm) -> str:
    return form_page(
        found,
        form,
        f"Consent taken back: {_small(consent)}",
        "Record that it was taken back",
        {
            "happened_on": {"hint": "The day on which the client took it back."},
            "note": {"rows": 3, "hint": "In the client's words, where you can."},
        },
        back=_back(found),
        take_care=f"What follows: {consent.withdrawn}",
    )


def _back(found: Whole) -> tuple[str, str]:
    return url_for("cases.consents", case_id=found.head.id), "Back to the consents"


def _small(consent: Consent) -> str:
    return consent.title[:1].lower() + consent.title[1:]
