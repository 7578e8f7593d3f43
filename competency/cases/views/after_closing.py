"""The weekly meeting's list and decisions, and what follows a closing."""

import re
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.cases import permissions
from competency.cases.domain import closing as rules
from competency.cases.forms.closing import DecisionForm, ReturnForm, WhichForm
from competency.cases.forms.disposing import HoldForm
from competency.cases.service import closing, disposing, listing, reading
from competency.cases.service.loading import get_protocol
from competency.cases.service.reading import Head, Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import form_page, to_work_on
from competency.cases.views.rows import places
from competency.frameworks.domain.kinds.case_management_protocol import FollowUp
from competency.infra.carrying_out import carried_out
from competency.infra.formats import plain_day
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound
from competency.kernel.values import Value
from competency.people.service import lookup

A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOTE = {"rows": 4, "hint": "What was said and done, without opinions"}


class Decided(Value):
    """A closure form on the meeting's list, with the head of its case."""

    row: Any
    head: Head
    reason: str


@blueprint.get("/cases/meeting")
@signed_in
def meeting() -> str:
    """Show the list of the weekly meeting."""
    rows = listing.for_meeting(work())
    return render_template(
        "cases/meeting.html",
        rows=rows,
        reasons=_reasons(),
        names=lookup.names(work().session, [row.key_worker_id for row in rows]),
        met_on=_met_on().isoformat(),
        places=places(work().actor),
    )


@blueprint.get("/cases/meeting/<id:closing_id>")
@signed_in
def decide_closure(closing_id: int) -> str:
    """Ask what the meeting decided on a case."""
    found = _on_the_list(closing_id)
    data = {"happened_on": _met_on(), "version": found.row.version}
    return _decision_page(found, DecisionForm(formdata=None, data=data))


@blueprint.post("/cases/meeting/<id:closing_id>")
@signed_in
@writes
def decide_closure_submit(closing_id: int) -> Any:
    """Keep the decision; the meeting's day is the day of closing."""
    found = _on_the_list(closing_id)
    form = DecisionForm()

    def keep() -> None:
        closing.decide_closure(
            work(),
            closing_id,
            form.outcome.data,
            form.happened_on.data or work().today,
            form.version.data or 0,
            form.comment.data or "",
        )

    if not carried_out(form, keep):
        return _decision_page(found, form), 422
    flash(f"The decision on {found.head.reference} is recorded.", "success")
    return redirect(url_for("cases.meeting", met_on=form.happened_on.data))


@blueprint.get("/cases/<id:case_id>/closing/follow-up")
@signed_in
def follow_up(case_id: int) -> str:
    """Ask which follow-up was made."""
    found = to_work_on(case_id)
    open_ones = _follow_ups(found)
    data = {
        "happened_on": work().today,
        "which": open_ones[0].code if open_ones else None,
    }
    return _follow_up_page(found, WhichForm(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/closing/follow-up")
@signed_in
@writes
def follow_up_submit(case_id: int) -> Any:
    """Keep a follow-up; without the client's consent there is none."""
    found = to_work_on(case_id)
    form = _asking(found, WhichForm())

    def keep() -> None:
        on = form.happened_on.data or work().today
        closing.follow_up(work(), case_id, form.which.data, on, form.note.data or "")

    if not carried_out(form, keep):
        return _follow_up_page(found, form), 422
    flash("The follow-up is recorded.", "success")
    return redirect(url_for("cases.closing", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/closing/return")
@signed_in
def re_engage(case_id: int) -> str:
    """Ask on which day the client came back."""
    data = {"happened_on": work().today}
    return _return_page(to_work_on(case_id), ReturnForm(formdata=None, data=data))


@blueprint.post("/cases/<id:case_id>/closing/return")
@signed_in
@writes
def re_engage_submit(case_id: int) -> Any:
    """Take the case up again, without a new referral."""
    found = to_work_on(case_id)
    form = ReturnForm()

    def keep() -> None:
        on = form.happened_on.data or work().today
        closing.re_engage(work(), case_id, on, form.note.data or "")

    if not carried_out(form, keep):
        return _return_page(found, form), 422
    flash("The case is open again.", "success")
    return redirect(url_for("cases.case", case_id=case_id))


@blueprint.get("/cases/<id:case_id>/hold")
@signed_in
def hold(case_id: int) -> str:
    """Ask why a case is kept longer than its time."""
    found = to_work_on(case_id, permissions.HOLD)
    return _hold_page(found, HoldForm(formdata=None, data={"reason": found.case.held_reason}))


@blueprint.post("/cases/<id:case_id>/hold")
@signed_in
@writes
def hold_submit(case_id: int) -> Any:
    """Hold a case back from disposal, or with no reason no longer."""
    found = to_work_on(case_id, permissions.HOLD)
    form = HoldForm()
    if not carried_out(form, lambda: disposing.hold(work(), case_id, form.reason.data or "")):
        return _hold_page(found, form), 422
    flash("The case is held back." if form.reason.data else "It is held back no more.", "success")
    return redirect(url_for("cases.closing", case_id=case_id))


def _reasons() -> dict[str, str]:
    return {reason.code: reason.title for reason in get_protocol().reasons}


def _met_on() -> date:
    """Return the meeting's day that the last decision said, else today."""
    asked = request.args.get("met_on", "")
    try:
        return date.fromisoformat(asked) if A_DAY.fullmatch(asked) else work().today
    except ValueError:
        return work().today


def _on_the_list(closing_id: int) -> Decided:
    for row in listing.for_meeting(work()):
        if row.closing_id == closing_id:
            head = reading.head(work(), row.case_id)
            return Decided(row, head, _reasons().get(row.reason, row.reason))
    raise NotFound("This closure form is not on the list of the meeting.")


def _decision_page(found: Decided, form: DecisionForm) -> str:
    asked = plain_day(found.row.asked_on)
    return form_page(
        found,
        form,
        "What the meeting decided",
        "Record the decision",
        {
            "outcome": {},
            "happened_on": {"hint": "It is the day of closing"},
            "comment": {"rows": 3},
        },
        back=(url_for("cases.meeting"), "Back to the meeting's list"),
        lead=f"{found.reason}, asked on {asked}. {found.row.summary}",
    )


def _follow_ups(found: Whole) -> list[FollowUp]:
    """Return the follow-ups that were not made yet."""
    made = rules.follow_ups_made(found.line)
    return [one for one in found.protocol.follow_ups if one.code not in made]


def _asking(found: Whole, form: WhichForm) -> WhichForm:
    return form.offer("Which follow-up was it?", _follow_ups(found))


def _follow_up_page(found: Whole, form: WhichForm) -> str:
    return form_page(
        found,
        _asking(found, form),
        "Record a follow-up",
        "Record it",
        {"which": {}, "happened_on": {}, "note": NOTE},
        back=(url_for("cases.closing", case_id=found.head.id), "Back to closing"),
    )


def _return_page(found: Whole, form: ReturnForm) -> str:
    return form_page(
        found,
        form,
        "The client came back",
        "Open the case again",
        {"happened_on": {}, "note": NOTE},
        back=(url_for("cases.closing", case_id=found.head.id), "Back to closing"),
        lead="The case goes on at the assessment, without a new referral.",
    )


def _hold_page(found: Whole, form: HoldForm) -> str:
    return form_page(
        found,
        form,
        "Hold back from disposal",
        "Save",
        {"reason": {"rows": 3, "hint": "A complaint, a claim, an inquiry. Leave it empty to let "
                    "the case go when its time is over."}},
        back=(url_for("cases.closing", case_id=found.head.id), "Back to closing"),
    )  # fmt: skip
