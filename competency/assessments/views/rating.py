"""Rating strand by strand in an appraisal, each of the two in their own part."""

from typing import Any

from competency.assessments.service import rating, reading
from competency.assessments.service.reading import Sheet
from competency.assessments.views import rating_pages, words
from competency.assessments.views.blueprint import blueprint
from competency.assessments.views.rating_pages import Place
from competency.infra.web import signed_in, work, writes

PAGES = {
    "home": "assessments.appraisal",
    "rate": "assessments.rate",
    "save": "assessments.rate_submit",
    "save_strand": "assessments.save_rating",
    "submit": "assessments.submit",
    "strand": "assessments.strand",
    "find": "assessments.find",
}


@blueprint.get("/appraisals/<id:appraisal_id>/rate/<section>")
@signed_in
def rate(appraisal_id: int, section: str) -> str:
    """Show the strands of a section to rate, or to read where they no longer change."""
    return rating_pages.show(place_of(reading.sheet(work(), appraisal_id)), section)


@blueprint.post("/appraisals/<id:appraisal_id>/rate/<section>")
@signed_in
@writes
def rate_submit(appraisal_id: int, section: str) -> Any:
    """Save all strands of the page at once."""
    place = place_of(reading.sheet(work(), appraisal_id))
    return rating_pages.save_section(
        place, section, lambda entries: rating.rate_section(work(), appraisal_id, entries)
    )


@blueprint.post("/appraisals/<id:appraisal_id>/ratings")
@signed_in
@writes
def save_rating(appraisal_id: int) -> Any:
    """Save one strand, for the script that saves as people go."""
    return rating_pages.save_strand(
        lambda entry: rating.rate(work(), appraisal_id, entry),
        lambda: reading.sheet(work(), appraisal_id).framework,
    )


def place_of(found: Sheet) -> Place:
    """Return where this reader's own part in the appraisal is rated."""
    return Place(
        sheet=found,
        name=found.appraisal.title,
        endpoints=PAGES,
        arguments={"appraisal_id": found.appraisal.id},
        audience=words.who_sees_ratings(found),
        read_only=words.why_read_only(found),
        has_evidence=True,
    )
