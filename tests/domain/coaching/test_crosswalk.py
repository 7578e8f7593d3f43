"""Which strands a source speaks of and which sources speak of a strand, with one's own links."""

import pytest

from competency.coaching.domain.crosswalk import Crosswalk, Link, SourceKind, Strength
from competency.coaching.domain.measures import Measure, MeasureKind

DIRECT = Strength("direct", "Direct", "It is the strand.", 0)
INDIRECT = Strength("indirect", "Indirect", "It may be.", 2)


def link(kind: str, code: str, strand: str, strength: Strength = DIRECT, **more: int) -> Link:
    return Link(SourceKind(kind), code, strand, strength, f"{code} tells of {strand}.", **more)


RELEASED = Crosswalk(
    (
        link("timeliness", "KPI_04", "IMP-1a", INDIRECT),
        link("timeliness", "KPI_04", "MAN-3b"),
        link("review-item", "D1", "MAN-3b"),
        link("practice", "gate/risk-assessed", "MAN-3b", INDIRECT),
    )
)

# kind, code, the strands in their order
STRANDS = [
    ("timeliness", "KPI_04", ["MAN-3b", "IMP-1a"]),  # the strongest first, not the first written
    (MeasureKind.TIMELINESS, "KPI_04", ["MAN-3b", "IMP-1a"]),
    ("review-item", "D1", ["MAN-3b"]),
    ("review-item", "KPI_04", []),
    ("timeliness", "KPI_99", []),
]


@pytest.mark.parametrize(("kind", "code", "strands"), STRANDS)
def test_a_source_names_its_strands(kind: str, code: str, strands: list[str]) -> None:
    assert [one.strand for one in RELEASED.strands_of(kind, code)] == strands


def test_a_strand_names_its_sources_and_their_figures() -> None:
    assert [one.code for one in RELEASED.sources_of("MAN-3b")] == [
        "KPI_04",
        "D1",
        "gate/risk-assessed",
    ]
    assert RELEASED.sources_of("CPD-1a") == ()
    # a practice has no figure of its own
    assert [str(one) for one in RELEASED.measures_of("MAN-3b")] == [
        "timeliness:KPI_04",
        "review-item:D1",
    ]
    assert RELEASED.strands_of("timeliness", "KPI_04")[0].measure == Measure(
        MeasureKind.TIMELINESS, "KPI_04"
    )


def test_an_own_link_is_added_and_a_released_one_set_aside() -> None:
    own = link("timeliness", "KPI_04", "LEA-1a", DIRECT, own_id=7)
    gone = (SourceKind.TIMELINESS, "KPI_04", "IMP-1a")

    here = RELEASED.with_own([own], [gone])

    assert [one.strand for one in here.strands_of("timeliness", "KPI_04")] == ["MAN-3b", "LEA-1a"]
    assert here.sources_of("IMP-1a") == ()
    assert [one.own_id for one in here.sources_of("LEA-1a")] == [7]


def test_an_own_link_holds_where_a_later_release_has_the_same_pair() -> None:
    own = link("timeliness", "KPI_04", "MAN-3b", INDIRECT, own_id=7)

    here = RELEASED.with_own([own], [])

    assert [(x.strand, x.own_id) for x in here.strands_of("timeliness", "KPI_04")] == [
        ("IMP-1a", None),
        ("MAN-3b", 7),
    ]


def test_without_own_links_the_released_crosswalk_is_the_one_that_holds() -> None:
    assert RELEASED.with_own([], []) is RELEASED
