"""Evidence beside the strands, and the figures of a year, as the database gives them."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event

from competency.evidence.domain.entry import Kind, Tag
from competency.evidence.domain.state import State
from competency.evidence.domain.year import KindHours
from competency.evidence.service import beside, reading, writing, years
from competency.kernel.errors import Refused
from tests.builders.evidence import an_entry, content, link
from tests.builders.stage import a_cast

TODAY = date(2026, 5, 8)
FRAMEWORK = "case-management-framework"
SCHEME = ("example-cpd-scheme", "1.0")


def strands(stage, cast, by=None, area=None):
    """Return what stands beside the practitioner's strands in an area, as somebody sees it."""
    area_id = (area or cast.practice_area).id
    return stage.ask(by or cast.practitioner, by_strand(cast, area_id))


def by_strand(cast, area_id):
    return lambda w: beside.by_strand_for(
        w, cast.practitioner.id, framework_id=FRAMEWORK, practice_area_id=area_id
    )


def test_every_strand_with_evidence_says_how_much_how_good_and_how_old(stage):
    cast = a_cast(stage)
    an_entry(stage, "shared", cast, links=(link("SUP-1a", "CMP3"),), starts_on=date(2025, 3, 8))
    an_entry(stage, "verified", cast, links=(link("SUP-1a"), link("COM-1a", "CMP2")))
    an_entry(stage, "draft", cast, links=(link("SUP-1a", "CMP3"), link("LEA-1a")))
    an_entry(stage, "returned", cast, links=(link("MAN-1a"),))

    found = strands(stage, cast)

    assert set(found) == {"SUP-1a", "COM-1a"}
    one = found["SUP-1a"]
    assert (one.count, one.verified, one.best, one.best_verified) == (2, 1, "CMP3", "CMP1")
    assert (one.latest, one.months) == (date(2026, 4, 20), 0)
    assert one.words == "last evidenced this month"
    assert strands(stage, cast, by=cast.supervisor) == found
    assert strands(stage, cast, by=cast.colleague) == {}


def test_a_period_counts_by_its_last_day(stage):
    made = an_entry(stage, "shared", starts_on=date(2025, 1, 1), ends_on=date(2026, 2, 8))

    found = strands(stage, made.cast)

    assert found["SUP-1a"].words == "last evidenced 3 months ago"
    assert "COM-1a" not in found


def test_a_practice_area_shows_its_own_evidence_and_that_of_none_in_particular(stage):
    cast = a_cast(stage)
    areas = {"SUP-1a": cast.practice_area.id, "COM-1a": cast.other_area.id, "LEA-1a": None}
    for strand, area in areas.items():
        an_entry(stage, "shared", cast, links=(link(strand),), practice_area_id=area)

    assert set(strands(stage, cast)) == {"SUP-1a", "LEA-1a"}
    assert set(strands(stage, cast, area=cast.other_area)) == {"COM-1a", "LEA-1a"}


def statements(stage, person, question):
    """Return how many statements a question takes."""
    seen = []

    def note(*_args):
        seen.append(1)

    event.listen(stage.database.engine, "before_cursor_execute", note)
    try:
        stage.ask(person, question)
    finally:
        event.remove(stage.database.engine, "before_cursor_execute", note)
    return len(seen)


def test_all_strands_take_one_query_and_a_log_the_same_few_however_long_it_is(stage):
    cast = a_cast(stage)
    me = cast.practitioner
    an_entry(stage, "shared", cast)
    alone = statements(stage, me, lambda w: None)
    few = statements(stage, me, lambda w: reading.log(w, me.id))
    for strand in ("SUP-1a", "COM-1a", "LEA-1a", "MAN-1a"):
        an_entry(stage, "shared", cast, links=(link(strand),))

    one = statements(stage, me, by_strand(cast, cast.practice_area.id))
    assert one - alone == 1
    assert statements(stage, me, lambda w: reading.log(w, me.id)) == few
    assert few - alone <= 6


def test_a_long_log_comes_in_pages_newest_first(stage):
    cast = a_cast(stage)
    me = cast.practitioner

    def fill(work):
        for number in range(reading.PAGE + 3):
            day = date(2024, 1, 1).replace(month=number % 12 + 1, day=number % 28 + 1)
            writing.add(work, content(title=f"Entry {number}", starts_on=day))

    stage.do(me, fill)
    first = stage.ask(me, lambda w: reading.log(w, me.id))
    second = stage.ask(me, lambda w: reading.log(w, me.id, page=2))
    beyond = stage.ask(me, lambda w: reading.log(w, me.id, page=99))

    days = [line.starts_on for line in (*first.lines, *second.lines)]
    assert days == sorted(days, reverse=True)
    assert (len(first.lines), len(second.lines), first.pages) == (reading.PAGE, 3, 2)
    assert beyond.page == 2
    assert first.counts[State.DRAFT] == reading.PAGE + 3
    assert first.counts[State.VERIFIED] == 0


def test_a_year_adds_up_hours_gaps_stale_strands_and_targets(stage):
    cast = a_cast(stage)
    me = cast.practitioner
    planned, reflective = Tag(*SCHEME, "planned"), Tag(*SCHEME, "reflective")
    an_entry(stage, "verified", cast, starts_on=date(2026, 1, 10), tags=(planned, reflective))
    an_entry(
        stage, "draft", cast, starts_on=date(2026, 2, 1), kind=Kind.READING, hours=Decimal("0.25")
    )

    def year(person):
        return stage.ask(
            person,
            lambda w: years.year(
                w, me.id, date(2026, 1, 1), date(2026, 12, 31), scheme_id=SCHEME[0]
            ),
        )

    mine, theirs = year(me), year(cast.supervisor)
    assert mine.kinds == [
        KindHours(Kind.COURSE, Decimal("3.5"), 1),
        KindHours(Kind.READING, Decimal("0.25"), 1),
    ]
    assert (mine.hours, theirs.hours) == (Decimal("3.75"), Decimal("3.5"))
    assert [(gap.first, gap.last) for gap in mine.gaps] == [(date(2026, 2, 2), TODAY)]
    assert len(mine.stale) == 64
    assert "SUP-1a" not in mine.stale
    assert {r.target.code: (int(r.value), r.met) for r in mine.reached} == {
        "hours-a-year": (3, False),
        "three-kinds": (2, False),
        "both-kinds": (2, True),
        "no-long-gap": (3, False),
        "fresh-strands": (64, False),
    }


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 2, 1), date(2026, 1, 1)), (date(2020, 1, 1), date(2026, 1, 1))],
)
def test_a_period_that_makes_no_sense_is_refused(stage, first, last):
    me = a_cast(stage).practitioner

    with pytest.raises(Refused, match="three years apart"):
        stage.ask(me, lambda w: years.year(w, me.id, first, last))


@pytest.mark.parametrize(
    "tag",
    [
        Tag(*SCHEME, "no-such"),
        Tag("case-management-framework", "1.0", "SUP-1a"),
        Tag("x", "1", "y"),
    ],
)
def test_a_tag_that_no_scheme_has_is_refused(stage, tag):
    me = a_cast(stage).practitioner

    with pytest.raises(Refused) as refused:
        stage.do(me, lambda w: writing.add(w, content(tags=(tag,))))

    assert refused.value.field == "tags"


def test_the_schemes_suit_the_kinds_that_entries_have():
    schemes = {scheme.standard.id: scheme for scheme in writing.schemes()}

    assert {"hcpc-cpd", "example-cpd-scheme"} <= set(schemes)
    assert len(schemes["hcpc-cpd"].kinds) == 5
    assert len(schemes["hcpc-cpd"].standards) == 5
    for scheme in schemes.values():
        for kind in scheme.kinds:
            assert set(kind.suits) <= set(Kind), kind.code
