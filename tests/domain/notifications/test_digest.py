"""When a digest is written, what stands in it, and when a mail is tried again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from competency.notifications.domain.digest import Frequency, Line, body, is_time, subject
from competency.notifications.domain.trying import MOST_TRIES, is_worth_sending, next_try

FRIDAY = date(2026, 5, 8)
NOW = datetime(2026, 5, 8, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("frequency", "last_on", "expected"),
    [
        ("daily", None, True),
        ("daily", date(2026, 5, 8), False),
        ("daily", date(2026, 5, 7), True),
        ("weekly", None, True),
        ("weekly", date(2026, 5, 2), False),
        ("weekly", date(2026, 5, 1), True),
        ("weekly", date(2025, 5, 1), True),
        ("none", None, False),
        ("none", date(2020, 1, 1), False),
    ],
)
def test_a_digest_comes_as_often_as_was_chosen(frequency, last_on, expected):
    assert is_time(Frequency(frequency), last_on, FRIDAY) is expected


def test_a_digest_says_each_thing_with_its_day_and_its_page():
    lines = [
        Line("Record keeping falls due for you", "Sunday 7 June 2026", "https://x.org/training"),
        Line("Priya Nair verified an entry of your log", "", "https://x.org/evidence/4"),
    ]

    text = body("Asha Patel", lines, all_at="https://x.org/notices", choose_at="https://x.org/me")

    assert text == (
        "Dear Asha Patel,\n\n"
        "This is new for you in Casebridge:\n\n"
        "- Record keeping falls due for you\n"
        "  Due Sunday 7 June 2026\n"
        "  https://x.org/training\n\n"
        "- Priya Nair verified an entry of your log\n"
        "  https://x.org/evidence/4\n\n"
        "All your notices: https://x.org/notices\n\n"
        "To get this mail weekly or not at all: https://x.org/me\n"
    )


def test_the_subject_counts_and_stays_in_one_line():
    one, two = [Line("a", "", "b")], [Line("a", "", "b"), Line("c", "", "d")]

    assert subject(one, "Larkfield") == "1 thing for you in Casebridge (Larkfield)"
    assert subject(two, "Lark\r\nfield") == "2 things for you in Casebridge (Lark field)"


def test_the_waits_double_and_then_a_mail_is_given_up():
    waits = [next_try(tries, NOW) for tries in range(1, MOST_TRIES + 1)]

    assert waits[:3] == [NOW + timedelta(minutes=m) for m in (15, 30, 60)]
    assert [w is None for w in waits] == [False] * (MOST_TRIES - 1) + [True]


@pytest.mark.parametrize(("days", "expected"), [(0, True), (14, True), (15, False)])
def test_old_news_is_not_sent(days, expected):
    assert is_worth_sending(NOW - timedelta(days=days), NOW) is expected
