"""A supervisor's rating beside a second rater's: how far they agree, and where they do not."""

from collections.abc import Mapping, Sequence

from competency.assessments.domain.marks import UNRATED, Answer, Mark
from competency.kernel.agreement import RaterAgreement, TooFew, agreement, most_disputed
from competency.kernel.values import Value

MOST_DISPUTED = 10


class RatedTwice(Value):
    """One strand in both hands; `apart` is second minus supervisor in scale positions.

    It is None where one of them gave no position: not applicable and unrated never enter.
    """

    strand: str
    supervisor: Mark
    second: Mark

    @property
    def apart(self) -> int | None:
        """Return how many positions further on the second rater is."""
        if self.supervisor.position is None or self.second.position is None:
            return None
        return self.second.position - self.supervisor.position


class Compared(Value):
    """All strands in both hands, what their agreement is, and on which they are furthest apart.

    `not_applicable` and `unrated` count the strands that are left out, `unrated` those where
    nobody said that the strand does not apply. Nothing is called disputed where too few
    strands are comparable to speak of agreement.
    """

    strands: tuple[RatedTwice, ...]
    result: RaterAgreement | TooFew
    disputed: tuple[RatedTwice, ...]
    not_applicable: int
    unrated: int


def compare(
    strands: Sequence[str],
    supervisor: Mapping[str, Mark],
    second: Mapping[str, Mark],
    scale: Sequence[int],
    *,
    minimum: int,
) -> Compared:
    """Return both ratings compared over the strands, given in the framework's order.

    The marks are those that count in this appraisal: what was only carried from the last cycle,
    or waits to be confirmed, is not among them.
    """
    twice = [RatedTwice(s, supervisor.get(s, UNRATED), second.get(s, UNRATED)) for s in strands]
    triples = [
        (one.strand, one.supervisor.position, one.second.position)
        for one in twice
        if one.supervisor.position is not None and one.second.position is not None
    ]
    result = agreement([(a, b) for _, a, b in triples], scale, minimum=minimum)
    by_strand = {one.strand: one for one in twice}
    disputed = most_disputed(triples, scale, at_most=MOST_DISPUTED)
    without = [one for one in twice if one.apart is None]
    not_applicable = sum(
        Answer.NOT_APPLICABLE in (one.supervisor.answer, one.second.answer) for one in without
    )
    return Compared(
        strands=tuple(twice),
        result=result,
        disputed=()
        if isinstance(result, TooFew)
        else tuple(by_strand[one.item] for one in disputed),
        not_applicable=not_applicable,
        unrated=len(without) - not_applicable,
    )
