"""The portfolio of one's own log: what it holds, and taking it away on paper or as an archive."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from flask import Response, redirect, render_template, request, url_for

from competency.config import ROOT
from competency.evidence.domain.entry import hours_text
from competency.evidence.domain.portfolio import WHOLE, Choice
from competency.evidence.forms.portfolio import ChoiceForm
from competency.evidence.service import exporting
from competency.evidence.service.exporting import Holding
from competency.evidence.views.blueprint import blueprint
from competency.evidence.views.portfolio_printing import MOST_PRINTED, compose, counted, period
from competency.infra import pdf
from competency.infra.carrying_out import allowed
from competency.infra.downloads import SANDBOX, store
from competency.infra.files import CHUNK
from competency.infra.formats import plural
from competency.infra.web import actor, database, give_back, public, signed_in, work

SCHEMA = ROOT / "docs" / "portfolio.schema.json"
ASKED = ("first_year", "last_year", "entries")


@blueprint.get("/me/portfolio")
@signed_in
def my_portfolio() -> Any:
    """Lead to one's own."""
    return redirect(url_for("evidence.portfolio", person_id=actor().person_id))


@blueprint.get("/people/<id:person_id>/portfolio")
@signed_in
def portfolio(person_id: int) -> Any:
    """Show what the chosen part of the log holds, and offer it."""
    form, choice = _chosen()
    return _page(person_id, form, choice)


@blueprint.get("/people/<id:person_id>/portfolio.zip")
@signed_in
def portfolio_zip(person_id: int) -> Any:
    """Give the archive that another installation can take in."""
    form, choice = _chosen()
    if choice is None:
        return _page(person_id, form, choice)
    exporting.note_taken(work(), database().aside, person_id, "a portfolio as zip", choice)
    made = exporting.export(work(), person_id, store(), choice)
    answer = Response(_pieces(made), mimetype="application/zip")
    answer.call_on_close(made.close)
    answer.content_length = made.seek(0, 2)
    made.seek(0)
    return _as_download(answer, "zip")


@blueprint.get("/people/<id:person_id>/portfolio.pdf")
@signed_in
def portfolio_pdf(person_id: int) -> Any:
    """Give the portfolio on paper."""
    form, choice = _chosen()
    held = exporting.holding(work(), person_id, choice or WHOLE)
    if choice is None or held.entries > MOST_PRINTED:
        return _page(person_id, form, choice, too_long=choice is not None)
    exporting.note_taken(work(), database().aside, person_id, "a portfolio as PDF", choice)
    document = compose(held, exporting.kept(work(), person_id, choice))
    give_back()  # laying it out takes seconds, and nothing more is asked
    return _as_download(Response(pdf.render(document), mimetype="application/pdf"), "pdf")


@blueprint.get("/portfolio.schema.json")
@public
def portfolio_schema() -> Response:
    """Give the published format of portfolio.json to whoever writes or reads one."""
    answer = Response(SCHEMA.read_bytes(), mimetype="application/schema+json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{SCHEMA.name}"'
    return answer


def _chosen() -> tuple[ChoiceForm, Choice | None]:
    """Return what the address asks for; no choice where it asks for what cannot be."""
    form = ChoiceForm(formdata=request.args)
    found: list[Choice] = []
    allowed(form, lambda: found.append(form.choice()))
    return form, found[0] if found else None


def _page(
    person_id: int, form: ChoiceForm, choice: Choice | None, *, too_long: bool = False
) -> Any:
    held = exporting.holding(work(), person_id, choice or WHOLE)
    page = render_template(
        "evidence/portfolio.html",
        held=held,
        form=form.offer(held.years),
        is_part=choice is not None and any(form[name].data for name in ASKED),
        hours_text=hours_text,
        counted=counted(held),
        period=period(held),
        files=_files(held),
        most=MOST_PRINTED,
        too_long=too_long,
    )
    return (page, 422) if choice is None or too_long else page


def _files(held: Holding) -> str:
    if not held.files:
        return "None"
    size = f"{held.bytes / 1_000_000:.1f} MB"
    if held.bytes < 100_000:
        size = f"{held.bytes / 1_000:.1f} kB"
    return f"{plural(held.files, 'file')}, {size}"


def _pieces(made: BinaryIO) -> Iterator[bytes]:
    with made:
        while piece := made.read(CHUNK):
            yield piece


def _as_download(answer: Response, ending: str) -> Response:
    name = f"portfolio-{work().today.isoformat()}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
