"""What a reader sees of a part of a standard, for the comparison of versions."""

from collections.abc import Iterator

from competency.frameworks.domain.kind import Entry
from competency.frameworks.domain.protocol.parts import Part
from competency.kernel.values import Value, fields


def part_entries(code: str, part: Part) -> Iterator[Entry]:
    """Yield the title of a part, then what else it says, field by field."""
    yield Entry(code, part.title)
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name in ("code", "title", "source") or value in (None, ()):
            continue
        inner = value if isinstance(value, tuple) else ()
        if inner and all(hasattr(one, "code") for one in inner):
            for one in inner:
                yield Entry(f"{code}/{one.code}", in_words(one), code)
        else:
            yield Entry(f"{code}/{field.name}", in_words(value), code)


def in_words(value: object) -> str:
    """Return a value in one line."""
    if isinstance(value, tuple):
        whole_numbers = [one for one in value if isinstance(one, int)]
        if len(whole_numbers) > 2 and value == tuple(range(value[0], value[-1] + 1)):
            return f"{value[0]} to {value[-1]}"
        return "; ".join(in_words(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Value):
        inner = (getattr(value, one.name) for one in fields(value) if one.name != "code")
        return ", ".join(in_words(one) for one in inner if one not in (None, ()))
    return str(value)
