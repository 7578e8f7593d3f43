"""Characters that do not belong in a text of the library are named, with their place."""

import pytest

from competency.frameworks.domain.characters import odd_characters

ODD = [
    ("\N{CYRILLIC CAPITAL LETTER EM}P", "a letter that only looks like M at character 1: U+041C"),
    ("C\N{GREEK CAPITAL LETTER RHO}", "a letter that only looks like P at character 2: U+03A1"),
    ("\N{CYRILLIC CAPITAL LETTER ZHE}", "a letter of another script at character 1: U+0416"),
    ("\N{FULLWIDTH LATIN CAPITAL LETTER C}", "a letter of another script at character 1: U+FF23"),
    ("CMP\N{ARABIC-INDIC DIGIT THREE}", "a digit of another script at character 4: U+0663"),
    ("a\N{ZERO WIDTH SPACE}b", "an invisible character or an unusual space at character 2: U+200B"),
    ("a\N{SOFT HYPHEN}b", "an invisible character or an unusual space at character 2: U+00AD"),
    ("a\N{RIGHT-TO-LEFT OVERRIDE}b", "an invisible character or an unusual space at character 2"),
    ("a\x00b", "an invisible character or an unusual space at character 2: U+0000 no name"),
    ("a\tb", "an invisible character or an unusual space at character 2: U+0009 no name"),
    ("caf\N{REPLACEMENT CHARACTER}", "the mark of a character that was lost at character 4"),
]


@pytest.mark.parametrize(("text", "reason"), ODD, ids=[ascii(row[0]) for row in ODD])
def test_an_odd_character_is_named_where_it_first_stands(text: str, reason: str) -> None:
    assert [found.startswith(f"holds {reason}") for found in odd_characters(text)] == [True]


@pytest.mark.parametrize(
    "text", ["Plain words.", "café – “naïve”, ½ or 5 €…", "two\nlines", "Łódź", ""], ids=ascii
)
def test_words_of_the_latin_alphabet_with_their_marks_are_in_order(text: str) -> None:
    assert list(odd_characters(text)) == []


def test_the_same_odd_character_is_named_once() -> None:
    assert len(list(odd_characters("\N{CYRILLIC CAPITAL LETTER ES}" * 3))) == 1
