"""Contacts of a case: recorded with two fields and a button, and listed."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.forms.contacts import ContactForm
from competency.cases.service import contacting, reading
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import to_work_on
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes


@blueprint.get("/cases/<id:case_id>/contacts")
@signed_in
def contacts(case_id: int) -> str:
    """Show every contact about a case, the newest first."""
    found = reading.whole_case(work(), case_id)
    events = {event.id: event for event in found.line}
    listed = [
        (events[paper.event_id], paper)
        for paper in found.papers.get("contact", ())
        if paper.event_id is not None
    ]
    listed.sort(key=lambda one: (one[0].happened_on, one[0].id), reverse=True)
    return render_template(
        "cases/contacts.html",
        case=found,
        head=found.head,
        listed=listed,
        may_work=found.may[permissions.WORK],
    )


@blueprint.get("/cases/<id:case_id>/contacts/new")
@signed_in
def contact(case_id: int) -> str:
    """Ask with whom and how, as it was the last time; the day is today."""
    found = to_work_on(case_id)
    last = found.newest("contact")
    data = {
        "with_whom": last.code if last else _client(found),
        "how": last.other if last else None,
        "happened_on": work().today,
    }
    return _page(found, ContactForm(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/contacts/new")
@signed_in
@writes
def contact_submit(case_id: int) -> Any:
    """Keep the contact, and lead back to the case."""
    found = to_work_on(case_id)
    form = ContactForm().offer(found.protocol)

    def keep() -> None:
        contacting.record_contact(
            work(),
            case_id,
            with_whom=form.with_whom.data,
            how=form.how.data,
            on=form.happened_on.data,
            note=form.note.data or "",
        )

    if not carried_out(form, keep):
        return _page(found, form), 422
    flash("The contact is recorded.", "success")
    return redirect(url_for("cases.case", case_id=case_id))


def _client(found: Whole) -> str | None:
    return next((one.code for one in found.protocol.contact_parties if one.is_client), None)


def _page(found: Whole, form: ContactForm) -> str:
    return render_template(
        "cases/contact.html", case=found, head=found.head, form=form.offer(found.protocol)
    )
