"""The governance report of a month: frozen, listed, read, printed and taken away."""

from datetime import timedelta
from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from competency.infra import pdf
from competency.infra.carrying_out import carried_out
from competency.infra.csv_out import Cell
from competency.infra.formats import k_of_n, moment, month, plain_day
from competency.infra.pdf import Document, Fact, Heading, Paragraph, Table
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work, writes
from competency.training.domain.tally import COUNTED
from competency.training.forms.reporting import FreezeForm
from competency.training.service import reporting
from competency.training.service.reporting import Report, ReportLine
from competency.training.views.blueprint import blueprint

HEAD = ["Course", "Team", "In time", "Of", *(state.label for state in COUNTED)]
PRINTED = ["Team", "In time", *(state.label for state in COUNTED)]
IN_TIME = "those current or due soon, of all who are asked and not exempt"
WIDTHS = (0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1)


@blueprint.get("/training/reports")
@signed_in
def reports() -> str:
    """Show the frozen reports, and offer last month's."""
    last = work().today.replace(day=1) - timedelta(days=1)
    return _page(FreezeForm(formdata=None, data={"month": last.strftime("%Y-%m")}))


@blueprint.post("/training/reports")
@signed_in
@writes
def freeze_report() -> Any:
    """Freeze the report of a month that is over."""
    form = FreezeForm()
    reporting.list_reports(work())
    made: list[int] = []
    if not carried_out(form, lambda: made.append(reporting.freeze(work(), form.first_day))):
        return _page(form), 422
    flash("The report is frozen. It never changes.", "success")
    return redirect(url_for("training.report", report_id=made[0]))


@blueprint.get("/training/reports/<id:report_id>")
@signed_in
def report(report_id: int) -> str:
    """Show a frozen report."""
    found = reporting.get_report(work(), report_id)
    return render_template(
        "training/report.html",
        report=found,
        answer=_answer(found),
        head=["Course", *PRINTED],
        rows=[[line.course, *_cells(line)] for line in found.lines],
        totals_head=["Course", *PRINTED[1:]],
        totals=_totals(found),
    )


@blueprint.get("/training/reports/<id:report_id>.<any(csv, xlsx):kind>")
@signed_in
def report_file(report_id: int, kind: str) -> Response:
    """Give a frozen report as a file."""
    found = reporting.get_report(work(), report_id)
    rows: list[list[Cell]] = [
        [line.course, line.team, line.k, line.n, *(line.counts[state] for state in COUNTED)]
        for whole, teams in found.courses
        for line in (*teams, whole)
    ]
    about: list[tuple[str, Cell]] = [
        ("Report", f"{_title(found)}, number {found.row.seq}"),
        ("As of", found.row.as_of),
        ("Frozen on", found.row.at),
        ("Seal", found.row.sha256),
        ("In time are", IN_TIME),
    ]
    return as_file(_name(found), HEAD, rows, kind, about=about)


@blueprint.get("/training/reports/<id:report_id>.pdf")
@signed_in
def report_pdf(report_id: int) -> Response:
    """Give a frozen report to print."""
    found = reporting.get_report(work(), report_id)
    answer = Response(pdf.render(compose(found)), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_name(found)}.pdf"'
    return answer


def compose(found: Report) -> Document:
    """Return a frozen report as a document; the same report gives the same document."""
    title = _title(found)
    document = Document(
        title=title,
        running_head=f"{title}, number {found.row.seq}",
        notice="" if found.is_whole else "Changed after it was frozen",
        made_at=found.row.at,
    )
    document.add(
        Heading(title, 1),
        Fact("As of", plain_day(found.row.as_of)),
        Fact("Frozen on", moment(found.row.at)),
        Fact("Seal", found.row.sha256),
        Paragraph(f"In time are {IN_TIME}."),
    )
    document.add(
        Heading("Every course", 2), Table(["Course", *PRINTED[1:]], _totals(found), WIDTHS)
    )
    for whole, teams in found.courses:
        rows = [_cells(one) for one in (*teams, whole)]
        document.add(Heading(whole.course, 2), Table(PRINTED, rows, WIDTHS))
    return document


def _totals(found: Report) -> list[list[str]]:
    return [[whole.course, *_cells(whole)[1:]] for whole, _ in found.courses]


def _answer(found: Report) -> str:
    """Return who was in time with the first course, in a sentence."""
    if not found.courses:
        return "Nothing was asked of anybody."
    first, _ = found.courses[0]
    return f"{first.course}: {k_of_n(first.k, first.n)} in time."


def _cells(line: ReportLine) -> list[str]:
    counts = [str(line.counts[state]) for state in COUNTED]
    return [line.team, k_of_n(line.k, line.n), *counts]


def _title(found: Report) -> str:
    return f"Mandatory training, {month(found.row.month)}"


def _name(found: Report) -> str:
    return f"training-{found.row.month:%Y-%m}-{found.row.seq}"


def _page(form: FreezeForm) -> str:
    return render_template(
        "training/reports.html", form=form, reports=reporting.list_reports(work())
    )
