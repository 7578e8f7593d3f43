"""Whatever is written, marking its terms loses no letter."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.standards import framework


@settings(max_examples=50)
@given(st.lists(st.sampled_from(["peer", " ", "supervision", "Supervised", ".", "x"]), max_size=9))
def test_the_pieces_joined_are_the_text_again(parts: list[str]) -> None:
    text = "".join(parts)

    assert "".join(piece.text for piece in framework().glossary.segments(text)) == text
