"""The frame of a draw, read from the register and the directory, and kept with the draw."""

import zlib
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.service import held
from competency.kernel.actor import Role
from competency.people.service import standing
from competency.reviews.domain.draw import Frame, Peer, Row, canonical, read_canonical
from competency.reviews.domain.levels import Level
from competency.reviews.models import Review, ReviewDraw


def frame_on(session: Session, day: date, since: date, former: list[date]) -> Frame:
    """Return what can be drawn from on a day: every open case somebody holds, in one pass.

    `since` is the first day of the period under review, `former` the months whose drawn cases
    are not drawn again. People stand in it by staff number, places by name.
    """
    numbers, names = standing.staff_numbers(session), standing.names(session)
    line = standing.supervisor_of_each(session, day)
    above = {person: numbers[chief] for person, chief in line.items()}
    region_of = {team: _name(names.regions[r]) for team, r in names.region_of_team.items()}
    areas = {id_: _name(name) for id_, name in names.areas.items()}
    own = {
        (row.reference, numbers[row.person_id])
        for row in held.worked_on_since(session, set(line.values()), since)
    }
    rows = []
    for reference, worker, team, area in held.open_held(session):
        chief = above.get(worker, "")
        recused = (reference, chief) in own if own else False
        rows.append(Row(reference, numbers[worker], chief, region_of[team], areas[area], recused))
    peers = [
        Peer(numbers[p.person_id], _name(names.regions[p.region_id]), areas[p.practice_area_id])
        for p in standing.places_of(session, Role.PEER_REVIEWER, day)
    ]
    return Frame(rows, frozenset(drawn_in(session, former)), peers)


def drawn_in(session: Session, months: list[date]) -> set[str]:
    """Return the references of all cases drawn for the first level in these months' draws.

    One that was substituted was drawn all the same, and so was its substitute.
    """
    ids = session.scalars(
        select(Review.case_id)
        .join(ReviewDraw, ReviewDraw.id == Review.draw_id)
        .where(ReviewDraw.month.in_(months), Review.level == Level.FIRST.value)
    )
    return set(held.references(session, ids).values())


def pack(frame: Frame) -> bytes:
    """Return the canonical text of a frame, compressed."""
    return zlib.compress(canonical(frame).encode(), 1)


def unpack(packed: bytes) -> Frame:
    """Return the frame that was packed."""
    return read_canonical(zlib.decompress(packed).decode())


def _name(text: str) -> str:
    """Return a name without the tabs and line ends that part the fields of a frame."""
    return " ".join(text.split())
