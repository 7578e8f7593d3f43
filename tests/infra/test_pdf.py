"""A printed document is tagged in the order of reading and never loses a line at a page's end."""

from datetime import UTC, datetime

from competency.infra.pdf import Block, Document, Fact, Heading, Paragraph, Table, render
from tests.support.pdf_text import tagged, text


def a_document(*blocks: Block, made_at: datetime = datetime(2026, 5, 8, tzinfo=UTC)) -> Document:
    document = Document(
        title="Appraisal 2026", running_head="Ann", notice="Draft, not signed", made_at=made_at
    )
    document.add(*blocks)
    return document


def test_headings_facts_and_tables_are_read_in_their_order() -> None:
    found = tagged(
        render(
            a_document(
                Heading("Appraisal 2026", 1),
                Fact("Person", "Zoë Ó Briain"),
                Heading("Profile", 2),
                Table(["Section", "Agreed"], [["Supervision", "CMP1"]], [0.5, 0.5]),
                Paragraph("“Quite so” (she said) \\ – done"),
            )
        )
    )

    assert found == [
        ("H1", "Appraisal 2026"),
        ("P", "Person"),
        ("P", "Zoë Ó Briain"),
        ("H2", "Profile"),
        ("P", "Section"),
        ("P", "Agreed"),
        ("P", "Supervision"),
        ("P", "CMP1"),
        ("P", "“Quite so” (she said) \\ – done"),
    ]


def test_the_document_says_its_language_title_and_that_it_is_tagged() -> None:
    pdf = render(a_document(Heading("Appraisal 2026", 1)))

    assert b"/Lang (en-GB)" in pdf
    assert b"/Marked true" in pdf
    assert b"/Outlines" in pdf
    assert b"/Title" in pdf


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(a_document(Paragraph("x"))) == render(a_document(Paragraph("x")))


def test_a_text_longer_than_a_page_is_printed_whole() -> None:
    words = " ".join(f"word{n}" for n in range(1_500))
    pdf = render(a_document(Fact("Comment", words), Paragraph(words)))

    assert pdf.count(b"/Type /Page\n") >= 3
    assert text(pdf).replace("\n", " ").split().count("word1499") == 2
    assert len(text(pdf).split()) == 3_001


def test_a_table_over_two_pages_repeats_its_titles() -> None:
    rows = [[f"Row {n}", "text"] for n in range(90)]
    found = [
        words for _, words in tagged(render(a_document(Table(["Name", "T"], rows, [0.5] * 2))))
    ]

    assert found.count("Name") > 1
    assert [words for words in found if words.startswith("Row")] == [row[0] for row in rows]


def test_empty_and_odd_texts_are_printed_without_a_fault() -> None:
    odd = ["", "\n\n", "a\tb", "x" * 400, "日本語", "🙂 done", "line\nline"]

    assert "done" in text(render(a_document(*[Fact("Said", one) for one in odd])))
