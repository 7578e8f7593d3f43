"""What a password must be: long, and not one that everybody tries first."""

import unicodedata

from competency.kernel.errors import Refused

SHORTEST, LONGEST = 12, 200
OFTEN_TRIED = (
    "password",
    "passwort",
    "qwertyuiop",
    "letmein",
    "welcome",
    "123456789",
    "changeme",
    "iloveyou",
)


def normal_password(password: str) -> str:
    """Return the one form in which a password is kept and compared, however it was typed."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *, name: str, email: str) -> str:
    """Return the password in one normal form, or refuse one that is easy to guess."""
    password = normal_password(password)
    if len(password) < SHORTEST:
        raise Refused(
            "short_password",
            f"Use at least {SHORTEST} characters. Three words are easy to keep.",
            field="password",
        )
    if len(password) > LONGEST:
        raise Refused("long_password", f"Use at most {LONGEST} characters.", field="password")
    plain = password.casefold()
    own = [part for part in (*name.casefold().split(), email.casefold().split("@")[0]) if part]
    left = plain
    for known in (*OFTEN_TRIED, *(part for part in own if len(part) > 3)):
        left = left.replace(known, "")
    if len(set(plain)) < 5 or sum(c.isalpha() for c in left) < 4:
        raise Refused(
            "easy_password",
            "That is easy to guess. Use words that are not your name and not often used.",
            field="password",
        )
    return password
