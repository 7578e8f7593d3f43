"""Where a term is explained in place."""

from competency.frameworks.domain.glossary import Glossary, Term
from tests.builders.standards import framework


def pieces(text: str) -> list[tuple[str, str | None]]:
    segments = framework().glossary.segments(text)
    return [(piece.text, piece.term.term if piece.term else None) for piece in segments]


def test_a_term_is_marked_with_its_meaning() -> None:
    assert pieces("Seeks supervision early.") == [
        ("Seeks ", None),
        ("supervision", "Supervision"),
        (" early.", None),
    ]


def test_the_longer_of_two_terms_is_taken() -> None:
    assert pieces("Goes to peer supervision") == [
        ("Goes to ", None),
        ("peer supervision", "Peer supervision"),
    ]


def test_the_longer_of_two_terms_that_begin_alike_is_taken() -> None:
    terms = (Term("Outcome", "A result.", (), "g"), Term("Outcome measure", "A tool.", (), "g"))

    assert [piece.term for piece in Glossary(terms).segments("Outcome measure")] == [terms[1]]
    assert [piece.term for piece in Glossary(terms).segments("outcome measured")] == [
        terms[0],
        None,
    ]


def test_a_term_is_marked_only_where_it_first_occurs() -> None:
    assert pieces("Supervision, supervised or not, is supervision") == [
        ("Supervision", "Supervision"),
        (", supervised or not, is supervision", None),
    ]


def test_a_part_of_a_word_is_not_a_term() -> None:
    assert pieces("unsupervised supervisions") == [("unsupervised supervisions", None)]


def test_a_glossary_without_terms_leaves_the_text_alone() -> None:
    assert [piece.text for piece in Glossary(()).segments("Supervision")] == ["Supervision"]


def test_a_text_without_words_has_no_pieces() -> None:
    assert pieces("") == []


def test_many_texts_do_not_fill_the_memory() -> None:
    glossary = Glossary((Term("Risk", "What may go wrong.", (), "glossary"),))
    for number in range(2_100):
        glossary.segments(f"Risk {number}")

    assert len(glossary._known) <= 2_000
