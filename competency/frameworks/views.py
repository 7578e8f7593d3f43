"""Pages to read the library: every standard, and the framework by area, section and criterion."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import render_template, request

from competency.frameworks import service
from competency.frameworks.domain.highlight import pieces
from competency.frameworks.domain.standard import Standard
from competency.frameworks.domain.structure import CompetencyFramework
from competency.frameworks.library import CASE_MANAGEMENT_FRAMEWORK
from competency.infra.web import Blueprint, signed_in, work
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value

blueprint = Blueprint("frameworks", __name__, url_prefix="/framework")
MOST_HITS = 50


class Reading(Value):
    """A framework as it is read here: `version` is None unless the address asks for one."""

    framework: CompetencyFramework
    version: str | None
    versions: tuple[Standard, ...]
    is_licensed: bool

    @property
    def has_crosswalk(self) -> bool:
        """Return whether the crosswalk leads to these strands; it leads to the newest version."""
        return self.framework.id == CASE_MANAGEMENT_FRAMEWORK and self.version is None


@blueprint.get("")
@signed_in
def index() -> str:
    """Show what the framework holds, and every standard of the library."""
    return render_template(
        "frameworks/index.html",
        reading=_reading(CASE_MANAGEMENT_FRAMEWORK),
        standards=service.list_standards(),
    )


@blueprint.get("/<standard_id>")
@signed_in
def standard(standard_id: str) -> str:
    """Show one standard: a framework by its areas, any other kind in the way that suits it."""
    with _or_not_found():
        content = service.get_standard(standard_id, _asked_version())
    if isinstance(content, CompetencyFramework):
        return render_template("frameworks/framework.html", reading=_reading(standard_id))
    kind = content.standard.kind
    return render_template(
        [f"frameworks/kinds/{kind}.html", "frameworks/kinds/any.html"],
        content=content,
        versions=_versions(standard_id),
    )


@blueprint.get("/<standard_id>/<section_code>")
@signed_in
def section(standard_id: str, section_code: str) -> str:
    """Show the criteria and strands of a section at the levels side by side."""
    reading = _reading(standard_id)
    with _or_not_found():
        found = reading.framework.section(section_code)
    area = reading.framework.area(found.area_code)
    return render_template("frameworks/section.html", reading=reading, section=found, area=area)


@blueprint.get("/<standard_id>/criteria/<code>")
@signed_in
def criterion(standard_id: str, code: str) -> str:
    """Show one criterion with its strands."""
    reading = _reading(standard_id)
    with _or_not_found():
        found = reading.framework.criterion(code)
    around = reading.framework.section(found.section_code)
    return render_template(
        "frameworks/criterion.html", reading=reading, criterion=found, section=around
    )


@blueprint.get("/<standard_id>/levels")
@signed_in
def levels(standard_id: str) -> str:
    """Show the practice levels and the scale that runs through them."""
    return render_template("frameworks/levels.html", reading=_reading(standard_id))


@blueprint.get("/<standard_id>/glossary")
@signed_in
def glossary(standard_id: str) -> str:
    """Show the words that the framework explains."""
    return render_template("frameworks/glossary.html", reading=_reading(standard_id))


@blueprint.get("/<standard_id>/about")
@signed_in
def about(standard_id: str) -> str:
    """Show what a framework says about itself, and where it comes from."""
    return render_template("frameworks/about.html", reading=_reading(standard_id))


@blueprint.get("/<standard_id>/search")
@signed_in
def search(standard_id: str) -> str:
    """Show where the words of a search stand, marked in their text."""
    reading = _reading(standard_id)
    words = request.args.get("q", "").strip()[:200]
    hits = service.search(reading.framework, words)
    return render_template(
        "frameworks/search.html",
        reading=reading,
        words=words,
        count=len(hits),
        hits=hits[:MOST_HITS],
        pieces=pieces,
    )


def _asked_version() -> str | None:
    return request.args.get("version", "").strip()[:20] or None


def _versions(standard_id: str) -> tuple[Standard, ...]:
    """Return all versions of a standard, the newest first."""
    return tuple(reversed([one for one in service.list_standards() if one.id == standard_id]))


def _reading(standard_id: str) -> Reading:
    """Return the framework of the address in the wording of this organisation."""
    version = _asked_version()
    with _or_not_found():
        ours = service.get_framework(standard_id, version)
    shown = service.framework_with_wording(work().session, ours.id, ours.version)
    return Reading(shown, version, _versions(ours.id), is_licensed=shown is not ours)


@contextmanager
def _or_not_found() -> Iterator[None]:
    """Answer a code, id or version that the library does not have like any missing page."""
    try:
        yield
    except Refused as refusal:
        raise NotFound(refusal.message) from None
