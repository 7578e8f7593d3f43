"""The desk of a second rater: their task list, the strands to rate, and submitting."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from competency.assessments.domain.moderation import Standing
from competency.assessments.service import second_rating as rating
from competency.assessments.service.second_rating import Desk
from competency.assessments.views import rating_pages, words
from competency.assessments.views.blueprint import blueprint
from competency.assessments.views.next_step import next_section
from competency.assessments.views.rating_pages import Place
from competency.assessments.views.strand_rows import explained
from competency.infra.web import signed_in, work, writes
from competency.kernel.errors import NotFound

PAGES = {
    "home": "assessments.second_rating",
    "rate": "assessments.rate_second",
    "save": "assessments.rate_second_submit",
    "save_strand": "assessments.save_second",
    "submit": "assessments.submit_second",
    "strand": "assessments.strand_second",
}
ONLY_YOU = (
    "Only you can see this rating until you and the first two have all submitted. You see "
    "neither of theirs before that."
)
LONGEST_VERSION = 9  # digits


@blueprint.get("/second-ratings/<id:second_id>")
@signed_in
def second_rating(second_id: int) -> str:
    """Show what the second rater was asked for and how far they are."""
    desk = rating.desk(work(), second_id)
    return render_template(
        "assessments/second_rating.html",
        desk=desk,
        place=_place(desk),
        next_section=next_section(desk.sheet),
        audience=ONLY_YOU,
    )


@blueprint.get("/second-ratings/<id:second_id>/rate/<section>")
@signed_in
def rate_second(second_id: int, section: str) -> str:
    """Show the strands of a section to rate, or to read where they no longer change."""
    return rating_pages.show(_place(rating.desk(work(), second_id)), section)


@blueprint.post("/second-ratings/<id:second_id>/rate/<section>")
@signed_in
@writes
def rate_second_submit(second_id: int, section: str) -> Any:
    """Save all strands of the page at once."""
    place = _place(rating.desk(work(), second_id))
    return rating_pages.save_section(
        place, section, lambda entries: rating.rate_section(work(), second_id, entries)
    )


@blueprint.post("/second-ratings/<id:second_id>/ratings")
@signed_in
@writes
def save_second(second_id: int) -> Any:
    """Save one strand, for the script that saves as people go."""
    return rating_pages.save_strand(
        lambda entry: rating.rate(work(), second_id, entry),
        lambda: rating.desk(work(), second_id).sheet.framework,
    )


@blueprint.get("/second-ratings/<id:second_id>/submit")
@signed_in
def submit_second(second_id: int) -> str:
    """Show what is not rated yet and what happens next."""
    desk = rating.desk(work(), second_id)
    return render_template(
        "assessments/submit_second.html", desk=desk, place=_place(desk), audience=ONLY_YOU
    )


@blueprint.post("/second-ratings/<id:second_id>/submit")
@signed_in
@writes
def submit_second_rating(second_id: int) -> Any:
    """Submit it for good; where the first two are there, the comparison opens."""
    version = request.form.get("version", "")
    known = version.isdecimal() and len(version) <= LONGEST_VERSION
    if rating.submit(work(), second_id, int(version) if known else 0):
        flash("Submitted. Both ratings are side by side now.", "success")
        return redirect(url_for("assessments.comparison", second_id=second_id))
    flash("Submitted. It opens once the first two have submitted as well.", "success")
    return redirect(url_for("assessments.second_rating", second_id=second_id))


@blueprint.get("/second-ratings/<id:second_id>/strands/<code>")
@signed_in
def strand_second(second_id: int, code: str) -> str:
    """Show a strand's descriptors and each save of it by the second rater."""
    desk = rating.desk(work(), second_id)
    about = desk.sheet.framework.find_strand(code)
    if about is None:
        raise NotFound("This framework has no such strand.")
    labels = words.labels_of(desk.sheet.framework)
    saves = rating.history(work(), second_id, code)
    return render_template(
        "assessments/strand_second.html",
        place=_place(desk),
        strand=about,
        section=desk.sheet.framework.section(about.section_code),
        saves=[(given, words.said(labels, given.mark)) for given in saves],
        explained=explained,
        audience=ONLY_YOU,
    )


def _place(desk: Desk) -> Place:
    return Place(
        sheet=desk.sheet,
        name="Second rating",
        endpoints=PAGES,
        arguments={"second_id": desk.moderation.id},
        audience=ONLY_YOU,
        read_only=_why_read_only(desk),
    )


def _why_read_only(desk: Desk) -> str | None:
    if desk.standing is Standing.SUBMITTED:
        return "You have submitted this second rating, so it stays as it is."
    if desk.standing is Standing.ENDED:
        return "This second rating was ended, so it takes no more ratings."
    if desk.is_withdrawn:
        return "This appraisal was withdrawn, so it takes no more ratings."
    return None
