"""Dates of birth: a date counts as one only beside words that make it one.

A log is full of dates of meetings, so a bare date is never asked about.
"""

import re
from collections.abc import Iterator

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_YEAR = r"(?:(?:18|19|20)[0-9]{2}|['’]?[0-9]{2})"
_DATE = re.compile(
    r"(?<![0-9A-Za-z./-])(?:"
    rf"{_DAY}(?P<sep>[ ]?[-./–][ ]?|[ ])(?:0?[1-9]|1[0-2])(?P=sep){_YEAR}"
    rf"|(?:0?[1-9]|1[0-2])/{_DAY}/(?:18|19|20)[0-9]{{2}}"
    rf"|(?:18|19|20)[0-9]{{2}}(?P<iso>[-./])(?:0?[1-9]|1[0-2])(?P=iso){_DAY}"
    rf"|{_DAY}(?:st|nd|rd|th)?(?:\s+of)?[\s-]*{_MONTH}\.?,?[\s-]*{_YEAR}"
    rf"|{_MONTH}\.?\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}"
    r"|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:18|19|20)[0-9]{2}"
    r")(?![0-9A-Za-z])(?![-/][0-9])",
    re.I,
)
_BIRTH = r"d\.?\s?o\.?\s?b\b\.?|d/o/b|dates?[\s-]+of[\s-]+births?|birth[\s-]?dates?|birthdays?"
_BORN = r"(?<!was )(?<!idea )born(?!\s+out\b)|(?<=was )born(?!\s+out\b)|\bb\.|née"
_BEFORE = re.compile(rf"(?<![A-Za-z])(?:{_BIRTH}|{_BORN})(?P<filler>[^;!?]{{0,48}})$", re.I)
_AFTER = re.compile(
    rf"[\s,()\[\]–—:-]*(?:(?:is|was|being|as)\s+(?:[\w’']+\s+){{0,3}})?[(\[]?(?:{_BIRTH})(?![a-z])",
    re.I,
)
_BORN_AFTER = re.compile(r"[\s,(]*(?:(?:is\s+)?when\s+)?(?:\w+\s+){0,3}(?:was\s+)?born\b", re.I)
_AGE = re.compile(
    r"(?:\b(?:aged?|age\s+of|age\s+is)[\s:=]*(?P<first>[0-9]{1,3})|"
    r"\b(?P<second>[0-9]{1,3})[\s-]*(?:years?|yrs?|y)[\s./-]*(?:olds?|o)\b\.?)[\s,;:()\[\]/–-]{1,4}$",
    re.I,
)
_AGE_AFTER = re.compile(
    r"[\s,;:()\[\]/–-]{1,4}(?:(?:now\s+)?aged?[\s:=]*(?P<first>[0-9]{1,3})\b|"
    r"(?P<second>[0-9]{1,3})[\s-]*(?:years?|yrs?|y)[\s./-]*(?:olds?|o)\b)",
    re.I,
)
# between the word and the date: then the date is that of something else
_SOMETHING_ELSE = re.compile(
    r"\b(?:met|meeting|meet|review\w*|discuss\w*|attend\w*|session|visit\w*|course|check\w*|"
    r"updat\w*|confirm\w*|call\w*|training|complet\w*|supervision|since|until|by|audit\w*|"
    r"card|party|lunch|cake|project|policy|field|column|process|recorded\s+on|changed|"
    r"added|corrected|asked|sent|seen|assess\w*|refer\w*|today|yesterday|then|after)\b",
    re.I,
)
_SENTENCE_ENDS = re.compile(r"[a-z)]\.\s+[A-Z]|\n\s*\n")
_NEAR = 70
_AGES = range(1985, 2061)  # a birth year and an age that belong together meet here


def births(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a date stands that its surroundings make a date of birth."""
    last_end = 0
    for match in _DATE.finditer(text):
        before = text[max(last_end, match.start() - _NEAR) : match.start()]
        after = text[match.end() : match.end() + _NEAR]
        if _named_before(before) or _named_after(after) or _aged(before, after, match.group()):
            yield match.span()
        last_end = match.end()


def _named_before(before: str) -> bool:
    match = _BEFORE.search(before)
    if match is None:
        return False
    filler = match["filler"]
    return not _SOMETHING_ELSE.search(filler) and not _SENTENCE_ENDS.search(filler)


def _named_after(after: str) -> bool:
    return bool(_AFTER.match(after) or _BORN_AFTER.match(after))


def _aged(before: str, after: str, found: str) -> bool:
    match = _AGE.search(before) or _AGE_AFTER.match(after)
    if match is None:
        return False
    age = int(match["first"] or match["second"])
    years = re.findall(r"(?:18|19|20)[0-9]{2}", found)
    return not years or int(years[0]) + age in _AGES
