"""The rules as the data says them, checked: what a fault is, where, and why."""

from collections.abc import Mapping
from enum import StrEnum
from string import Formatter
from typing import Any

from competency.kernel.errors import Refused
from competency.kernel.values import Value

Option = int | float | str | bool


class Shape(StrEnum):
    """What a rule looks at, and how; the numbers are its own."""

    CLOCK_PATTERN = "clock-pattern"
    CLOCK_LAST = "clock-last"
    ITEM_NEEDS = "item-needs"
    ITEM_GOOD = "item-good"
    APART = "apart"
    NO_EVIDENCE = "no-evidence"
    STALE_EVIDENCE = "stale-evidence"
    FRESH_EVIDENCE = "fresh-evidence"
    TRAINING = "training"
    CASELOAD = "caseload"
    RECORDING = "recording"


BELOW, ABOVE = "below", "above"
SIDES = (BELOW, ABOVE)
# What the data of a rule has to say beside its code, shape, title, fewest, place and sentence.
NEEDS: Mapping[Shape, Mapping[str, type]] = {
    Shape.CLOCK_PATTERN: {"side": str},
    Shape.CLOCK_LAST: {"side": str, "last": int, "share": float, "without_chart": bool},
    Shape.ITEM_NEEDS: {"months": int, "times": int, "of_last": int},
    Shape.ITEM_GOOD: {"months": int},
    Shape.APART: {"positions": int},
    Shape.NO_EVIDENCE: {"position": int},
    Shape.STALE_EVIDENCE: {"months": int},
    Shape.FRESH_EVIDENCE: {"level": str, "months": int},
    Shape.TRAINING: {},
    Shape.CASELOAD: {},
    Shape.RECORDING: {"side": str, "months": int, "days": int, "share": float},
}
# The figures that a sentence of the shape may hold.
OFFERS: Mapping[Shape, frozenset[str]] = {
    shape: frozenset(words.split())
    for shape, words in {
        Shape.CLOCK_PATTERN: "what pattern k n percent months usual_k usual_n usual_percent",
        Shape.CLOCK_LAST: "what k n percent months",
        Shape.ITEM_NEEDS: "what k n last",
        Shape.ITEM_GOOD: "what n last",
        Shape.APART: "what own supervisor apart",
        Shape.NO_EVIDENCE: "what k n level strands",
        Shape.STALE_EVIDENCE: "what k n months last strands",
        Shape.FRESH_EVIDENCE: "what k n level months last strands",
        Shape.TRAINING: "what since",
        Shape.CASELOAD: "n least most",
        Shape.RECORDING: "k n percent days months",
    }.items()
}
COMMON = {"code", "shape", "title", "is_strength", "fewest", "place", "sentence"}
LONGEST_CODE = 40


class Rule(Value):
    """One rule: what makes a signal, from which n on, and how it is said.

    `options` are the numbers of its shape.
    """

    code: str
    shape: Shape
    title: str
    is_strength: bool
    fewest: int
    place: int
    sentence: str
    options: Mapping[str, Option]

    def number(self, name: str) -> int:
        """Return a whole number of the rule."""
        return int(self.options[name])

    @property
    def share(self) -> float:
        """Return the share from which, or up to which, the rule speaks."""
        return float(self.options["share"])

    @property
    def is_below(self) -> bool:
        """Return whether it looks at the side that is worth a conversation."""
        return self.options["side"] == BELOW

    def says(self, **figures: object) -> str:
        """Return the sentence with these figures."""
        return self.sentence.format(**figures)


class Rules(Value):
    """All rules, and how far back charts look."""

    rules: tuple[Rule, ...]
    chart_months: int
    recent_months: int

    def of(self, *shapes: Shape) -> tuple[Rule, ...]:
        """Return the rules of these shapes, in order."""
        return tuple(rule for rule in self.rules if rule.shape in shapes)

    def rule(self, code: str) -> Rule:
        """Return the rule with the code; refuse one that there is not."""
        found = next((rule for rule in self.rules if rule.code == code), None)
        if found is None:
            raise Refused("unknown_rule", "There is no such signal.", field="rule")
        return found

    def months_of(self, shape: Shape) -> int:
        """Return how many months back the rules of a shape look at most."""
        return max((rule.number("months") for rule in self.of(shape)), default=0)


def read_rules(file: str, document: Mapping[str, Any]) -> Rules:
    """Return the rules of a file; refuse what it gets wrong, with file, place and reason."""
    places = [f"rules {n} ({row.get('code', '?')})" for n, row in _numbered(file, document)]
    rules = [
        _rule(file, place, row)
        for place, (_, row) in zip(places, _numbered(file, document), strict=True)
    ]
    codes = [rule.code for rule in rules]
    for place, code in zip(places, codes, strict=True):
        if codes.count(code) > 1:
            raise _fault(file, place, f"the code {code!r} is there more than once")
    if not rules:
        raise _fault(file, "rules", "there is none")
    return Rules(
        rules=tuple(rules),
        chart_months=_whole(file, "chart_months", document.get("chart_months")),
        recent_months=_whole(file, "recent_months", document.get("recent_months")),
    )


def _numbered(file: str, document: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    rows = document.get("rules", [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise _fault(file, "rules", "write each rule under [[rules]]")
    return list(enumerate(rows, start=1))


def _rule(file: str, place: str, row: Mapping[str, Any]) -> Rule:
    for name in ("code", "title", "sentence"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise _fault(file, f"{place}.{name}", "say it in words")
    if len(row["code"]) > LONGEST_CODE:
        raise _fault(file, f"{place}.code", f"use at most {LONGEST_CODE} characters")
    if row.get("shape") not in list(Shape):
        raise _fault(file, f"{place}.shape", f"choose one of {', '.join(Shape)}")
    shape = Shape(row["shape"])
    is_strength = row.get("is_strength", False)
    if type(is_strength) is not bool:
        raise _fault(file, f"{place}.is_strength", "say true or false")
    unknown = sorted(set(row) - COMMON - set(NEEDS[shape]))
    if unknown:
        raise _fault(file, f"{place}.{unknown[0]}", f"a rule of {shape} has no such number")
    _check_sentence(file, place, shape, row["sentence"])
    return Rule(
        code=row["code"],
        shape=shape,
        title=row["title"],
        is_strength=is_strength,
        fewest=_whole(file, f"{place}.fewest", row.get("fewest")),
        place=_whole(file, f"{place}.place", row.get("place")),
        sentence=row["sentence"],
        options={
            name: _option(file, f"{place}.{name}", row.get(name), kind)
            for name, kind in NEEDS[shape].items()
        },
    )


def _option(file: str, place: str, value: object, kind: type) -> Option:
    if kind is int:
        return _whole(file, place, value)
    if kind is float:
        if type(value) not in (int, float) or not 0 <= float(value) <= 1:  # type: ignore[arg-type]
            raise _fault(file, place, "say a share from 0 to 1")
        return float(value)  # type: ignore[arg-type]
    if kind is bool:
        if type(value) is not bool:
            raise _fault(file, place, "say true or false")
        return value
    if place.endswith(".side") and value not in SIDES:
        raise _fault(file, place, f"choose one of {', '.join(SIDES)}")
    if not isinstance(value, str) or not value:
        raise _fault(file, place, "say it in words")
    return value


def _check_sentence(file: str, place: str, shape: Shape, sentence: str) -> None:
    try:
        figures = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    except ValueError as fault:
        raise _fault(file, f"{place}.sentence", f"{fault}") from None
    unknown = sorted(figures - OFFERS[shape])
    if unknown:
        raise _fault(file, f"{place}.sentence", f"a rule of {shape} has no {{{unknown[0]}}}")
    if not sentence.rstrip().endswith("."):
        raise _fault(file, f"{place}.sentence", "end it with a full stop")


def _whole(file: str, place: str, value: object) -> int:
    if type(value) is not int or value < 1:
        raise _fault(file, place, "say a whole number from 1 on")
    return value


def _fault(file: str, place: str, reason: str) -> Refused:
    return Refused("faulty_signal_rules", f"{file}, {place}: {reason}.")
