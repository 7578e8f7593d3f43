"""Rating a section without a script: what is saved, what is refused, and that nothing is lost."""

from collections.abc import Mapping

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.assessments.models import Rating
from competency.assessments.service import rating, reading
from competency.assessments.service.reading import Sheet
from tests.builders.appraisals import Made, an_appraisal, rate_strands
from tests.builders.stage import Stage, a_line, end_line
from tests.support.client import PASSWORD
from tests.support.pages import Form, Page
from tests.web.assessments.conftest import Window


def section(made: Made, window: Window, code: str = "SUP", who: str = "practitioner") -> Page:
    """Return the rating page of a section as one of the cast sees it."""
    return window(getattr(made.cast, who)).get(f"{made.path}/rate/{code}")


def form_of(page: Page) -> Form:
    """Return the form with the strands."""
    return page.form("Save and go on")


def ratings(look: Session) -> int:
    """Return how many ratings there are."""
    return look.scalar(select(func.count(Rating.id))) or 0


def sheet(made: Made, who: str = "practitioner") -> Sheet:
    """Return the appraisal as one of the cast sees it."""
    return made.stage.ask(getattr(made.cast, who), lambda w: reading.sheet(w, made.id))


def values_of(form: Form, *names: str) -> list[str]:
    """Return what stands in these inputs."""
    return [form.values.get(name, "") for name in names]


def test_the_whole_section_is_saved_with_one_button(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)
    form = form_of(section(made, window))

    page = form.submit(
        {"SUP-1a-position": 4, "SUP-1a-comment": "Monthly sessions", "SUP-2a-position": "na"}
        | {"SUP-2a-reason": "I supervise nobody"},
        press="Save and go on",
    )

    assert page.heading == "Autonomous practice"
    assert "2 of 65 rated" in page.main
    own = sheet(made).given["self"]  # type: ignore[index]
    assert (own["SUP-1a"].mark.position, own["SUP-1a"].mark.comment) == (4, "Monthly sessions")
    assert own["SUP-2a"].mark.reason == "I supervise nobody"


def test_what_was_saved_stands_on_the_page_again(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)

    page = form_of(section(made, window)).submit(
        {"SUP-1a-position": 0, "SUP-1a-comment": "A <first> month"}, press="Save"
    )

    assert page.heading == "Supervision"
    assert "Saved 10:30" in page.main  # London
    form = form_of(page)
    assert values_of(form, "SUP-1a-position", "SUP-1a-comment", "SUP-1a-seq") == [
        "0",
        "A <first> month",
        "1",
    ]


def test_saving_what_is_saved_already_writes_nothing(
    stage: Stage, window: Window, look: Session
) -> None:
    made = an_appraisal(stage, "half_rated")
    before = ratings(look)
    look.rollback()

    page = form_of(section(made, window)).submit(press="Save")

    assert "Nothing had changed" in page.main
    assert ratings(look) == before


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (
            {"SUP-1a-position": "na"},
            "SUP-1a: Say why this does not apply to the role.",
        ),
        (
            {"SUP-1a-position": "7"},
            "SUP-1a: That position is not on the scale. Choose one of those shown.",
        ),
        (
            {"SUP-1a-position": "-1"},
            "SUP-1a: That position is not on the scale. Choose one of those shown.",
        ),
        (
            {"SUP-1a-position": "9" * 5000},
            "SUP-1a: That position is not on the scale. Choose one of those shown.",
        ),
        (
            {"SUP-1a-position": "3", "SUP-1a-comment": "x" * 4001},
            "SUP-1a: Use at most 4,000 characters.",
        ),
        (
            {"SUP-1a-position": "3", "SUP-1a-comment": "turned\u202eround"},
            "SUP-1a: This text holds an invisible character that we cannot keep. "
            "Please type it instead of pasting it.",
        ),
    ],
)
def test_what_cannot_be_saved_is_said_at_the_strand_and_nothing_is_written(
    stage: Stage, window: Window, look: Session, sent: Mapping[str, str], message: str
) -> None:
    made = an_appraisal(stage)
    form = form_of(section(made, window))

    answer = form.submit({"SUP-2a-comment": "typed long"}, tampered=sent)

    assert (answer.status_code, answer.errors) == (422, [message])
    kept = form_of(answer).values
    assert kept["SUP-2a-comment"] == "typed long"
    assert kept["SUP-1a-comment"] == sent.get("SUP-1a-comment", "")
    assert ratings(look) == 0


def test_a_strand_of_another_framework_is_refused_in_words(
    stage: Stage, window: Window, look: Session
) -> None:
    made = an_appraisal(stage)

    answer = form_of(section(made, window)).submit(
        {"SUP-1a-position": 3}, tampered={"KPI-1a-seq": "0", "KPI-1a-position": "3"}
    )

    assert answer.status_code == 422
    assert answer.errors == [
        f"KPI-1a is not a strand of {made.framework.title} 1.0, on which this appraisal rests."
    ]
    assert form_of(answer).values["SUP-1a-position"] == "3"
    assert ratings(look) == 0


def test_a_section_of_another_framework_is_not_there(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)

    assert section(made, window, "KPI").status_code == 404


def test_a_strand_saved_in_another_window_is_shown_and_mine_can_be_kept(
    stage: Stage, window: Window
) -> None:
    made = an_appraisal(stage)
    form = form_of(section(made, window))
    rate_strands(made, made.cast.practitioner, {"SUP-1a": 5}, "from the other window")

    answer = form.submit({"SUP-1a-position": 2, "SUP-1a-comment": "mine"})

    assert answer.status_code == 409
    assert answer.errors == ["SUP-1a was saved in another window meanwhile"]
    assert "Working towards CMP3, “from the other window”" in answer.main
    again = form_of(answer)
    assert values_of(again, "SUP-1a-position", "SUP-1a-comment") == ["2", "mine"]
    assert sheet(made).mark(sheet(made).hand, "SUP-1a").position == 5  # type: ignore[arg-type]
    again.submit(press="Save")
    assert sheet(made).mark(sheet(made).hand, "SUP-1a").position == 2  # type: ignore[arg-type]


def test_the_other_windows_version_can_be_kept_instead(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)
    form = form_of(section(made, window))
    rate_strands(made, made.cast.practitioner, {"SUP-1a": 5}, "from the other window")
    answer = form.submit({"SUP-1a-position": 2, "SUP-2a-position": 4})

    page = form_of(answer).submit(press="take the other version of SUP-1a")

    kept = form_of(page)
    assert values_of(kept, "SUP-1a-position", "SUP-2a-position") == ["5", "4"]


def test_a_strand_that_this_page_left_alone_is_in_nobodys_way(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)
    form = form_of(section(made, window))
    rate_strands(made, made.cast.practitioner, {"SUP-1a": 5})

    page = form.submit({"SUP-2a-position": 1}, press="Save")

    kept = form_of(page)
    assert values_of(kept, "SUP-1a-position", "SUP-2a-position") == ["5", "1"]


def test_a_form_sent_after_signing_out_is_kept_and_sent_again(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)
    client = window(made.cast.practitioner)
    form = form_of(client.get(f"{made.path}/rate/SUP"))
    stage.clock.move(minutes=31)  # type: ignore[attr-defined]

    asked = form.submit({"SUP-1a-position": 4, "SUP-1a-comment": "typed with care"})
    assert asked.status_code == 401
    assert "What you typed is kept" in asked.main
    again = asked.form().submit({"email": made.cast.practitioner.email, "password": PASSWORD})
    page = again.form("Send what I typed").submit()

    assert "Saved: 1 strand." in page.main
    assert form_of(page).values["SUP-1a-comment"] == "typed with care"


@pytest.mark.parametrize(
    ("state", "who", "why"),
    [
        ("self_submitted", "practitioner", "You have submitted your rating."),
        ("revealed", "supervisor", "Both ratings are submitted and open to both"),
        ("withdrawn", "practitioner", "This appraisal was withdrawn"),
        ("started", "manager", "You have no part in this appraisal"),
    ],
)
def test_a_page_that_takes_no_ratings_says_why(
    stage: Stage, window: Window, state: str, who: str, why: str
) -> None:
    made = an_appraisal(stage, state)

    page = section(made, window, who=who)

    assert why in page.main
    assert not [f for f in page.document.all("form") if f.get("method") == "post"][1:]


def test_what_is_sent_after_submitting_is_refused_and_shown(
    stage: Stage, window: Window, look: Session
) -> None:
    made = an_appraisal(stage, "half_rated")
    form = form_of(section(made, window))
    stage.do(made.cast.practitioner, lambda w: rating.submit(w, made.id, made.row.version))
    before = ratings(look)
    look.rollback()

    answer = form.submit({"SUP-1a-position": 6, "SUP-1a-comment": "too late"})

    assert answer.status_code == 422
    assert answer.errors == [
        "You have submitted this rating. Take it back first if you want to change it."
    ]
    assert "What you sent was not saved" in answer.main
    assert "too late" in answer.main
    assert ratings(look) == before


def test_an_ended_supervision_line_rates_no_more(
    stage: Stage, window: Window, look: Session
) -> None:
    made = an_appraisal(stage)
    form = form_of(section(made, window, who="supervisor"))
    end_line(stage, made.cast.line)

    answer = form.submit({"SUP-1a-position": 3})

    assert answer.status_code == 403
    assert "Your supervision of this person has ended" in answer.main
    assert ratings(look) == 0


def test_a_second_supervisor_without_the_part_rates_nothing(
    stage: Stage, window: Window, look: Session
) -> None:
    made = an_appraisal(stage)
    form = form_of(section(made, window, who="supervisor"))
    a_line(stage, made.cast.colleague, made.cast.practitioner)
    client = window(made.cast.colleague)
    token = client.get(made.path + "/take-part").form("Take the part").values["csrf_token"]

    answer = client.post(
        f"{made.path}/rate/SUP",
        data=form.values.to_dict() | {"csrf_token": token, "SUP-1a-position": "3"},
        headers={"Referer": "https://localhost/"},
    )

    assert answer.status_code == 422
    assert "Take it over first" in answer.main
    assert ratings(look) == 0


def test_last_times_answer_can_be_kept_with_one_button(stage: Stage, window: Window) -> None:
    signed = an_appraisal(stage, "signed", gaps={"SUP-1a": 2}, title="Appraisal 2025")
    made = an_appraisal(stage, cast=signed.cast)
    page = section(made, window)
    assert "Last time, agreed: CMP1 (carried, not confirmed)" in page.main

    page = form_of(page).submit({"SUP-2a-position": 6}, press="Keep “CMP1” for SUP-1a")

    assert values_of(form_of(page), "SUP-1a-position", "SUP-2a-position") == ["2", "6"]
    assert "2 of 65 rated" in page.main


def test_carried_answers_are_not_ratings(stage: Stage, window: Window) -> None:
    signed = an_appraisal(stage, "signed", title="Appraisal 2025")
    made = an_appraisal(stage, cast=signed.cast)

    page = section(made, window)

    assert "0 of 65 rated" in page.main
    assert form_of(page).values.get("SUP-1a-position") is None
