"""Three-monthly reviews: what is due, what was held, and recording one."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.cases import permissions
from competency.cases.domain import reviewing, timeline
from competency.cases.domain.kinds import Happened
from competency.cases.domain.reviewing import NextReview
from competency.cases.forms.reviewing import ReviewForm
from competency.cases.service import assessing, reading
from competency.cases.service.reading import Whole
from competency.cases.views.blueprint import blueprint
from competency.cases.views.one_case import form_page, to_work_on
from competency.cases.views.ways import form_for
from competency.frameworks.domain.kinds.case_management_protocol import ReviewCycle
from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes

H = Happened


@blueprint.get("/cases/<id:case_id>/reviews")
@signed_in
def reviews(case_id: int) -> str:
    """Show what is reviewed next and when, and the reviews that were held."""
    found = reading.whole_case(work(), case_id)
    cycles = {cycle.reviewed: cycle.title for cycle in found.protocol.cycles}
    held = [event for event in reversed(found.line) if event.kind in cycles]
    return render_template(
        "cases/reviews.html",
        case=found,
        head=found.head,
        coming=[(one, _form(found, one.cycle)) for one in _next(found)],
        held=held,
        titles=cycles,
        today=work().today,
        may_work=found.may[permissions.WORK] and not found.head.stage.is_end,
    )


@blueprint.get("/cases/<id:case_id>/reviews/new")
@signed_in
def review(case_id: int) -> str:
    """Ask for a client review, with what else was reviewed in the same talk."""
    found = to_work_on(case_id)
    return _page(found, ReviewForm(formdata=None, data={"happened_on": work().today}))


@blueprint.post("/cases/<id:case_id>/reviews/new")
@signed_in
@writes
def review_submit(case_id: int) -> Any:
    """Keep the review, and lead to what is due next."""
    found = to_work_on(case_id)
    form = ReviewForm().offer(_without_form(found))

    def keep() -> None:
        assessing.review(
            work(),
            case_id,
            form.happened_on.data or work().today,
            form.note.data or "",
            also=form.also.data or (),
        )

    if not carried_out(form, keep):
        return _page(found, form), 422
    flash("The review is recorded.", "success")
    return redirect(url_for("cases.reviews", case_id=case_id))


def _next(found: Whole) -> tuple[NextReview, ...]:
    if found.head.stage.is_end:
        return ()
    protocol = found.protocol
    wanted = {name for cycle in protocol.cycles for name in (cycle.starts, cycle.reviewed)}
    asks = {kind.code for kind in protocol.escalations if kind.reviews_risk}
    concerns = [e.happened_on for e in found.line if e.kind == H.ESCALATED and e.detail in asks]
    return reviewing.next_reviews(
        protocol,
        {name: timeline.days(found.line, name) for name in wanted},
        found.applies,
        work().today,
        concerns,
    )


def _without_form(found: Whole) -> list[ReviewCycle]:
    """Return the cycles that are reviewed within the talk, rather than by a form of their own."""
    formed = {H.RISK_REVIEWED, H.CLIENT_REVIEW, *(one.event for one in found.protocol.instruments)}
    return [
        cycle
        for cycle in found.protocol.cycles
        if cycle.reviewed not in formed and cycle.applies in {"everyone", *found.applies}
    ]


def _form(found: Whole, cycle: ReviewCycle) -> str:
    return form_for(found.head.id, cycle.reviewed, found.protocol)


def _page(found: Whole, form: ReviewForm) -> str:
    return form_page(
        found,
        form.offer(_without_form(found)),
        "Record a client review",
        "Record it",
        {
            "happened_on": {},
            "note": {"rows": 6},
            "also": {"hint": "Risks and the outcome profile are reviewed by writing them anew"},
        },
        back=(url_for("cases.reviews", case_id=found.head.id), "Back to the reviews"),
    )
