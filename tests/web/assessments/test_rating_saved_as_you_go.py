"""Saving one strand at a time, as the script does: exact answers for every way it can go."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.assessments.models import Rating
from tests.builders.appraisals import an_appraisal
from tests.builders.stage import Stage, end_line
from tests.support.pages import Page
from tests.web.assessments.conftest import Window

Send = Callable[..., Page]


def ratings(look: Session) -> int:
    """Return how many ratings there are."""
    return look.scalar(select(func.count(Rating.id))) or 0


def test_a_choice_is_saved_and_counted(stage: Stage, window: Window, send_strand: Send) -> None:
    made = an_appraisal(stage)
    client = window(made.cast.practitioner)

    first = send_strand(client, made, "SUP-1a", position=3, comment="", reason="", seq=0)
    second = send_strand(client, made, "SUP-1a", position=4, comment="", reason="", seq=1)

    assert first.json == {"saved_at": "10:30", "seq": 1, "progress": {"rated": 1, "SUP": 1}}
    assert second.json == {"saved_at": "10:30", "seq": 2, "progress": {}}  # as many as before


def test_the_count_comes_with_a_strand_that_begins_or_ceases_to_count_and_with_a_repeat(
    stage: Stage, window: Window, send_strand: Send
) -> None:
    made = an_appraisal(stage)
    client = window(made.cast.practitioner)

    def counts(seq: int, **fields: Any) -> Any:
        return (send_strand(client, made, "SUP-2a", seq=seq, **fields).json or {})["progress"]

    send_strand(client, made, "SUP-1a", position=3, seq=0)

    assert counts(0, position=2) == {"rated": 2, "SUP": 2}
    assert counts(0, position=2) == {"rated": 2, "SUP": 2}
    assert counts(1, position=4) == {}
    assert counts(2, position="", comment="I want to think again") == {"rated": 1, "SUP": 1}
    assert counts(3, position="", comment="Still thinking") == {}


def test_the_same_again_is_saved_already_whatever_its_number(
    stage: Stage, window: Window, send_strand: Send, look: Session
) -> None:
    made = an_appraisal(stage)
    client = window(made.cast.practitioner)
    send_strand(client, made, "SUP-1a", position=3, seq=0)

    answer = send_strand(client, made, "SUP-1a", position=3, seq=0)

    assert (answer.status_code, (answer.json or {})["seq"]) == (200, 1)
    assert ratings(look) == 1


def test_what_another_window_saved_is_told_with_its_number(
    stage: Stage, window: Window, send_strand: Send, look: Session
) -> None:
    made = an_appraisal(stage)
    client = window(made.cast.practitioner)
    send_strand(client, made, "SUP-1a", position=5, comment="first", seq=0)

    answer = send_strand(client, made, "SUP-1a", position=2, seq=0)

    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["theirs"] == {"label": "Working towards CMP3, “first”"}
    assert answer.json["seq"] == 1
    assert "SUP-1a was changed in another window" in answer.json["message"]
    assert ratings(look) == 1
    assert send_strand(client, made, "SUP-1a", position=2, seq=1).status_code == 200


def test_what_is_refused_is_said_in_words(
    stage: Stage, window: Window, send_strand: Send, look: Session
) -> None:
    made = an_appraisal(stage)
    client = window(made.cast.practitioner)

    answers = [
        send_strand(client, made, "SUP-1a", position=8),
        send_strand(client, made, "SUP-1a", position="na", reason=" "),
        send_strand(client, made, "XYZ-1a", position=3),
        send_strand(client, made, "SUP-1a", position=3, comment="a\u202eb"),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert [(answer.json or {})["code"] for answer in answers] == [
        "off_the_scale",
        "reason_needed",
        "unknown_strand",
        "hidden_characters",
    ]
    assert all((answer.json or {})["message"] for answer in answers)
    assert ratings(look) == 0


def test_after_submitting_nothing_is_saved(stage: Stage, window: Window, send_strand: Send) -> None:
    made = an_appraisal(stage, "self_submitted")

    answer = send_strand(window(made.cast.practitioner), made, "SUP-1a", position=6, seq=1)

    assert answer.status_code == 422
    assert (answer.json or {})["code"] == "already_submitted"


def test_who_has_no_part_saves_nothing(
    stage: Stage, window: Window, send_strand: Send, look: Session
) -> None:
    made = an_appraisal(stage)
    end_line(stage, made.cast.line)

    former = send_strand(window(made.cast.supervisor), made, "SUP-1a", position=6)
    manager = send_strand(window(made.cast.manager), made, "SUP-1a", position=6)
    stranger = send_strand(window(made.cast.colleague), made, "SUP-1a", position=6)

    assert [a.status_code for a in (former, manager, stranger)] == [403, 404, 404]
    assert ratings(look) == 0


def test_a_script_that_is_signed_out_is_told_so(
    stage: Stage, window: Window, send_strand: Send
) -> None:
    made = an_appraisal(stage)
    client = window(made.cast.practitioner)
    token = (client.get("/csrf").json or {})["csrf_token"]
    stage.clock.move(minutes=31)  # type: ignore[attr-defined]

    answer = client.post(
        f"{made.path}/ratings",
        data={"csrf_token": token, "strand": "SUP-1a", "SUP-1a-position": "3"},
        headers={"Accept": "application/json", "Referer": "https://localhost/"},
    )

    assert answer.status_code == 401
    asked = client.get("/csrf", headers={"Accept": "application/json"})
    assert asked.status_code == 401


def test_an_old_token_is_told_as_an_expired_form(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)

    answer = window(made.cast.practitioner).post(
        f"{made.path}/ratings",
        data={"csrf_token": "old", "strand": "SUP-1a", "SUP-1a-position": "3"},
        headers={"Accept": "application/json", "Referer": "https://localhost/"},
    )

    assert answer.status_code == 400
    assert (answer.json or {})["code"] == "form_expired"
