"""A review and its way: what it is, its start, what is still missing, its submission."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.infra.carrying_out import carried_out
from competency.infra.forms import Form
from competency.infra.web import signed_in, work, writes
from competency.reviews import permissions
from competency.reviews.domain.levels import LEVEL_WORDS, STATE_WORDS, Level, State
from competency.reviews.forms.starting import ElementsForm
from competency.reviews.service import answering, reading
from competency.reviews.service.answering import Proposed, Start
from competency.reviews.service.reading import Page
from competency.reviews.views import words
from competency.reviews.views.blueprint import blueprint


@blueprint.get("/reviews/<id:review_id>")
@signed_in
def review(review_id: int) -> str:
    """Show what a review is about, how far it is, and what to do next."""
    found = reading.page(work(), review_id)
    begun = found.may[permissions.READ] and found.state in (State.STARTED, State.SUBMITTED)
    return render_template(
        "reviews/doing/review.html",
        page=found,
        level=LEVEL_WORDS[Level(found.review.level)],
        state=STATE_WORDS[found.state],
        next_step=words.next_step(found),
        progress=found.sheet.progress if begun else None,
        elements=[
            found.sheet.instrument.element(code).title for code in found.sheet.chosen.elements
        ],
        chosen=found.sheet.chosen,
        may=permissions,
        audience=words.who_sees(found),
    )


@blueprint.get("/reviews/<id:review_id>/start")
@signed_in
def start(review_id: int) -> str:
    """Show the elements, those chosen that the record of the case proposes."""
    proposed = answering.propose(work(), review_id)
    found = reading.page(work(), review_id, permissions.WORK)
    chosen = found.sheet.chosen
    data = {
        "elements": list(chosen.elements if found.review.started_at else proposed.elements),
        "target_client": found.review.target_client,
        "investigated_on": chosen.investigation and chosen.investigation.completed_on,
        "version": found.review.version,
    }
    return _start_page(found, proposed, ElementsForm(formdata=None, data=data))


@blueprint.post("/reviews/<id:review_id>/start")
@signed_in
@writes
def start_submit(review_id: int) -> Any:
    """Start the review with the elements chosen, or change them."""
    found = reading.page(work(), review_id, permissions.WORK)
    form = ElementsForm().offer(found.sheet.instrument)

    def begin() -> None:
        chosen = Start(
            elements=form.elements.data or (),
            target_client=form.target_client.data or "",
            investigated_on=form.investigated_on.data,
        )
        answering.start(work(), review_id, chosen, form.version.data or 0)

    if not carried_out(form, begin):
        return _start_page(found, answering.propose(work(), review_id), form), 422
    flash("Started. Answers are saved as you go.", "success")
    return redirect(url_for("reviews.review", review_id=review_id))


@blueprint.get("/reviews/<id:review_id>/submit")
@signed_in
def submit(review_id: int) -> str:
    """Show what is still missing, and what happens once it is submitted."""
    return _submit_page(reading.page(work(), review_id, permissions.WORK), Form())


@blueprint.post("/reviews/<id:review_id>/submit")
@signed_in
@writes
def submit_review(review_id: int) -> Any:
    """Submit the review, by which it is complete and no longer changes."""
    found = reading.page(work(), review_id, permissions.WORK)
    form = Form()
    if not carried_out(form, lambda: answering.submit(work(), review_id, form.version.data or 0)):
        return _submit_page(found, form), 422
    flash("Submitted. This review is complete.", "success")
    return redirect(url_for("reviews.review", review_id=review_id))


def _start_page(found: Page, proposed: Proposed, form: ElementsForm) -> str:
    return render_template(
        "reviews/doing/start.html",
        page=found,
        form=form.offer(found.sheet.instrument),
        proposed=proposed,
        instrument=found.sheet.instrument,
        audience=words.who_sees(found),
    )


def _submit_page(found: Page, form: Form) -> str:
    return render_template(
        "reviews/doing/submit.html",
        page=found,
        form=form,
        progress=found.sheet.progress,
        instrument=found.sheet.instrument,
        is_open=found.state is State.STARTED,
        is_first=found.review.level == Level.FIRST.value,
        audience=words.who_sees(found),
    )
