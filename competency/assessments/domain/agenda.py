"""What the two have to talk about after the reveal: the discrepancy agenda."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from competency.assessments.domain.marks import LONGEST_REASON, UNRATED, Answer, Mark
from competency.kernel.errors import Refused
from competency.kernel.values import Value


class Outcome(StrEnum):
    """How the talk about a strand ended."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"


class Agreement(Value):
    """What the two made of one strand; `seq` counts the versions, 0 is none yet."""

    outcome: Outcome
    mark: Mark
    reason: str = ""
    self_reason: str = ""
    supervisor_reason: str = ""
    seq: int = 0


class Item(Value):
    """One strand with both marks; `gap` is self minus supervisor in scale positions.

    The gap is None where one of the two gave no position: not applicable and unrated never
    enter a gap (product page, row 1).
    """

    strand: str
    own: Mark
    supervisor: Mark
    gap: int | None

    @property
    def differs(self) -> bool:
        """Return whether the two said different things and so have to talk."""
        return (self.own.answer, self.own.position) != (
            self.supervisor.answer,
            self.supervisor.position,
        )

    @property
    def is_open(self) -> bool:
        """Return whether anybody said anything, so that there is something to agree."""
        return self.own.is_closed or self.supervisor.is_closed


class Agenda(Value):
    """Strands to talk about (largest gap first), those alike, and those nobody rated."""

    to_discuss: tuple[Item, ...]
    alike: tuple[Item, ...]
    unrated: tuple[str, ...]


def item(strand: str, own: Mark, supervisor: Mark) -> Item:
    """Return the two marks of a strand with their gap."""
    gap = None
    if own.position is not None and supervisor.position is not None:
        gap = own.position - supervisor.position
    return Item(strand, own, supervisor, gap)


def agenda(
    strands: Sequence[str], own: Mapping[str, Mark], supervisor: Mapping[str, Mark]
) -> Agenda:
    """Return the agenda over all strands, given in the framework's order.

    Largest gaps first, both directions mixed; after them those where only one gave a
    position; ties keep the framework's order.
    """
    items = [item(s, own.get(s, UNRATED), supervisor.get(s, UNRATED)) for s in strands]
    to_discuss = [i for i in items if i.is_open and i.differs]
    to_discuss.sort(key=lambda i: -abs(i.gap) if i.gap is not None else 0)
    return Agenda(
        to_discuss=tuple(to_discuss),
        alike=tuple(i for i in items if i.is_open and not i.differs),
        unrated=tuple(i.strand for i in items if not i.is_open),
    )


def check_agreement(about: Item, mark: Mark, reason: str) -> Agreement:
    """Return the agreement, or refuse one without the reason that a difference needs."""
    reason = _checked(reason, "reason")
    if not mark.is_closed:
        raise Refused(
            "no_position", "Choose the position you agreed on, or not applicable.", field="position"
        )
    if not about.is_open:
        raise Refused("unrated", "Neither of you rated this strand, so it stays unrated.")
    said = (mark.answer, mark.position)
    both_said_it = all(said == (m.answer, m.position) for m in (about.own, about.supervisor))
    if not both_said_it and not reason:
        raise Refused("reason_needed", "Say in a sentence why you settled on this.", field="reason")
    return Agreement(Outcome.AGREED, mark, reason=reason)


def check_no_agreement(about: Item, self_reason: str, supervisor_reason: str) -> Agreement:
    """Return that the two could not agree, or refuse when a reason of either is missing."""
    self_reason = _checked(self_reason, "self_reason")
    supervisor_reason = _checked(supervisor_reason, "supervisor_reason")
    if not about.is_open or not about.differs:
        raise Refused("no_difference", "You both said the same here, so there is no disagreement.")
    for text, field, whose in (
        (self_reason, "self_reason", "practitioner's"),
        (supervisor_reason, "supervisor_reason", "supervisor's"),
    ):
        if not text:
            raise Refused("reason_needed", f"Write down the {whose} reason as well.", field=field)
    return Agreement(
        Outcome.NOT_AGREED,
        Mark(Answer.UNRATED),
        self_reason=self_reason,
        supervisor_reason=supervisor_reason,
    )


def left_to_close(agenda: Agenda, agreed: Iterable[str]) -> tuple[str, ...]:
    """Return the strands still to be agreed, those that differ first."""
    done = set(agreed)
    return tuple(i.strand for i in (*agenda.to_discuss, *agenda.alike) if i.strand not in done)


def _checked(text: str, field: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_REASON:
        raise Refused("long_reason", f"Use at most {LONGEST_REASON:,} characters.", field=field)
    return text
