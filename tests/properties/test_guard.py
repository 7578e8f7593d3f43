"""Whatever is written, what the guard of free text finds lies inside the text."""

from hypothesis import given
from hypothesis import strategies as st

from competency.evidence.domain.guard import guard
from tests.domain.evidence.guard_examples import NAMES, REFERENCES


@given(st.text())
def test_finds_lie_inside_the_text_in_order_and_apart(text):
    finds = guard(text, references=REFERENCES, names=NAMES)

    edges = [edge for find in finds for edge in (find.start, find.end)]
    assert edges == sorted(edges)
    assert all(0 <= find.start < find.end <= len(text) for find in finds)
