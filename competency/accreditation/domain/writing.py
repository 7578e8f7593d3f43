"""How much people may write in one place of a self-study; the pack prints all of it."""

from competency.kernel.errors import Refused

LONGEST = 20_000  # characters, some eight printed pages: a narrative, a plan, a comment
LONGEST_LINE = 200


def at_most(text: str, field: str, longest: int = LONGEST) -> str:
    """Return the text without blanks around it; refuse one that is too long."""
    text = text.strip()
    if len(text) > longest:
        raise Refused("too_long", f"Use at most {longest:,} characters.", field=field)
    return text
