"""What is kept back of small groups, so that nobody's figures can be worked out.

Whoever is not entitled to the individuals sees groups of five people or more, and sums of them.
One rule makes it hold: people stand in blocks of five or more, and every figure shown is the sum
of whole blocks. Whatever a reader adds up and subtracts, of whatever they asked for, the outcome
is made of whole blocks again, and so never rests on one to four people.

A group of five is a block of its own. The smaller groups of one whole (the teams of a region) are
one block together, with the next smallest where they are too few; what is too few even then
counts nowhere. (Product page, "What people see": fewer than five people, also against subtraction.)
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from typing import Generic, TypeVar

from competency.kernel.values import Value

SMALLEST_GROUP = 5

G = TypeVar("G", bound=Hashable)
W = TypeVar("W", bound=Hashable)


class Blocks(Value, Generic[G]):
    """The blocks that may be counted, and the groups that count nowhere."""

    whole: tuple[frozenset[G], ...] = ()
    nowhere: frozenset[G] = frozenset()

    @property
    def alone(self) -> frozenset[G]:
        """Return the groups that are shown by themselves."""
        return frozenset(one for block in self.whole if len(block) == 1 for one in block)

    @property
    def kept_back(self) -> frozenset[G]:
        """Return the groups that are shown in no figure of their own."""
        several = (block for block in self.whole if len(block) > 1)
        return self.nowhere.union(*several)

    def counted(self, asked: Collection[G]) -> frozenset[G]:
        """Return what a figure of the groups asked for is made of: the blocks wholly among them.

        Empty where all of it is kept back.
        """
        wanted = frozenset(asked)
        return frozenset[G]().union(*(block for block in self.whole if block <= wanted))

    def leaves_out(self, asked: Collection[G]) -> bool:
        """Return whether something of what is asked for is kept back, or would be alone."""
        hidden = self.kept_back
        return any(one in hidden for one in asked)


def blocks_within(people: Mapping[G, int], whole_of: Mapping[G, W]) -> Blocks[G]:
    """Return the blocks, given how many people each group has and which whole it belongs to.

    A group without anybody is left out of account: there is nobody to protect, and nobody to
    hide behind.
    """
    wholes: dict[W, dict[G, int]] = defaultdict(dict)
    for group, number in people.items():
        if number > 0:
            wholes[whole_of[group]][group] = number
    blocks: list[frozenset[G]] = []
    nowhere: set[G] = set()
    for groups in wholes.values():
        small = frozenset(small_groups(groups))
        blocks += [frozenset({group}) for group in groups if group not in small]
        if len(small) > 1 and sum(groups[group] for group in small) >= SMALLEST_GROUP:
            blocks.append(small)
        else:
            nowhere |= small
    return Blocks(tuple(blocks), frozenset(nowhere))


def small_groups(people: Mapping[G, int]) -> list[G]:
    """Return the groups of fewer than five people, and the next smallest that hide them."""
    place = {group: number for number, group in enumerate(people)}
    ordered = sorted(people, key=lambda group: (people[group], place[group]))
    small = [group for group in ordered if people[group] < SMALLEST_GROUP]
    if not small:
        return []
    for group in ordered[len(small) :]:
        if len(small) > 1 and sum(people[one] for one in small) >= SMALLEST_GROUP:
            break
        small.append(group)
    return small
