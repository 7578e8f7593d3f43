"""Email addresses and UK postcodes.

Source of the postcode formats: Royal Mail, as given in BS 7666 and the Postcode Address File.
"""

import re
from collections.abc import Iterator

_EMAIL = re.compile(
    r"(?<![\w.%+@-])\w[\w.!#$%&'’*+/=?^`{|}~-]{0,63}[ ]?(?:@|\[at\]|\(at\))[ ]?"
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}(?![\w@])"
)
_TIGHT = re.compile(r"[ ]@|@[ ]")
_AREA_NAMES = """
AB AL B BA BB BD BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT
DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD
LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK
SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ZZ
"""
_AREAS = frozenset(_AREA_NAMES.split())
_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])(?:(?P<area>[A-Za-z]{1,2})(?P<district>[0-9][0-9A-Za-z]?)"
    r"|(?P<giro>GIR))[ \t\u00a0\u2009\u202f]{0,3}"
    r"(?P<sector>[0-9])(?P<unit>[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})(?![A-Za-z0-9])"
)
# what people write small after a number: 1st, 2nd, 4hr, 6ft
_MEASURES = frozenset({"st", "nd", "rd", "th", "hr", "yr", "ft", "lb", "pt", "gb", "tb"})


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Yield where an email address stands."""
    for match in _EMAIL.finditer(text):
        if not _TIGHT.search(match.group()):
            yield match.span()


def postcodes(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a full postcode of an existing area stands; half a one names nobody's home."""
    for match in _POSTCODE.finditer(text):
        if match["giro"] or _is_postcode(match):
            yield match.span()


def _is_postcode(match: re.Match[str]) -> bool:
    area, district, unit = match["area"], match["district"], match["unit"]
    if area.upper() not in _AREAS:
        return False
    if district[-1:].isalpha() and not _may_end_in_a_letter(area.upper(), district[-1].upper()):
        return False
    return not (unit in _MEASURES and area.isupper())


def _may_end_in_a_letter(area: str, letter: str) -> bool:
    return letter in ("ABCDEFGHJKPSTUW" if len(area) == 1 else "ABEHMNPRVWXY")
