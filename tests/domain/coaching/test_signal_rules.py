"""A file of rules that is wrong is refused with its file, the place, and the reason."""

import copy
import tomllib

import pytest

from competency.coaching.domain.signals.rules import NEEDS, Shape, read_rules
from competency.coaching.library import SIGNALS_FILE
from competency.kernel.errors import Refused

SHIPPED = tomllib.loads(SIGNALS_FILE.read_text(encoding="utf-8"))


def changed(change):
    document = copy.deepcopy(SHIPPED)
    change(document)
    return document


def of_first(**values):
    def change(document):
        document["rules"][0] |= values

    return change


def without(name):
    return lambda document: document["rules"][0].pop(name)


def again(document):
    document["rules"].append(document["rules"][0])


FIRST = "signals.toml, rules 1 (clocks-below-usual)"
FAULTS = [
    (of_first(shape="weather"), f"{FIRST}.shape: choose one of"),
    (of_first(fewest=0), f"{FIRST}.fewest: say a whole number from 1 on"),
    (of_first(fewest=True), f"{FIRST}.fewest: say a whole number from 1 on"),
    (without("fewest"), f"{FIRST}.fewest: say a whole number from 1 on"),
    (without("title"), f"{FIRST}.title: say it in words"),
    (of_first(side="left"), f"{FIRST}.side: choose one of below, above"),
    (of_first(months=3), f"{FIRST}.months: a rule of clock-pattern has no such number"),
    (of_first(is_strength="yes"), f"{FIRST}.is_strength: say true or false"),
    (of_first(sentence="{who} is late."), f"{FIRST}.sentence: a rule of clock-pattern has no"),
    (of_first(sentence="{what"), f"{FIRST}.sentence: "),
    (of_first(sentence="{what}: late"), f"{FIRST}.sentence: end it with a full stop"),
    (of_first(code="c" * 41), ".code: use at most 40 characters"),
    (again, f"{FIRST}: the code 'clocks-below-usual' is there more than once"),
    (lambda d: d.update(rules=[]), "signals.toml, rules: there is none"),
    (lambda d: d.update(rules="none"), "signals.toml, rules: write each rule under [[rules]]"),
    (lambda d: d.update(chart_months="24"), "chart_months: say a whole number from 1 on"),
    (lambda d: d["rules"][1].update(share=1.5), ".share: say a share from 0 to 1"),
    (lambda d: d["rules"][1].update(without_chart=1), ".without_chart: say true or false"),
]


@pytest.mark.parametrize(("change", "said"), FAULTS, ids=map(str, range(len(FAULTS))))
def test_a_fault_is_told_with_its_place(change, said):
    with pytest.raises(Refused) as refusal:
        read_rules("signals.toml", changed(change))

    assert refusal.value.code == "faulty_signal_rules"
    assert said in str(refusal.value.message)


def test_what_ships_has_no_fault_and_has_a_rule_of_every_shape():
    rules = read_rules("signals.toml", SHIPPED)

    assert {rule.shape for rule in rules.rules} == set(Shape) == set(NEEDS)


def test_what_ships_never_speaks_of_blame():
    words = " ".join(f"{one['title']} {one['sentence']}" for one in SHIPPED["rules"]).casefold()

    assert not [bad for bad in ("fail", "poor", "breach", "violat", "must") if bad in words]
