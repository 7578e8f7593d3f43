"""One signal: which rule, about whom and what, in one sentence with its figures."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from competency.kernel.values import Value

NO_AREA = 0


class Key(NamedTuple):
    """What makes a signal about one person the same one tomorrow; area 0 is none in particular."""

    code: str
    practice_area_id: int
    subject: str

    def __str__(self) -> str:
        return f"{self.code}/{self.practice_area_id}/{self.subject}"


class Signal(Value):
    """Something worth a conversation, or a strength.

    `subject` is what it is about: `timeliness:KPI_04`, `review-item:B3`, a strand, a
    `section:REC`, a `training:gdpr`, or nothing. `strands` are those it informs. `k` of `n` are
    its figures, `newest_on` the day of the newest fact it rests on. Of two signals the one with
    the smaller `place` is looked at first.
    """

    code: str
    title: str
    person_id: int
    practice_area_id: int | None
    subject: str
    strands: tuple[str, ...]
    is_strength: bool
    sentence: str
    k: int
    n: int
    newest_on: date
    place: int

    @property
    def key(self) -> Key:
        """Return what makes it the same signal tomorrow."""
        return Key(self.code, self.practice_area_id or NO_AREA, self.subject)


def in_order(signals: Iterable[Signal]) -> list[Signal]:
    """Return the signals, the strongest first: by their rule's place, then the newest.

    Never by person: nobody is ranked by them (product page, "The bridge", 5). Where rule and day
    are the same the larger n goes first.
    """
    return sorted(
        signals,
        key=lambda one: (one.place, -one.newest_on.toordinal(), -one.n, one.subject, one.sentence),
    )
