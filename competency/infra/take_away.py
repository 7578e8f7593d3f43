"""Lists to take away: the same rows as on the screen, as CSV or as a workbook.

A view says where both are: `@blueprint.get("/team.<any(csv, xlsx):kind>")`, and hands its rows on:
`return as_file("team", HEAD, rows, kind)`.
"""

from collections.abc import Iterable, Sequence

from flask import Response

from competency.infra.csv_out import Cell, as_csv
from competency.infra.web import now
from competency.infra.xlsx_out import as_xlsx

CSV, XLSX = "csv", "xlsx"
UTF_8_MARK = "\ufeff"  # without it spreadsheets guess
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(
    name: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    kind: str = CSV,
    *,
    about: Sequence[tuple[str, Cell]] = (),
) -> Response:
    """Return a table as a file of the kind that was asked for; `about` goes into workbooks only."""
    if kind == XLSX:
        content = as_xlsx(head, rows, name=name, made_at=now(), about=about)
        answer = Response(content, mimetype=WORKBOOK)
    else:
        answer = Response(UTF_8_MARK + as_csv(head, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
