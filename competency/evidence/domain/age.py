"""How old evidence is, and which of a strand's evidence is best."""

from collections.abc import Iterable, Sequence
from datetime import date

from competency.evidence.domain.state import State
from competency.kernel.values import Value


class Evidenced(Value):
    """What one query knows of a strand at one level in one state."""

    strand: str
    level: str
    state: State
    count: int
    latest: date


class StrandEvidence(Value):
    """The evidence of one strand: how much, the highest level shown, and how old the latest is.

    `best` and `latest` may belong to different entries; both are shown, neither is a rating.
    """

    strand: str
    count: int
    verified: int
    best: str
    best_verified: str | None
    latest: date
    months: int

    @property
    def words(self) -> str:
        """Return how long ago the strand was last evidenced, as people say it."""
        return last_evidenced(self.months)


def months_since(day: date, today: date) -> int:
    """Return how many whole months have passed since the day; a day of the future counts as 0."""
    months = (today.year - day.year) * 12 + today.month - day.month
    if today.day < day.day:
        months -= 1
    return max(0, months)


def last_evidenced(months: int) -> str:
    """Return the age of evidence in words."""
    if months == 0:
        return "last evidenced this month"
    if months == 1:
        return "last evidenced 1 month ago"
    return f"last evidenced {months} months ago"


def gathered(
    rows: Iterable[Evidenced], levels: Sequence[str], today: date
) -> dict[str, StrandEvidence]:
    """Return the evidence of each strand; `levels` are those of the framework, lowest first."""
    by_strand: dict[str, list[Evidenced]] = {}
    for row in rows:
        by_strand.setdefault(row.strand, []).append(row)
    return {strand: _one(strand, found, levels, today) for strand, found in by_strand.items()}


def _one(
    strand: str, rows: Sequence[Evidenced], levels: Sequence[str], today: date
) -> StrandEvidence:
    order = {level: number for number, level in enumerate(levels)}
    ranked = sorted(rows, key=lambda row: order.get(row.level, -1))
    verified = [row for row in ranked if row.state is State.VERIFIED]
    latest = max(row.latest for row in rows)
    return StrandEvidence(
        strand=strand,
        count=sum(row.count for row in rows),
        verified=sum(row.count for row in verified),
        best=ranked[-1].level,
        best_verified=verified[-1].level if verified else None,
        latest=latest,
        months=months_since(latest, today),
    )
