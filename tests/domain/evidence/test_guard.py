"""What the anonymity guard finds, «marked», and the false alarms that it must not raise."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.evidence.domain.guard import Find, Kind, guard
from competency.evidence.domain.guarding.numbers import is_nhs_number

NHS = [
    "NHS number «9434765919» was on the letter",
    "NHS number «943 476 5919» was on the letter",
    "«943-476-5919»",
    "NHS: «943–476–5919».",
    "(«943 476 5919»)",
    "NHS«9434765919»",
    "nhs no.«943.476.5919»!",
    "«943\u00a0476\u00a05919» with hard spaces",
    "«943  476  5919» with two spaces each",
    "«943\u200b476\u200b5919» with what cannot be seen",
    "«9 4 3 4 7 6 5 9 1 9»",
    "«9-4-3-4-7-6-5-9-1-9»",
    "«94347 65919»",
    "«9434 765 919»",
    "«943476 5919» and «943 4765919»",
    "two of them: «9434765919», «4010232137»",
    "«943 476 5919» 10 May 2026",
    "seen by\n«943 476 5919»\nat home",
    "🙂🙂 «9434765919»",
    "ten digits whose check digit is nought: «9876543210»",
]
NOT_NHS = [
    "943 476 5918 has the wrong check digit",
    "9434765910",
    "1234567890",
    "94347659190 has eleven digits",
    "19434765919",
    "943 476 591",
    "943-476-5919-1 is part of a longer number",
    "version 943.476",
    "1-943-476-5919",
    "ISBN 978-0-306-40615-7",
    "0.9434765919",
    "943/476/5919",
    "I spent 943 hours, 476 of them outside, 5919 in all",
]
PHONES = [
    "ring «07700 900123» please",
    "«07700900123»",
    "«07700 900 123»",
    "«077 0090 0123»",
    "«0770-090-0123»",
    "«07700.900.123»",
    "mobile:«07700900123»",
    "tel«07700900123»",
    "«+44 7700 900123»",
    "«+447700900123»",
    "«+44 (0)7700 900123»",
    "«(+44) 7700 900123»",
    "«+44 07700 900123»",
    "«0044 7700 900123»",
    "«00447700900123»",
    "«44 7700 900123»",
    "call «447700900123»",
    "«020 7946 0958»",
    "«02079460958»",
    "«(020) 7946 0958»",
    "«0161 496 0000»",
    "«01632 960 001»",
    "«01632 960001»",
    "«(01632) 960001»",
    "«016977 3999» is a number with ten digits",
    "«+44 20 7946 0958»",
    "«0800 123 4567»",
    "«0800 111 111»",
    "«0800 1111» is Childline",
    "«0300 123 4567»",
    "«0345 600 7000»",
    "«0845 123 4567»",
    "«020 7946 0958 ext 123»",
    "«020 7946 0958 ext. 4»",
    "«020 7946 0958, extension 12»",
    "«0161 496 0000 x21»",
    "«01632 960001 extn 77» after four",
    "home «01632 960001», work «01632 960002»",
    "«01632 960001»/«01632 960002»",
    "«+353 86 123 4567»",
    "«+1 202 555 0143»",
    "«07700\u00a0900\u00a0123» with hard spaces",
    "text «07700 900123».",
    "his number (mobile) is «07700 900123»;",
]
NOT_PHONES = [
    "in 2024 and 2025",
    "from 2024-2025",
    "10-12 and 14-16",
    "hours 10-12, 1.5 hours",
    "09:00-10:30",
    "0900-1030",
    "0900 to 1030",
    "on 01/02/2024 at 10",
    "on 01-02-2024 10",
    "on 01.02.2024 1030",
    "on 07 08 2024 123",
    "2024-01-15 10:30",
    "reference 01234567890",
    "Ref: 07700900123",
    "case no. 01632960001",
    "invoice 02079460958",
    "certificate number 01234567890",
    "INV-01632960001",
    "PO#01632960001",
    "ABC01632960001",
    "0123",
    "01632 96",
    "077009001234567",
    "0.7700900123",
    "0000000000000",
    "06123 456789 is no range in use",
    "the year 2024 07 had 900 123 visits",
    "CPD points 12 345 678",
    "£07.70",
    "version 1.0.3",
    "+5 points",
    "10+ hours",
]
EMAILS = [
    "write to «jane.doe@example.org».",
    "«JANE@EXAMPLE.ORG»",
    "<«jane+case@mail.example.co.uk»>",
    "mailto:«jane@example.org»",
    "(«j_d-1@nhs.net»)",
    "'«jane@example.org»'",
    "«o'brien@example.org»",
    "«zoë@example.org»",
    "«jane@sub.example.museum»,",
    "«jane[at]example.org»",
    "two: «a@example.org»; «b@example.org»",
]
NOT_EMAILS = [
    "@janedoe on the network",
    "3 @ 4.50 each",
    "a@b",
    "jane@",
    "meet @ ten.thirty",
    "jane@localhost",
    "www.example.org",
    "price@4.50",
]
POSTCODES = [
    "lives at «SW1A 1AA»",
    "«sw1a 1aa»",
    "«SW1A1AA»",
    "«LS1 4AP», Leeds",
    "«ls1 4ap»",
    "«M1 1AE»",
    "«m11ae»",
    "«B33 8TH»",
    "«CR2 6XH»",
    "«DN55 1PT»",
    "«EC1A 1BB»",
    "«W1A 0AX»",
    "«GIR 0AA»",
    "«NE1  7RU» with two spaces",
    "«NE1\u00a07RU»",
    "(«EH1 1YZ»)",
    "«BT1 5GS» and «CF10 3AT»",
    "postcode:«BN1 1AA».",
]
NOT_POSTCODES = [
    "AT 5 PM",
    "at 5 pm",
    "AT5 5PM",
    "in LS1",
    "SW1A is half of one",
    "at CMP1 or CMP2 3 times",
    "SUP-1a 2ab",
    "QQ1 1AA is no area",
    "B1 1CM has letters that are not used",
    "on floor B1 2nd door",
    "M1 4th lane",
    "a G12 4hr course",
    "E10 5 hours",
    "KPI 01 10 days",
    "ISO 9001 2015",
    "LS1 4APX",
    "XLS1 4AP",
    "H2O 2AB",
    "Year 1 2AB",
    "W1 10AB",
]
BIRTHS = [
    "DOB «12/03/1990»",
    "dob: «12/03/90»",
    "D.O.B. «12.03.1990»",
    "d.o.b «1-2-85»",
    "DOB «12 03 1990»",
    "DOB=«1990-03-12»",
    "DOB «12031990»",
    "Date of birth: «3 May 1990»",
    "date of birth is «3rd May 1990»",
    "date of birth (given as «3rd of May, 1990»)",
    "Date of Birth:\n«03/05/1990»",
    "Date of birth | «03/05/1990» |",
    "his birth date «May 3, 1990»",
    "her birthday is «3 May 1990»",
    "she was born «3 May 1990»",
    "born on «3 May 1990» in Leeds",
    "born in Leeds on «03/05/1990»",
    "(b. «03/05/1990»)",
    "«03/05/1990» (DOB)",
    "«3 May 1990» is her date of birth",
    "on «3 May 1990», when he was born",
    "aged 34 («12/03/1992»)",
    "age 34, «12/03/1992»",
    "a 34 year old, «12/03/1992»",
    "34yo «12/03/1992»",
    "«12/03/1992» (34 years old)",
    "«12/03/1992», aged 34",
    "dob «3-May-1990»",
    "born «3 SEPT 1990»",
    "Met on 4 May 2026; DOB «12/03/1990»",
]
NOT_BIRTHS = [
    "we met on 12/03/2026",
    "supervision of 3 May 2026",
    "the course ran from 12/03/2026 to 14/03/2026",
    "2026-03-12",
    "we reviewed the date of birth field on 12/03/2026",
    "Date of birth was discussed at the meeting of 12/03/2026",
    "date of birth confirmed. Review on 12/03/2026",
    "I recorded the DOB. Next session 3 May 2026",
    "the idea was born out of the meeting on 3 May 2026",
    "the newborn service opened on 3 May 2026",
    "stubborn on 12/03/2026",
    "aged 34 when we met on 12/03/2026",
    "the client, aged 34, moved on 12/03/2026",
    "the birthday lunch was on 3 May 2026",
    "DOB unknown",
    "born in Leeds",
    "page 34, 12/03/2026",
    "managed 34, 12/03/2026",
    "a 2 year old policy was reviewed, see 12/03/2026",
]
REFERENCES = ["CM-1042", "LK/77", "A 12"]
KNOWN_REFERENCES = [
    "about «CM-1042» again",
    "about «cm-1042».",
    "(«CM-1042»'s plan)",
    "«LK/77»",
    "file «a 12»",
    "file «A  12»",
]
UNKNOWN_REFERENCES = ["CM-10421", "ACM-1042", "CM-1043", "LK/778", "A 123", "BA 12"]
NAMES = ["Jane Smith", "Asha", "José Núñez", "Séan O'Brien", "Anne-Marie Cole", "Will", "May Lee"]
KNOWN_NAMES = [
    "I met «Jane Smith» twice",
    "«Jane Smith»'s plan",
    "«Jane Smith»’s plan",
    "«JANE SMITH»",
    "«jane smith»",
    "«Jane\nSmith»",
    "«Jane  Smith»",
    "«Asha», «asha» and «ASHA's»".replace("'s»", "»'s"),
    "«José Núñez»",
    "«Jose\u0301 Nu\u0301n\u0303ez» in two code points each",
    "«Séan O’Brien»",
    "«Anne Marie Cole»",
    "«Will» said so",
    "_«Asha»_".replace("_", "*"),
]
UNKNOWN_NAMES = [
    "Jane Smithson",
    "Mary-Jane Smit",
    "Natasha and Ashanti",
    "this will do",
    "may lee way be given",
    "Jane",
    "Smith",
    "Williams",
]

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


@given(st.text())
def test_finds_lie_inside_the_text_in_order_and_apart(text):
    finds = guard(text, references=REFERENCES, names=NAMES)

    edges = [edge for find in finds for edge in (find.start, find.end)]
    assert edges == sorted(edges)
    assert all(0 <= find.start < find.end <= len(text) for find in finds)
