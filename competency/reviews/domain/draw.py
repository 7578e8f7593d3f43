"""The monthly draw: pure, and the same list from the same frame and seed on every machine.

Each case of the frame gets a number: the SHA-256 of seed, month and its reference. In the order
of these numbers the cases of each supervisor are taken, four and never more; the number that
comes next gives the substitute. No generator of random numbers is involved, whose sequence could
differ from one version of Python to another.

The frame is every open case that somebody holds. A case is left out, with its reason, when
nobody supervises its key worker, when it was drawn last month, and when it would be its
reviewer's own: the key worker's, or one that the supervisor worked on in the period under
review, unless a peer reviewer of the same programme and region can take it. Nobody gets more
than the quota, peers included (seed 004, "Process of review"; product page, row 4).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from heapq import nsmallest
from typing import NamedTuple

from competency.kernel.errors import Refused
from competency.kernel.values import Value

LARGEST_SEED = 2**63 - 1
FORMAT = "case-review-frame 1"


class Row(NamedTuple):
    """A case of the frame; `supervisor` is empty where nobody supervises the worker.

    `recused` says that the supervisor was the key worker within the period under review.
    """

    case_ref: str
    worker: str
    supervisor: str
    region: str
    programme: str
    recused: bool = False


class Peer(NamedTuple):
    """Somebody who may review cases of a programme in a region beside the supervisors."""

    reviewer: str
    region: str
    programme: str


class Exclusion(StrEnum):
    """Why a case of the frame cannot be drawn."""

    NO_SUPERVISOR = "no-supervisor"
    DRAWN_LAST_MONTH = "drawn-last-month"
    OWN_CASE = "own-case"
    NO_PEER_FREE = "no-peer-free"


class Quota(Value):
    """How many cases: at the first level a supervisor, at the second level a region."""

    first: int = 4
    second: int = 18


FOUR_AND_EIGHTEEN = Quota()


class Frame(Value):
    """What is drawn from: the cases, the references drawn last month, the peer reviewers."""

    rows: Sequence[Row]
    last_month: frozenset[str] = frozenset()
    peers: Sequence[Peer] = ()


class Drawn(Value, kw_only=True):
    """A case drawn for the first level; `position` is its place among all of the supervisor's."""

    case_ref: str
    worker: str
    supervisor: str
    reviewer: str
    region: str
    programme: str
    position: int


class Draw(Value):
    """What came of it: both levels, how many cases each supervisor had to draw from, and why not.

    `second` holds the cases flagged among the drawn ones; their reviewers are assigned by hand.
    """

    seed: int
    month: date
    frame_hash: str
    first: tuple[Drawn, ...]
    second: tuple[Drawn, ...]
    eligible: Mapping[str, int]
    excluded: Mapping[str, Exclusion]


def check_seed(seed: int) -> int:
    """Return the seed; refuse one below 0 or beyond what the database keeps."""
    if not 0 <= seed <= LARGEST_SEED:
        raise Refused(
            "bad_seed", f"A seed is a whole number from 0 to {LARGEST_SEED}.", field="seed"
        )
    return seed


def draw(frame: Frame, seed: int, month: date, quota: Quota = FOUR_AND_EIGHTEEN) -> Draw:
    """Return the month's draw from the frame; the order of its rows does not matter.

    Refuses a seed below 0 and a frame that names a reference twice.
    """
    lines = _Lines(frame, seed, month, quota)
    first = tuple(one for supervisor in sorted(lines.strata) for one in lines.take(supervisor))
    return Draw(
        seed=seed,
        month=month,
        frame_hash=frame_hash(frame),
        first=first,
        second=tuple(_flagged(first, seed, month, quota.second)),
        eligible=lines.eligible(),
        excluded=lines.excluded,
    )


def next_in_line(
    frame: Frame, seed: int, month: date, supervisor: str, passed: Iterable[str]
) -> Iterator[Drawn]:
    """Return the supervisor's further cases in the order of their numbers, for a substitute.

    `passed` are the references that had their turn. Who reviews a substitute is the supervisor;
    one that the supervisor worked on is passed over.
    """
    lines = _Lines(frame, seed, month, FOUR_AND_EIGHTEEN)
    done = set(passed)
    for position, row in enumerate(lines.ordered(supervisor), start=1):
        if row.case_ref not in done and not row.recused:
            yield _drawn(row, row.supervisor, position)


def frame_hash(frame: Frame) -> str:
    """Return the SHA-256, in hexadecimal digits, of the canonical text of the frame."""
    return hashlib.sha256(canonical(frame).encode()).hexdigest()


def canonical(frame: Frame) -> str:
    """Return the frame as one text, the same however its rows were ordered.

    A head, then a line a case by reference, a line a reference of last month, a line a peer;
    fields are parted by tabs, which none of them may hold.
    """
    rows = sorted(frame.rows)
    lines = [
        f"case\t{ref}\t{worker}\t{supervisor}\t{region}\t{programme}\t{'recused' * recused}"
        for ref, worker, supervisor, region, programme, recused in rows
    ]
    last = (f"last-month\t{ref}" for ref in sorted(frame.last_month))
    peers = (f"peer\t{p.reviewer}\t{p.region}\t{p.programme}" for p in sorted(frame.peers))
    return "\n".join([FORMAT, *lines, *last, *peers, ""])


def read_canonical(text: str) -> Frame:
    """Return the frame of a canonical text; raises ValueError where it is none."""
    head, *lines = text.rstrip("\n").split("\n")
    if head != FORMAT:
        raise ValueError(f"not a frame: {head[:40]!r}")
    rows, last, peers = [], [], []
    for line in lines:
        kind, *parts = line.split("\t")
        if kind == "case":
            ref, worker, supervisor, region, programme, mark = parts
            rows.append(Row(ref, worker, supervisor, region, programme, mark == "recused"))
        elif kind == "peer":
            peers.append(Peer(*parts))
        else:
            last.append(parts[0])
    return Frame(rows, frozenset(last), peers)


def as_plain(made: Draw, assigned: Mapping[str, str]) -> dict[str, object]:
    """Return a draw as plain values, people by staff number.

    `assigned` says, by reference, who reviews at the second level by now; the others are None.
    """
    return {
        "month": made.month.isoformat()[:7],
        "seed": made.seed,
        "frame_hash": made.frame_hash,
        "first_level": [
            {
                "supervisor": one.supervisor,
                "reviewer": one.reviewer,
                "worker": one.worker,
                "case_ref": one.case_ref,
            }
            for one in made.first
        ],
        "second_level": [
            {
                "region": one.region,
                "case_ref": one.case_ref,
                "reviewer": assigned.get(one.case_ref),
            }
            for one in made.second
        ],
        "eligible": dict(made.eligible),
        "excluded": {ref: reason.value for ref, reason in sorted(made.excluded.items())},
    }


@dataclass
class _Lines:
    """The frame in strata, each case with its number."""

    frame: Frame
    seed: int
    month: date
    quota: Quota
    strata: dict[str, list[tuple[bytes, Row]]] = field(default_factory=dict)
    excluded: dict[str, Exclusion] = field(default_factory=dict)
    recused: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    without_peer: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        check_seed(self.seed)
        salt, sha256 = _salt(self.seed, self.month, "first"), hashlib.sha256
        strata, last_month = self.strata, self.frame.last_month
        refs = set()
        for row in self.frame.rows:
            ref, worker, supervisor, _, _, recused = row
            refs.add(ref)
            if recused or not supervisor or worker == supervisor or ref in last_month:
                if reason := self._why_not(row):
                    self.excluded[ref] = reason
                    if supervisor:
                        strata.setdefault(supervisor, [])
                    continue
                self.recused[supervisor] += 1
            numbered = (sha256(salt + ref.encode()).digest(), row)
            if supervisor in strata:
                strata[supervisor].append(numbered)
            else:
                strata[supervisor] = [numbered]
        if len(refs) != len(self.frame.rows):
            raise Refused("twice_in_frame", "A case stands in the frame twice.")
        for supervisor, rows in strata.items():
            own = len(rows) - self.recused[supervisor]
            self.taken[supervisor] = min(self.quota.first, own)

    def _why_not(self, row: Row) -> Exclusion | None:
        if not row.supervisor:
            return Exclusion.NO_SUPERVISOR
        if row.case_ref in self.frame.last_month:
            return Exclusion.DRAWN_LAST_MONTH
        able = row.recused and any(_can_review(peer, row) for peer in self.frame.peers)
        return None if able and row.worker != row.supervisor else Exclusion.OWN_CASE

    def ordered(self, supervisor: str) -> list[Row]:
        """Return all cases of the stratum in the order of their numbers."""
        return [row for _, row in sorted(self.strata.get(supervisor, ()))]

    def take(self, supervisor: str) -> Iterator[Drawn]:
        """Return the cases of the quota, each with its reviewer, in the order of their numbers."""
        quota = self.quota.first
        chosen = nsmallest(quota + self.recused[supervisor], self.strata[supervisor])
        count = 0
        for position, (_, row) in enumerate(chosen, start=1):
            if count == quota:
                return
            reviewer = self._peer(row) if row.recused else supervisor
            if not reviewer:
                self.excluded[row.case_ref] = Exclusion.NO_PEER_FREE
                self.without_peer[supervisor] += 1
                continue
            count += 1
            yield _drawn(row, reviewer, position)

    def eligible(self) -> dict[str, int]:
        """Return how many cases could be drawn, by supervisor; asked once all are taken."""
        return {
            name: len(rows) - self.without_peer[name] for name, rows in sorted(self.strata.items())
        }

    def _peer(self, row: Row) -> str:
        """Return the peer with the fewest cases, of those the one whose number comes first."""
        salt = _salt(self.seed, self.month, f"peer\n{row.case_ref}")
        able = [
            (self.taken[p.reviewer], _number(salt, p.reviewer), p.reviewer)
            for p in self.frame.peers
            if _can_review(p, row) and self.taken[p.reviewer] < self.quota.first
        ]
        if not able:
            return ""
        chosen = min(able)[2]
        self.taken[chosen] += 1
        return chosen


def _can_review(peer: Peer, row: Row) -> bool:
    same = (peer.region, peer.programme) == (row.region, row.programme)
    return same and peer.reviewer not in (row.worker, row.supervisor)


def _flagged(first: Sequence[Drawn], seed: int, month: date, quota: int) -> Iterator[Drawn]:
    """Return the drawn cases flagged for the second level, by region in the order of numbers."""
    salt = _salt(seed, month, "second")
    regions: dict[str, list[tuple[bytes, Drawn]]] = {}
    for one in first:
        regions.setdefault(one.region, []).append((_number(salt, one.case_ref), one))
    for _, found in sorted(regions.items()):
        for _, one in sorted(found, key=lambda pair: pair[0])[:quota]:
            yield one


def _drawn(row: Row, reviewer: str, position: int) -> Drawn:
    return Drawn(
        case_ref=row.case_ref,
        worker=row.worker,
        supervisor=row.supervisor,
        reviewer=reviewer,
        region=row.region,
        programme=row.programme,
        position=position,
    )


def _salt(seed: int, month: date, what: str) -> bytes:
    return f"{seed}\n{month.isoformat()[:7]}\n{what}\n".encode()


def _number(salt: bytes, name: str) -> bytes:
    return hashlib.sha256(salt + name.encode()).digest()
