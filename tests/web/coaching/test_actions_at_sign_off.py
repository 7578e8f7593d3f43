"""The page that finishes an appraisal says what was agreed in supervision and is still open."""

from tests.builders.appraisals import agree_all, an_appraisal
from tests.builders.stage import Stage, a_cast
from tests.builders.supervision import an_action
from tests.conftest import FixedClock
from tests.web.coaching.conftest import Window


def test_an_open_action_is_closed_out_on_the_way_to_the_signatures(
    stage: Stage, window: Window, clock: FixedClock
) -> None:
    cast = a_cast(stage)
    an_action(stage, cast)
    clock.move(days=2)
    made = an_appraisal(stage, "revealed", cast=cast)
    agree_all(made)
    clock.move(days=1)
    an_action(stage, cast, text="Agreed in the talk, for the next cycle.")
    client = window(made.cast.practitioner)
    page = client.get(f"{made.path}/finish")
    assert "Close out what was agreed in supervision" in page.main
    assert "1 open" in page.main

    page = page.follow("Close out what was agreed in supervision")
    page = page.follow("Close this out: Fill in the risk assessment at the first visit.")
    page = page.form("Close it out").submit({"ending": "complete"})

    assert page.request.path == f"{made.path}/objectives"
    assert "Agreed in supervision and still open" not in page.main
    done = client.get(f"{made.path}/finish").form("Finish the conversation").submit({})
    assert done.request.path == f"{made.path}/sign"
