"""The kinds of supervision and coaching that ship, and files that cannot be used."""

import pytest

from competency.coaching.domain.supervision import Shape, said_frequency
from competency.coaching.library import SUPERVISION_FILE, load_supervision_rules
from competency.kernel.errors import Refused

SPOILED = [
    ('code = "peer"', 'code = "group"', "a code stands there twice"),
    ('shape = "pair"', 'shape = "crowd"', "'crowd' is not a valid Shape"),
    ("biggest_group = 12", "", "'biggest_group'"),
    ('title = "Joint visit"', 'title = " "', "'joint-visit' needs"),
]


def test_the_four_kinds_of_the_product_ship():
    kinds = load_supervision_rules().supervision

    assert {code: kind.shape for code, kind in kinds.items()} == {
        "case-management": Shape.PAIR,
        "practice": Shape.PAIR,
        "peer": Shape.PEERS,
        "group": Shape.LINE,
    }


@pytest.mark.parametrize(("old", "new", "reason"), SPOILED)
def test_spoiled_kinds_are_refused(tmp_path, old, new, reason):
    text = SUPERVISION_FILE.read_text(encoding="utf-8")
    assert old in text
    spoiled = tmp_path / "supervision.toml"
    spoiled.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(Refused, match=reason):
        load_supervision_rules(spoiled)


@pytest.mark.parametrize(
    ("every", "unit", "outcome"),
    [
        (4, "weeks", "every 4 weeks"),
        (1, "weeks", "every week"),
        (20, "working-days", "every 20 working days"),
        (0, "weeks", "frequency"),
        (27, "weeks", "frequency"),
        (131, "working-days", "frequency"),
        (4, "moons", "unknown_unit"),
    ],
)
def test_how_often_people_can_agree_to_meet(every, unit, outcome):
    rules = load_supervision_rules()
    if outcome.startswith("every"):
        rules.check_frequency(every, unit)
        assert said_frequency(every, unit) == outcome
        return
    with pytest.raises(Refused) as refusal:
        rules.check_frequency(every, unit)

    assert refusal.value.code == outcome


@pytest.mark.parametrize("ask", ["kind_of_supervision", "kind_of_coaching"])
def test_an_unknown_kind_is_refused(ask):
    with pytest.raises(Refused):
        getattr(load_supervision_rules(), ask)("unheard-of")
