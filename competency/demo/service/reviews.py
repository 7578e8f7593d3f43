"""Rows of case reviews: two years of draws, what was answered, and what followed from it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from competency.cases.domain.running import EXCUSED, RUNNING
from competency.cases.domain.timeline import Event
from competency.cases.domain.way import ALCOHOL, THERAPY
from competency.cases.models import CaseClock, CaseFile
from competency.cases.queries import lines
from competency.cases.service.loading import applies_to, protocol_of
from competency.demo.domain.cast import Cast
from competency.demo.domain.chance import at_work, stream
from competency.demo.domain.judging import LENIENT, SECOND, USUAL, Eye, Found, Judging
from competency.demo.domain.texts import Texts
from competency.demo.service.batch import write_rows
from competency.demo.service.review_months import Made, Months
from competency.demo.service.review_papers import ReviewPapers
from competency.demo.service.review_targets import target
from competency.infra.db import Base, plain_rows
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.reviews.domain.calendar import quarter_of
from competency.reviews.domain.facts import facts_of, investigations
from competency.reviews.domain.levels import Level, State
from competency.reviews.domain.period import Period, last_completed, target_client
from competency.reviews.domain.prefilling import ClockResult, Suggestion, suggestions
from competency.reviews.models import (
    Review,
    ReviewAnswer,
    ReviewAssignment,
    ReviewCoachingNote,
    ReviewCorrection,
    ReviewDraw,
    ReviewForm,
    ReviewNotice,
    ReviewResolution,
    ReviewSubstitution,
    ReviewTally,
    ReviewTargeting,
)
from competency.reviews.queries.sheets import TALLY_KEY
from competency.reviews.service.answering import AWAY, INVESTIGATED
from competency.reviews.service.rules import get_instrument
from competency.reviews.service.sheets import Chosen
from competency.timeliness.domain.results import Result

LENIENT_TEAM = 3
OTHERS, MENTAL_HEALTH = "other-services", "mental-health"
UNSEEN = ((OTHERS, 0.5), (MENTAL_HEALTH, 0.25), (AWAY, 0.08))  # what no record tells
HALF = 0.55  # of the items of a started review are answered
IN_ORDER: tuple[type[Base], ...] = (
    ReviewDraw,
    ReviewTargeting,
    Review,
    ReviewAssignment,
    ReviewSubstitution,
    ReviewAnswer,
    ReviewForm,
    ReviewCorrection,
    ReviewResolution,
    ReviewCoachingNote,
    ReviewNotice,
    ReviewTally,
)
CHUNK = 500
Row = dict[str, Any]


def write_reviews(
    work: Work, found: Cast, texts: Texts, *, months: int, seed: int, as_of: date
) -> int:
    """Write the case reviews of so many months, this one included, and return how many."""
    rows: dict[type[Base], list[Row]] = {model: [] for model in IN_ORDER}
    drawn = Months(work.session, rows, found, texts.reviews, seed, as_of)
    made = list(drawn.all(months))
    made += target(work, drawn, rows, found, texts.reviews, seed, as_of) if made else []
    desk = _Desk(work, rows, found, texts, seed, as_of)
    for one in desk.read(made):
        desk.fill(one)
    ReviewPapers(work.session, rows, texts.reviews, seed, as_of, found).add(made)
    rows[Review] = [one.row for one in sorted(made, key=lambda one: one.row["id"])]
    rows[ReviewTally] = [
        dict(zip(TALLY_KEY, key, strict=True), reviews=n) for key, n in sorted(desk.tally.items())
    ]
    for model in IN_ORDER:
        write_rows(work.session, model, rows[model])
    return len(made)


class _Desk:
    """Starts, answers and submits the reviews as far as they have come."""

    def __init__(
        self,
        work: Work,
        rows: dict[type[Base], list[Row]],
        found: Cast,
        texts: Texts,
        seed: int,
        as_of: date,
    ) -> None:
        self._session, self._rows, self._seed, self._as_of = work.session, rows, seed, as_of
        self._instrument = get_instrument()
        self._judging = Judging(self._instrument, texts.reviews, seed, as_of)
        self._lenient = {
            m.id for m in found.members if m.team == LENIENT_TEAM and m.holds(Role.SUPERVISOR)
        }
        self.tally: Counter[tuple[date, int, str, str, str]] = Counter()

    def read(self, made: Sequence[Made]) -> list[Made]:
        """Read the records of the cases under review; return the reviews that were started."""
        begun = [one for one in made if one.plan.started is not None]
        ids = sorted({one.case.id for one in begun})
        self._lines = lines.lines_of(self._session, ids)
        self._ways: dict[int, frozenset[str]] = {}
        self._clocks: dict[int, list[Any]] = {}
        for start in range(0, len(ids), CHUNK):
            some = ids[start : start + CHUNK]
            for case in plain_rows(
                self._session, select(CaseFile.__table__).where(CaseFile.id.in_(some))
            ):
                self._ways[case.id] = applies_to(case, protocol_of(case))  # type: ignore[arg-type]
            for clock in plain_rows(
                self._session,
                select(CaseClock.__table__)
                .where(CaseClock.case_id.in_(some))
                .order_by(CaseClock.standard, CaseClock.sequence),
            ):
                self._clocks.setdefault(clock.case_id, []).append(clock)
        return begun

    def fill(self, one: Made) -> None:
        """Choose the elements of a case, and answer as many items as the review has got to."""
        row, started = one.row, one.plan.started
        if started is None:
            return
        chance = stream(self._seed, "review", row["id"])
        period = Period(row["period_from"], row["period_to"])
        clocks = [_as_on(clock, started) for clock in self._clocks.get(one.case.id, ())]
        elements = self._choose(one, period, clocks, row)
        proposed = suggestions(self._instrument, clocks, period)
        truth = self._judging.truth(one.case.id, one.case.team_id, one.month)
        found = self._judging.seen(truth, self._eye(row), elements, proposed, chance)
        row |= {"state": State.STARTED.value, "started_at": at_work(chance, started)}
        if one.plan.submitted is None:
            self._begin(row, found)
            return
        at = max(at_work(chance, one.plan.submitted), row["started_at"] + timedelta(minutes=50))
        row |= {"state": State.SUBMITTED.value, "submitted_at": at}
        one.answers = {answer.item: answer.answer for answer in found}
        for answer in found:
            self._answer(row, answer, at)
            key = (quarter_of(at.date()), row["region_id"], row["level"])
            self.tally[(*key, answer.item, answer.answer)] += 1

    def _choose(
        self, one: Made, period: Period, clocks: Sequence[ClockResult], row: Row
    ) -> Sequence[str]:
        line: tuple[Event, ...] = self._lines[one.case.id]
        ways = self._ways[one.case.id]
        facts = facts_of(line, clocks, period, drinks=ALCOHOL in ways, therapy=THERAPY in ways)
        chance = stream(self._seed, "elements", one.case.id, one.month)  # the same at both levels
        more = {code for code, share in UNSEEN if chance.random() < share}
        elements = tuple(
            e.code for e in self._instrument.elements if e.fact in facts or e.code in more
        )
        away = AWAY in elements
        looked = last_completed(investigations(line), period) if INVESTIGATED in elements else None
        row["target_client"] = target_client(
            "The client" if away else "", one.case.reference, is_away=away
        )
        row["elements"] = Chosen(elements, looked).as_text()
        return elements

    def _eye(self, row: Row) -> Eye:
        if row["level"] != Level.FIRST:
            return SECOND
        return LENIENT if row["reviewer_id"] in self._lenient else USUAL

    def _begin(self, row: Row, found: Sequence[Found]) -> None:
        """Answer the first items; of the others only what the clocks propose is there."""
        until = round(len(found) * HALF)
        for place, answer in enumerate(found):
            if place < until:
                self._answer(row, answer, row["started_at"])
            elif answer.suggestion is not None:
                waiting = Found(answer.item, "", "", answer.suggestion)
                self._answer(row, waiting, row["started_at"])

    def _answer(self, row: Row, found: Found, at: datetime) -> None:
        proposed: Suggestion | None = found.suggestion
        self._rows[ReviewAnswer].append(
            {
                "review_id": row["id"],
                "item": found.item,
                "answer": found.answer,
                "narrative": found.narrative,
                "suggested": proposed.answer if proposed else "",
                "shown": proposed.as_text() if proposed else "",
                "confirmed": proposed is not None and proposed.answer == found.answer,
                "by_id": row["reviewer_id"],
                "at": at,
                "version": 1,
            }
        )


def _as_on(clock: Any, day: date) -> ClockResult:
    """Return a clock as it stood on a day, its pauses left out."""
    due_on, end_on, state = clock.adjusted_due_on, clock.end_on, clock.adjusted_state
    if state == EXCUSED:
        result = Result.NOT_APPLICABLE
    elif state == RUNNING or (end_on is not None and end_on > day):
        end_on = None
        result = Result.OVERDUE if due_on < day else Result.DUE
    else:
        result = Result(state)
    return ClockResult(clock.standard, clock.start_on, due_on, end_on, result)
