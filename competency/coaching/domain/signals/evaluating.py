"""All signals of one person, from facts and rules: the same facts give the same signals."""

from datetime import date

from competency.coaching.domain.signals.casework import (
    caseload_signals,
    clock_signals,
    lines,
    recording_signals,
)
from competency.coaching.domain.signals.facts import Facts, Names
from competency.coaching.domain.signals.reviewed import review_signals
from competency.coaching.domain.signals.rules import Rules
from competency.coaching.domain.signals.signal import Signal, in_order
from competency.coaching.domain.signals.standing import (
    apart_signals,
    evidence_signals,
    training_signals,
)
from competency.timeliness.domain.p_chart import ChartRules


def signals_of(
    facts: Facts, rules: Rules, chart_rules: ChartRules, names: Names, today: date
) -> list[Signal]:
    """Return what is worth a conversation and what goes well, the strongest first.

    Nothing is said of fewer than a rule's `fewest`, nothing of what lies after the day.
    """
    charted = lines(facts.clocks, rules, chart_rules, today)
    return in_order(
        (
            *clock_signals(facts, charted, rules, names, today),
            *review_signals(facts, rules, names, today),
            *apart_signals(facts, rules, names),
            *evidence_signals(facts, rules, names, today),
            *training_signals(facts, rules, names),
            *caseload_signals(facts, rules, today),
            *recording_signals(facts, rules, today),
        )
    )
