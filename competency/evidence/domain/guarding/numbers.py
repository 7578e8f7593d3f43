"""NHS numbers: ten digits with a check digit (modulus 11), written in one of several ways.

Source of the check: NHS Data Dictionary, NHS NUMBER, modulus 11 algorithm.
"""

import re
from collections.abc import Iterator

# what people and word processors put between groups of digits, zero-width characters included
GAP = "[ \t\u00a0\u2000-\u200d\u202f\u2060\ufeff.\u2010-\u2015\u2212-]"
_BEFORE = r"(?<![0-9])(?<![0-9][-.])"
_AFTER = r"(?![0-9])(?![-.][0-9])"
_USUAL = re.compile(rf"{_BEFORE}[0-9]{{3}}{GAP}{{0,2}}[0-9]{{3}}{GAP}{{0,2}}[0-9]{{4}}{_AFTER}")
_EVENLY = re.compile(rf"{_BEFORE}[0-9](?:({GAP})[0-9])(?:\1[0-9]){{8}}{_AFTER}")
_HALVES = re.compile(rf"{_BEFORE}[1-9][0-9]{{4}}{GAP}[0-9]{{5}}{_AFTER}")
_OTHERWISE = re.compile(rf"{_BEFORE}[1-9][0-9]{{3}}{GAP}[0-9]{{3}}{GAP}[0-9]{{3}}{_AFTER}")
_NOT_A_DIGIT = re.compile(r"[^0-9]")
_WEIGHTS = range(10, 1, -1)


def nhs_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where ten digits stand whose check digit makes them an NHS number."""
    for pattern in (_USUAL, _EVENLY, _HALVES, _OTHERWISE):
        for match in pattern.finditer(text):
            if is_nhs_number(_NOT_A_DIGIT.sub("", match.group())):
                yield match.span()


def is_nhs_number(digits: str) -> bool:
    """Return whether the tenth digit is right for the nine before it."""
    rest = sum(int(d) * weight for d, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    check = (11 - rest) % 11
    return len(digits) == 10 and check == int(digits[9])
