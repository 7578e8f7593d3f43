"""Marking the words of a search in a text."""

import pytest

from competency.frameworks.domain.highlight import pieces

TEXT = "Plans: planning, and re-planning of the PLAN."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("plan", ["Plans", "planning", "planning", "PLAN"]),
        ("Planning", ["planning", "planning"]),
        ("the of", ["of", "the"]),
        ("lan", []),
        ("", []),
        ("...", []),
        ("(", []),
    ],
)
def test_words_are_marked_by_the_rule_of_the_search(words: str, found: list[str]) -> None:
    assert [piece.text for piece in pieces(TEXT, words) if piece.found] == found


@pytest.mark.parametrize("words", ["plan", "", "re", "and the"])
def test_the_pieces_are_the_text_again(words: str) -> None:
    assert "".join(piece.text for piece in pieces(TEXT, words)) == TEXT
