"""The crosswalk both ways: what a piece of casework tells of, and what tells of a strand."""

from flask import Response, render_template, request

from competency.coaching.domain.crosswalk import Link, SourceKind
from competency.coaching.service import crosswalk, own_links, sources, walks
from competency.coaching.service.sources import Source
from competency.coaching.views.blueprint import blueprint
from competency.infra.csv_out import Cell
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work

HEAD = ("Source", "Title", "Strand", "Criterion", "Strength", "Why", "Whose")


@blueprint.get("/crosswalk")
@signed_in
def crosswalk_by_source() -> str:
    """Show every source of the chosen kind with the strands that it tells of."""
    kind = _asked()
    return render_template(
        "coaching/crosswalk/by_source.html",
        kinds=sources.list_kinds(),
        chosen=next(one for one in sources.list_kinds() if one.kind == kind),
        rows=walks.by_source(work(), kind),
        strengths=crosswalk.strengths_of(crosswalk.get_data()).values(),
        may_keep=own_links.may_keep(work()),
    )


@blueprint.get("/crosswalk.<table:kind>")
@signed_in
def crosswalk_file(kind: str) -> Response:
    """Give the links of the chosen kind of source as a file."""
    of = _asked()
    criteria = {one.code: one.criterion for one in sources.list_strands()}
    rows = [
        _cells(source, link, criteria)
        for source, links in walks.by_source(work(), of)
        for link in links
    ]
    return as_file(f"crosswalk-{of}", HEAD, rows, kind)


@blueprint.get("/crosswalk/sources/<source_kind>/<path:code>")
@signed_in
def crosswalk_source(source_kind: str, code: str) -> str:
    """Show what one source tells of and why, and what was set aside."""
    return render_template(
        "coaching/crosswalk/source.html",
        page=walks.of_source(work(), source_kind, code),
        kind=crosswalk.get_data().kind(source_kind),
        may_keep=own_links.may_keep(work()),
    )


@blueprint.get("/crosswalk/strands")
@signed_in
def crosswalk_by_strand() -> str:
    """Show every strand with the sources that tell of it."""
    return render_template("coaching/crosswalk/by_strand.html", rows=walks.by_strand(work()))


@blueprint.get("/crosswalk/strands/<code>")
@signed_in
def crosswalk_strand(code: str) -> str:
    """Show what tells of one strand, and why."""
    strand, links = walks.of_strand(work(), code)
    return render_template(
        "coaching/crosswalk/strand.html",
        strand=strand,
        framework=sources.framework(),
        by_kind=[
            (kind, [one for one in links if one.link.kind == kind.kind])
            for kind in sources.list_kinds()
        ],
    )


def _asked() -> SourceKind:
    """Return the kind of source that the address asks for; the timeliness standards otherwise."""
    asked = request.args.get("of", "")
    return SourceKind(asked) if asked in list(SourceKind) else SourceKind.TIMELINESS


def _cells(source: Source, link: Link, criteria: dict[str, str]) -> list[Cell]:
    whose = "released" if link.own_id is None else "our own"
    criterion = criteria.get(link.strand, "")
    strength = link.strength.title
    return [source.code, source.title, link.strand, criterion, strength, link.reason, whose]
