"""An appraisal's pages show the evidence beside each strand, to those who may see the log."""

from datetime import date

import pytest
from flask import Flask

from tests.builders.appraisals import an_appraisal
from tests.builders.evidence import an_entry
from tests.builders.stage import Stage, a_cast
from tests.support.client import CheckedClient
from tests.support.statements import statements
from tests.web.evidence.conftest import Window

SAID = "Evidence: 1 linked, newest 4 months old, highest level CMP2"
MOST_STATEMENTS = 12


@pytest.mark.parametrize(
    ("state", "below"),
    [("started", "/rate/SUP"), ("revealed", "/talk/SUP-1a")],
)
def test_both_sides_see_the_same_and_drafts_do_not_count(
    app: Flask, stage: Stage, window: Window, state: str, below: str
) -> None:
    cast = a_cast(stage)
    an_entry(stage, "shared", cast, starts_on=date(2026, 1, 5))
    an_entry(stage, "draft", cast)
    made = an_appraisal(stage, state, cast=cast, gaps={"SUP-1a": 2})

    me, supervisor = window(cast.practitioner), window(cast.supervisor)
    with statements(app) as asked:
        own = me.get(made.path + below)
    theirs = supervisor.get(made.path + below)

    assert SAID in own.main
    assert SAID in theirs.main
    assert len(asked) <= MOST_STATEMENTS
    shown = own.follow(f"{SAID} for SUP-1a")
    assert [row[0] for row in shown.rows[1:]] == ["Course on capacity Course"] * 2
    assert theirs.follow(f"{SAID} for SUP-1a").heading == "Evidence of Asha Patel"


def test_a_strand_without_evidence_says_so_and_leads_to_adding_it(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_appraisal(stage, "started")
    client.sign_in(made.cast.practitioner)

    page = client.get(f"{made.path}/rate/SUP")
    assert "Evidence: none shared yet for SUP-1a" in page.main

    form = page.follow("Add evidence for SUP-1a").form()
    assert form.values["strand"] == "SUP-1a"
