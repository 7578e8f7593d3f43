"""Characters that look like others or like nothing, and so spoil a code or a search.

Scanned sources write "CMP" in Cyrillic letters; copied ones carry no-break spaces and marks of
direction. A text of the library uses the letters of the Latin alphabet, plain spaces and NFC.
"""

import unicodedata
from collections.abc import Iterator

LOOK_ALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα",
        "ABESIJKMHOPCTYXaesijopcyxdhABEZHIKMNOPTYXoa",
        strict=True,
    )
)
INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}


def odd_characters(text: str) -> Iterator[str]:
    """Yield a reason for each different character that does not belong, with its first position."""
    if text != text.strip():
        yield "begins or ends with a space or an empty line"
    if text.isascii() and text.isprintable():
        return  # nearly every text: nothing below can be said of it
    if not unicodedata.is_normalized("NFC", text):
        yield "is not in Unicode normal form NFC (an accent is kept apart from its letter)"
    for character in dict.fromkeys(text):
        reason = _reason(character)
        if reason:
            name = unicodedata.name(character, "no name")
            where = text.index(character) + 1
            yield f"holds {reason} at character {where}: U+{ord(character):04X} {name}"


def _reason(character: str) -> str | None:
    if character.isascii() and (character.isprintable() or character == "\n"):
        return None
    category = unicodedata.category(character)
    if category in INVISIBLE:
        return "an invisible character or an unusual space"
    if character == "\N{REPLACEMENT CHARACTER}":
        return "the mark of a character that was lost"
    if category.startswith("L") and not unicodedata.name(character, "").startswith("LATIN "):
        twin = LOOK_ALIKES.get(character)
        return f"a letter that only looks like {twin}" if twin else "a letter of another script"
    if category == "Nd":
        return "a digit of another script"
    return None
