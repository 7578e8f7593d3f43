"""The columns that a file of cases must have, and which of them is which."""

from collections.abc import Iterator, Sequence

from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.kernel.values import Value
from competency.timeliness.bulk.faults import WHOLE_FILE, Faults, FaultyFile, quoted

CASE_REF, TEAM, WORKER, CLOSED = "case_ref", "team", "worker", "closed"
# A file gives the reviews of a client one column, under the name that people know it by.
COLUMN_OF = {"client_review": "reviews"}
HEADINGS_ROW = 1


class Layout(Value):
    """The columns of a set of standards: events with one date, and those with several."""

    single: tuple[tuple[str, str], ...]  # event, column
    many: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return every column that a file must have."""
        dates = (column for _event, column in (*self.single, *self.many))
        return (CASE_REF, TEAM, WORKER, *dates, CLOSED)


def layout_of(standards: TimelinessStandards) -> Layout:
    """Return the columns that the events of the standards need."""
    used = {event for one in standards.standards for event in (one.starts, one.ends)}
    several = {one.ends for one in standards.standards if one.repeats}
    known = [event.code for event in standards.events if event.code in used]
    named = [(event, COLUMN_OF.get(event, event)) for event in known]
    return Layout(
        single=tuple(pair for pair in named if pair[0] not in several),
        many=tuple(pair for pair in named if pair[0] in several),
    )


def match_headings(headings: Sequence[str], layout: Layout, faults: Faults) -> tuple[str, ...]:
    """Return our names of a file's columns in its order, upper and lower case alike.

    Notes each column that is missing, unknown or there twice, and then raises `FaultyFile`.
    """
    found = tuple(heading.strip().casefold() for heading in headings)
    wrong = list(_wrong_headings(found, headings, layout))
    for column, reason in wrong:
        faults.note(HEADINGS_ROW, column, reason)
    if wrong:
        raise FaultyFile(faults)
    return found


def _wrong_headings(
    found: tuple[str, ...], headings: Sequence[str], layout: Layout
) -> Iterator[tuple[str, str]]:
    if len(found) == 1 and found[0].count(";") + 1 >= len(layout.columns):
        yield WHOLE_FILE, "the cells are divided by semicolons; save it with commas"
        return
    for place, name in enumerate(found):
        if name not in layout.columns:
            shown = quoted(headings[place].strip()) if name else f"number {place + 1}"
            yield shown, "is not a column that is known here"
        elif name in found[:place]:
            yield name, "stands here twice"
    for name in layout.columns:
        if name not in found:
            yield name, "is missing"
