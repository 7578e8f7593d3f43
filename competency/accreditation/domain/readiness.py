"""How far a self-study is, in one sentence and in its parts."""

from collections.abc import Iterable, Sequence
from datetime import date

from competency.accreditation.domain.items import Due, due
from competency.accreditation.domain.states import ItemState
from competency.kernel.values import Value


class ItemFacts(Value):
    """What readiness asks of an item of the checklist."""

    state: ItemState
    due_on: date | None
    has_owner: bool


class Readiness(Value, kw_only=True):
    """How far a self-study is; `needed` are the items less those that are not needed.

    `unrated`, `uncounted` and `unanswered` name practices by code: without a rating, not counted
    yet, and with points still open.
    """

    ready: int
    needed: int
    overdue: int
    without_owner: int
    unrated: tuple[str, ...]
    uncounted: tuple[str, ...]
    unanswered: tuple[str, ...]
    contradictions: int

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is left to do before the submission."""
        open_ = self.unrated or self.uncounted or self.unanswered or self.contradictions
        return self.ready == self.needed and not open_

    @property
    def sentence(self) -> str:
        """Return it as people say it, what is done first: "14 of 19 items ready, 2 overdue"."""
        items = f"{self.ready} of {self.needed} items ready"
        if self.overdue:
            items += f", {self.overdue} overdue"
        said = [items]
        for codes, words in (
            (self.unrated, "not rated yet"),
            (self.unanswered, "with points still open"),
            (self.uncounted, "not counted yet"),
        ):
            if codes:
                said.append(f"{_listed(codes)} {words}")
        if self.contradictions:
            one = self.contradictions == 1
            said.append(f"{self.contradictions} {'contradiction' if one else 'contradictions'}")
        return "; ".join(said)


def readiness(
    items: Iterable[ItemFacts],
    today: date,
    *,
    unrated: Sequence[str] = (),
    uncounted: Sequence[str] = (),
    unanswered: Sequence[str] = (),
    contradictions: int = 0,
) -> Readiness:
    """Return how far a self-study is on this day."""
    needed = [one for one in items if one.state is not ItemState.NOT_NEEDED]
    return Readiness(
        ready=sum(one.state is ItemState.READY for one in needed),
        needed=len(needed),
        overdue=sum(due(one.state, one.due_on, today) is Due.LATE for one in needed),
        without_owner=sum(not one.has_owner and one.state is not ItemState.READY for one in needed),
        unrated=tuple(unrated),
        uncounted=tuple(uncounted),
        unanswered=tuple(unanswered),
        contradictions=contradictions,
    )


def _listed(codes: Sequence[str]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} and {codes[-1]}"
