"""The monthly draws of the demonstration, each from the register as it stood on its day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.cases.models import CaseAssignment, CaseFile
from competency.demo.domain.chance import stream
from competency.demo.domain.review_days import DRAWN_AT, draw_day
from competency.infra.db import plain_rows
from competency.kernel.actor import Role
from competency.kernel.values import Value
from competency.people.service import standing
from competency.reviews.domain.calendar import months_before, period_under_review
from competency.reviews.domain.draw import Draw, Frame, Peer, Quota, Row, draw
from competency.reviews.service import framing
from competency.reviews.service.rules import get_instrument, quota

LARGEST = 2**31 - 1


class Case(Value):
    """A case as the register has it, with its key workers from which day on."""

    id: int
    reference: str
    team_id: int
    practice_area_id: int
    ended_on: date | None
    held: tuple[tuple[date, int | None], ...]

    def worker_on(self, day: date) -> int | None:
        """Return who held the case on a day while it was open, None where nobody did."""
        if self.ended_on is not None and self.ended_on <= day:
            return None
        return next((who for since, who in reversed(self.held) if since <= day), None)

    def workers(self, since: date, until: date) -> set[int]:
        """Return who was key worker after the one day and by the other."""
        ends = [*(begin for begin, _ in self.held[1:]), date.max]
        return {
            who
            for (begin, who), end in zip(self.held, ends, strict=True)
            if who is not None and begin <= until and end > since
        }


class Drawing(Value):
    """A month's draw with its frame, its quotas and the day of it."""

    frame: Frame
    made: Draw
    quota: Quota
    on: date
    period: tuple[date, date]

    @property
    def at(self) -> datetime:
        """Return the moment of the draw."""
        return datetime.combine(self.on, DRAWN_AT)


class Register:
    """All cases with their workers, read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        held: dict[int, list[tuple[date, int | None]]] = {}
        for case_id, since, who in plain_rows(
            session,
            select(
                CaseAssignment.case_id, CaseAssignment.from_on, CaseAssignment.person_id
            ).order_by(CaseAssignment.case_id, CaseAssignment.seq),
        ):
            held.setdefault(case_id, []).append((since, who))
        self.cases = {
            row.reference: Case(*row, tuple(held[row.id]))  # type: ignore[call-arg]
            for row in plain_rows(
                session,
                select(
                    CaseFile.id,
                    CaseFile.reference,
                    CaseFile.team_id,
                    CaseFile.practice_area_id,
                    CaseFile.ended_on,
                ).order_by(CaseFile.id),
            )
            if row.id in held
        }
        self.numbers = standing.staff_numbers(session)
        self.people = {number: id_ for id_, number in self.numbers.items()}
        self.names = standing.names(session)

    def frame_on(self, day: date, since: date, drawn: Iterable[str]) -> Frame:
        """Return what could be drawn from on a day, as `framing.frame_on` reads it today."""
        above, names = standing.supervisor_of_each(self._session, day), self.names
        rows = []
        for case in self.cases.values():
            worker = case.worker_on(day)
            if worker is None:
                continue
            chief = above.get(worker, 0)
            rows.append(
                Row(
                    case.reference,
                    self.numbers[worker],
                    self.numbers[chief] if chief else "",
                    names.regions[names.region_of_team[case.team_id]],
                    names.areas[case.practice_area_id],
                    chief in case.workers(since, day),
                )
            )
        peers = [
            Peer(self.numbers[p.person_id], names.regions[p.region_id], names.areas[p[2]])
            for p in standing.places_of(self._session, Role.PEER_REVIEWER, day)
        ]
        return Frame(rows, frozenset(drawn), peers)

    def draw(
        self, month: date, drawn: Mapping[date, Sequence[str]], seed: int, as_of: date
    ) -> Drawing:
        """Return the draw of a month; `drawn` are the references of earlier draws by month."""
        limits, on = get_instrument().limits, draw_day(month, as_of)
        period = period_under_review(on, limits.period_months)
        former = months_before(month, limits.not_again_months)
        refs = [ref for one in former for ref in drawn.get(one, ())]
        frame = self.frame_on(on, period[0], refs)
        wanted = quota(get_instrument())
        number = stream(seed, "draw", month).randint(0, LARGEST)
        return Drawing(frame, draw(frame, number, month, wanted), wanted, on, period)


def draw_row(number: int, drawn: Drawing) -> dict[str, Any]:
    """Return a draw as a row of its table."""
    return {
        "id": number,
        "month": drawn.made.month,
        "seed": drawn.made.seed,
        "frame_hash": drawn.made.frame_hash,
        "frame": framing.pack(drawn.frame),
        "first_quota": drawn.quota.first,
        "second_quota": drawn.quota.second,
        "on": drawn.on,
        "by_id": None,
        "at": drawn.at,
    }
