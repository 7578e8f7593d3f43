"""My reviews: what is due first, then the list; and the calendar of a month."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request, url_for

from competency.infra.asking import asked_page, pages_of
from competency.infra.csv_out import Cell
from competency.infra.formats import plural
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work
from competency.kernel.actor import Role
from competency.kernel.clock import london_date
from competency.reviews.domain.calendar import month_words, months_before, span
from competency.reviews.domain.levels import LEVEL_WORDS, STATE_WORDS, Level, State
from competency.reviews.forms.listing import ANY, ReviewFilter, written
from competency.reviews.service import listing, rules
from competency.reviews.service.listing import PAGE, Listed
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.duties import entries
from competency.reviews.views.places import asked_month, places

HEAD = ["Case", "Level", "Month", "Worker", "Reviewer", "State", "Start by", "Complete by",
        "Complete on"]  # fmt: skip
FILTERS = ("whose", "month", "state", "case")
SEES_MORE = (Role.SUPERVISOR, Role.MANAGER, Role.QUALITY_SPECIALIST, Role.REGIONAL_LEADERSHIP,
             Role.CENTRAL_OFFICE)  # fmt: skip
TONES = {State.DRAWN: "waiting", State.STARTED: "now", State.SUBMITTED: "good"}
# What somebody without a review is told, by the first role of these that they hold.
EMPTY = (
    (Role.SUPERVISOR, "Cases of your team are drawn at the beginning of each month."),
    (Role.QUALITY_SPECIALIST, "Second-level reviews that you take yourself come here."),
    (Role.CENTRAL_OFFICE, "Targeted reviews that are assigned to you come here."),
    (Role.REGIONAL_LEADERSHIP, "Second-level reviews that you take yourself come here."),
    (Role.PEER_REVIEWER, "Reviews that a supervisor gives you as a peer come here."),
    (Role.CASE_MANAGER, "When one of your cases is drawn for review, it comes here."),
)


@blueprint.get("/reviews")
@signed_in
def mine() -> str:
    """Show what is due for the reader, then the reader's reviews."""
    asked, page = work(), asked_page()
    form = ReviewFilter(formdata=request.args, meta={"csrf": False})
    found = listing.my_list(asked, form.wanted(), page=page)
    kept = _kept()
    return render_template(
        "reviews/month/mine.html",
        found=found,
        due=entries(found.due, asked.today),
        filters=form.offering(found.months),
        sees_more=any(actor().has(role) for role in SEES_MORE),
        said=plural(found.count, "review") + (" fit this" if kept else " this month and last"),
        kept=kept,
        address=f"?{urlencode(kept)}{'&' if kept else ''}page=",
        page=page,
        pages=pages_of(found.count, PAGE),
        empty=next((words for role, words in EMPTY if actor().has(role)), ""),
        words={"level": LEVEL_WORDS, "state": STATE_WORDS},
        tones=TONES,
        places=places(asked.actor),
        today=asked.today,
    )


@blueprint.get("/reviews.<any(csv, xlsx):kind>")
@signed_in
def mine_file(kind: str) -> Response:
    """Give all the same reviews as a file."""
    form = ReviewFilter(formdata=request.args, meta={"csrf": False})
    found = listing.my_list(work(), form.wanted(), page=None)
    return as_file("case-reviews", HEAD, [_cells(row, found) for row in found.rows], kind)


@blueprint.get("/reviews/of-case/<id:case_id>")
@signed_in
def of_case(case_id: int) -> Any:
    """Lead to the reviews of one case, as far as the reader may see them."""
    return redirect(url_for("reviews.mine", whose="all", month=ANY, case=case_id))


@blueprint.get("/reviews/calendar")
@signed_in
def calendar() -> str:
    """Show which day of a month's draw asks what of whom."""
    today = work().today
    month = asked_month(today.replace(day=1))
    days = [(one, *span(month, one)) for one in rules.get_instrument().milestones]
    before = months_before(month, 1)[0]
    after = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return render_template(
        "reviews/month/calendar.html",
        days=days,
        named=month_words(month),
        near=[
            (month_words(m), url_for("reviews.calendar", month=written(m))) for m in (before, after)
        ],
        today=today,
        places=places(actor()),
    )


def _kept() -> dict[str, str]:
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def _cells(row: Any, found: Listed) -> list[Cell]:
    return [
        found.references[row.case_id],
        LEVEL_WORDS[Level(row.level)],
        month_words(row.month) if row.month else "",
        found.names.get(row.worker_id, ""),
        found.names.get(row.reviewer_id or 0, ""),
        STATE_WORDS[State(row.state)],
        row.start_due_on,
        row.due_on,
        london_date(row.submitted_at) if row.submitted_at else None,
    ]
