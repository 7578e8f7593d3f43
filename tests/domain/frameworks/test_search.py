"""Finding the place where something is said."""

import pytest

from competency.frameworks.domain.search import search
from tests.builders.standards import framework

FOUND = [
    ("supervision", ["SUP", "SUP-1a/CMP1", "SUP-1a/CMP2"]),
    ("SUPERVISION peer", ["SUP-1a/CMP1", "SUP-1a/CMP2"]),
    ("mentor", ["SUP-2", "LEA-1", "SUP-2a/CMP1", "SUP-2a/CMP2"]),
    ("mentors", ["SUP-2a/CMP2"]),
    ("team", ["LEA-1", "LEA-1a/CMP1", "LEA-1a/CMP2"]),
    ("leads the team.", ["LEA-1a/CMP2"]),
    ("lea", ["LEA", "LEA-1", "LEA-1a/CMP1", "LEA-1a/CMP2"]),
    ("AUT-1a", ["AUT-1a/CMP1", "AUT-1a/CMP2"]),
    ("vision", []),
    ("supervision nonsense", []),
    ("", []),
    (" ?! ", []),
]


@pytest.mark.parametrize(("words", "codes"), FOUND, ids=[row[0] or "nothing" for row in FOUND])
def test_words_find_titles_first_and_then_descriptors(words: str, codes: list[str]) -> None:
    assert [hit.code for hit in search(framework(), words)] == codes


def test_a_hit_says_where_it_stands() -> None:
    hit = search(framework(), "mentors")[0]

    assert (hit.kind, hit.level, hit.strand_code, hit.criterion_code) == (
        "descriptor",
        "CMP2",
        "SUP-2a",
        "SUP-2",
    )
    assert (hit.section_code, hit.section_title, hit.title) == ("SUP", "Supervision", "Mentoring")
    assert hit.text == "Mentors others."


def test_a_whole_word_comes_before_the_beginning_of_one() -> None:
    # "Asks early." stands first in the framework, but "Helps others to ask." holds the word.
    assert [hit.code for hit in search(framework(), "ask")] == ["SUP-1b/CMP2", "SUP-1b/CMP1"]
