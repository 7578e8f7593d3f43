"""Doing a review: choosing its elements, answering item by item, submitting it."""

from collections.abc import Collection
from datetime import date, datetime

from competency.cases.service.record import Record, record_of
from competency.infra.work import Work
from competency.kernel.clock import LONDON
from competency.kernel.errors import Refused, Stale, Version
from competency.kernel.values import Value
from competency.people.service import lookup
from competency.reviews import permissions
from competency.reviews.domain.applying import known_elements
from competency.reviews.domain.calendar import quarter_of
from competency.reviews.domain.completeness import (
    Progress,
    check_complete,
    check_narrative,
)
from competency.reviews.domain.facts import facts_of, investigations
from competency.reviews.domain.levels import State
from competency.reviews.domain.period import Investigation, last_completed, target_client
from competency.reviews.domain.prefilling import ClockResult, suggestions
from competency.reviews.events import ReviewAnswered, ReviewStarted, ReviewSubmitted
from competency.reviews.models import Review, ReviewAnswer
from competency.reviews.queries import sheets
from competency.reviews.service.loading import check_version
from competency.reviews.service.sheets import Chosen, Sheet, open_sheet

AWAY, INVESTIGATED = "away-from-home", "investigation"


class Start(Value, kw_only=True):
    """What the reviewer chooses as a review starts.

    `investigated_on` is the day on which the last investigation was complete, needed only where
    one is chosen that the record does not know.
    """

    elements: Collection[str]
    target_client: str = ""
    investigated_on: date | None = None


class Proposed(Value):
    """What the record of the case proposes: elements, the investigation, and whom it is about."""

    elements: tuple[str, ...]
    investigation: Investigation | None
    reference: str


class Entry(Value, kw_only=True):
    """What the reviewer gave for one item; `version` is that of the row seen, 0 for none."""

    item: str
    answer: str
    narrative: str = ""
    version: int = 0


class Saved(Value):
    """A save: the row's version and moment, and how far the review is now."""

    version: int
    at: datetime
    progress: Progress


class AnsweredMeanwhile(Stale):
    """Somebody else saved another answer to the same item; `row` is what stands there now."""

    def __init__(self, first: Stale, row: ReviewAnswer) -> None:
        super().__init__(first.message, mine=first.mine, theirs=first.theirs)
        self.row = row


def propose(work: Work, review_id: int) -> Proposed:
    """Return what the record of the case proposes for the start; for the reviewer only."""
    sheet = open_sheet(work, review_id, permissions.WORK)
    return _proposed(sheet, record_of(work.session, sheet.review.case_id, work.today))


def start(work: Work, review_id: int, chosen: Start, version: int) -> Review:
    """Choose the elements of a case, by which its review is started; return it.

    Can be done again until the review is submitted; answers stay. What the clocks propose is
    kept with its dates. Refuses a reviewer who is or was the key worker in the period, an element
    that there is not, and a case whose client lives away from home without a target client.
    """
    sheet = open_sheet(work, review_id, permissions.WORK, lock=True)
    sheet.check_state(State.DRAWN, State.STARTED)
    check_version(sheet.review, version, "choose the elements of the case")
    record = record_of(work.session, sheet.review.case_id, work.today)
    _check_not_own(work, sheet, record)
    elements = known_elements(sheet.instrument, chosen.elements)
    review = sheet.review
    review.target_client = target_client(
        chosen.target_client, record.reference, is_away=AWAY in elements
    )
    looked = _investigation(sheet, record, chosen) if INVESTIGATED in elements else None
    review.elements = Chosen(elements, looked).as_text()
    review.state = State.STARTED.value
    review.started_at = review.started_at or work.now
    _propose_answers(sheet, record)
    work.session.flush()
    work.record(ReviewStarted(review_id=review.id))
    return review


def answer(work: Work, review_id: int, entry: Entry) -> Saved:
    """Save what the reviewer gave for one item and return how far the review is.

    An empty answer opens the item again. Where the answer is what the dates propose, it counts
    as confirmed. Refuses an item that does not apply, an answer its scale does not have, and any
    change after submission; raises AnsweredMeanwhile when the row changed meanwhile to something
    else. Saving the same again changes nothing. A narrative may follow later; submitting asks
    for it.
    """
    sheet = open_sheet(work, review_id, permissions.WORK, lock=True)
    sheet.check_state(State.STARTED)
    _check_entry(sheet, entry)
    narrative = check_narrative(entry.narrative)
    row = sheet.rows.get(entry.item)
    there = (row.answer, row.narrative) if row else ("", "")
    if there == (entry.answer, narrative):
        return Saved(row.version if row else 0, row.at if row else work.now, sheet.progress)
    if (row.version if row else 0) != entry.version:
        raise _overtaken(sheet, entry, narrative, row)
    row = _save(sheet, row, entry, narrative)
    work.session.flush()
    work.record(ReviewAnswered(review_id=review_id, item=entry.item))
    return Saved(row.version, row.at, sheet.progress)


def submit(work: Work, review_id: int, version: int) -> Review:
    """Submit the review, by which it is complete and sealed; return it.

    Its answers are counted for the quarter in which that happens. Refuses open items and missing
    narratives by name, a second submission, and a reviewer who became the case's key worker.
    """
    sheet = open_sheet(work, review_id, permissions.WORK, lock=True)
    sheet.check_state(State.STARTED)
    check_version(sheet.review, version, "submit this review")
    _check_not_own(work, sheet, record_of(work.session, sheet.review.case_id, work.today))
    check_complete(sheet.progress)
    review = sheet.review
    review.state = State.SUBMITTED.value
    review.submitted_at = work.now
    work.session.flush()
    answered = [(item.code, sheet.rows[item.code].answer) for item in sheet.items]
    quarter = quarter_of(work.today)
    sheets.tally(work.session, quarter, review.region_id, review.level, answered)
    work.record(ReviewSubmitted(review_id=review.id, level=review.level))
    return review


def _proposed(sheet: Sheet, record: Record) -> Proposed:
    clocks = _clocks(record)
    facts = facts_of(
        record.line, clocks, sheet.period, drinks=record.drinks, therapy=record.therapy
    )
    return Proposed(
        elements=tuple(one.code for one in sheet.instrument.elements if one.fact in facts),
        investigation=last_completed(investigations(record.line), sheet.period),
        reference=record.reference,
    )


def _clocks(record: Record) -> list[ClockResult]:
    return [
        ClockResult(one.standard, one.start_on, one.due_on, one.end_on, one.result)
        for one in record.clocks
    ]


def _check_not_own(work: Work, sheet: Sheet, record: Record) -> None:
    me = work.actor.person_id
    if me == sheet.review.worker_id or me in record.workers_since(sheet.review.period_from):
        raise Refused(
            "own_case",
            "You were the key worker of this case in the period under review, and nobody reviews "
            "their own work. Ask your quality specialist for another reviewer.",
        )


def _investigation(sheet: Sheet, record: Record, chosen: Start) -> Investigation:
    if chosen.investigated_on is None:
        found = last_completed(investigations(record.line), sheet.period)
        if found is None:
            raise Refused(
                "no_investigation",
                "The record shows no completed investigation in the period. Say on which day it "
                "was complete, or leave this out.",
                field="investigated_on",
            )
        return found
    if not sheet.period.holds(chosen.investigated_on):
        raise Refused(
            "outside_period",
            "This day lies outside the period under review.",
            field="investigated_on",
        )
    return Investigation("other", chosen.investigated_on)


def _propose_answers(sheet: Sheet, record: Record) -> None:
    """Keep what the clocks propose, for items that nobody has answered yet."""
    work = sheet.work
    for item, found in suggestions(sheet.instrument, _clocks(record), sheet.period).items():
        row = sheet.rows.get(item)
        if row is None:
            row = ReviewAnswer(
                review_id=sheet.id, item=item, answer="", narrative="", by_id=work.actor.person_id
            )
            work.session.add(row)
            sheet.rows[item] = row
        elif row.answer:
            continue
        row.suggested, row.shown, row.at = found.answer, found.as_text(), work.now


def _check_entry(sheet: Sheet, entry: Entry) -> None:
    item = sheet.instrument.item(entry.item)
    if entry.answer:
        sheet.instrument.answer_to(entry.item, entry.answer)
    if item not in sheet.items:
        raise Refused(
            "does_not_apply",
            f"{item.code} does not apply to this case, by its elements and the answers so far.",
            field="item",
        )


def _save(sheet: Sheet, row: ReviewAnswer | None, entry: Entry, narrative: str) -> ReviewAnswer:
    work = sheet.work
    if row is None:
        row = ReviewAnswer(review_id=sheet.id, item=entry.item, suggested="")
        work.session.add(row)
        sheet.rows[entry.item] = row
    row.answer, row.narrative = entry.answer, narrative
    row.confirmed = bool(row.suggested) and entry.answer == row.suggested
    row.by_id, row.at = work.actor.person_id or 0, work.now
    return row


def _overtaken(
    sheet: Sheet, entry: Entry, narrative: str, row: ReviewAnswer | None
) -> AnsweredMeanwhile:
    there = row or ReviewAnswer(answer="", narrative="")
    who = lookup.names(sheet.work.session, [there.by_id]).get(there.by_id, "Nobody")
    at = there.at.astimezone(LONDON).strftime("%H:%M") if row else ""
    stale = Stale(
        f"{entry.item} was changed meanwhile. Nothing is lost: both versions are shown.",
        mine=Version("This page", _facts(sheet, entry.item, entry.answer, narrative)),
        theirs=Version(
            f"{who}, {at}" if at else who,
            _facts(sheet, entry.item, there.answer, there.narrative),
        ),
    )
    return AnsweredMeanwhile(stale, there)


def _facts(sheet: Sheet, item: str, said: str, narrative: str) -> list[tuple[str, str]]:
    label = sheet.instrument.answer_to(item, said).label if said else "Open"
    return [("Answer", label), ("Narrative", narrative or "None")]
