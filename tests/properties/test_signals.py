"""What holds of every person's signals, whatever their figures are."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from competency.coaching.library import load_signal_rules
from tests.builders.signals import ME, TODAY, answers, clocks, position, shown, signals, written

COUNTS = st.integers(0, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
MONTHS = st.dictionaries(st.integers(0, 30), COUNTS, max_size=24)
MARKS = st.none() | st.integers(0, 6)
FACTS = st.fixed_dictionaries(
    {
        "clocks": MONTHS.map(lambda found: clocks(*((ago, *kn) for ago, kn in found.items()))),
        "written": MONTHS.map(lambda found: written(*((ago, *kn) for ago, kn in found.items()))),
        "answers": st.text("sw", max_size=9).map(answers),
        "positions": st.lists(
            st.builds(position, st.sampled_from(["REC-1a", "PLA-1a"]), MARKS, MARKS, MARKS),
            max_size=2,
            unique_by=lambda one: one.strand,
        ),
        "evidence": st.lists(
            st.builds(
                shown,
                st.sampled_from(["REC-1a", "PLA-1a"]),
                st.dates(TODAY.replace(year=2023), TODAY),
                best=st.sampled_from(["CMP1", "CMP3"]),
                entries=st.integers(1, 4),
            ),
            max_size=3,
        ),
        "open_cases": st.integers(0, 40),
    }
)


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_nothing_is_said_of_fewer_than_the_rule_asks_for(facts):
    rules = load_signal_rules()
    for one in signals(**facts):
        assert one.n >= rules.rule(one.code).fewest
        assert one.person_id == ME
        assert one.newest_on <= TODAY
        assert one.sentence
        assert "{" not in one.sentence


@settings(max_examples=40, deadline=None)
@given(FACTS, st.integers(0, 99))
def test_the_order_in_which_facts_come_changes_nothing(facts, seed):
    chance = Random(seed)
    mixed = {
        name: chance.sample(rows, len(rows)) if isinstance(rows, list) else rows
        for name, rows in facts.items()
    }

    first, again = signals(**facts), signals(**mixed)

    assert {one.key for one in first} == {one.key for one in again}
    assert [one.place for one in first] == [one.place for one in again]


@settings(max_examples=40, deadline=None)
@given(FACTS)
def test_each_signal_is_there_once(facts):
    keys = [one.key for one in signals(**facts)]

    assert len(keys) == len(set(keys))
