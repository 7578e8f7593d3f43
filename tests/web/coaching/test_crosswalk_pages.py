"""The crosswalk's pages: both ways for everybody, with changes for central office."""

from collections.abc import Callable

import pytest
from flask import Flask

from competency.kernel.actor import Role
from competency.people.models import Person
from tests.builders.stage import Stage, a_person
from tests.support.client import CheckedClient
from tests.support.statements import statements

Window = Callable[[Person], CheckedClient]
ADD = "/crosswalk/links/add?kind=timeliness&code=KPI_04"
ASIDE = "/crosswalk/links/set-aside?kind=timeliness&code=KPI_04&strand=IMP-1a"
TYPED = {"strand": "LEA-1a", "strength": "supporting", "reason": "It is an early decision."}
PAGES = [
    "/crosswalk",
    "/crosswalk?of=review-item",
    "/crosswalk?of=practice",
    "/crosswalk?of=weather",
    "/crosswalk/strands",
    "/crosswalk/strands/MAN-3b",
    "/crosswalk/strands/CPD-1a",
    "/crosswalk/sources/timeliness/KPI_04",
    "/crosswalk/sources/review-item/B3",
    "/crosswalk/sources/practice/gate/risk-assessed",
    "/crosswalk/sources/practice/retention",
    "/crosswalk/changes",
    "/framework/crosswalk",
    "/framework/case-management-framework/criteria/MAN-3",
]
NOWHERE = [
    "/crosswalk/strands/MAN-9z",
    "/crosswalk/strands/MAN",
    "/crosswalk/sources/weather/KPI_04",
    "/crosswalk/sources/timeliness/first_contact",
    "/crosswalk/sources/practice/letter/refusal",
]


@pytest.fixture
def dot(stage: Stage, window: Window) -> CheckedClient:
    return window(a_person(stage, "Dot Central", Role.CENTRAL_OFFICE))


@pytest.fixture
def cas(stage: Stage, window: Window) -> CheckedClient:
    return window(a_person(stage, "Cas Manager", Role.CASE_MANAGER))


def test_everybody_reads_it_both_ways(app: Flask, cas: CheckedClient) -> None:
    for address in PAGES:
        with statements(app) as asked:
            assert cas.get(address).status_code == 200, address
        assert len(asked) <= 12, (address, len(asked))
    for address in NOWHERE:
        assert cas.get(address).status_code == 404, address

    by_source = cas.get("/crosswalk/sources/timeliness/KPI_04").text
    assert "MAN-3b Assessing and managing risk" in by_source
    assert "puts the agreed way of assessing risk to use early" in by_source
    by_strand = cas.get("/crosswalk/strands/MAN-3b").text
    assert "Completion of Risk Assessment" in by_strand
    assert "puts the agreed way of assessing risk to use early" in by_strand
    assert "No casework tells of this strand." in cas.get("/crosswalk/strands/CPD-1a").text
    way_in = cas.get("/framework/case-management-framework/criteria/MAN-3").text
    assert 'href="/crosswalk/strands/MAN-3b"' in way_in


def test_the_file_holds_the_links_of_the_screen(cas: CheckedClient) -> None:
    rows = cas.get("/crosswalk.csv?of=timeliness").text.lstrip("\ufeff").splitlines()

    assert rows[0] == "Source,Title,Strand,Criterion,Strength,Why,Whose"
    assert len(rows) == 1 + 18
    assert any(row.startswith("KPI_04,Completion of Risk Assessment,MAN-3b") for row in rows)
    assert cas.get("/crosswalk.xlsx?of=practice").status_code == 200


def test_central_office_adds_a_link_and_takes_it_back(dot: CheckedClient) -> None:
    page = dot.get(ADD).form().submit(TYPED)

    assert "KPI_04 now tells of LEA-1a." in page.text
    assert "It is an early decision." in page.text
    assert "our own" in page.text
    assert "It is an early decision." in dot.get("/crosswalk/strands/LEA-1a").text

    back = "/crosswalk/changes/1/take-back"
    page = dot.get(back).form().submit({})
    assert "Taken back." in page.text
    assert "Dot Central" in page.text
    assert "It is an early decision." not in dot.get("/crosswalk/strands/LEA-1a").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"strand": ""}, "Choose one of the strands."),
        ({"strand": "MAN-3b"}, "KPI_04 and MAN-3b are linked already."),
        ({"strength": None}, "Choose how strong the link is."),
        ({"reason": ""}, "Say why in one sentence."),
        ({"reason": "so " * 81}, "in one sentence of up to 240 characters"),
    ],
)
def test_what_is_refused_stands_beside_its_box_and_nothing_is_lost(
    dot: CheckedClient, typed: dict[str, str | None], said: str
) -> None:
    wanted = {name: value for name, value in (TYPED | typed).items() if value is not None}

    answer = dot.get(ADD).form().submit(wanted)

    assert answer.status_code == 422
    assert said in answer.text
    assert "It is an early decision." in answer.text or "reason" in typed


def test_a_released_link_is_set_aside_with_its_reason(dot: CheckedClient) -> None:
    answer = dot.get(ASIDE).form().submit({"reason": " "})
    assert answer.status_code == 422
    assert "Say why in one sentence." in answer.text

    page = dot.get(ASIDE).form().submit({"reason": "Our teams share this duty."})
    assert "The link from KPI_04 to IMP-1a does not count any more." in page.text
    assert "Our teams share this duty." in page.text
    assert dot.get(ASIDE).status_code == 404
    assert "Completion of Risk Assessment" not in dot.get("/crosswalk/strands/IMP-1a").text


def test_nobody_else_gets_to_the_forms(dot: CheckedClient, cas: CheckedClient) -> None:
    dot.get(ADD).form().submit(TYPED)
    back = "/crosswalk/changes/1/take-back"
    token = {"csrf_token": cas.get("/").form("/sign-out").values["csrf_token"]}
    headers = {"Referer": "https://localhost/"}

    for address in (ADD, ASIDE, back):
        assert cas.get(address).status_code == 403, address
        sent = cas.post(address, data=TYPED | token, headers=headers)
        assert sent.status_code == 403, address
    assert "Take back" not in cas.get("/crosswalk/changes").text
    assert dot.get("/crosswalk/changes/99/take-back").status_code == 404
