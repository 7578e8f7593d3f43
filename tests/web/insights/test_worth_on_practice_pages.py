"""Signals and notes of supervision on the pages of a strand, a section and a person."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import update

from competency.coaching.domain.signals import Signal
from competency.coaching.service import notes, signals
from competency.people.models import Person
from tests.builders.appraisals import an_appraisal
from tests.builders.clocks import MET, MISSED, Kept, keep
from tests.builders.evidence import an_entry, link
from tests.builders.practice import an_office_of
from tests.builders.stage import Cast, Stage, a_cast
from tests.builders.supervision import held
from tests.web.insights.conftest import Window

STRAND, SECTION, STANDARD = "PLA-4a", "PLA", "KPI_07"


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """A practitioner whose plans of the last months were late, and seen apart by the two."""
    found = a_cast(stage)
    days = [date(2026, 1, 6) + timedelta(days=5 * n) for n in range(22)]
    keep(
        stage,
        an_office_of(stage, found),
        [Kept(day, MISSED if n > 4 else MET, standard=STANDARD) for n, day in enumerate(days)],
    )
    an_appraisal(stage, "revealed", gaps={STRAND: 3}, cast=found)
    an_entry(stage, "shared", found, links=(link("PLA-1a", "CMP2"),))
    return found


def page_of(cast: Cast) -> str:
    return f"/practice/{cast.practitioner.id}/{cast.practice_area.id}/strands/{STRAND}"


def section_of(cast: Cast) -> str:
    return f"/practice/{cast.practitioner.id}/{cast.practice_area.id}/sections/{SECTION}"


def told(stage: Stage, cast: Cast) -> list[Signal]:
    """What the page of signals says of the practitioner."""
    found = stage.ask(cast.supervisor, lambda w: signals.of_person(w, cast.practitioner.id))
    return [one.signal for one in (*found.to_discuss, *found.strengths)]


@pytest.mark.parametrize("reader", ["practitioner", "supervisor", "manager"])
def test_a_strand_says_what_the_page_of_signals_says_to_all_of_the_line(
    stage: Stage, cast: Cast, window: Window, reader: str
) -> None:
    about = [
        one
        for one in told(stage, cast)
        if STRAND in one.strands and not one.subject.startswith("section:")
    ]
    page = window(getattr(cast, reader)).get(page_of(cast))

    assert {one.subject for one in about} == {f"timeliness:{STANDARD}", STRAND}
    for one in about:
        assert one.sentence in page.main
    assert page.main.count("Worth a conversation") >= len(about)


def test_a_section_says_what_the_page_of_signals_says_of_it(
    stage: Stage, cast: Cast, window: Window
) -> None:
    about = [
        one
        for one in told(stage, cast)
        if any(strand.startswith(f"{SECTION}-") for strand in one.strands)
    ]
    page = window(cast.supervisor).get(section_of(cast))

    assert any(one.subject == f"section:{SECTION}" for one in about)
    for one in about:
        assert one.sentence in page.main


def test_a_person_has_the_strongest_first_and_five_at_most(
    stage: Stage, cast: Cast, window: Window
) -> None:
    page = window(cast.practitioner).get(f"/practice/{cast.practitioner.id}")
    to_discuss = [one for one in told(stage, cast) if not one.is_strength]

    assert to_discuss
    shown = [page.main.find(one.sentence) for one in to_discuss[:5]]
    assert min(shown) >= 0
    assert shown == sorted(shown)


def test_nobody_speaks_of_the_figures_of_who_has_left(
    stage: Stage, cast: Cast, window: Window
) -> None:
    with stage.database.aside() as session:
        session.execute(
            update(Person)
            .where(Person.id == cast.practitioner.id)
            .values(left_on=stage.clock().date() - timedelta(days=1))
            .execution_options(synchronize_session=False)
        )
        session.info.pop("changed", None)  # a row of a test: the trail need not hear of it
    looking = window(cast.supervisor)

    for path in (page_of(cast), section_of(cast), f"/practice/{cast.practitioner.id}"):
        page = looking.get(path)
        assert page.status_code in (200, 404)
        assert "Worth a conversation" not in page.main
        assert "/signals/" not in page.text


def test_notes_tagged_to_a_strand_are_read_by_those_who_may(
    stage: Stage, cast: Cast, window: Window
) -> None:
    session_id = held(stage, cast)
    for visibility in ("private", "shared", "record"):
        note = partial(
            notes.write,
            session_id=session_id,
            visibility=visibility,
            words=f"A {visibility} note on plans.",
            strand=STRAND,
            practice_area_id=cast.practice_area.id,
        )
        stage.do(cast.supervisor, note)
    found = {
        name: [
            visibility
            for visibility in ("private", "shared", "record")
            if f"A {visibility} note on plans." in page.main
        ]
        for name in ("practitioner", "supervisor", "manager")
        for page in [window(getattr(cast, name)).get(page_of(cast))]
    }

    assert found == {
        "practitioner": ["shared", "record"],
        "supervisor": ["private", "shared", "record"],  # who wrote all three
        "manager": [],  # reads the record once both have signed it
    }
