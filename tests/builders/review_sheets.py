"""Reviews of one case at two levels, in any state, and what is answered in them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.people.models import Person, RoleGrant
from competency.reviews import permissions
from competency.reviews.events import ReviewAnswered
from competency.reviews.models import Review, ReviewAnswer, ReviewDraw, ReviewForm
from competency.reviews.service import answering, mentoring
from competency.reviews.service.answering import Entry, Start
from competency.reviews.service.sheets import open_sheet
from tests.builders.cases import Made, a_case, a_member
from tests.builders.stage import LONG_AGO, Stage
from tests.support.replay import kept

FIRST_DAY, LAST_DAY = date(2025, 5, 5), date(2026, 5, 4)
GOOD = {"rating": "strength", "yes-no": "yes"}
BAD = {"rating": "needs-improvement", "yes-no": "no"}


@dataclass(frozen=True)
class Pulled:
    """A drawn case with its review at both levels, and who reviews it."""

    made: Made
    first: int
    second: int
    specialist: Person

    @property
    def supervisor(self) -> Person:
        """Who reviews at the first level."""
        return self.made.office.supervisor

    @property
    def worker(self) -> Person:
        """Whose case it is."""
        return self.made.office.worker


@kept
def a_pulled_case(stage: Stage, at: str = "review", **more: Any) -> Pulled:
    """A case at a stage, drawn in May 2026 for its supervisor and flagged for the second level."""
    made = a_case(stage, at, **more)
    specialist = a_member(stage, "Quinta North", None)
    stage.save(
        RoleGrant(
            person_id=specialist.id,
            role=Role.QUALITY_SPECIALIST.value,
            scope="region",
            scope_id=made.office.region.id,
            starts_on=LONG_AGO,
        )
    )
    draw = stage.save(
        ReviewDraw(
            month=date(2026, 5, 1),
            seed=1,
            frame_hash="0" * 64,
            frame=b"",
            first_quota=4,
            second_quota=18,
            on=LAST_DAY,
            at=stage.clock(),
        )
    )
    first = stage.save(_review(made, draw.id, "first", made.office.supervisor, slot=1))
    second = stage.save(_review(made, draw.id, "second", specialist, first_id=first.id))
    return Pulled(made, first.id, second.id, specialist)


def _review(made: Made, draw_id: int, level: str, reviewer: Person, **more: Any) -> Review:
    office = made.office
    return Review(
        level=level,
        draw_id=draw_id,
        case_id=made.id,
        worker_id=office.worker.id,
        supervisor_id=office.supervisor.id,
        reviewer_id=reviewer.id,
        region_id=office.region.id,
        team_id=office.team.id,
        practice_area_id=office.area.id,
        instrument_id="cqi-case-review",
        instrument_version="1.0",
        period_from=FIRST_DAY,
        period_to=LAST_DAY,
        start_due_on=date(2026, 5, 12),
        due_on=date(2026, 5, 25) if level == "first" else date(2026, 6, 25),
        **more,
    )


def row(stage: Stage, review_id: int) -> Review:
    """The review as it stands."""
    return stage.ask(None, lambda w: w.session.get_one(Review, review_id))


def answers(stage: Stage, review_id: int) -> dict[str, ReviewAnswer]:
    """The rows of a review's answers by item."""

    def read(work: Work) -> dict[str, ReviewAnswer]:
        found = select(ReviewAnswer).where(ReviewAnswer.review_id == review_id)
        return {one.item: one for one in work.session.scalars(found)}

    return stage.ask(None, read)


@kept
def start(stage: Stage, reviewer: Person, review_id: int, *elements: str, **more: Any) -> Review:
    """The review started with the elements that the record proposes, or with these."""

    def begin(work: Work) -> Review:
        chosen = elements or answering.propose(work, review_id).elements
        version = work.session.get_one(Review, review_id).version
        return answering.start(work, review_id, Start(elements=chosen, **more), version)

    return stage.do(reviewer, begin)


def give(
    stage: Stage, reviewer: Person, review_id: int, item: str, answer: str, words: str = ""
) -> answering.Saved:
    """One item answered, whatever stood there."""

    def save(work: Work) -> answering.Saved:
        there = {one.item: one.version for one in answers_in(work, review_id)}
        entry = Entry(item=item, answer=answer, narrative=words, version=there.get(item, 0))
        return answering.answer(work, review_id, entry)

    return stage.do(reviewer, save)


def answers_in(work: Work, review_id: int) -> list[ReviewAnswer]:
    """The rows of a review's answers, in the session of the work."""
    found = select(ReviewAnswer).where(ReviewAnswer.review_id == review_id)
    return list(work.session.scalars(found))


@kept
def fill(stage: Stage, reviewer: Person, review_id: int, *, bad: tuple[str, ...] = ()) -> None:
    """Every item that applies answered, past the service: well, but those that are bad."""

    def everything(work: Work) -> None:
        sheet = open_sheet(work, review_id, permissions.WORK)
        while rest := [i for i in sheet.items if not _has(sheet.rows.get(i.code))]:
            for item in rest:  # an answer can open further items
                one = sheet.rows.setdefault(item.code, ReviewAnswer(item=item.code))
                one.review_id, one.by_id, one.at = review_id, reviewer.id, work.now
                one.answer = (BAD if item.code in bad else GOOD)[item.scale]
                one.narrative = f"Why {item.code}."
                work.session.add(one)
        work.record(ReviewAnswered(review_id=review_id, item="I1"))

    stage.do(reviewer, everything)


def _has(row: ReviewAnswer | None) -> bool:
    return row is not None and bool(row.answer)


@kept
def submit(stage: Stage, reviewer: Person, review_id: int) -> Review:
    """The review submitted."""
    version = row(stage, review_id).version
    return stage.do(reviewer, lambda w: answering.submit(w, review_id, version))


@kept
def done(
    stage: Stage, pulled: Pulled, *, level: str = "first", bad: tuple[str, ...] = ()
) -> Review:
    """One level's review started, filled and submitted."""
    review_id, who = (
        (pulled.first, pulled.supervisor)
        if level == "first"
        else (pulled.second, pulled.specialist)
    )
    start(stage, who, review_id)
    fill(stage, who, review_id, bad=bad)
    return submit(stage, who, review_id)


@kept
def a_form(stage: Stage, pulled: Pulled, *, bad: tuple[str, ...] = ("I1",)) -> ReviewForm:
    """The form drafted after a first-level review that found these items in need."""
    done(stage, pulled, bad=bad)
    return stage.do(pulled.supervisor, lambda w: mentoring.draft_form(w, pulled.first))
