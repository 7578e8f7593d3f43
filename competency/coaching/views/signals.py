"""What is worth a conversation about somebody's practice, and what is going well."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.coaching.domain.signals.responding import ANSWERED, Standing
from competency.coaching.forms.signals import ResponseForm
from competency.coaching.service import action_reading, signals
from competency.coaching.service.signals import PersonSignals
from competency.coaching.views.blueprint import blueprint
from competency.infra.carrying_out import carried_out
from competency.infra.web import actor, signed_in, work, writes

SHOWN = 5  # of the strengths at once; the rest are folded
SAID = {
    ANSWERED: "Your answer stands beside it.",
    "discussed": "Noted: you talked about it.",
    "parked": "Parked. It comes back on that day.",
    "dismissed": "Set aside, with your reason.",
}


@blueprint.get("/signals")
@signed_in
def my_signals() -> Any:
    """Lead to the reader's own."""
    return redirect(url_for("coaching.signals_of", person_id=actor().person_id))


@blueprint.get("/signals/<id:person_id>")
@signed_in
def signals_of(person_id: int) -> str:
    """Show one person's signals; with `about` the form for one of them opens in its place."""
    found = signals.of_person(work(), person_id)
    one = found.find(request.args.get("about", ""))
    return _page(found, one, _form(one, is_own=_is_own(person_id)) if one else None)


@blueprint.post("/signals/<id:person_id>")
@signed_in
@writes
def respond_to_signal(person_id: int) -> Any:
    """Keep what somebody makes of a signal."""
    form = ResponseForm().offer(is_own=_is_own(person_id))
    if not carried_out(form, lambda: _keep(person_id, form)):
        found = signals.of_person(work(), person_id)
        return _page(found, found.find(form.about.data or ""), form), 422
    flash(SAID[form.state.data], "success")
    return redirect(url_for("coaching.signals_of", person_id=person_id))


def _keep(person_id: int, form: ResponseForm) -> None:
    key, words = form.about.data or "", form.words.data or ""
    if form.state.data == ANSWERED:
        signals.answer(work(), person_id, key, words, seen_on=form.seen)
        return
    signals.respond(
        work(),
        person_id,
        key,
        form.state.data,
        words=words,
        until=form.until.data,
        seen_on=form.seen,
    )


def _form(one: Standing, *, is_own: bool) -> ResponseForm:
    data = {"about": str(one.signal.key), "seen_on": one.signal.newest_on.isoformat()}
    return ResponseForm(formdata=None, data=data).offer(is_own=is_own)


def _page(found: PersonSignals, open_one: Standing | None, form: ResponseForm | None) -> str:
    each = (*found.to_discuss, *found.strengths, *found.kept)
    return render_template(
        "coaching/signals.html",
        found=found,
        is_own=_is_own(found.person_id),
        may_agree=action_reading.may_write(work(), found.person_id),
        shown=SHOWN,
        places={str(one.signal.key): number for number, one in enumerate(each, start=1)},
        about=str(open_one.signal.key) if open_one else None,
        form=form,
        lost=form is not None and open_one is None,
    )


def _is_own(person_id: int) -> bool:
    return actor().person_id == person_id
