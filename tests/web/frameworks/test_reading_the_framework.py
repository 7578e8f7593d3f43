"""Everybody who is signed in can read the framework, its words explained where they stand."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import render_template

from competency.frameworks import service
from competency.frameworks.domain.structure import CompetencyFramework
from competency.people.models import Person
from tests.support.client import CheckedClient

FRAMEWORK = "/framework/case-management-framework"


@pytest.fixture
def reader(client: CheckedClient, save: Callable[..., Any]) -> CheckedClient:
    person = Person(name="Ada Byron", email="ada@example.org", started_on=date(2024, 1, 8))
    return client.sign_in(int(save(person).id))


@pytest.fixture
def framework() -> CompetencyFramework:
    return service.get_framework()


def test_the_first_page_leads_to_every_section_and_every_standard(
    reader: CheckedClient, framework: CompetencyFramework
) -> None:
    page = reader.get("/framework")
    links = page.links()

    assert {section.title for section in framework.sections} <= set(links)
    assert {standard.title for standard in service.list_standards()} <= set(links)
    assert all(standard.licence in page.main for standard in service.list_standards())


def test_every_page_of_the_framework_can_be_read(
    reader: CheckedClient, framework: CompetencyFramework
) -> None:
    for section in framework.sections:
        page = reader.get(f"{FRAMEWORK}/{section.code}")
        assert page.heading == section.title
        for strand in section.strands:
            for one in strand.descriptors:
                assert plain(one.text) in plain(page.main), one.code


def test_every_criterion_has_a_page(reader: CheckedClient, framework: CompetencyFramework) -> None:
    for criterion in framework.criteria[::7]:
        page = reader.get(f"{FRAMEWORK}/criteria/{criterion.code}")
        assert page.heading == criterion.title
        assert all(strand.code in page.main for strand in criterion.strands)


def test_the_levels_and_every_term_are_explained(
    reader: CheckedClient, framework: CompetencyFramework
) -> None:
    page = reader.get(f"{FRAMEWORK}/levels").main
    levels = plain(page)
    glossary = reader.get(f"{FRAMEWORK}/glossary").main

    assert all(plain(level.expectation) in levels for level in framework.levels)
    assert all(p.label in page for p in framework.scale.positions)
    assert all(term.meaning in glossary for term in framework.glossary.terms)


def test_what_the_framework_says_about_itself_is_shown_whole(
    reader: CheckedClient, framework: CompetencyFramework
) -> None:
    page = plain(reader.get(f"{FRAMEWORK}/about").main)

    assert all(plain(one.text) in page for one in framework.standard.about)


def test_a_term_is_explained_where_it_stands(
    reader: CheckedClient, framework: CompetencyFramework
) -> None:
    criterion, term = next(
        (criterion, piece.term)
        for criterion in framework.criteria
        for strand in criterion.strands
        for one in strand.descriptors
        for piece in framework.glossary.segments(one.text)
        if piece.term
    )
    page = reader.get(f"{FRAMEWORK}/criteria/{criterion.code}")

    assert term.meaning in page.main
    assert any(e.get("popovertarget") for e in page.document.all("button"))


def test_a_standard_of_another_kind_is_shown_as_its_table(reader: CheckedClient) -> None:
    page = reader.get("/framework/shine-quality-standards")

    codes = [row[0] for row in page.rows]
    assert codes == ["Code", *(f"KPI_0{number}" for number in range(1, 10))]
    assert "3 working days" in page.rows[1][3]


def test_a_kind_without_a_page_of_its_own_is_shown_all_the_same(reader: CheckedClient) -> None:
    content = service.get_standard("shine-quality-standards")
    app = reader.application
    template = "frameworks/kinds/any.html"
    with app.test_request_context():
        body = render_template(template, content=content, versions=(content.standard,))

    assert all(str(entry.code) in body for entry in content.entries())


@pytest.mark.parametrize(
    "address",
    [
        "/framework/no-such-standard",
        "/framework/no-such-standard/levels",
        f"{FRAMEWORK}/XYZ",
        f"{FRAMEWORK}/criteria/SUP-99",
        f"{FRAMEWORK}?version=9.9",
        f"{FRAMEWORK}/SUP?version=9.9",
        "/framework/shine-quality-standards/glossary",
        "/framework/shine-quality-standards/search?q=risk",
    ],
)
def test_what_the_library_does_not_have_is_not_found(reader: CheckedClient, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_a_version_that_was_asked_for_stays_in_the_links(reader: CheckedClient) -> None:
    page = reader.get(f"{FRAMEWORK}?version=1.0")

    assert page.links()["Supervision"].endswith("/SUP?version=1.0")
    assert "version 1.0" in page.main.lower()


def plain(text: str) -> str:
    """Return the text without the meanings that stand inside it, and in single spaces."""
    return re.sub(r"\s+", "", MEANINGS.sub("", text.replace(" (what this means)", "")))


MEANINGS = re.compile(
    "|".join(
        re.escape(f"{spelling}: {term.meaning}")
        for term in service.get_framework().glossary.terms
        for spelling in term.spellings
    ),
    re.IGNORECASE,
)
