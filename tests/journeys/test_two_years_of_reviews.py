"""Two years of case reviews in the demonstration: lawful, drawn in earnest, and told in full."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, undefer

from competency.cases.models import (
    CaseAppeal,
    CaseAssignment,
    CaseAttachment,
    CaseClock,
    CaseDecision,
    CaseEvent,
    CaseExcuse,
    CaseFile,
)
from competency.cases.service.record import record_of
from competency.demo.library import load_texts
from competency.evidence.domain.guard import guard
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM
from competency.kernel.agreement import RaterAgreement
from competency.reviews.domain.calendar import months_before
from competency.reviews.domain.completeness import needs_narrative
from competency.reviews.domain.levels import OPEN, Level, State
from competency.reviews.domain.scores import score_of
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
    ReviewTargeting,
)
from competency.reviews.queries import sheets
from competency.reviews.service import drawing, framing, recounting
from competency.reviews.service.rules import get_instrument
from tests.services.demo.conftest import AS_OF

pytestmark = pytest.mark.demo
THIS = AS_OF.replace(day=1)
INSTRUMENT = get_instrument()


@pytest.fixture
def work(look: Session, clock: Any) -> Work:
    return Work(actor=SYSTEM, now=clock(), session=look)


def reviews(look: Session, **wanted: Any) -> list[Review]:
    return list(look.scalars(select(Review).filter_by(**wanted).order_by(Review.id)))


def count(look: Session, model: Any, *which: Any) -> int:
    return look.scalar(select(func.count()).select_from(model).where(*which)) or 0


def test_two_years_of_draws_are_there_and_each_verifies(look: Session, work: Work) -> None:
    draws = list(look.scalars(select(ReviewDraw).options(undefer(ReviewDraw.frame))))

    assert [one.month for one in draws] == [*reversed(months_before(THIS, 23)), THIS]
    for stored in draws:
        made = drawing.verify(look, stored)
        assert made.frame_hash == stored.frame_hash
        assert (stored.first_quota, stored.second_quota) == (4, 18)
        assert stored.on <= AS_OF
    assert count(look, Review) > 2_000


def test_the_frame_of_this_month_is_that_of_the_register(look: Session) -> None:
    stored = look.scalars(
        select(ReviewDraw).where(ReviewDraw.month == THIS).options(undefer(ReviewDraw.frame))
    ).one()
    since = stored.on.replace(year=stored.on.year - 1) + timedelta(days=1)
    today = framing.frame_on(look, stored.on, since, months_before(THIS, 1))
    kept = framing.unpack(stored.frame)
    begun = dict(
        look.execute(
            select(CaseFile.reference, func.max(CaseAssignment.from_on))
            .join(CaseAssignment, CaseAssignment.case_id == CaseFile.id)
            .group_by(CaseFile.reference)
        ).all()
    )
    # Since the day of the draw cases were taken on and others ended: all the rest is the same.
    rows = {row for row in today.rows if begun[row.case_ref] <= stored.on}

    assert rows <= set(kept.rows)
    assert len(rows) > 0.9 * len(kept.rows)
    assert (kept.last_month, set(kept.peers)) == (today.last_month, set(today.peers))


def test_the_tallies_equal_the_answers_counted_again(work: Work) -> None:
    done = recounting.recount(work)

    assert done.reviews > 1_000
    assert done.different == 0


def test_nobody_reviews_a_case_of_their_own(look: Session) -> None:
    held = {
        case: record_of(look, case, AS_OF).held
        for case in look.scalars(select(Review.case_id).distinct())
    }
    for one in look.scalars(select(Review).where(Review.reviewer_id.is_not(None))):
        for turn in held[one.case_id]:
            then = turn.from_on <= one.period_to and (turn.until or date.max) > one.period_from
            assert not (then and turn.person_id == one.reviewer_id)
    first, second = aliased(Review), aliased(Review)
    pairs = look.execute(
        select(first.reviewer_id, second.reviewer_id, first.supervisor_id)
        .join(second, second.first_id == first.id)
        .where(second.reviewer_id.is_not(None))
    ).all()
    assert len(pairs) > 500
    assert all(b not in (a, chief) for a, b, chief in pairs)


def test_nobody_has_more_than_four_in_a_month(look: Session) -> None:
    four: Counter[tuple[int | None, int | None]] = Counter()
    supervisors: Counter[tuple[int | None, int | None]] = Counter()
    regions: Counter[tuple[int | None, int]] = Counter()
    for one in reviews(look):
        if one.level == Level.SECOND and one.state != State.SUBSTITUTED:
            regions[one.draw_id, one.region_id] += 1
        if one.level != Level.FIRST or one.state in (State.SUBSTITUTED, State.UNASSIGNED):
            continue
        four[one.draw_id, one.reviewer_id] += 1
        supervisors[one.draw_id, one.supervisor_id] += 1

    assert max(four.values()) == max(supervisors.values()) == 4
    assert max(regions.values()) <= 18


def test_what_is_submitted_is_complete_with_its_narratives(look: Session) -> None:
    checked = 0
    for one in reviews(look, state=State.SUBMITTED.value)[::25]:
        given = sheets.given_of(sheets.answers(look, one.id))
        for code, answer in given.items():
            assert answer.answer
            if needs_narrative(INSTRUMENT, INSTRUMENT.item(code), answer):
                assert answer.narrative
        checked += len(given)
    assert checked > 1_000


def test_nothing_of_the_reviews_lies_in_the_future(look: Session) -> None:
    for moment in (
        Review.started_at,
        Review.submitted_at,
        ReviewAnswer.at,
        ReviewForm.acknowledged_at,
        ReviewAssignment.at,
        ReviewResolution.at,
        ReviewNotice.at,
        ReviewTargeting.at,
    ):
        newest = look.scalars(select(func.max(moment))).one()
        assert newest is not None
        assert newest.date() < AS_OF
    for day in (ReviewCorrection.done_on, ReviewCorrection.re_reviewed_on):
        last = look.scalars(select(func.max(day))).one()
        assert last is not None
        assert last < AS_OF


def test_this_month_is_on_its_way_with_a_substitution_that_waits(look: Session) -> None:
    states = Counter(
        look.scalars(
            select(Review.state)
            .join(ReviewDraw, ReviewDraw.id == Review.draw_id)
            .where(ReviewDraw.month == THIS, Review.level == "first")
        )
    )
    waiting = look.scalars(select(ReviewSubstitution).where(ReviewSubstitution.outcome == "")).one()

    assert set(states) >= {"drawn", "started", "submitted"}
    assert look.get_one(Review, waiting.review_id).state == State.DRAWN


def test_substitutions_were_granted_and_refused_in_words(look: Session) -> None:
    decided = list(look.scalars(select(ReviewSubstitution).where(ReviewSubstitution.outcome != "")))

    assert {one.outcome for one in decided} == {"granted", "refused"}
    for one in decided:
        assert one.comment
        assert one.decided_by_id != one.asked_by_id
        out = look.get_one(Review, one.review_id)
        if one.outcome == "granted":
            assert out.state == State.SUBSTITUTED
            stands_in = look.get_one(Review, one.replacement_id)
            assert (stands_in.replaces_id, stands_in.slot) == (out.id, out.slot)
        else:
            assert out.state != State.SUBSTITUTED


def test_a_vacant_post_was_un_assigned_and_its_second_level_went_ahead(look: Session) -> None:
    vacant = reviews(look, state=State.UNASSIGNED.value)

    assert len(vacant) == 4
    assert {one.unassigned_reason for one in vacant} == {"leave"}
    seconds = [
        look.scalars(select(Review).filter_by(first_id=one.id)).one_or_none() for one in vacant
    ]
    assert any(one is not None and one.state == State.SUBMITTED for one in seconds)


def test_a_peer_has_cases_of_the_own_programme(look: Session) -> None:
    given = list(look.scalars(select(ReviewAssignment).where(ReviewAssignment.reason == "peer")))

    assert len(given) >= 4
    for one in given:
        assert one.by_id == one.former_id == look.get_one(Review, one.review_id).supervisor_id


def test_second_levels_are_missing_and_people_were_told(look: Session) -> None:
    late = [
        one
        for one in reviews(look, level=Level.SECOND.value)
        if one.state in OPEN and one.due_on < AS_OF
    ]

    assert late
    for one in late:
        assert count(
            look,
            ReviewNotice,
            ReviewNotice.review_id == one.id,
            ReviewNotice.occasion == "missing",
        )


def test_forms_were_talked_over_and_one_correction_is_late(look: Session) -> None:
    assert count(look, ReviewForm, ReviewForm.acknowledged_at.is_not(None)) > 300
    outcomes = set(look.scalars(select(ReviewCorrection.outcome).distinct()))
    assert outcomes == {"", "corrected", "still-open", "dropped"}
    waits = (ReviewCorrection.outcome == "", ReviewCorrection.done_on.is_(None))
    assert count(look, ReviewCorrection, *waits, ReviewCorrection.due_on < AS_OF) >= 1
    assert count(look, ReviewCorrection, *waits, ReviewCorrection.due_on >= AS_OF) > 5


def test_differences_were_resolved_and_supervisors_coached(look: Session) -> None:
    assert count(look, ReviewResolution, ReviewResolution.agreed != "") > 100
    assert count(look, ReviewResolution, ReviewResolution.agreed == "") > 20
    assert count(look, ReviewCoachingNote) > 20


def test_central_office_targeted_cases_for_a_purpose(look: Session) -> None:
    targeting = look.scalars(select(ReviewTargeting)).one()
    central = reviews(look, level=Level.CENTRAL.value)

    assert targeting.purpose
    assert len(central) == min(targeting.wanted, targeting.found)
    assert {one.state for one in central} >= {"drawn", "submitted"}
    assert any(one.reviewer_id is None for one in central)


def share(look: Session, team_id: int, items: tuple[str, ...], since: date, until: date) -> float:
    rows = look.execute(
        select(ReviewAnswer.answer, func.count())
        .join(Review, Review.id == ReviewAnswer.review_id)
        .where(
            Review.team_id == team_id,
            Review.state == "submitted",
            Review.level == "second",
            func.substr(ReviewAnswer.item, 1, 1).in_(items),
            Review.period_to >= since,
            Review.period_to < until,
        )
        .group_by(ReviewAnswer.answer)
    ).all()
    score = score_of({row[0]: row[1] for row in rows})
    return score.k / score.n


def test_one_team_is_better_since_it_was_coached(look: Session) -> None:
    turn = AS_OF - timedelta(days=270)
    sections = ("D", "F", "G")
    before = share(look, 5, sections, AS_OF - timedelta(days=730), turn)
    after = share(look, 5, sections, turn, AS_OF)

    assert after > before + 0.1


def test_one_supervisor_is_more_lenient_than_the_second_level(look: Session) -> None:
    from competency.reviews.domain.calibration import TwoLevels, both_answered, calibrate
    from competency.reviews.service.sheets import read_chosen

    found: dict[int, dict[str, str]] = {}
    for review_id, item, answer in look.execute(
        select(ReviewAnswer.review_id, ReviewAnswer.item, ReviewAnswer.answer)
    ):
        found.setdefault(review_id, {})[item] = answer
    cases = []
    first, second = aliased(Review), aliased(Review)
    for one, other in look.execute(
        select(first, second)
        .join(second, second.first_id == first.id)
        .where(first.state == "submitted", second.state == "submitted")
    ):
        sides = ((read_chosen(x.elements).elements, found[x.id]) for x in (one, other))
        cases.append(
            TwoLevels(
                first_reviewer_id=one.reviewer_id or 0,
                second_reviewer_id=other.reviewer_id or 0,
                region_id=one.region_id,
                is_named=True,
                answered=both_answered(INSTRUMENT, *sides),
            )
        )
    groups = calibrate(cases, minimum=20).reviewers
    higher = {
        who: group.result.first_higher / group.result.n
        for (level, who), group in groups.items()
        if level is Level.FIRST and isinstance(group.result, RaterAgreement)
    }
    ranked = sorted(higher.values(), reverse=True)

    assert len(ranked) > 6
    assert ranked[0] > 1.5 * ranked[1]


def words(texts: Any) -> Iterator[str]:
    for name in texts.__slots__:
        said = getattr(texts, name)
        if isinstance(said, str):
            yield said
        elif isinstance(said, list):
            yield from said
    yield from texts.targeting.values()
    for section in texts.sections.values():
        yield from (*section["needs"], *section["strengths"])


def test_the_guard_asks_about_nothing_in_what_is_written_in_reviews() -> None:
    said = list(words(load_texts().reviews))

    assert len(said) > 70
    assert [(text, found) for text in said if (found := guard(text))] == []
    assert set(load_texts().reviews.sections) == {s.code for s in INSTRUMENT.sections}


def test_clocks_stand_still_or_are_excused_by_others_than_whom_they_measure(look: Session) -> None:
    said = look.execute(
        select(CaseExcuse, CaseClock, CaseFile.key_worker_id)
        .join(CaseFile, CaseFile.id == CaseExcuse.case_id)
        .join(
            CaseClock,
            (CaseClock.case_id == CaseExcuse.case_id)
            & (CaseClock.standard == CaseExcuse.standard)
            & (CaseClock.sequence == CaseExcuse.sequence),
        )
    ).all()

    assert Counter(one.kind for one, _, _ in said) == {"paused": 2, "excused": 2}
    for one, clock, worker in said:
        assert one.reason
        assert one.by_id not in (clock.holder_id, worker)
        if one.kind == "excused":
            assert clock.adjusted_state == "excused"
        else:
            assert clock.adjusted_due_on > clock.due_on


def test_corrections_letters_appeals_and_a_file_are_there_to_be_seen(look: Session) -> None:
    corrected = list(look.scalars(select(CaseEvent).where(CaseEvent.corrects_id.is_not(None))))
    letters = Counter(look.scalars(select(CaseDecision.outcome).where(CaseDecision.letter != "")))
    appeals = set(look.scalars(select(CaseAppeal.outcome)))

    assert sorted(one.struck for one in corrected) == [False, True]
    assert all("Corrected: " in one.note for one in corrected)
    assert min(letters["accepted"], letters["refused"]) > 10
    assert appeals >= {"upheld", "not-upheld"}
    assert count(look, CaseAttachment) == 1
