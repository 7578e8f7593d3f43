"""The pages of a second rating: who gets which, what they say when, and that nothing is lost."""

import pytest
from flask import Flask

from competency.people.models import Person
from tests.builders.appraisals import Made, an_appraisal
from tests.builders.second_ratings import (
    a_second_rater,
    a_submitted_second,
    ask,
    rate_second,
    submit_second,
)
from tests.builders.stage import Stage
from tests.support.statements import statements
from tests.support.workbooks import sheets_of
from tests.web.assessments.conftest import Window

DUE = {"due_on-day": "1", "due_on-month": "6", "due_on-year": "2026"}


def set_out(stage: Stage, state: str = "started") -> tuple[Made, Person, str]:
    """An appraisal whose second rating Rosa was asked for; with the second rating's address."""
    made = an_appraisal(stage, state)
    rater = a_second_rater(stage)
    return made, rater, f"/second-ratings/{ask(made, rater)}"


def test_the_manager_asks_and_says_by_when(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)
    rater = a_second_rater(stage)

    form = window(made.cast.manager).get(f"{made.path}/second-rating").form("Ask them")
    page = form.submit({"rater": rater.id} | DUE)

    assert "They are asked." in page.main
    assert "by Morgan Hughes on 8 May 2026" in page.main
    assert "Monday 1 June 2026" in page.main
    home = window(rater).get("/")
    assert "Give a second rating: Asha Patel, Brain injury" in home.main


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"rater": ""}, "Choose who is to rate it a second time."),
        ({"rater": "x"}, "A second rater is somebody who works here as a supervisor."),
        ({"rater": "9" * 30}, "A second rater is somebody who works here as a supervisor."),
        (
            {"due_on-day": "1", "due_on-month": "5", "due_on-year": "2026"},
            "Choose a day after today, at most 90 days ahead, or leave it empty.",
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    stage: Stage, window: Window, sent: dict[str, str], error: str
) -> None:
    made = an_appraisal(stage)
    rater = a_second_rater(stage)
    form = window(made.cast.supervisor).get(f"{made.path}/second-rating").form("Ask them")

    page = form.submit({"rater": rater.id}, tampered=sent)

    assert (page.status_code, page.errors) == (422, [error])


def test_the_person_sees_that_nothing_was_asked_and_cannot_ask(
    stage: Stage, window: Window
) -> None:
    made = an_appraisal(stage)
    own = window(made.cast.practitioner)

    page = own.get(f"{made.path}/second-rating")

    assert "No second rating was asked for." in page.main
    assert "Second rating" not in own.get(made.path).main


def test_where_nobody_can_be_asked_it_says_why(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)

    page = window(made.cast.manager).get(f"{made.path}/second-rating")

    assert "There is nobody to ask" in page.main


def test_a_section_is_saved_by_its_button_and_what_is_refused_stays_typed(
    stage: Stage, window: Window
) -> None:
    _made, rater, desk = set_out(stage)
    form = window(rater).get(f"{desk}/rate/SUP").form("Save and go on")

    page = form.submit({"SUP-1a-position": 4, "SUP-2a-position": "na"}, press="Save")
    assert page.status_code == 422
    assert page.errors == ["SUP-2a: Say why this does not apply to the role."]
    page = page.form("Save and go on").submit({"SUP-2a-reason": "None"}, press="Save and go on")

    assert page.heading == "Autonomous practice"
    assert "2 of 65 rated" in page.main
    saves = window(rater).get(f"{desk}/strands/SUP-1a")
    assert "working towards CMP3" in saves.main or "CMP2" in saves.main


def test_a_strand_is_saved_as_people_go(stage: Stage, window: Window) -> None:
    _made, rater, desk = set_out(stage)
    client = window(rater)
    token = (client.get("/csrf").json or {})["csrf_token"]

    def send(**inputs: str) -> tuple[int, dict[str, object]]:
        named = {f"SUP-1a-{name}": value for name, value in inputs.items()}
        answer = client.post(
            f"{desk}/ratings",
            data={"csrf_token": token, "strand": "SUP-1a", **named},
            headers={"Accept": "application/json", "Referer": "https://localhost/"},
        )
        return answer.status_code, answer.json or {}

    assert send(position="3", seq="0")[1]["progress"] == {"rated": 1, "SUP": 1}
    status, overtaken = send(position="5", seq="0")
    assert (status, overtaken["seq"]) == (409, 1)
    assert send(position="5", seq="1")[0] == 200
    assert send(position="9", seq="2")[0] == 422


def test_nothing_is_compared_before_all_three_have_submitted(stage: Stage, window: Window) -> None:
    made, rater, desk = set_out(stage, "self_submitted")
    rate_second(made, rater, int(desk.rpartition("/")[2]), {"SUP-1a": 4})
    page = window(rater).get(f"{desk}/submit").form("Submit my rating").submit()

    assert "It opens once the first two have submitted as well." in page.main
    for who in (rater, made.cast.practitioner, made.cast.supervisor, made.cast.manager):
        page = window(who).get(f"{desk}/comparison")
        assert "Nothing can be compared yet" in page.main
        assert window(who).get(f"{desk}/comparison.csv").status_code == 404
    page = window(made.cast.supervisor).get(f"{made.path}/second-rating")
    assert "opens once both first ratings are submitted" in page.main
    assert "End this second rating" not in page.main


def test_the_comparison_says_it_in_words_in_a_table_and_in_files(
    stage: Stage, window: Window
) -> None:
    made = an_appraisal(stage, "revealed", gaps={"AUT-1a": -3, "COM-2a": 4}, unrated=["MAN-2a"])
    rater = a_second_rater(stage)
    # The supervisor gave 5 and 1 on the first two of these, and 3 on all others.
    differing = {"AUT-1a": 5, "COM-2a": 1, "SUP-1a": 6, "PLA-4a": 1}
    asked = a_submitted_second(made, rater, differing)
    client = window(made.cast.practitioner)

    page = client.get(made.path).follow("See second rating").follow("Compare the two ratings")

    for told in (
        "The same position was given on 62 of 64 (97 %) strands that both rated.",
        "Weighted kappa is 0.61, its 95 % interval 0.14 to 1.00.",
        "Priya Nair gave the higher position, the more lenient one, on 1 of 64 (2 %); "
        "Rosa Second on 1 of 64 (2 %).",
        "Left out: 1 strand that one of them did not rate.",
        "what the second rater wrote about SUP-1a",
        "what the supervisor wrote about SUP-1a",
    ):
        assert told in page.main
    assert [row[-1] for row in page.rows if row[0].startswith(("SUP-1a", "PLA-4a"))] == [
        "3 positions higher",
        "2 positions lower",
    ]
    lines = client.get(f"/second-ratings/{asked}/comparison.csv").text.splitlines()
    assert lines[0].endswith("Code,Criterion,Priya Nair,Rosa Second,Second rater's difference")
    strands = [row for row in page.rows if row[0] != "Strand"]
    assert len(lines) - 1 == len(strands) == 65
    book = client.get(f"/second-ratings/{asked}/comparison.xlsx")
    cells = [c.value for s in sheets_of(book.data).values() for row in s.iter_rows() for c in row]
    assert any("97 %" in str(cell) for cell in cells)


def test_below_the_minimum_the_page_says_only_how_many_there_are(
    stage: Stage, window: Window
) -> None:
    made, rater, desk = set_out(stage, "revealed")
    asked = int(desk.rpartition("/")[2])
    codes = [strand.code for strand in made.framework.strands]
    rate_second(made, rater, asked, dict.fromkeys(codes[:19], 5))
    submit_second(made, rater, asked)

    page = window(made.cast.manager).get(f"{desk}/comparison")

    assert "There are 19 strands with a position from both. Below 20 nothing is said" in page.main
    for silent in ("kappa", "lenient", "Furthest apart"):
        assert silent not in page.main
    assert "2 positions higher" in page.main


@pytest.mark.parametrize("who", ["practitioner", "supervisor", "manager", "colleague"])
def test_only_the_second_rater_reaches_the_desk(stage: Stage, window: Window, who: str) -> None:
    made, _rater, desk = set_out(stage)
    client = window(getattr(made.cast, who))

    for tail in ("", "/rate/SUP", "/submit", "/strands/SUP-1a"):
        assert client.get(desk + tail).status_code == (404 if who == "colleague" else 403)


def test_the_person_cannot_end_it_and_the_manager_can(stage: Stage, window: Window) -> None:
    made, rater, desk = set_out(stage)

    assert window(made.cast.practitioner).get(f"{desk}/end").status_code == 403
    page = window(made.cast.manager).get(f"{desk}/end").form("End it").submit({"reason": "Leave"})

    assert "The second rating has ended." in page.main
    assert "Reason: Leave" in page.main
    assert "Morgan Hughes ended it. Reason: Leave" in window(rater).get(desk).main
    assert "was ended" in window(rater).get(f"{desk}/rate/SUP").main


def test_its_pages_ask_the_database_little(stage: Stage, window: Window, app: Flask) -> None:
    made = an_appraisal(stage, "revealed")
    rater = a_second_rater(stage)
    asked = a_submitted_second(made, rater)
    desk = f"/second-ratings/{asked}"
    pages = {
        rater: ["/", desk, f"{desk}/rate/SUP", f"{desk}/strands/SUP-1a", f"{desk}/comparison"],
        made.cast.manager: [made.path, f"{made.path}/second-rating", f"{desk}/comparison"],
    }
    for who, paths in pages.items():
        client = window(who)
        for path in paths:
            client.get(path)
            with statements(app) as sent:
                assert client.get(path).status_code == 200
            assert len(sent) <= 12, (path, sent)
