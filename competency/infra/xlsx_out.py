"""Tables as a workbook: text stays text whatever it begins with, and a day is a day.

A process of its own writes each, in a quarter of a second: the library that does it would keep
12 MiB in every web process from the first workbook on.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime

from competency.config import ROOT
from competency.infra.csv_out import Cell
from competency.infra.formats import LONDON

WRITER = [sys.executable, "-m", "competency.infra.xlsx_writing"]


def as_xlsx(
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    name: str,
    made_at: datetime,
    about: Sequence[tuple[str, Cell]] = (),
) -> bytes:
    """Return the table as a workbook: its titles stay in place, and its rows can be filtered.

    `about` says what the table is, on a sheet of its own. The same table gives the same bytes.
    """
    table = (
        list(head),
        [[_plain(cell) for cell in row] for row in rows],
        name,
        made_at.replace(tzinfo=None),
        [(what, _plain(cell)) for what, cell in about],
    )
    done = subprocess.run(
        WRITER, input=pickle.dumps(table), stdout=subprocess.PIPE, check=True, cwd=ROOT
    )
    return done.stdout


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return cell.astimezone(LONDON).replace(tzinfo=None)
    return str(cell) if isinstance(cell, str) else cell  # no kind of text that is ours alone
