"""Asking for another case in place of a drawn one, and deciding on it."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.infra.asking import asked_page, pages_of
from competency.infra.carrying_out import carried_out
from competency.infra.web import actor, signed_in, work, writes
from competency.reviews.domain.calendar import month_words
from competency.reviews.domain.substituting import GRANTED, Asked
from competency.reviews.forms.substituting import AskForm, DecideForm
from competency.reviews.service import asking, substituting
from competency.reviews.service.asking import Asking, Requests
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.places import places


@blueprint.get("/reviews/<id:review_id>/substitute")
@signed_in
def substitute(review_id: int) -> str:
    """Show the reasons for which another case may be asked for, or why not any more."""
    found = asking.to_ask(work(), review_id)
    return _ask_page(found, AskForm(formdata=None, data={"version": found.review.version}))


@blueprint.post("/reviews/<id:review_id>/substitute")
@signed_in
@writes
def substitute_submit(review_id: int) -> Any:
    """Ask for another case."""
    found = asking.to_ask(work(), review_id)
    form = AskForm()

    def ask() -> None:
        wanted = Asked(form.reason.data or "", form.words.data or "")
        substituting.ask(work(), review_id, wanted, form.version.data or 0)

    if not carried_out(form, ask):
        return _ask_page(found, form), 422
    flash("Asked. Until it is granted, this case stays yours to review.", "success")
    return redirect(url_for("reviews.review", review_id=review_id))


@blueprint.get("/reviews/substitutions")
@signed_in
def substitutions() -> str:
    """Show the requests, those that wait first, and what replaced what."""
    page = asked_page()
    found = asking.requests(work(), page=page)
    return render_template(
        "reviews/month/substitutions.html",
        found=found,
        page=page,
        pages=pages_of(found.count, asking.PAGE),
        places=places(actor()),
    )


@blueprint.get("/reviews/substitutions/<id:substitution_id>")
@signed_in
def decide(substitution_id: int) -> str:
    """Show one request, and ask for the decision where it waits."""
    found = asking.get_request(work(), substitution_id)
    data = {"version": found.rows[0].version}
    return _decide_page(found, DecideForm(formdata=None, data=data))


@blueprint.post("/reviews/substitutions/<id:substitution_id>")
@signed_in
@writes
def decide_submit(substitution_id: int) -> Any:
    """Grant or refuse another case."""
    found = asking.get_request(work(), substitution_id)
    form, said = DecideForm(), list[str]()

    def act() -> None:
        outcome, version = form.outcome.data or "", form.version.data or 0
        comment = form.comment.data or ""
        row = substituting.decide(work(), substitution_id, outcome, version, comment)
        said.append(_outcome(row.outcome, row.replacement_id))

    if not carried_out(form, act):
        return _decide_page(found, form), 422
    flash(said[0], "success")
    return redirect(url_for("reviews.substitutions"))


def _outcome(outcome: str, replacement_id: int | None) -> str:
    if outcome != GRANTED:
        return "Refused. The case is reviewed as it was drawn."
    if replacement_id is None:
        return "Granted. No further case can be drawn, so this month has one fewer."
    return "Granted. The next case of the draw is reviewed instead."


def _ask_page(found: Asking, form: AskForm) -> str:
    return render_template(
        "reviews/month/substitute.html",
        found=found,
        form=form.offer(found.instrument),
        named=month_words(found.month),
    )


def _decide_page(found: Requests, form: DecideForm) -> str:
    return render_template("reviews/month/decide.html", found=found, row=found.rows[0], form=form)
