"""Both levels of a case side by side, what came of their differences, and coaching notes."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from competency.infra.carrying_out import carried_out
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound
from competency.reviews import permissions
from competency.reviews.domain.comparing import Pair
from competency.reviews.forms.second import NO_AGREEMENT, CoachingForm, ResolutionForm
from competency.reviews.service import reading, second_level
from competency.reviews.service.reading import SecondPage
from competency.reviews.views import words
from competency.reviews.views.blueprint import blueprint


@blueprint.get("/reviews/<id:review_id>/levels")
@signed_in
def levels(review_id: int) -> str:
    """Show both levels side by side, differences first."""
    return _page("levels", reading.second_page(work(), review_id), form=CoachingForm())


@blueprint.post("/reviews/<id:review_id>/levels/notes")
@signed_in
@writes
def coach(review_id: int) -> Any:
    """Write a coaching note to the supervisor."""
    form = CoachingForm()

    def keep() -> None:
        second_level.coach(work(), review_id, form.words.data or "")

    if not carried_out(form, keep):
        return _page("levels", reading.second_page(work(), review_id), form=form), 422
    flash("The supervisor can read your note now.", "success")
    return redirect(url_for("reviews.levels", review_id=review_id))


@blueprint.get("/reviews/<id:review_id>/levels/<item>")
@signed_in
def resolve(review_id: int, item: str) -> str:
    """Show both answers to an item, and ask what came of the difference."""
    found = reading.second_page(work(), review_id)
    pair = _difference(found, item)
    row = found.both.resolutions.get(item) if found.both else None
    data = {"agreed": row.agreed or NO_AGREEMENT, "words": row.words} if row else {}
    form = ResolutionForm(formdata=None, data=data | {"version": row.version if row else 0})
    return _page("resolve", found, form=_offer(found, pair, form), pair=pair)


@blueprint.post("/reviews/<id:review_id>/levels/<item>")
@signed_in
@writes
def resolve_submit(review_id: int, item: str) -> Any:
    """Record what came of a difference."""
    found = reading.second_page(work(), review_id)
    pair = _difference(found, item)
    form = _offer(found, pair, ResolutionForm())

    def keep() -> None:
        agreed = "" if form.agreed.data == NO_AGREEMENT else form.agreed.data
        version = form.version.data or 0
        second_level.resolve(work(), review_id, item, agreed, form.words.data or "", version)

    if not carried_out(form, keep):
        return _page("resolve", found, form=form, pair=pair), 422
    flash(f"Recorded what came of {item}.", "success")
    return redirect(url_for("reviews.levels", review_id=review_id))


def _offer(found: SecondPage, pair: Pair, form: ResolutionForm) -> ResolutionForm:
    return form.offer(found.page.sheet.instrument.scale_of(pair.item))


def _difference(found: SecondPage, item: str) -> Pair:
    if found.both is not None and found.page.may[permissions.RESOLVE]:
        for pair in found.both.pairs:
            if pair.item.code == item and pair.to_resolve:
                return pair
    raise NotFound("There is no such difference, or it is not yours to resolve.")


def _page(template: str, found: SecondPage, **more: Any) -> str:
    pairs = found.both.pairs if found.both else ()
    return render_template(
        f"reviews/second/{template}.html",
        found=found,
        page=found.page,
        both=found.both,
        different=[pair for pair in pairs if pair.to_resolve],
        same=[pair for pair in pairs if not pair.to_resolve],
        instrument=found.page.sheet.instrument,
        label_of=words.label_of,
        may=permissions,
        audience=words.ONCE_SUBMITTED,
        **more,
    )
