"""Phone numbers: UK mobiles, landlines and service numbers, and numbers of other countries.

Source of the ranges: Ofcom, The National Telephone Numbering Plan.
"""

import re
from collections.abc import Iterator

from competency.evidence.domain.guarding.numbers import GAP

_BETWEEN = rf"(?:{GAP}{{0,2}}[()]?{GAP}?)"
_PREFIX = re.compile(
    rf"(?P<abroad>\(?(?:\+|(?<![0-9])00){GAP}?(?=[1-9]))"
    rf"|(?P<home>\(?(?<![0-9])0(?=[1-9]|[^.0-9A-Za-z\n][1-9]))"
    rf"|(?P<bare>(?<![0-9+])44(?={GAP}?7[0-9]))"
)
_NEXT_DIGIT = re.compile(rf"{_BETWEEN}([0-9])")
_TRUNK = re.compile(rf"{GAP}?\(0\)")
_EXTENSION = re.compile(
    r"[ \t\u00a0]*,?[ \t\u00a0]*(?:extension|extn?|x)[.:]?[ \t\u00a0]*[0-9]{1,6}(?![0-9])", re.I
)
_DATE = re.compile(
    r"(?:(?:0[1-9]|[12][0-9]|3[01])(?P<sep>[-./ ])(?:0?[1-9]|1[0-2])(?P=sep)"
    r"(?:19|20)[0-9]{2})(?![0-9])"
)
_TELLS = re.compile(
    r"\b(?:telephone|tel|phone|mobile|mob|call|ring|text|landline|contact|whatsapp|[tmp])"
    r"[ \t.:/(no-]*$",
    re.I,
)
_REFERS = re.compile(
    r"\b(?:ref|reference|case|invoice|claim|policy|order|account|ticket|file|serial|po|id|"
    r"certificate|receipt|booking|member(?:ship)?|registration|code)"
    r"(?:[ \t.:#-]|\bno\b|\bnumber\b|\bis\b)*$",
    re.I,
)
# a UK number's beginning after the 0, and how many digits may follow the 0
_LENGTHS: tuple[tuple[re.Pattern[str], tuple[int, ...]], ...] = (
    (re.compile(r"1"), (10, 9)),
    (re.compile(r"2[03489]"), (10,)),
    (re.compile(r"3[0347]"), (10,)),
    (re.compile(r"5[56]"), (10,)),
    (re.compile(r"7"), (10,)),
    (re.compile(r"8001111"), (10, 9, 7)),
    (re.compile(r"800"), (10, 9)),
    (re.compile(r"8"), (10,)),
    (re.compile(r"9[018]"), (10,)),
)
_GOES_ON = re.compile(r"[0-9]|[-.][0-9]|/[1-9]")
_LONGEST_ABROAD = 15
_SHORTEST_ABROAD = 8


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a phone number stands, with its extension when it has one."""
    end = 0
    for match in _PREFIX.finditer(text):
        beside = match.start() == end + 1  # as in 01632 960001/01632 960002
        if match.start() < end or not (beside or _may_begin(text, match)):
            continue
        found = _end_of(text, match)
        if found is None:
            continue
        extension = _EXTENSION.match(text, found)
        end = extension.end() if extension else found
        yield match.start(), end


def _may_begin(text: str, match: re.Match[str]) -> bool:
    """Return whether what stands before lets this be a phone number and not part of a code."""
    before = text[max(0, match.start() - 30) : match.start()]
    if _DATE.match(text, match.start()):
        return False
    if before and (before[-1].isalnum() or before[-1] in "_#/-"):
        return bool(_TELLS.search(before))
    return True


def _end_of(text: str, match: re.Match[str]) -> int | None:
    if match["home"]:
        return _end_at_home(text, match.start(), match.end())
    if match["bare"]:
        return _end_at_home(text, match.start(), match.end(), ungrouped=False)
    country = re.compile(rf"44{GAP}?\)?").match(text, match.end())
    if country is None:
        return _end_abroad(text, match.end())
    trunk = _TRUNK.match(text, country.end())
    at = trunk.end() if trunk else country.end()
    zero = re.compile(rf"{GAP}?0(?=[1-9])").match(text, at)
    return _end_at_home(text, match.start(), zero.end() if zero else at, referred=False)


def _end_at_home(
    text: str, start: int, at: int, *, ungrouped: bool = True, referred: bool = True
) -> int | None:
    """Return where a UK number ends whose digits after the 0 or 44 begin at `at`."""
    digits, ends = _digits(text, at, 10)
    lengths = next((all_ for beginning, all_ in _LENGTHS if beginning.match(digits)), ())
    for length in lengths:
        if len(digits) < length or not _is_end(text, ends[length - 1]):
            continue
        end = ends[length - 1]
        if not text[start:end].lstrip("(+").isdigit():
            return end
        before = text[max(0, start - 40) : start]
        if referred and _REFERS.search(before) and not _TELLS.search(before):
            return None
        return end if ungrouped or _TELLS.search(before) else None
    return None


def _end_abroad(text: str, at: int) -> int | None:
    digits, ends = _digits(text, at, _LONGEST_ABROAD)
    for length in range(len(digits), _SHORTEST_ABROAD - 1, -1):
        if _is_end(text, ends[length - 1]):
            return ends[length - 1]
    return None


def _digits(text: str, at: int, most: int) -> tuple[str, list[int]]:
    """Return up to so many digits from here on, and where each of them ends."""
    digits, ends = "", list[int]()
    while len(digits) < most and (match := _NEXT_DIGIT.match(text, at)):
        digits += match[1]
        at = match.end()
        ends.append(at)
    return digits, ends


def _is_end(text: str, end: int) -> bool:
    return _GOES_ON.match(text, end) is None
