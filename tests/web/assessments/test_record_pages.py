"""A person's record, and the own page of each appraisal with its one next step."""

import pytest

from competency.assessments.service import cycles
from tests.builders.appraisals import Made, an_appraisal, submit
from tests.builders.stage import Stage, a_cast, a_line, end_line
from tests.web.assessments.conftest import Window


def step(made: Made, window: Window, who: str) -> str:
    """Return what stands first below the heading for this one of the cast."""
    page = window(getattr(made.cast, who)).get(made.path)
    return page.main.removeprefix(page.main.partition(made.row.title)[0])[len(made.row.title) :]


@pytest.mark.parametrize(
    ("state", "who", "first"),
    [
        ("started", "practitioner", "Start rating: Supervision"),
        ("started", "supervisor", "Start rating: Supervision"),
        ("started", "manager", "Nothing here waits for you"),
        ("half_rated", "practitioner", "Go on rating:"),
        ("self_submitted", "practitioner", "Waiting for Priya Nair's rating"),
        ("self_submitted", "supervisor", "Submit your rating"),
        ("supervisor_submitted", "practitioner", "Submit your rating"),
        ("supervisor_submitted", "supervisor", "Waiting for Asha Patel's rating"),
        ("revealed", "practitioner", "Talk about your two ratings"),
        ("revealed", "supervisor", "Talk about your two ratings"),
        ("agreed", "practitioner", "Read and sign"),
        ("signed_by_one", "practitioner", "Waiting for Priya Nair's signature"),
        ("signed_by_one", "supervisor", "Read and sign"),
        ("signed", "practitioner", "Read the signed record"),
        ("withdrawn", "practitioner", "Withdrawn"),
    ],
)
def test_the_next_step_stands_first(
    stage: Stage, window: Window, state: str, who: str, first: str
) -> None:
    made = an_appraisal(stage, state)

    assert step(made, window, who).strip().startswith(first)


def test_the_page_counts_what_the_reader_has_rated(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "half_rated")

    page = window(made.cast.practitioner).get(made.path)

    assert "33 of 65 strands rated" in page.main
    supervision = len(made.framework.section("SUP").strands)
    assert f"Supervision {supervision} of {supervision}" in page.main
    assert "Leadership not started" in page.main


def test_a_present_supervisor_without_the_part_can_take_it(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "half_rated")
    other = made.cast.colleague
    a_line(stage, other, made.cast.practitioner)

    page = window(other).get(made.path).follow("Take the supervisor's part")
    page = page.form("Take the part").submit()

    assert page.heading == "Appraisal 2026"
    assert "0 of 65 strands rated" in page.main
    assert made.row.supervisor_id == other.id


def test_the_record_shows_each_practice_area(stage: Stage, window: Window) -> None:
    cast = a_cast(stage)
    an_appraisal(stage, "signed", cast=cast, title="Appraisal 2025")
    an_appraisal(stage, "withdrawn", cast=cast, title="Begun twice")
    an_appraisal(stage, "revealed", cast=cast, area_id=cast.other_area.id)

    page = window(cast.practitioner).get("/me/record", follow_redirects=True)

    assert page.heading == "My record"
    assert "Talk about the two ratings" in page.main
    assert ["Appraisal 2025", "8 May 2026"] in [row[:2] for row in page.rows]
    assert "Begun twice" in page.main
    assert "No appraisal is under way here." in page.main


@pytest.mark.parametrize(("who", "status"), [("supervisor", 200), ("manager", 200)])
def test_those_above_see_the_record(stage: Stage, window: Window, who: str, status: int) -> None:
    made = an_appraisal(stage)

    page = window(getattr(made.cast, who)).get(f"/people/{made.cast.practitioner.id}/record")

    assert (page.status_code, page.heading) == (status, "Record of Asha Patel")


@pytest.mark.parametrize("who", ["colleague", "administrator"])
@pytest.mark.parametrize("page", ["", "/whole", "/rate/SUP", "/submit", "/strands/SUP-1a", "/find"])
def test_nobody_else_learns_that_the_appraisal_exists(
    stage: Stage, window: Window, who: str, page: str
) -> None:
    made = an_appraisal(stage, "half_rated")

    assert window(getattr(made.cast, who)).get(made.path + page).status_code == 404


def test_the_record_of_a_stranger_is_not_there(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)

    answer = window(made.cast.colleague).get(f"/people/{made.cast.practitioner.id}/record")

    assert answer.status_code == 404


def test_a_supervisor_whose_line_has_ended_is_told_so(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "half_rated")
    end_line(stage, made.cast.line)

    page = window(made.cast.supervisor).get(made.path)

    assert page.status_code == 403
    assert "Your supervision of this person has ended" in page.main


def test_words_of_a_strand_find_it(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "half_rated")

    page = window(made.cast.practitioner).get(made.path + "/find?q=SUP-1a")

    assert page.main.count("SUP-1a") >= 1
    assert (
        page.follow(next(text for text in page.links() if text.startswith("SUP-1a"))).heading
        == "Supervision"
    )


def test_words_that_are_nowhere_find_nothing(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)

    page = window(made.cast.practitioner).get(made.path + "/find?q=zzz\u202e<script>")

    assert "No strand holds" in page.main


def test_an_appraisal_is_withdrawn_with_a_reason(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "half_rated")
    form = window(made.cast.supervisor).get(made.path + "/withdraw").form("Withdraw it")

    refused = form.submit({"reason": "  "})
    page = form.submit({"reason": "Asha moves to another team"})

    assert (refused.status_code, refused.errors) == (
        422,
        ["Say why you withdraw this appraisal."],
    )
    assert "Reason: Asha moves to another team" in page.main


def test_what_is_signed_is_not_withdrawn(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "signed")
    form = window(made.cast.practitioner).get(made.path + "/withdraw").form("Withdraw it")

    answer = form.submit({"reason": "A slip"})

    assert answer.status_code == 422
    assert answer.errors == ["A signed appraisal is not withdrawn. Reopen it as a new revision."]
    assert made.row.withdrawn_at is None


def test_a_page_shown_before_the_other_submitted_is_not_acted_on(
    stage: Stage, window: Window
) -> None:
    made = an_appraisal(stage, "half_rated")
    form = window(made.cast.practitioner).get(made.path + "/withdraw").form("Withdraw it")
    submit(made, made.cast.supervisor)

    answer = form.submit({"reason": "A slip"})

    assert answer.status_code == 409
    assert "What you wrote" in answer.main
    assert made.row.withdrawn_at is None


def test_a_new_cycle_waits_until_the_running_one_has_ended(stage: Stage) -> None:
    made = an_appraisal(stage, "withdrawn")

    again = stage.do(
        made.cast.practitioner,
        lambda w: cycles.start(
            w,
            person_id=made.cast.practitioner.id,
            practice_area_id=made.cast.practice_area.id,
            title="Again",
        ),
    )

    assert again.id != made.id
