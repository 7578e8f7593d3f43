"""The reviews of the demonstration month by month: who has which case, and when it goes on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from competency.demo.domain import review_days
from competency.demo.domain.cast import Cast
from competency.demo.domain.chance import at_work, pick, stream
from competency.demo.domain.review_days import Plan
from competency.demo.domain.texts import ReviewTexts
from competency.demo.service.review_draws import Case, Drawing, Register, draw_row
from competency.infra.db import Base
from competency.kernel.actor import Role
from competency.people.service import standing
from competency.reviews.domain.calendar import Dates, months_before, period_under_review
from competency.reviews.domain.draw import Drawn, next_in_line
from competency.reviews.domain.levels import Level, State
from competency.reviews.domain.substituting import GRANTED, REFUSED
from competency.reviews.models import ReviewAssignment, ReviewDraw, ReviewSubstitution
from competency.reviews.service.posts import ASSIGNED, PEER
from competency.reviews.service.rules import dates_of, get_instrument

VACANT_AGO, VACANT_TEAM, VACANT = 5, 4, "leave"  # months ago
GRANTED_EVERY, REFUSED_EVERY, PEER_EVERY = 4, 6, 3  # months
EXTENDED, RESTRICTED = "incomplete-investigation", "controlled-access"
FIRST_TEAM, ANOTHER_TEAM = 1, 6
NEVER = Plan(None, None, None)
Row = dict[str, Any]


@dataclass(slots=True)
class Made:
    """A review as a row of its table, with its case, its month and how it goes on."""

    row: Row
    case: Case
    month: date
    plan: Plan
    answers: dict[str, str] = field(default_factory=dict)


class Months:
    """Draws month after month and hands the cases on as the rules ask."""

    def __init__(
        self,
        session: Session,
        rows: dict[type[Base], list[Row]],
        found: Cast,
        texts: ReviewTexts,
        seed: int,
        as_of: date,
    ) -> None:
        self.register = Register(session)
        self._session, self._rows, self._texts = session, rows, texts
        self._seed, self._as_of = seed, as_of
        self._drawn: dict[date, list[str]] = {}
        self._reach: dict[tuple[Role, int, date], list[int]] = {}
        self._last = 0
        self._leads = {m.team: m.id for m in found.members if m.team and m.holds(Role.SUPERVISOR)}
        self._instrument = get_instrument()

    def all(self, months: int) -> Iterator[Made]:
        """Yield the reviews of so many months, the oldest draw first, in their order."""
        this = self._as_of.replace(day=1)
        for ago in range(months - 1, -1, -1):
            month = this if not ago else months_before(this, ago)[-1]
            drawing = self.register.draw(month, self._drawn, self._seed, self._as_of)
            if drawing.made.first:
                yield from self._month(ago, drawing)

    def _month(self, ago: int, drawing: Drawing) -> list[Made]:
        month = drawing.made.month
        number = len(self._rows[ReviewDraw]) + 1
        self._rows[ReviewDraw].append(draw_row(number, drawing))
        self._drawn[month] = [one.case_ref for one in drawing.made.first]
        days = dates_of(month)
        slots: dict[str, int] = {}
        firsts: dict[str, Made] = {}
        for one in drawing.made.first:
            slots[one.supervisor] = slots.get(one.supervisor, 0) + 1
            firsts[one.case_ref] = self._first(number, drawing, days, one, slots[one.supervisor])
        seconds = {
            one.case_ref: self._second(firsts[one.case_ref], days) for one in drawing.made.second
        }
        made = [*firsts.values(), *seconds.values()]
        if ago == VACANT_AGO:
            self._leave_vacant(list(firsts.values()), days)
        if ago % PEER_EVERY == 0:
            self._hand_to_peer(list(firsts.values()), drawing, days)
        made += self._substitutions(ago, drawing, days, firsts, seconds)
        for second in made:
            if second.row["level"] == Level.SECOND and second.row["state"] != State.SUBSTITUTED:
                self._assign(second, days, drawing, ago)
        return made

    def _first(
        self,
        draw_id: int,
        drawing: Drawing,
        days: Dates,
        one: Drawn,
        slot: int,
        replaces_id: int | None = None,
    ) -> Made:
        case, people = self.register.cases[one.case_ref], self.register.people
        plan = review_days.first_plan(
            stream(self._seed, "first", draw_id, case.id), days, self._as_of
        )
        row = self._row(
            level=Level.FIRST.value,
            draw_id=draw_id,
            case=case,
            worker_id=people[one.worker],
            supervisor_id=people[one.supervisor],
            reviewer_id=people[one.reviewer],
            slot=slot,
            position=one.position,
            replaces_id=replaces_id,
            period=drawing.period,
            due=(days.start_by, days.complete_by),
        )
        return Made(row, case, days.month, review_days.so_far(plan, self._as_of))

    def _second(self, first: Made, days: Dates, replaces_id: int | None = None) -> Made:
        row, case = first.row, first.case
        chance = stream(self._seed, "second", row["draw_id"], case.id)
        plan = review_days.second_plan(chance, days, self._as_of)
        second = self._row(
            level=Level.SECOND.value,
            draw_id=row["draw_id"],
            case=case,
            worker_id=row["worker_id"],
            supervisor_id=row["supervisor_id"],
            position=row["position"],
            first_id=row["id"],
            replaces_id=replaces_id,
            period=(row["period_from"], row["period_to"]),
            due=(days.assign_by, days.second_by),
        )
        return Made(second, case, days.month, review_days.so_far(plan, self._as_of))

    def central(self, case: Case, targeting_id: int, place: int, on: date, due_on: date) -> Made:
        """Return a central review of a case for a purpose, assigned to nobody yet."""
        row = self._row(
            level=Level.CENTRAL.value,
            targeting_id=targeting_id,
            case=case,
            worker_id=case.worker_on(self._as_of),
            position=place,
            period=period_under_review(on, self._instrument.limits.period_months),
            due=(due_on, due_on),
        )
        return Made(row, case, on.replace(day=1), NEVER)

    def _row(
        self, *, case: Case, period: tuple[date, date], due: tuple[date, date], **columns: Any
    ) -> Row:
        self._last += 1
        return {
            "id": self._last,
            "state": State.DRAWN.value,
            "draw_id": None,
            "targeting_id": None,
            "case_id": case.id,
            "supervisor_id": None,
            "reviewer_id": None,
            "region_id": self.register.names.region_of_team[case.team_id],
            "team_id": case.team_id,
            "practice_area_id": case.practice_area_id,
            "slot": None,
            "position": 0,
            "first_id": None,
            "replaces_id": None,
            "instrument_id": self._instrument.id,
            "instrument_version": self._instrument.version,
            "period_from": period[0],
            "period_to": period[1],
            "start_due_on": due[0],
            "due_on": due[1],
            "elements": "",
            "target_client": "",
            "started_at": None,
            "submitted_at": None,
            "unassigned_reason": "",
            "unassigned_words": "",
            "version": 1,
            **columns,
        }

    def _leave_vacant(self, firsts: Sequence[Made], days: Dates) -> None:
        """Un-assign the four of a supervisor who is away for the month."""
        lead = self._leads.get(VACANT_TEAM)
        for one in firsts:
            if one.row["reviewer_id"] != lead:
                continue
            one.plan = NEVER
            one.row |= {
                "state": State.UNASSIGNED.value,
                "reviewer_id": None,
                "unassigned_reason": VACANT,
                "unassigned_words": self._texts.vacant,
            }
            self._assigned(one, days.loaded_on, lead, VACANT, words=self._texts.vacant)

    def _hand_to_peer(self, firsts: Sequence[Made], drawing: Drawing, days: Dates) -> None:
        """Give one case of a supervisor to a peer of the same programme and region."""
        names, numbers = self.register.names, self.register.people
        for peer in drawing.frame.peers:
            who = numbers[peer.reviewer]
            for one in firsts:
                place = (
                    names.regions[one.row["region_id"]],
                    names.areas[one.case.practice_area_id],
                )
                own = one.case.workers(drawing.period[0], drawing.on)
                lead, handed_on = one.row["reviewer_id"], days.loaded_on
                fits = place == (peer.region, peer.programme) and lead == one.row["supervisor_id"]
                if fits and who not in own | {lead} and handed_on < self._as_of:
                    one.row["reviewer_id"] = who
                    self._assigned(one, handed_on, lead, PEER, by_id=lead)
                    return

    def _substitutions(
        self,
        ago: int,
        drawing: Drawing,
        days: Dates,
        firsts: dict[str, Made],
        seconds: dict[str, Made],
    ) -> list[Made]:
        """Ask for other cases: granted, refused, and in this month one that waits."""
        asked_on = days.loaded_on + timedelta(days=1)
        mine = [m for m in firsts.values() if m.row["reviewer_id"] == self._leads.get(FIRST_TEAM)]
        other = [
            m for m in firsts.values() if m.row["reviewer_id"] == self._leads.get(ANOTHER_TEAM)
        ]
        if asked_on >= self._as_of:
            return []
        if ago == 0 and mine:
            mine[0].plan = NEVER
            self._ask(mine[0], asked_on, RESTRICTED, "")
        if ago % REFUSED_EVERY == 2 and other:
            self._ask(other[0], asked_on, EXTENDED, REFUSED, self._texts.refused)
        if ago % GRANTED_EVERY == 1 and mine:
            return self._substitute(mine[-1], drawing, days, asked_on, seconds)
        return []

    def _substitute(
        self, out: Made, drawing: Drawing, days: Dates, on: date, seconds: dict[str, Made]
    ) -> list[Made]:
        supervisor = self.register.numbers[out.row["supervisor_id"]]
        passed = self._drawn[days.month]
        made = drawing.made
        line = next_in_line(drawing.frame, made.seed, made.month, supervisor, passed)
        taken = next(line, None)
        if taken is None:
            return []
        out.row["state"], out.plan = State.SUBSTITUTED.value, NEVER
        self._drawn[days.month].append(taken.case_ref)
        new = self._first(
            out.row["draw_id"], drawing, days, taken, out.row["slot"], replaces_id=out.row["id"]
        )
        self._ask(out, on, EXTENDED, GRANTED, self._texts.granted, new.row["id"])
        former = seconds.get(out.case.reference)
        if former is None:
            return [new]
        former.row["state"], former.plan = State.SUBSTITUTED.value, NEVER
        return [new, self._second(new, days, replaces_id=former.row["id"])]

    def _ask(
        self,
        one: Made,
        on: date,
        reason: str,
        outcome: str,
        comment: str = "",
        replacement_id: int | None = None,
    ) -> None:
        chance = stream(self._seed, "substitution", one.row["id"])
        decided = at_work(chance, on + timedelta(days=1)) if outcome else None
        region_id = one.row["region_id"]
        specialists = self._in(Role.QUALITY_SPECIALIST, region_id, on)
        self._rows[ReviewSubstitution].append(
            {
                "id": len(self._rows[ReviewSubstitution]) + 1,
                "review_id": one.row["id"],
                "reason": reason,
                "words": self._texts.extended if reason == EXTENDED else "",
                "asked_by_id": one.row["supervisor_id"],
                "asked_at": at_work(chance, on),
                "outcome": outcome,
                "comment": comment,
                "decided_by_id": specialists[0] if outcome else None,
                "decided_at": decided,
                "replacement_id": replacement_id,
                "version": 1,
            }
        )

    def _assign(self, second: Made, days: Dates, drawing: Drawing, ago: int) -> None:
        """Choose who reviews a case at the second level: mostly the specialist of the region."""
        if second.plan.assigned is None:
            return
        row, on = second.row, second.plan.assigned
        closed = second.case.workers(*drawing.period) | {row["supervisor_id"], row["worker_id"]}
        roles = (Role.QUALITY_SPECIALIST, Role.REGIONAL_LEADERSHIP)
        chance = stream(self._seed, "assigned", row["id"])
        able = [
            [who for who in self._in(role, row["region_id"], on) if who not in closed]
            for role in roles
        ]
        some = able[1] if able[1] and chance.random() < 0.25 else able[0] or able[1]
        if not some:
            second.plan = NEVER
            return
        if ago == 2 and row["id"] % 8 == 0:  # still missing when they are looked up
            second.plan = second.plan._replace(submitted=None)
        row["reviewer_id"] = pick(chance, some)
        by = able[0] or some
        self._assigned(second, on, None, ASSIGNED, by_id=by[0], is_late=on > days.assign_by)

    def _assigned(
        self,
        one: Made,
        on: date,
        former_id: int | None,
        reason: str,
        *,
        words: str = "",
        by_id: int | None = None,
        is_late: bool = False,
    ) -> None:
        specialists = self._in(Role.QUALITY_SPECIALIST, one.row["region_id"], on)
        self._rows[ReviewAssignment].append(
            {
                "review_id": one.row["id"],
                "reviewer_id": one.row["reviewer_id"],
                "former_id": former_id,
                "reason": reason,
                "words": words,
                "is_late": is_late,
                "by_id": by_id or specialists[0],
                "at": at_work(stream(self._seed, "given", one.row["id"]), on),
            }
        )

    def _in(self, role: Role, region_id: int, day: date) -> list[int]:
        key = (role, region_id, day.replace(day=1))
        if key not in self._reach:
            self._reach[key] = standing.in_region(self._session, [role], region_id, day)
        return self._reach[key]
