"""The draws: which months were drawn, drawing one, its page, and making it again."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from competency.infra.asking import asked_page, pages_of
from competency.infra.carrying_out import allowed
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work, writes
from competency.kernel.actor import Role
from competency.kernel.errors import NotFound, Refused
from competency.reviews.domain.calendar import month_words
from competency.reviews.domain.levels import STATE_WORDS
from competency.reviews.domain.supply import EXCLUSION_WORDS
from competency.reviews.forms.drawing import DrawForm
from competency.reviews.forms.listing import month_or_none, written
from competency.reviews.service import drawing
from competency.reviews.service import draws as service
from competency.reviews.service.draws import PAGE, Preview
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.places import places

SURE = "sure"
HEAD = ["Case", "Why it was left out"]


@blueprint.get("/reviews/draws")
@signed_in
def draws() -> str:
    """Show the months whose cases were drawn."""
    rows, names = service.list_draws(work())
    return render_template(
        "reviews/month/draws.html",
        rows=rows,
        names=names,
        written=written,
        may_draw=actor().has(Role.CENTRAL_OFFICE),
        places=places(actor()),
    )


@blueprint.get("/reviews/draws/new")
@signed_in
def new_draw() -> str:
    """Ask for the month to draw."""
    return _new_page(DrawForm(formdata=None))


@blueprint.post("/reviews/draws/new")
@signed_in
@writes
def new_draw_submit() -> Any:
    """Show what the draw would give; draw once that was seen."""
    form, seen = DrawForm(), list[Preview]()
    if not form.validate():
        return _new_page(form), 422

    def act() -> None:
        month, seed = form.wanted()
        if SURE in request.form:
            service.draw_now(work(), month, seed)
        else:
            seen.append(service.preview(work(), month, seed))

    if not allowed(form, act):
        return _new_page(form), 422
    if seen:
        return _new_page(form, seen[0])
    flash("Drawn. Everybody finds their cases in their list.", "success")
    return redirect(url_for("reviews.draw", month=form.month.data))


@blueprint.get("/reviews/draws/<month>")
@signed_in
def draw(month: str) -> str:
    """Show a draw: its seed and frame, what could be drawn, what was left out, and both lists."""
    page = asked_page()
    found = service.show(work(), _month(month), page=page)
    return render_template(
        "reviews/month/draw.html",
        found=found,
        named=month_words(found.month),
        month=month,
        why=EXCLUSION_WORDS,
        states=STATE_WORDS,
        page=page,
        pages=pages_of(found.count, PAGE),
    )


@blueprint.get("/reviews/draws/<month>/again")
@signed_in
def draw_again(month: str) -> str:
    """Make the draw again from what was kept, and say whether the same list came out."""
    wanted, again, refused = _month(month), None, ""
    try:
        again = drawing.run_again(work(), wanted).draw
    except Refused as refusal:
        refused = refusal.message
    return render_template(
        "reviews/month/again.html",
        again=again,
        refused=refused,
        named=month_words(wanted),
        month=month,
    )


@blueprint.get("/reviews/draws/<month>/left-out.<any(csv, xlsx):kind>")
@signed_in
def left_out_file(month: str, kind: str) -> Response:
    """Give the cases that could not be drawn, with the reason, as a file."""
    rows = service.left_out(work(), _month(month))
    return as_file(
        f"left-out-{month}", HEAD, [[ref, EXCLUSION_WORDS[why]] for ref, why in rows], kind
    )


def _month(text: str) -> Any:
    month = month_or_none(text)
    if month is None:
        raise NotFound("There is no such month.")
    return month


def _new_page(form: DrawForm, preview: Preview | None = None) -> str:
    return render_template(
        "reviews/month/new_draw.html",
        form=form.offering(service.months_to_draw(work())),
        preview=preview,
        named=month_words(preview.month) if preview else "",
        why=EXCLUSION_WORDS,
    )
