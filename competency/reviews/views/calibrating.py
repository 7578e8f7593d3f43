"""How far first and second level agree: in all, by region, by reviewer, and where they do not."""

from collections.abc import Sequence

from flask import Response, render_template, request

from competency.infra.agreement_words import WHAT_KAPPA_IS, agreement_words, kappa_cell
from competency.infra.formats import k_of_n
from competency.infra.take_away import as_file
from competency.infra.web import actor, signed_in, work
from competency.kernel.agreement import TooFew
from competency.reviews.domain.calibration import Group
from competency.reviews.domain.levels import LEVEL_WORDS, Level
from competency.reviews.service import calibration as calibrating
from competency.reviews.service.calibration import Calibrated, Named
from competency.reviews.views.blueprint import blueprint
from competency.reviews.views.places import places

HEAD = (
    "Whose",
    "Level",
    "Cases",
    "Answers that both gave",
    "The same",
    "Weighted kappa (95 % interval)",
    "First level more lenient",
    "Second level more lenient",
)
NOT_TOLD = "not told"
BOTH = f"{LEVEL_WORDS[Level.FIRST]} and {LEVEL_WORDS[Level.SECOND].lower()}"


@blueprint.get("/reviews/calibration")
@signed_in
def calibration() -> str:
    """Show it for the draws of some months, as far as this reader may see them."""
    found = calibrating.calibration(work(), _months())
    return render_template(
        "reviews/calibrating/calibration.html",
        found=found,
        months=_months(),
        choices=calibrating.MONTHS,
        told=_told(found),
        head=HEAD,
        by_place=_by_place(found),
        by_reviewer=[_row(one) for one in found.reviewers],
        disputed=[
            [one.figures.item, one.title, k_of_n(one.figures.differ, one.figures.n)]
            for one in found.disputed
        ],
        what_kappa_is=WHAT_KAPPA_IS,
        places=places(actor()),
    )


@blueprint.get("/reviews/calibration.<any(csv, xlsx):kind>")
@signed_in
def calibration_file(kind: str) -> Response:
    """Give the rows of the page as a file."""
    found = calibrating.calibration(work(), _months())
    rows = [*_by_place(found), *(_row(one) for one in found.reviewers)]
    return as_file("calibration", HEAD, rows, kind)


def _months() -> int:
    asked = request.args.get("months", "")
    return next((n for n in calibrating.MONTHS if asked == str(n)), calibrating.USUAL)


def _told(found: Calibrated) -> list[str]:
    return agreement_words(
        found.found.whole.result,
        what="item",
        given="answer",
        first="The first level",
        second="the second level",
    )


def _by_place(found: Calibrated) -> list[list[str]]:
    """Return the pair of levels over all that is seen, then each region by name."""
    whole = Named("All that you can see", None, found.found.whole)
    return [_row(whole), *(_row(one) for one in found.regions)]


def _row(one: Named) -> list[str]:
    level = LEVEL_WORDS[one.level] if one.level else BOTH
    return [one.name, level, *_figures(one.group)]


def _figures(group: Group) -> Sequence[str]:
    found = group.result
    counted = (f"{group.cases:,}", f"{found.n:,}")
    if isinstance(found, TooFew):
        return (*counted, NOT_TOLD, kappa_cell(found), NOT_TOLD, NOT_TOLD)
    return (
        *counted,
        k_of_n(found.same, found.n),
        kappa_cell(found),
        k_of_n(found.first_higher, found.n),
        k_of_n(found.second_higher, found.n),
    )
