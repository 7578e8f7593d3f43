"""A newer framework version asks again only for strands whose wording has changed."""

from pathlib import Path

import pytest

from competency.assessments.service import reading
from tests.builders.appraisals import Made, an_appraisal, rate_strands
from tests.builders.releases import release_next_version
from tests.builders.stage import Stage
from tests.support.pages import Form
from tests.web.assessments.conftest import Window


@pytest.fixture
def made(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """An appraisal with two rated strands, of which a newer version rewords one."""
    made = an_appraisal(stage)
    rate_strands(made, made.cast.practitioner, {"SUP-1a": 2, "SUP-2a": 3}, "seen in {}")
    release_next_version(tmp_path, monkeypatch)
    return made


def to_confirm(made: Made) -> set[str]:
    """Return what the practitioner has to confirm."""
    sheet = made.stage.ask(made.cast.practitioner, lambda w: reading.sheet(w, made.id))
    return set(sheet.again)


def moved(made: Made, window: Window) -> Form:
    """Move the appraisal and return the form of its first section."""
    client = window(made.cast.practitioner)
    page = client.get(made.path)
    assert "you confirm 1 strand of yours again" in page.main
    page = page.form("Move to version 1.1").submit()
    assert "Moved to the newest version. You confirm 1 strand again." in page.main
    page = client.get(f"{made.path}/rate/SUP")
    assert "You said CMP1 under an earlier wording, which has changed since." in page.main
    return page.form("Save and go on")


def test_an_answer_under_the_old_wording_is_not_chosen_beforehand(
    made: Made, window: Window
) -> None:
    form = moved(made, window)

    assert form.values.get("SUP-1a-position") is None
    assert form.values["SUP-1a-comment"] == "seen in SUP-1a"
    assert form.values["SUP-2a-position"] == "3"


def test_saving_the_section_confirms_nothing_by_itself(made: Made, window: Window) -> None:
    moved(made, window).submit({"SUP-2a-position": 4}, press="Save")

    assert to_confirm(made) == {"SUP-1a"}


def test_a_comment_alone_asks_for_the_position(made: Made, window: Window) -> None:
    answer = moved(made, window).submit({"SUP-1a-comment": "seen again"})

    assert answer.status_code == 422
    assert "The wording of this strand has changed." in answer.errors[0]
    assert to_confirm(made) == {"SUP-1a"}


def test_one_button_confirms_the_answer(made: Made, window: Window) -> None:
    page = moved(made, window).submit(press="Keep “CMP1” for SUP-1a")

    assert page.form("Save and go on").values["SUP-1a-position"] == "2"
    assert to_confirm(made) == set()


def test_nothing_is_moved_once_a_rating_is_submitted(made: Made, window: Window) -> None:
    client = window(made.cast.practitioner)
    form = client.get(made.path).form("Move to version 1.1")
    client.get(made.path + "/submit").form("Submit my rating").submit()

    answer = form.submit()

    assert answer.status_code == 422
    assert made.row.framework_version == "1.0"
