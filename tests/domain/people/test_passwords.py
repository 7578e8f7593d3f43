"""What a password must be."""

import pytest

from competency.kernel.errors import Refused
from competency.people.domain.passwords import check_password, normal_password

ANN = {"name": "Ann Leigh-Featherstone", "email": "ann.leigh@example.org"}


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short words", "short_password"),
        ("", "short_password"),
        ("x" * 201, "long_password"),
        ("aaaaaaaaaaaaaaaa", "easy_password"),
        ("abababababababab", "easy_password"),
        ("password1234", "easy_password"),
        ("Password!2026", "easy_password"),
        ("123456789012345", "easy_password"),
        ("welcome welcome 1", "easy_password"),
        ("ann.leigh@2026", "easy_password"),
        ("Leigh-Featherstone", "easy_password"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_password(password, **ANN)

    assert (refused.value.code, refused.value.field) == (code, "password")


@pytest.mark.parametrize(
    "password",
    ["lamp river quiet", "correct horse battery", "Über den Fluss 9", "p4ssword-on-the-river"],
)
def test_words_that_do_not_belong_together_are_taken(password: str) -> None:
    assert check_password(password, **ANN) == password


def test_a_password_is_the_same_however_its_accents_were_typed() -> None:
    composed, decomposed = "caf\u00e9 river lamp", "cafe\u0301 river lamp"

    assert normal_password(composed) == normal_password(decomposed)
