"""What the anonymity guard finds, «marked», and the false alarms that it must not raise."""

import re
import time

import pytest

from competency.evidence.domain.guard import Find, Kind, guard
from competency.evidence.domain.guarding.numbers import is_nhs_number
from tests.domain.evidence.guard_examples import (
    BIRTHS,
    EMAILS,
    KNOWN_NAMES,
    KNOWN_REFERENCES,
    NAMES,
    NHS,
    NOT_BIRTHS,
    NOT_EMAILS,
    NOT_NHS,
    NOT_PHONES,
    NOT_POSTCODES,
    PHONES,
    POSTCODES,
    REFERENCES,
    UNKNOWN_NAMES,
    UNKNOWN_REFERENCES,
)

FOUND = {
    Kind.NHS_NUMBER: NHS,
    Kind.PHONE: PHONES,
    Kind.EMAIL: EMAILS,
    Kind.POSTCODE: POSTCODES,
    Kind.DATE_OF_BIRTH: BIRTHS,
    Kind.CLIENT_REFERENCE: KNOWN_REFERENCES,
    Kind.CLIENT_NAME: KNOWN_NAMES,
}
FALSE_ALARMS = [
    *NOT_NHS,
    *NOT_PHONES,
    *NOT_EMAILS,
    *NOT_POSTCODES,
    *NOT_BIRTHS,
    *UNKNOWN_REFERENCES,
    *(name for name in UNKNOWN_NAMES if name != "may lee way be given"),
    "",
    "I led a case review of 12 cases between 10-12 on 4 May 2026 and learned to listen.",
    "CPD: SUP-1a at CMP2, 1.5 hours, course code 2024/17",
]


def marked(text):
    """Return the text without its marks, and what is marked as (start, end)."""
    plain, spans, start = "", [], 0
    for piece in re.split("([«»])", text):
        if piece == "«":
            start = len(plain)
        elif piece == "»":
            spans.append((start, len(plain)))
        else:
            plain += piece
    return plain, spans


def found(text):
    return [(f.kind, f.start, f.end) for f in guard(text, references=REFERENCES, names=NAMES)]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in FOUND.items() for text in texts]
)
def test_the_guard_finds_exactly_what_is_marked(kind, text):
    plain, spans = marked(text)

    assert found(plain) == [(kind, *span) for span in spans]


@pytest.mark.parametrize("text", FALSE_ALARMS)
def test_the_guard_raises_no_false_alarm(text):
    assert found(text) == []


def test_a_name_of_several_words_counts_in_any_case():
    assert found("may lee way be given") == [(Kind.CLIENT_NAME, 0, 7)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Jane Smith, DOB 12/03/1990, LS1 4AP", ["client_name", "date_of_birth", "postcode"]),
        ("jane.smith@example.org", ["email"]),
        ("asha@example.org 07700 900123", ["email", "phone"]),
        ("CM-1042 NHS 943 476 5919", ["client_reference", "nhs_number"]),
        ("0161 496 0000 then 943 476 5919", ["phone", "nhs_number"]),
    ],
)
def test_several_finds_come_in_the_order_of_the_text(text, kinds):
    assert [kind for kind, _start, _end in found(text)] == kinds


def test_the_longer_find_stands_where_two_overlap():
    text = "Asha Khan"

    assert guard(text, names=["Asha", "Asha Khan"]) == [
        Find(Kind.CLIENT_NAME, 0, 9, "This is the name of a client in the case register.")
    ]


def test_of_two_equally_long_finds_the_known_one_stands():
    [find] = guard("9434765919", references=["9434765919"])

    assert find.kind is Kind.CLIENT_REFERENCE


def test_without_a_register_no_name_is_known():
    assert guard("Jane Smith and CM-1042") == []


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("9434765919", True),
        ("4010232137", True),
        ("9434765918", False),
        ("9876543210", True),
        ("943476591", False),
    ],
)
def test_the_check_digit_decides(digits, valid):
    assert is_nhs_number(digits) is valid


@pytest.mark.parametrize(
    "text",
    [
        "0" * 20_000,
        "1 " * 10_000,
        "+" * 20_000,
        "a@" * 10_000,
        "a." * 10_000,
        "born " * 4_000,
        "(" * 20_000,
        "07" * 10_000,
        "dob 1.1.90 " * 2_000,
        " " * 20_000,
    ],
    ids=lambda text: text[:4],
)
def test_no_text_makes_it_slow(text):
    began = time.process_time()
    guard(text, references=REFERENCES, names=NAMES)

    assert time.process_time() - began < 1.0
