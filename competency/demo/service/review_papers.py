"""What follows from reviews: forms with corrections, what became of differences, who was told."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from competency.demo.domain.cast import Cast
from competency.demo.domain.chance import at_work, between, pick, stream
from competency.demo.domain.review_days import told_at
from competency.demo.domain.texts import ReviewTexts
from competency.demo.service.review_months import FIRST_TEAM, Made
from competency.infra.db import Base
from competency.people.service import standing
from competency.reviews.domain.calendar import months_before
from competency.reviews.domain.comparing import Pair, compare
from competency.reviews.domain.completeness import Given
from competency.reviews.domain.drafting import draft
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.models import (
    ReviewAnswer,
    ReviewCoachingNote,
    ReviewCorrection,
    ReviewForm,
    ReviewNotice,
    ReviewResolution,
)
from competency.reviews.service.correcting import CORRECTED, DROPPED, STILL_OPEN
from competency.reviews.service.reminding import MONTHS_BACK, REGIONAL
from competency.reviews.service.rules import dates_of, get_instrument

LIMIT = timedelta(days=get_instrument().limits.correction_days)
COACHED = 0.2  # of the second-level reviews end in a note to the supervisor
Row = dict[str, Any]


class ReviewPapers:
    """Puts what hangs on reviews among the rows that wait to be written."""

    def __init__(
        self,
        session: Session,
        rows: dict[type[Base], list[Row]],
        texts: ReviewTexts,
        seed: int,
        as_of: date,
        found: Cast,
    ) -> None:
        self._session, self._rows, self._texts = session, rows, texts
        self._seed, self._as_of = seed, as_of
        self._instrument = get_instrument()
        self._left = {m.id: m.left_on for m in found.members if m.left_on is not None}
        self._overdue: Row | None = (
            None  # the newest correction of the first team that could be late
        )

    def add(self, made: Sequence[Made]) -> None:
        """Add what hangs on these reviews, as far as it has come."""
        given: dict[int, dict[str, Given]] = {}
        for row in self._rows[ReviewAnswer]:
            said = Given(row["answer"], row["narrative"], row["suggested"])
            given.setdefault(row["review_id"], {})[row["item"]] = said
        by_id = {one.row["id"]: one for one in made}
        for one in made:
            if one.row["state"] == State.SUBMITTED and one.row["level"] == Level.FIRST:
                self._form(one, given[one.row["id"]])
            first = by_id.get(one.row["first_id"] or 0)
            if one.row["state"] == State.SUBMITTED and first is not None:
                self._settle(first, one)
        if self._overdue is not None:
            self._overdue |= _undone()
        self._tell(made)

    def _form(self, one: Made, given: dict[str, Given]) -> None:
        row = one.row
        chance = stream(self._seed, "form", row["id"])
        on = row["submitted_at"].date()
        written = on + timedelta(days=between(chance, 0, 2))
        discussed = self._past(written + timedelta(days=between(chance, 0, 6)))
        if written >= self._as_of:
            return
        items = [item for item in self._instrument.items if item.code in given]
        drafted = draft(self._instrument, items, given, written)
        number = len(self._rows[ReviewForm]) + 1
        agreed = self._past(discussed and discussed + timedelta(days=between(chance, 0, 5)))
        if agreed is not None and agreed > self._left.get(row["worker_id"], date.max):
            agreed = None
        written_at = max(at_work(chance, written), row["submitted_at"] + timedelta(minutes=20))
        agreed_at = max(at_work(chance, agreed), written_at) if agreed else None
        self._rows[ReviewForm].append(
            {
                "id": number,
                "review_id": row["id"],
                "strengths": drafted.strengths,
                "needs": drafted.needs,
                "written_by_id": row["reviewer_id"],
                "written_at": written_at,
                "discussed_on": discussed,
                "acknowledged_by_id": row["worker_id"] if agreed else None,
                "acknowledged_at": agreed_at,
                "worker_comment": pick(chance, self._texts.comments) if agreed else "",
                "version": 3 if agreed else 2 if discussed else 1,
            }
        )
        for correction in drafted.corrections:
            self._correction(one, number, correction.item, correction.words, written, discussed)

    def _correction(
        self, one: Made, form_id: int, item: str, words: str, from_on: date, discussed: date | None
    ) -> None:
        """Add a correction: most are done within the limit and looked at again."""
        review = one.row
        chance = stream(self._seed, "correction", review["id"], item, from_on)
        due_on, lot = from_on + LIMIT, chance.random()
        row = {
            "form_id": form_id,
            "review_id": review["id"],
            "item": item,
            "words": words,
            "owner_id": review["worker_id"],
            "due_on": due_on,
            **_undone(),
            "version": 1,
        }
        self._rows[ReviewCorrection].append(row)
        done = self._past(discussed and discussed + timedelta(days=between(chance, 3, 22)))
        looked = self._past(done and done + timedelta(days=between(chance, 2, 9)))
        worker = self._left.get(review["worker_id"])
        if done is None or (worker is not None and done > worker):
            return
        if lot > 0.04 or looked is None:
            done_words = pick(chance, self._texts.corrections)
            row |= {"done_on": done, "done_words": done_words, "done_by_id": review["worker_id"]}
        if looked is None:
            return
        outcome = DROPPED if lot < 0.015 else STILL_OPEN if lot < 0.04 else CORRECTED
        row |= {
            "re_reviewed_on": looked,
            "re_reviewed_by_id": review["reviewer_id"],
            "outcome": outcome,
            "outcome_words": self._found(outcome, chance.random()),
        }
        if outcome == STILL_OPEN:
            self._correction(one, form_id, item, words, looked, looked)
        elif review["team_id"] == FIRST_TEAM and due_on < self._as_of:
            newest = self._overdue
            if newest is None or due_on > newest["due_on"]:
                self._overdue = row

    def _found(self, outcome: str, lot: float) -> str:
        if outcome == DROPPED:
            return self._texts.dropped
        if outcome == STILL_OPEN:
            return self._texts.still_open
        return self._texts.re_reviews[int(lot * len(self._texts.re_reviews))]

    def _settle(self, first: Made, second: Made) -> None:
        """Add what both levels made of what they saw differently, and a note now and then."""
        row = second.row
        chance = stream(self._seed, "settled", row["id"])
        talked = row["submitted_at"].date() + timedelta(days=between(chance, 2, 12))
        if talked >= self._as_of:
            return
        at = at_work(chance, talked)
        if first.row["state"] == State.SUBMITTED and first.row["submitted_at"] < at:
            pairs = compare(self._instrument, first.answers, second.answers)
            for pair in pairs:
                if pair.to_resolve:
                    self._resolve(row, pair, chance.random(), at)
        if chance.random() < COACHED:
            self._rows[ReviewCoachingNote].append(
                {
                    "review_id": row["id"],
                    "words": pick(chance, self._texts.notes),
                    "by_id": row["reviewer_id"],
                    "at": at,
                }
            )

    def _resolve(self, row: Row, pair: Pair, lot: float, at: datetime) -> None:
        agreed = pair.second if lot < 0.55 else pair.first if lot < 0.85 else ""
        number = int(lot * 97) % len(self._texts.resolutions)
        self._rows[ReviewResolution].append(
            {
                "review_id": row["id"],
                "item": pair.item.code,
                "agreed": agreed,
                "words": self._texts.resolutions[number],
                "by_id": row["reviewer_id"],
                "at": at,
                "version": 1,
            }
        )

    def _tell(self, made: Sequence[Made]) -> None:
        """Add who was told of the lists of the last months, and of what was missing, ever."""
        this = self._as_of.replace(day=1)
        newest = {this, *months_before(this, MONTHS_BACK)}
        for one in made:
            row = one.row
            if row["level"] == Level.CENTRAL:
                continue
            days, first = dates_of(one.month), row["level"] == Level.FIRST
            own = {row["worker_id"], row["supervisor_id"], row["reviewer_id"]} - {None}
            listed = days.loaded_on if first else days.assign_from
            if one.month in newest and listed < self._as_of:
                self._told(row, own, "list", listed)
            looked_up = days.monitor_on if first else days.second_monitor_on
            if looked_up < self._as_of and self._is_missing(row):
                mine = {row["reviewer_id"], row["supervisor_id"] if first else None} - {None}
                above = standing.in_region(self._session, REGIONAL, row["region_id"], looked_up)
                self._told(row, mine | set(above), "missing", looked_up)

    def _is_missing(self, row: Row) -> bool:
        submitted = row["submitted_at"]
        if submitted is None:
            return row["state"] in OPEN
        return bool(submitted.date() > row["due_on"])

    def _told(self, row: Row, people: set[int], occasion: str, on: date) -> None:
        self._rows[ReviewNotice].extend(
            {"review_id": row["id"], "told_id": one, "occasion": occasion, "at": told_at(on)}
            for one in sorted(people)
        )

    def _past(self, day: date | None) -> date | None:
        """Return the day if it is before today."""
        return day if day is not None and day < self._as_of else None


def _undone() -> Row:
    return {
        "done_on": None,
        "done_words": "",
        "done_by_id": None,
        "re_reviewed_on": None,
        "re_reviewed_by_id": None,
        "outcome": "",
        "outcome_words": "",
    }
