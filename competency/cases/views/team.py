"""The team's cases: sign-offs waiting first, then the list with its filters; and finding one."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request, url_for

from competency.cases.forms.finding import TeamFilter
from competency.cases.queries.lists import PAGE, CaseRow
from competency.cases.service import listing, overseeing
from competency.cases.service.loading import get_protocol
from competency.cases.service.overseeing import Overseen
from competency.cases.views.blueprint import blueprint
from competency.cases.views.rows import places
from competency.infra.asking import asked_page, pages_of
from competency.infra.csv_out import Cell
from competency.infra.formats import plural
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work
from competency.people.service import lookup

HEAD = ["Reference", "Team", "Key worker", "Stage", "Practice area", "Referred on", "Next due",
        "Late clocks", "Safeguarding"]  # fmt: skip
FILTERS = ("team", "worker", "stage", "state", "late")


@blueprint.get("/cases/team")
@signed_in
def team() -> str:
    """Show the sign-offs that wait for the reader, then the cases the reader may see."""
    asked, page, protocol = work(), asked_page(), get_protocol()
    form = TeamFilter(formdata=request.args, meta={"csrf": False})
    found = overseeing.oversee(asked, form.wanted(protocol), page=page)
    waiting = listing.sign_offs_waiting(asked)
    kept = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return render_template(
        "cases/team.html",
        found=found,
        waiting=waiting,
        authors=lookup.names(asked.session, [row.author_id for row in waiting]),
        bands={band.code: band.label for band in protocol.risk.bands},
        filters=form.offering(found.teams, found.workers, protocol),
        said=f"{plural(found.count, 'case')}" + (" fit this" if kept else ""),
        kept=kept,
        address=f"?{urlencode(kept)}{'&' if kept else ''}page=",
        page=page,
        pages=pages_of(found.count, PAGE),
        places=places(asked.actor),
    )


@blueprint.get("/cases/team.<any(csv, xlsx):kind>")
@signed_in
def team_file(kind: str) -> Response:
    """Give all the same cases as a file."""
    form = TeamFilter(formdata=request.args, meta={"csrf": False})
    found = overseeing.oversee(work(), form.wanted(get_protocol()), page=None)
    return as_file("cases", HEAD, [_cells(row, found) for row in found.cases], kind)


@blueprint.get("/cases/find")
@signed_in
def find() -> Any:
    """Lead to the case with this reference, or show those whose reference begins so."""
    words = request.args.get("words", "").strip()[:80]
    found = listing.find(work(), words)
    exact = [case_id for case_id, reference in found if reference == words.upper()]
    if len(found) == 1 or exact:
        return redirect(url_for("cases.case", case_id=exact[0] if exact else found[0][0]))
    return render_template("cases/find.html", found=found, words=words)


def _cells(row: CaseRow, found: Overseen) -> list[Cell]:
    return [
        row.reference,
        found.teams.get(row.team_id, ""),
        found.names.get(row.key_worker_id or 0, ""),
        found.stages[row.id].title,
        found.areas.get(row.practice_area_id, ""),
        row.received_on,
        row.next_due,
        row.late,
        "yes" if row.safeguarding else "",
    ]
