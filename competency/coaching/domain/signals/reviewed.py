"""Signals from case reviews: the same point more than once, or good every time."""

from collections.abc import Iterator, Sequence
from datetime import date

from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.domain.signals.facts import Answered, Facts, Names
from competency.coaching.domain.signals.rules import Rule, Rules, Shape
from competency.coaching.domain.signals.signal import Signal
from competency.coaching.domain.signals.words import day_words, months_back


def review_signals(facts: Facts, rules: Rules, names: Names, today: date) -> Iterator[Signal]:
    """Yield what the answers to each item say, by the rules of both shapes."""
    by_item: dict[str, list[Answered]] = {}
    for one in sorted(facts.answers, key=lambda row: (row.on, row.review_id)):
        by_item.setdefault(one.item, []).append(one)
    for rule in rules.of(Shape.ITEM_NEEDS, Shape.ITEM_GOOD):
        since = months_back(today, rule.number("months"))
        for item, answers in sorted(by_item.items()):
            recent = [one for one in answers if one.on >= since]
            if len(recent) < rule.fewest:
                continue
            judge = _again if rule.shape is Shape.ITEM_NEEDS else _throughout
            yield from judge(rule, facts.person_id, item, recent, names)


def _again(
    rule: Rule, person_id: int, item: str, answers: Sequence[Answered], names: Names
) -> Iterator[Signal]:
    last = answers[-rule.number("of_last") :]
    needing = [one for one in last if not one.is_good]
    if len(needing) < rule.number("times"):
        return
    newest = needing[-1].on
    figures = (len(needing), len(last))
    sentence = rule.says(what=names.items(item), k=figures[0], n=figures[1], last=day_words(newest))
    yield _of_item(rule, person_id, item, names, sentence, figures, newest)


def _throughout(
    rule: Rule, person_id: int, item: str, answers: Sequence[Answered], names: Names
) -> Iterator[Signal]:
    if not all(one.is_good for one in answers):
        return
    newest, n = answers[-1].on, len(answers)
    sentence = rule.says(what=names.items(item), n=n, last=day_words(newest))
    yield _of_item(rule, person_id, item, names, sentence, (n, n), newest)


def _of_item(
    rule: Rule,
    person_id: int,
    item: str,
    names: Names,
    sentence: str,
    figures: tuple[int, int],
    newest_on: date,
) -> Signal:
    return Signal(
        code=rule.code,
        title=rule.title,
        person_id=person_id,
        practice_area_id=None,
        subject=str(Measure(MeasureKind.REVIEW_ITEM, item)),
        strands=names.strands_of(MeasureKind.REVIEW_ITEM, item),
        is_strength=rule.is_strength,
        sentence=sentence,
        k=figures[0],
        n=figures[1],
        newest_on=newest_on,
        place=rule.place,
    )
