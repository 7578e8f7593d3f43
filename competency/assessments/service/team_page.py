"""The team's heat map in words: one list of rows that the page and its export both print."""

from collections.abc import Sequence

from competency.assessments.domain.marks import Hand
from competency.assessments.domain.profile import SectionProfile
from competency.assessments.domain.state import State
from competency.assessments.service.overview import Line, Team, TeamRow
from competency.infra.formats import short_day
from competency.kernel.values import Value

NOTHING_SIGNED = "Nothing signed yet"
NOT_RUNNING = "None running"


class Cell(Value):
    """One section of one person: the middle position (0 to 6, None for none), range, coverage."""

    step: int | None
    word: str
    span: str
    coverage: str

    @property
    def text(self) -> str:
        """Return the cell in one line, as the export has it."""
        if self.step is None:
            return f"{self.word} ({self.coverage})" if self.coverage else self.word
        return f"{self.step} {self.word} ({self.span}; {self.coverage})"


class Row(Value):
    """One person of the team, in words."""

    person_id: int
    name: str
    post: str
    signed_id: int | None
    signed: str
    cells: tuple[Cell, ...]
    running_id: int | None
    state: str
    next_step: str


def rows_of(team: Team, labels: Sequence[str]) -> list[Row]:
    """Return the team in words, in its order; `labels` are the scale's, lowest first."""
    known: dict[SectionProfile, Cell] = {}
    return [_row(row, labels, known) for row in team.rows]


def heads(team: Team) -> list[str]:
    """Return the heads of the export's columns."""
    sections = [f"{s.code} {s.title}" for s in team.framework.sections]
    return ["Person", "Post", "Last signed", "Running appraisal", "Next step", *sections]


def lines_of(rows: Sequence[Row]) -> list[list[str]]:
    """Return the rows of the export, cell for cell what the page shows."""
    return [
        [row.name, row.post, row.signed, row.state, row.next_step, *(c.text for c in row.cells)]
        for row in rows
    ]


def _row(row: TeamRow, labels: Sequence[str], known: dict[SectionProfile, Cell]) -> Row:
    running = row.running
    return Row(
        person_id=row.person_id,
        name=row.name,
        post=row.post,
        signed_id=row.signed_id,
        signed=short_day(row.signed_on) if row.signed_on else NOTHING_SIGNED,
        cells=tuple(_cell(cell, labels, known) for cell in row.cells),
        running_id=running.id if running else None,
        state=running.state.words if running else NOT_RUNNING,
        next_step=next_step(running, row.name) if running else "",
    )


def _cell(
    profile: SectionProfile, labels: Sequence[str], known: dict[SectionProfile, Cell]
) -> Cell:
    if profile not in known:
        known[profile] = _made(profile, labels)
    return known[profile]


def _made(profile: SectionProfile, labels: Sequence[str]) -> Cell:
    coverage = f"{profile.rated} of {profile.applicable}"
    if profile.middle is None or profile.lowest is None or profile.highest is None:
        return Cell(None, "not rated", "", coverage if profile.applicable else "")
    low, high = labels[profile.lowest], labels[profile.highest]
    span = low if low == high else f"{low} to {high}"
    return Cell(profile.middle, labels[profile.middle], span, coverage)


def next_step(line: Line, name: str) -> str:
    """Return whose turn a running appraisal is, in words."""
    if line.state is State.OPEN:
        return f"{name} and the supervisor rate"
    if line.state is State.SELF_SUBMITTED:
        return "The supervisor rates"
    if line.state is State.SUPERVISOR_SUBMITTED:
        return f"{name} rates"
    if line.state is State.REVEALED:
        return "The two talk and agree"
    if line.state is State.SIGNED_BY_ONE:
        return "The supervisor signs" if Hand.SELF in line.signed_by else f"{name} signs"
    return "Both sign"
