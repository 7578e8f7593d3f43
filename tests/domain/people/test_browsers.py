"""A browser in words that its owner recognises."""

import pytest

from competency.people.domain.browsers import UNKNOWN, in_words

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
         "Firefox on Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0",
         "Edge on Windows"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        (f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} Chrome/140.0 Mobile Safari/537.36",
         "Chrome on Android"),
        (f"Mozilla/5.0 (iPhone; CPU OS 18_0 like Mac OS X) {WEBKIT} Version/18.0 Safari/604.1",
         "Safari on an iPhone"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/18.0 Safari/605.1",
         "Safari on a Mac"),
        ("Firefox/1.0", "Firefox"),
        ("curl/8.5.0", UNKNOWN),
        ("", UNKNOWN),
    ],
)  # fmt: skip
def test_a_browser_is_named_as_its_owner_would(user_agent: str, words: str) -> None:
    assert in_words(user_agent) == words
