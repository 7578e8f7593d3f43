"""Who reviews a case: handing to a peer, vacant posts, assigning again."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.infra.carrying_out import carried_out
from competency.infra.formats import plural
from competency.infra.web import actor, signed_in, work, writes
from competency.kernel.errors import NotFound
from competency.reviews.domain.calendar import month_words
from competency.reviews.forms.listing import MonthForm, month_or_none, written
from competency.reviews.forms.posts import ReviewerForm, VacancyForm, chosen
from competency.reviews.service import giving, posts, rules
from competency.reviews.service.giving import Giving, PostLine, Way
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.places import asked_month, places


@blueprint.get("/reviews/<id:review_id>/reviewer")
@signed_in
def reviewer(review_id: int) -> str:
    """Show who can review this case, and who cannot and why."""
    found = giving.to_give(work(), review_id)
    now = found.review.reviewer_id
    data = {"reviewer": str(now) if now else "", "version": found.review.version}
    return _reviewer_page(found, ReviewerForm(formdata=None, data=data))


@blueprint.post("/reviews/<id:review_id>/reviewer")
@signed_in
@writes
def reviewer_submit(review_id: int) -> Any:
    """Give the review to whoever was chosen."""
    found = giving.to_give(work(), review_id)
    form = ReviewerForm().offer(found.choices)

    def give() -> None:
        giving.give(work(), found, chosen(form.reviewer.data), form.version.data or 0)

    if not carried_out(form, give):
        return _reviewer_page(found, form), 422
    flash(f"{dict(found.choices)[chosen(form.reviewer.data)]} reviews this case now.", "success")
    if found.way is Way.CENTRAL:
        return redirect(url_for("reviews.targeting", targeting_id=found.review.targeting_id))
    return redirect(url_for("reviews.review", review_id=review_id))


@blueprint.get("/reviews/posts")
@signed_in
def vacant_posts() -> str:
    """Show a month's four of each supervisor, what is un-assigned, and where to do so."""
    month = asked_month(work().today.replace(day=1))
    found = giving.posts_of(work(), month)
    form = MonthForm(formdata=None, data={"month": written(month)})
    return render_template(
        "reviews/month/posts.html",
        found=found,
        filters=form.offering(found.months),
        month=written(month),
        named=month_words(month),
        kinds={one.code: one.title for one in rules.get_instrument().vacancies},
        places=places(actor()),
    )


@blueprint.get("/reviews/posts/<id:supervisor_id>/unassign")
@signed_in
def unassign(supervisor_id: int) -> str:
    """Show which reviews become vacant with the post, and ask why it is."""
    month = _month()
    return _vacancy_page(_line(supervisor_id, month), month, VacancyForm(formdata=None))


@blueprint.post("/reviews/posts/<id:supervisor_id>/unassign")
@signed_in
@writes
def unassign_submit(supervisor_id: int) -> Any:
    """Un-assign the open reviews of the post."""
    month, form, done = _month(), VacancyForm(), list[int]()
    line = _line(supervisor_id, month)

    def act() -> None:
        kind, words = form.vacancy.data or "", form.words.data or ""
        done.append(len(posts.unassign(work(), supervisor_id, month, kind, words)))

    if not carried_out(form, act):
        return _vacancy_page(line, month, form), 422
    flash(f"{plural(done[0], 'review')} un-assigned. The second level goes ahead.", "success")
    return redirect(url_for("reviews.vacant_posts", month=written(month)))


def _month() -> date:
    month = month_or_none(request.args.get("month"))
    if month is None:
        raise NotFound("There is no such month.")
    return month


def _line(supervisor_id: int, month: date) -> PostLine:
    lines = giving.posts_of(work(), month, supervisor_id).lines
    if not lines:
        raise NotFound("There are no reviews of this post in this month, or not in your region.")
    return lines[0]


def _reviewer_page(found: Giving, form: ReviewerForm) -> str:
    return render_template(
        "reviews/month/reviewer.html",
        found=found,
        form=form.offer(found.choices),
        is_peer=found.way is Way.PEER,
        is_second=found.review.level == "second",
    )


def _vacancy_page(line: PostLine, month: date, form: VacancyForm) -> str:
    return render_template(
        "reviews/month/unassign.html",
        line=line,
        form=form.offer(rules.get_instrument().vacancies),
        month=written(month),
        named=month_words(month),
    )
