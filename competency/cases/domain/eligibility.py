"""Whether a postcode lies in the area that the service is for.

The register needs no full postcode: the district, or a sector where the area asks for one, says
enough. What the protocol lists are beginnings of postcodes: FY, FY1, FY5 1.
"""

import re
from collections.abc import Iterable, Sequence

from competency.frameworks.domain.kinds.case_management_protocol import Area
from competency.kernel.errors import Refused
from competency.kernel.values import Value

# Letters of the area, number of the district (with a letter in parts of London), digit of the
# sector, two letters of the unit. No unit has C, I, K, M, O or V.
_WHOLE = re.compile(r"([A-Z]{1,2})([0-9][0-9A-Z]?) ?([0-9])([ABD-HJLNP-UW-Z]{2})")
_BEGINNING = re.compile(r"([A-Z]{1,2})(?:([0-9][0-9A-Z]?)(?: ([0-9]))?)?")
_ASK = "Enter a postcode, such as FY1 4AB, or its first part, such as FY1."


class Postcode(Value):
    """A postcode, or as much of its beginning as is known; what is not known is empty."""

    area: str
    district: str = ""
    sector: str = ""
    unit: str = ""

    def __str__(self) -> str:
        """Return the postcode as it is written, with its one blank."""
        return f"{self.area}{self.district} {self.sector}{self.unit}".strip()

    @property
    def to_keep(self) -> str:
        """Return what a register may keep of it: no more than the sector."""
        return f"{self.area}{self.district} {self.sector}".strip()


def parse(text: str) -> Postcode:
    """Return the postcode in a text, whole or its beginning, in any case and spacing.

    Refuses an empty text and one that cannot be the beginning of a postcode.
    """
    tidy = " ".join(text.upper().split())
    if not tidy.isascii():
        raise Refused("odd_postcode", _ASK, field="postcode")
    whole = _WHOLE.fullmatch(tidy) or _WHOLE.fullmatch(tidy.replace(" ", ""))
    if whole:
        return Postcode(*whole.groups())
    beginning = _BEGINNING.fullmatch(tidy)
    if not beginning:
        raise Refused("odd_postcode", _ASK, field="postcode")
    return Postcode(*(part or "" for part in beginning.groups()))


def find_area(text: str, areas: Iterable[Area]) -> Area | None:
    """Return the area that a postcode lies in, or None where it lies in none.

    Refuses a text that is no postcode, and one that is too short to tell: FY5 where only a
    sector of FY5 belongs to an area.
    """
    postcode = parse(text)
    too_short = False
    for area in areas:
        for beginning in area.postcodes:
            listed = parse(beginning)
            if _lies_in(postcode, listed):
                return area
            too_short = too_short or _lies_in(listed, postcode)
    if too_short:
        raise Refused(
            "postcode_too_short",
            f"{postcode} is partly in the area. Enter more of the postcode.",
            field="postcode",
        )
    return None


def is_in_area(text: str, areas: Sequence[Area]) -> bool:
    """Return whether a postcode lies in one of the areas; refuses what `find_area` refuses."""
    return find_area(text, areas) is not None


def _lies_in(postcode: Postcode, outer: Postcode) -> bool:
    """Return whether the first is the second or a part of it: FY1 4AB lies in FY1, not in FY14."""
    if postcode.area != outer.area:
        return False
    if outer.district and outer.district not in (postcode.district, _number(postcode.district)):
        return False
    return not outer.sector or outer.sector == postcode.sector


def _number(district: str) -> str:
    """Return a district without the letter that divides some in London: 1A is a part of 1."""
    return district.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
