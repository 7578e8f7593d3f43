"""The rules of the checklist, of ratings, of points and of the start, as tables of examples."""

from datetime import date

import pytest

from competency.accreditation.domain import items, parts, rating, starting
from competency.accreditation.domain.items import Due, Plan, Progress
from competency.accreditation.domain.parts import MET, PartAnswer
from competency.accreditation.domain.rating import Answer, Said
from competency.accreditation.domain.readiness import ItemFacts, readiness
from competency.accreditation.domain.starting import Beginning
from competency.accreditation.domain.states import (
    ItemState,
    StudyState,
    check_open,
    check_with_panel,
)
from competency.kernel.errors import Refused
from tests.builders.accreditation import second, shipped

TODAY = date(2026, 5, 8)
S = ItemState


@pytest.mark.parametrize(
    ("state", "due_on", "expected"),
    [
        (S.TO_DO, None, Due.NONE),
        (S.TO_DO, date(2026, 5, 7), Due.LATE),
        (S.IN_HAND, date(2026, 5, 7), Due.LATE),
        (S.TO_DO, date(2026, 5, 8), Due.SOON),
        (S.TO_DO, date(2026, 5, 15), Due.SOON),
        (S.TO_DO, date(2026, 5, 16), Due.LATER),
        (S.READY, date(2026, 5, 7), Due.NONE),
        (S.NOT_NEEDED, date(2026, 5, 7), Due.NONE),
    ],
)
def test_an_item_is_due_until_it_is_done(
    state: ItemState, due_on: date | None, expected: Due
) -> None:
    assert items.due(state, due_on, TODAY) is expected


@pytest.mark.parametrize(
    ("new", "before", "code"),
    [
        (Plan(1, date(2026, 5, 8)), Plan(), ""),
        (Plan(1, date(2026, 5, 7)), Plan(), "due_in_the_past"),
        (Plan(2, date(2026, 5, 1)), Plan(1, date(2026, 5, 1)), ""),  # it stood there already
        (Plan(None, None), Plan(1, date(2026, 5, 1)), ""),
    ],
)
def test_a_day_that_is_over_is_not_chosen_anew(new: Plan, before: Plan, code: str) -> None:
    assert refusal(lambda: items.checked_plan(new, before, TODAY)) == code


@pytest.mark.parametrize(
    ("progress", "files", "code"),
    [
        (Progress(S.IN_HAND), 0, ""),
        (Progress(S.READY), 0, "nothing_to_show"),
        (Progress(S.READY, "  "), 0, "nothing_to_show"),
        (Progress(S.READY), 1, ""),
        (Progress(S.READY, "In the binder."), 0, ""),
        (Progress(S.NOT_NEEDED), 1, "no_reason"),
        (Progress(S.NOT_NEEDED, "", "It is in another binder."), 0, ""),
    ],
)
def test_ready_has_something_to_show_and_not_needed_a_reason(
    progress: Progress, files: int, code: str
) -> None:
    assert refusal(lambda: items.checked_progress(progress, files=files)) == code


def test_a_reason_goes_when_the_item_is_needed_after_all() -> None:
    kept = items.checked_progress(Progress(S.IN_HAND, " n ", "not any more"), files=0)

    assert kept == Progress(S.IN_HAND, "n", "")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said(Answer.RATED, 1), ""),
        (Said(Answer.RATED, 4), ""),
        (Said(Answer.RATED, 0), "off_the_scale"),
        (Said(Answer.RATED, 5), "off_the_scale"),
        (Said(Answer.RATED, None), "off_the_scale"),
        (Said(Answer.NOT_APPLICABLE, None, " "), "no_reason"),
        (Said(Answer.NOT_APPLICABLE, None, "There is no such service."), ""),
        (Said(Answer.NONE, None, "", "A first draft."), ""),
    ],
)
def test_a_rating_is_on_the_scale_and_not_applicable_has_a_reason(said: Said, code: str) -> None:
    scale = [one.value for one in shipped().scale.positions]

    assert refusal(lambda: rating.checked(said, scale)) == code


def test_the_scale_is_that_of_the_standard() -> None:
    scale = [one.value for one in second().scale.positions]

    assert rating.checked(Said(Answer.RATED, 0), scale).rating == 0
    assert refusal(lambda: rating.checked(Said(Answer.RATED, 3), scale)) == "off_the_scale"


@pytest.mark.parametrize(
    ("practice", "code", "answer", "refused"),
    [
        ("5.01", "crisis", {"means": "directly"}, ""),
        ("5.01", "crisis", {"means": MET}, "unknown_means"),
        ("5.01", "moon", {"means": "directly"}, "unknown_point"),
        ("5.01", "housing", {"means": "arranged"}, "no_party"),
        ("5.01", "housing", {"means": "arranged", "party": "H" * 201}, "too_long"),
        ("5.01", "housing", {"means": "arranged", "party": "H"}, "no_start"),
        ("5.01", "housing", {"means": "arranged", "party": "H", "agreed_from": TODAY}, ""),
        (
            "5.01",
            "housing",
            {
                "means": "arranged",
                "party": "H",
                "agreed_from": TODAY,
                "agreed_until": date(2026, 5, 7),
            },
            "agreement_backwards",
        ),
        ("5.01", "work", {"means": "not-needed"}, "no_reason"),
        ("5.01", "work", {"means": "not-needed", "words": "Nobody asks for it."}, ""),
        ("5.01", "transport", {"means": "gap"}, "no_plan"),
        ("5.01", "transport", {"means": "gap", "words": "A contract from spring."}, ""),
        ("5.02", "modelling", {"means": MET}, "no_words"),
        ("5.02", "modelling", {"means": MET, "words": "Seen on visits."}, ""),
        ("5.05", "centre", {"means": MET, "words": "The centre.", "agreed_until": TODAY},
         "agreement_backwards"),
        ("5.03", "crisis", {"means": MET, "words": "W"}, "no_points"),
    ],
)  # fmt: skip
def test_a_point_is_answered_with_what_its_means_needs(
    practice: str, code: str, answer: dict[str, object], refused: str
) -> None:
    given = PartAnswer(**answer)  # type: ignore[arg-type]

    found = refusal(lambda: parts.checked(shipped().practice(practice), code, given))

    assert found == refused


@pytest.mark.parametrize(
    ("facts", "more", "sentence"),
    [
        ([], {}, "0 of 0 items ready"),
        (
            [(S.READY, None), (S.TO_DO, date(2026, 5, 7)), (S.NOT_NEEDED, None)],
            {"uncounted": ["5.03"], "contradictions": 3},
            "1 of 2 items ready, 1 overdue; 5.03 not counted yet; 3 contradictions",
        ),
        (
            [(S.READY, None)],
            {"unrated": ["5.01", "5.02", "5.04"], "contradictions": 1},
            "1 of 1 items ready; 5.01, 5.02 and 5.04 not rated yet; 1 contradiction",
        ),
        (
            [(S.READY, None)],
            {"unanswered": ["5.01", "5.05"]},
            "1 of 1 items ready; 5.01 and 5.05 with points still open",
        ),
    ],
)
def test_how_far_it_is_in_one_sentence(
    facts: list[tuple[ItemState, date | None]], more: dict[str, object], sentence: str
) -> None:
    found = readiness(
        [ItemFacts(state, day, has_owner=False) for state, day in facts],
        TODAY,
        **more,  # type: ignore[arg-type]
    )

    assert found.sentence == sentence
    assert found.is_whole == (found.ready == found.needed and not more)


@pytest.mark.parametrize(
    ("title", "first", "last", "code"),
    [
        ("A", date(2026, 1, 1), date(2026, 12, 31), ""),
        ("A", TODAY, TODAY, ""),
        ("  ", TODAY, TODAY, "no_title"),
        ("x" * 201, TODAY, TODAY, "long_title"),
        ("A", date(2026, 1, 2), date(2026, 1, 1), "period_backwards"),
        ("A", date(2020, 1, 1), date(2026, 1, 1), "long_period"),
    ],
)
def test_a_self_study_begins_with_a_name_and_a_period(
    title: str, first: date, last: date, code: str
) -> None:
    new = Beginning(standard_id="coa-cm5", title=title, period_from=first, period_to=last)

    assert refusal(lambda: starting.checked(new)) == code


@pytest.mark.parametrize(
    ("state", "writing", "with_panel"),
    [
        (StudyState.OPEN, "", "not_submitted"),
        (StudyState.SUBMITTED, "submitted", ""),
        (StudyState.CLOSED, "submitted", "closed"),
    ],
)
def test_what_is_done_belongs_to_its_state(
    state: StudyState, writing: str, with_panel: str
) -> None:
    assert refusal(lambda: check_open(state)) == writing
    assert refusal(lambda: check_with_panel(state)) == with_panel


def refusal(act) -> str:
    try:
        act()
    except Refused as refused:
        return refused.code
    return ""
