"""Closing a case: its page, the closure form, and taking it back."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.domain import closing as rules
from competency.cases.domain import timeline
from competency.cases.domain.consent import Consent
from competency.cases.domain.kinds import Happened
from competency.cases.forms.choosing import YES
from competency.cases.forms.closing import ClosureForm, for_questions
from competency.cases.forms.disposing import VersionForm
from competency.cases.queries.whole import Paper
from competency.cases.service import closing, reading
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import to_work_on
from competency.cases.views.ways import form_for
from competency.frameworks.domain.kinds.case_management_protocol import (
    ClosureReason,
    FollowUp,
    Point,
    Told,
)
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes
from competency.kernel.values import Value
from competency.timeliness.domain.due import add_months

H = Happened


class After(Value):
    """What follows the closing of a case: who is told, the follow-ups, and a quick return."""

    closed_on: date
    told: list[tuple[Told, date | None, str]]
    follow_ups: list[tuple[FollowUp, date, date | None]]
    agrees: bool
    return_until: date
    may_return: bool


@blueprint.get("/cases/<id:case_id>/closing", endpoint="closing")
@signed_in
def closing_page(case_id: int) -> str:
    """Show how far the closing of a case is, and what follows it."""
    found = reading.whole_case(work(), case_id)
    events = {event.id: event for event in found.line}
    forms = [(events[one.event_id or 0], one) for one in found.papers.get("closing", ())]
    return render_template(
        "cases/closing.html",
        case=found,
        head=found.head,
        forms=forms[::-1],
        waiting=waiting_form(found),
        after=_after(found),
        reasons={reason.code: reason.title for reason in found.protocol.reasons},
        today=work().today,
        may_work=found.may[permissions.WORK],
        may_close=found.may[permissions.CLOSE],
        may_hold=found.may[permissions.HOLD],
    )


@blueprint.get("/cases/<id:case_id>/close")
@signed_in
def close(case_id: int) -> str:
    """Show the closure form with the reasons that the stage allows."""
    found = to_work_on(case_id)
    data = {"happened_on": work().today}
    return _page(found, for_questions(_questions(found))(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/close")
@signed_in
@writes
def close_submit(case_id: int) -> Any:
    """Keep the form, which puts the case on the list of the weekly meeting."""
    found = to_work_on(case_id)
    questions = _questions(found)
    form = for_questions(questions)().offer(_reasons(found))

    def keep() -> None:
        closing.ask_closure(
            work(),
            case_id,
            form.happened_on.data or work().today,
            form.reason.data,
            form.summary.data or "",
            answers=form.answers(questions),
            follow_up_consent=form.follow_up.data == YES,
        )

    if not carried_out(form, keep):
        return _page(found, form), 422
    flash("The case is on the list of the weekly meeting.", "success")
    return redirect(url_for("cases.closing", case_id=case_id))


@blueprint.post("/cases/<id:case_id>/closing/<id:closing_id>/withdraw")
@signed_in
@writes
def withdraw_closure(case_id: int, closing_id: int) -> Any:
    """Take the case off the list of the weekly meeting."""
    closing.withdraw_closure(work(), closing_id, VersionForm().version.data or 0)
    flash("The case is off the list of the weekly meeting. It stays open.", "success")
    return redirect(url_for("cases.closing", case_id=case_id))


def waiting_form(found: Whole) -> Paper | None:
    """Return the closure form that waits for the meeting, or None."""
    return next((one for one in found.papers.get("closing", ()) if not one.other), None)


def _after(found: Whole) -> After | None:
    """Return what follows the closing; None while the case is open, or where it was refused."""
    closed_on = timeline.last(found.line, H.CLOSED)
    if closed_on is None or H.CLOSED not in found.head.stage.begins:
        return None
    protocol, line = found.protocol, found.line
    since = [event for event in line if event.happened_on >= closed_on]
    made = rules.follow_ups_made(line)
    until = add_months(closed_on, protocol.quick_return.months)
    return After(
        closed_on=closed_on,
        told=[
            (one, timeline.last(since, one.done), form_for(found.head.id, one.done, protocol))
            for one in protocol.told
            if one.event == H.CLOSED
        ],
        follow_ups=[
            (one, add_months(closed_on, one.after_months), made.get(one.code))
            for one in protocol.follow_ups
        ],
        agrees=Consent.FOLLOW_UP in found.consents,
        return_until=until,
        may_return=work().today <= until,
    )


def _reasons(found: Whole) -> tuple[ClosureReason, ...]:
    return rules.reasons_at(found.protocol, found.head.stage.code)


def _questions(found: Whole) -> list[Point]:
    asked = {code for reason in _reasons(found) for code in reason.barred_by}
    return [question for question in found.protocol.questions if question.code in asked]


def _page(found: Whole, form: ClosureForm) -> str:
    reasons = _reasons(found)
    return render_template(
        "cases/close.html",
        head=found.head,
        form=form.offer(reasons),
        questions=_questions(found),
        depending=[reason.title for reason in reasons if reason.barred_by],
        waiting=waiting_form(found),
    )
