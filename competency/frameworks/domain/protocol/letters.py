"""Letters as templates, and the filling of them."""

from collections.abc import Mapping
from string import Formatter

from competency.frameworks.domain.protocol.parts import Part
from competency.kernel.errors import Refused

# What a letter can be filled with.
PLACEHOLDERS = (
    "organisation",
    "reference",
    "date",
    "referrer",
    "team",
    "criterion",
    "reason",
    "appeal",
    "appointment",
    "author",
)


class Letter(Part, kw_only=True):
    """A letter to be filled; its placeholders are some of PLACEHOLDERS, in curly brackets."""

    event: str
    subject: str
    paragraphs: tuple[str, ...]

    def placeholders(self) -> tuple[str, ...]:
        """Return the names that have to be filled, in their order, each once."""
        return placeholders_of(self.subject, *self.paragraphs)

    def fill(self, values: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
        """Return the subject and the paragraphs filled; refuse where something is missing."""
        missing = [name for name in self.placeholders() if not values.get(name, "").strip()]
        if missing:
            raise Refused(
                "letter_incomplete", f"The letter cannot be made without: {', '.join(missing)}."
            )
        filled = tuple(text.format_map(values) for text in self.paragraphs)
        return self.subject.format_map(values), filled


def placeholders_of(*texts: str) -> tuple[str, ...]:
    """Return the names in curly brackets, each once; a ValueError where brackets do not match."""
    names = [
        name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None
    ]
    return tuple(dict.fromkeys(names))
