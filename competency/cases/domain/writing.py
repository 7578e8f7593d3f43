"""What people may write about a case: plain text of a length, never empty where it is needed."""

from competency.kernel.errors import Refused

LONGEST = 4_000
LONGEST_LINE = 200
REFERENCE_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/.")


def checked(text: str, field: str, ask: str, *, longest: int = LONGEST) -> str:
    """Return the text without blanks around it; refuse an empty one with what is asked for."""
    text = at_most(text, field, longest=longest)
    if not text:
        raise Refused(f"{field}_needed", ask, field=field)
    return text


def at_most(text: str, field: str, *, longest: int = LONGEST) -> str:
    """Return the text without blanks around it; refuse one that is too long."""
    text = text.strip()
    if len(text) > longest:
        raise Refused("too_long", f"Use at most {longest:,} characters.", field=field)
    return text


def checked_reference(text: str) -> str:
    """Return a case reference in capitals; refuse an empty, long or odd one."""
    text = checked(text, "reference", "Enter a reference for the case.", longest=40).upper()
    if not set(text) <= REFERENCE_CHARACTERS or not any(c.isdigit() for c in text):
        raise Refused(
            "odd_reference",
            "A reference has capital letters, digits, hyphens, slashes and full stops, and at "
            "least one digit. It is not the client's name.",
            field="reference",
        )
    return text
