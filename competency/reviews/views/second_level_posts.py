"""The second level of a month: a reviewer for each flagged case, chosen by hand."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.infra.carrying_out import carried_out
from competency.infra.formats import plural
from competency.infra.forms import Form
from competency.infra.web import actor, signed_in, work, writes
from competency.reviews.domain.calendar import month_words, months_before
from competency.reviews.forms.listing import MonthForm, written
from competency.reviews.forms.posts import chosen, second_level_form
from competency.reviews.service import flagged, rules
from competency.reviews.service.flagged import Flagged, SecondLevel
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.places import asked_month, places


@blueprint.get("/reviews/second-level")
@signed_in
def second_level() -> str:
    """Show the cases flagged in a month, each with who can review it."""
    return _page(_found(), None)


@blueprint.post("/reviews/second-level")
@signed_in
@writes
def second_level_submit() -> Any:
    """Assign the reviewers that were chosen, all or none of them."""
    found = _found()
    form, now = _form(found), {row.review.id: row.review.reviewer_id or 0 for row in found.rows}
    wanted = {
        review_id: (
            chosen(form[f"reviewer_{review_id}"].data),
            chosen(form[f"version_{review_id}"].data),
        )
        for review_id in (row.review.id for row in found.rows if row.is_open)
    }
    new = {id_: one for id_, one in wanted.items() if one[0] and one[0] != now[id_]}
    if not carried_out(form, lambda: flagged.assign_each(work(), new)):
        return _page(found, form), 422
    flash(f"{plural(len(new), 'second-level reviewer')} assigned.", "success")
    month, region = request.args.get("month"), found.region_id
    return redirect(url_for("reviews.second_level", month=month, region=region))


def _found() -> SecondLevel:
    return flagged.second_level(work(), _month(), chosen(request.args.get("region")) or None)


def _month() -> Any:
    """Return the month asked for; by itself the one whose second level is under way."""
    return asked_month(months_before(work().today, 1)[0])


def _form(found: SecondLevel, **options: Any) -> Form:
    rows = [
        (row.review.id, found.references[row.review.case_id], _people(found, row))
        for row in found.rows
        if row.is_open
    ]
    return second_level_form(rows, **options)


def _typed(form: Form, review_id: int) -> tuple[int, int]:
    """Return the reviewer chosen for a review, and the version the page was shown with."""
    reviewer, version = form[f"reviewer_{review_id}"], form[f"version_{review_id}"]
    return chosen(reviewer.data), chosen(version.data)


def _people(found: SecondLevel, row: Flagged) -> list[tuple[int, str]]:
    """Return who can be chosen, and whoever has the review now."""
    now = row.review.reviewer_id
    if now and now not in dict(row.choices):
        return [(now, found.names[now]), *row.choices]
    return list(row.choices)


def _page(found: SecondLevel, form: Form | None) -> str:
    month = _month()
    data = {f"version_{row.review.id}": str(row.review.version) for row in found.rows}
    data |= {f"reviewer_{row.review.id}": str(row.review.reviewer_id or "") for row in found.rows}
    months = MonthForm(formdata=None, data={"month": written(month)})
    return render_template(
        "reviews/month/second_level.html",
        found=found,
        form=form or _form(found, formdata=None, data=data),
        filters=months.offering(found.months),
        named=month_words(month),
        month=written(month),
        days=rules.dates_of(month),
        is_late=work().today > rules.dates_of(month).assign_by,
        open=sum(row.is_open for row in found.rows),
        places=places(actor()),
    )
