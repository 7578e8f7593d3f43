"""Signals from ratings, evidence and training: apart, not shown yet, grown old, fresh, overdue."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from competency.coaching.domain.signals.facts import Evidence, Facts, Names, Position
from competency.coaching.domain.signals.rules import Rule, Rules, Shape
from competency.coaching.domain.signals.signal import Signal
from competency.coaching.domain.signals.words import codes_words, day_words, months_back
from competency.kernel.values import Value

Group = tuple[int, str, str]  # practice area, framework, section


class Shown(Value):
    """What a strand has to show in a practice area: entries of the area and of none together."""

    entries: int
    best: tuple[str, ...]
    newest_on: date


def apart_signals(facts: Facts, rules: Rules, names: Names) -> Iterator[Signal]:
    """Yield the strands that the two see differently and have not agreed since."""
    for rule in rules.of(Shape.APART):
        for one in facts.positions:
            if one.own is None or one.supervisor is None or one.agreed is not None:
                continue
            apart = abs(one.own - one.supervisor)
            if apart < rule.number("positions"):
                continue
            known = names.framework(one.framework_id)
            sentence = rule.says(
                what=f"{one.strand} {known.strands.get(one.strand, '')}".strip(),
                own=known.positions.get(one.own, str(one.own)),
                supervisor=known.positions.get(one.supervisor, str(one.supervisor)),
                apart=apart,
            )
            yield _signal(
                rule,
                facts.person_id,
                one.practice_area_id,
                one.strand,
                (one.strand,),
                sentence,
                (apart, 2),
                one.cycle_on,
            )


def evidence_signals(facts: Facts, rules: Rules, names: Names, today: date) -> Iterator[Signal]:
    """Yield, section by section, what is not shown yet, what has grown old and what is fresh."""
    wanted = rules.of(Shape.NO_EVIDENCE, Shape.STALE_EVIDENCE, Shape.FRESH_EVIDENCE)
    if not wanted or not facts.positions:
        return
    shown = _shown(facts.evidence)
    groups: dict[Group, list[Position]] = {}
    for one in facts.positions:
        section = names.framework(one.framework_id).section_of.get(one.strand)
        if section is not None:
            groups.setdefault((one.practice_area_id, one.framework_id, section), []).append(one)
    for group, positions in groups.items():
        of_group = _of_group(group, positions, shown)
        for rule in wanted:
            yield from _JUDGES[rule.shape](
                rule, facts.person_id, group, positions, of_group, names, today
            )


def training_signals(facts: Facts, rules: Rules, names: Names) -> Iterator[Signal]:
    """Yield the courses that are out of time."""
    for rule in rules.of(Shape.TRAINING):
        for one in facts.pending:
            yield _signal(
                rule,
                facts.person_id,
                None,
                f"training:{one.code}",
                names.strands_of("training", one.code),
                rule.says(what=one.course, since=day_words(one.since)),
                (0, 1),
                one.since,
            )


def _without(
    rule: Rule,
    person_id: int,
    group: Group,
    positions: Sequence[Position],
    shown: Mapping[str, Shown],
    names: Names,
    today: date,
) -> Iterator[Signal]:
    """Yield the strands at a level, or above it, that nothing in the log shows."""
    high = [one for one in positions if _position(one) >= rule.number("position")]
    bare = [one for one in high if one.strand not in shown]
    if not bare or len(high) < rule.fewest:
        return
    known = names.framework(group[1])
    strands = tuple(one.strand for one in bare)
    sentence = rule.says(
        what=known.sections[group[2]],
        k=len(bare),
        n=len(high),
        level=known.positions.get(rule.number("position"), ""),
        strands=codes_words(strands),
    )
    newest = max(one.cycle_on for one in bare)
    yield _of_section(rule, person_id, group, strands, sentence, (len(bare), len(high)), newest)


def _stale(
    rule: Rule,
    person_id: int,
    group: Group,
    positions: Sequence[Position],
    shown: Mapping[str, Shown],
    names: Names,
    today: date,
) -> Iterator[Signal]:
    """Yield the strands whose newest evidence is older than so many months."""
    before = months_back(today, rule.number("months"))
    old = {code: one for code, one in shown.items() if one.newest_on < before}
    if not old or len(shown) < rule.fewest:
        return
    newest = max(one.newest_on for one in old.values())
    strands = tuple(sorted(old))
    sentence = rule.says(
        what=names.framework(group[1]).sections[group[2]],
        k=len(old),
        n=len(shown),
        months=rule.number("months"),
        last=day_words(newest),
        strands=codes_words(strands),
    )
    yield _of_section(rule, person_id, group, strands, sentence, (len(old), len(shown)), newest)


def _fresh(
    rule: Rule,
    person_id: int,
    group: Group,
    positions: Sequence[Position],
    shown: Mapping[str, Shown],
    names: Names,
    today: date,
) -> Iterator[Signal]:
    """Yield the strands with evidence at a high level and something new."""
    since = months_back(today, rule.number("months"))
    level = str(rule.options["level"])
    fresh = {
        code: one
        for code, one in shown.items()
        if level in one.best and since <= one.newest_on <= today
    }
    n = sum(one.entries for one in fresh.values())
    if not fresh or n < rule.fewest:
        return
    newest = max(one.newest_on for one in fresh.values())
    strands = tuple(sorted(fresh))
    sentence = rule.says(
        what=names.framework(group[1]).sections[group[2]],
        k=len(fresh),
        n=n,
        level=level,
        months=rule.number("months"),
        last=day_words(newest),
        strands=codes_words(strands),
    )
    yield _of_section(rule, person_id, group, strands, sentence, (len(fresh), n), newest)


_JUDGES = {
    Shape.NO_EVIDENCE: _without,
    Shape.STALE_EVIDENCE: _stale,
    Shape.FRESH_EVIDENCE: _fresh,
}


def _position(one: Position) -> int:
    """Return the agreed position, or the own one while none is agreed; -1 for neither."""
    found = one.agreed if one.agreed is not None else one.own
    return -1 if found is None else found


def _shown(evidence: Sequence[Evidence]) -> dict[tuple[str, str], list[Evidence]]:
    found: dict[tuple[str, str], list[Evidence]] = {}
    for one in evidence:
        found.setdefault((one.framework_id, one.strand), []).append(one)
    return found


def _of_group(
    group: Group,
    positions: Sequence[Position],
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
) -> dict[str, Shown]:
    """Return what each strand of a section has to show in its practice area."""
    area, framework, _section = group
    found = {}
    for one in positions:
        rows = [
            row
            for row in evidence.get((framework, one.strand), ())
            if row.practice_area_id in (None, area)
        ]
        if rows:
            found[one.strand] = Shown(
                sum(row.entries for row in rows),
                tuple(row.best for row in rows),
                max(row.newest_on for row in rows),
            )
    return found


def _of_section(
    rule: Rule,
    person_id: int,
    group: Group,
    strands: tuple[str, ...],
    sentence: str,
    figures: tuple[int, int],
    newest_on: date,
) -> Signal:
    subject = f"section:{group[2]}"
    return _signal(rule, person_id, group[0], subject, strands, sentence, figures, newest_on)


def _signal(
    rule: Rule,
    person_id: int,
    practice_area_id: int | None,
    subject: str,
    strands: tuple[str, ...],
    sentence: str,
    figures: tuple[int, int],
    newest_on: date,
) -> Signal:
    return Signal(
        code=rule.code,
        title=rule.title,
        person_id=person_id,
        practice_area_id=practice_area_id,
        subject=subject,
        strands=strands,
        is_strength=rule.is_strength,
        sentence=sentence,
        k=figures[0],
        n=figures[1],
        newest_on=newest_on,
        place=rule.place,
    )
