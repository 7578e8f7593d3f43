"""A code, level, version or position that does not exist is refused in words."""

from collections.abc import Callable

import pytest

from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.kernel.errors import Refused
from tests.builders.standards import CLOCKS, CLOCKS_PATH, framework, read

ASKED: list[tuple[Callable[[], object], str, str]] = [
    (lambda: framework().strand("QQQ-1a"), "unknown_strand", "QQQ-1a"),
    (lambda: framework().section("QQQ"), "unknown_section", "QQQ"),
    (lambda: framework().criterion("QQQ-1"), "unknown_criterion", "QQQ-1"),
    (lambda: framework().area("QQQ"), "unknown_area", "QQQ"),
    (lambda: framework().level("CMP9"), "unknown_level", "CMP9"),
    (lambda: framework().strand("SUP-1a").descriptor("CMP9"), "unknown_level", "CMP9"),
    (lambda: framework().scale.position(7), "off_the_scale", "7"),
    (lambda: framework().standard.scale("grade"), "unknown_scale", "grade"),
    (lambda: clocks().one("KPI_99"), "unknown_standard", "KPI_99"),
    (lambda: clocks().event("lost"), "unknown_event", "lost"),
]


def clocks() -> TimelinessStandards:
    content = read(CLOCKS, CLOCKS_PATH).content
    assert isinstance(content, TimelinessStandards)
    return content


@pytest.mark.parametrize(("ask", "code", "named"), ASKED, ids=range(len(ASKED)))
def test_what_is_not_there_is_refused_by_name(
    ask: Callable[[], object], code: str, named: str
) -> None:
    with pytest.raises(Refused) as refused:
        ask()

    assert refused.value.code == code
    assert named in refused.value.message


def test_what_is_there_is_found() -> None:
    small = framework()

    assert small.area("PRA").title == "Practice"
    assert small.section("LEA").strands == small.criterion("LEA-1").strands
    assert small.level("CMP2").expectation == "Supervises others."
    assert small.scale.position(2).label == "CMP2"
    assert small.find_strand("QQQ-1a") is None
    assert clocks().one("KPI_02").repeats
    assert clocks().event("review").title == "Client review"
