"""Everything on one page, and the history of a strand."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from tests.builders.appraisals import an_appraisal, rate_strands
from tests.builders.stage import Stage
from tests.web.assessments.conftest import Window

MOST_STATEMENTS = 12
PAGES = (
    "",
    "/whole",
    "/rate/SUP",
    "/submit",
    "/strands/SUP-1a",
    "/find?q=plan",
    "/take-part",
    "/withdraw",
    "/invite",
)


def test_the_whole_appraisal_stands_on_one_page(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "signed", gaps={"SUP-1a": 2})

    page = window(made.cast.practitioner).get(made.path + "/whole")

    descriptors = [d.text for s in made.framework.strands for d in s.descriptors]
    assert len(descriptors) == 195
    assert [text for text in descriptors if " ".join(text.split()) not in page.main] == []
    assert "You: CMP2. what the practitioner wrote about SUP-1a" in page.main
    assert "Priya Nair: CMP1. what the supervisor wrote about SUP-1a" in page.main
    assert "Agreed: CMP1. We looked at cases together for SUP-1a" in page.main
    assert "Agreed practice level: Works securely in supervision" in page.main


def test_history_shows_past_cycles_and_each_save(stage: Stage, window: Window) -> None:
    signed = an_appraisal(stage, "signed", gaps={"SUP-1a": 2}, title="Appraisal 2025")
    made = an_appraisal(stage, cast=signed.cast)
    rate_strands(made, made.cast.practitioner, {"SUP-1a": 1}, "at first")
    rate_strands(made, made.cast.practitioner, {"SUP-1a": 6}, "thought again")

    page = window(made.cast.practitioner).get(made.path + "/strands/SUP-1a")

    assert [row[0] for row in page.rows[1:]] == ["Appraisal 2025"]
    assert "CMP2" in page.rows[1][2]
    assert page.main.index("at first") < page.main.index("thought again")


def test_a_strand_of_another_framework_has_no_history(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)

    assert window(made.cast.practitioner).get(made.path + "/strands/KPI-1a").status_code == 404


@pytest.mark.parametrize("state", ["half_rated", "revealed", "agreed", "signed"])
@pytest.mark.parametrize("who", ["practitioner", "supervisor", "manager"])
def test_no_page_asks_the_database_more_than_twelve_times(
    stage: Stage, window: Window, who: str, state: str
) -> None:
    made = an_appraisal(stage, state)
    client = window(getattr(made.cast, who))
    engine = client.application.extensions["database"].engine
    asked: dict[str, int] = {}

    def count(page: str) -> Callable[..., None]:
        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            asked[page] = asked.get(page, 0) + (not statement.startswith("BEGIN"))

        return note

    for page in (*(made.path + p for p in PAGES), f"/people/{made.cast.practitioner.id}/record"):
        listener = count(page)
        event.listen(engine, "before_cursor_execute", listener)
        client.get(page)
        event.remove(engine, "before_cursor_execute", listener)

    assert {page: n for page, n in asked.items() if n > MOST_STATEMENTS} == {}
