"""What is kept back of small groups holds against every sum and difference a reader can make."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from competency.coaching.domain.many_effects import SMALLEST_GROUP, kept_back

GROUPS = st.dictionaries(
    st.sampled_from("abcdef"), st.frozensets(st.integers(1, 12), max_size=9), max_size=6
)


@given(GROUPS)
def test_no_sum_less_another_leaves_a_small_group(others: dict[str, frozenset[int]]) -> None:
    hidden = kept_back(others)
    everybody = frozenset[int]().union(*others.values())
    if hidden is None:
        assert 0 < len(everybody) < SMALLEST_GROUP
        return
    shown = [name for name in others if name not in hidden and others[name]]
    assert all(len(others[name]) >= SMALLEST_GROUP for name in shown)
    # Whatever lines are taken from the total, what is left is nobody, or five people and more.
    for number in range(len(shown) + 1):
        for taken in combinations(shown, number):
            left = [others[name] for name in others if name not in taken]
            rest = frozenset[int]().union(*left)
            assert not rest or len(rest) >= SMALLEST_GROUP
    assert len(hidden) != 1
