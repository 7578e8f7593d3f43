"""Which postcodes lie in the area of a service."""

import pytest

from competency.cases.domain.eligibility import find_area, is_in_area, parse
from competency.frameworks.domain.kinds.case_management_protocol import Area
from competency.kernel.errors import Refused
from tests.builders.protocol import shipped

BLACKPOOL = shipped().areas


def area(*postcodes: str) -> Area:
    return Area(code="here", title="Here", source="a test", postcodes=postcodes)


WRITTEN = [
    ("FY1 4AB", "FY1 4AB", "FY1 4"),
    ("fy14ab", "FY1 4AB", "FY1 4"),
    ("  fy1   4ab ", "FY1 4AB", "FY1 4"),
    ("FY14 4AB", "FY14 4AB", "FY14 4"),
    ("FY1", "FY1", "FY1"),
    ("FY5 1", "FY5 1", "FY5 1"),
    ("sw1a 1aa", "SW1A 1AA", "SW1A 1"),
    ("M11AE", "M1 1AE", "M1 1"),
    ("FY", "FY", "FY"),
]


@pytest.mark.parametrize(("text", "whole", "kept"), WRITTEN)
def test_a_postcode_is_read_in_any_case_and_spacing(text: str, whole: str, kept: str) -> None:
    assert str(parse(text)) == whole
    assert parse(text).to_keep == kept


@pytest.mark.parametrize("text", ["", "   ", "1FY", "FYL1", "FY1 4CB", "FY1 4ABC", "ＦＹ1", "FY١"])
def test_what_is_no_postcode_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(text)

    assert (refused.value.code, refused.value.field) == ("odd_postcode", "postcode")


INSIDE = [
    ("FY1 4AB", BLACKPOOL, True),
    ("fy4", BLACKPOOL, True),
    ("FY5 1AA", BLACKPOOL, False),
    ("FY14 4AB", BLACKPOOL, False),
    ("PR4 2AB", BLACKPOOL, False),
    ("FY14 4AB", (area("FY"),), True),
    ("FY5 1AA", (area("FY5 1"),), True),
    ("FY5 3AA", (area("FY5 1"),), False),
    ("SW1A 1AA", (area("SW1"),), True),
    ("SW1A 1AA", (area("SW1A"),), True),
    ("SW1 1AA", (area("SW1A"),), False),
    ("FY1 4AB", (), False),
]


@pytest.mark.parametrize(("text", "areas", "inside"), INSIDE)
def test_a_postcode_lies_in_an_area_or_not(
    text: str, areas: tuple[Area, ...], inside: bool
) -> None:
    assert is_in_area(text, areas) is inside


def test_the_area_itself_is_named() -> None:
    there = area("FY5 1", "FY6")

    assert find_area("FY6 7AA", [*BLACKPOOL, there]) is there


@pytest.mark.parametrize("text", ["FY5", "FY"])
def test_a_postcode_too_short_to_tell_is_asked_for_again(text: str) -> None:
    with pytest.raises(Refused, match="is partly in the area") as refused:
        is_in_area(text, [area("FY5 1")])

    assert refused.value.code == "postcode_too_short"
