"""What somebody typed in place of faulty cells; the file itself stays as it was sent."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from competency.kernel.errors import Refused
from competency.kernel.values import Value, field
from competency.training.domain.columns import Field

MOST_MENDED = 500  # rows; with more, the file itself is the place to correct them
LONGEST_TYPED = 200
Typed = Mapping[int, Mapping[Field, str]]  # by row and field, what stands in its box


class Mend(NamedTuple):
    """What the file said in a cell, and what was typed instead."""

    said: str
    typed: str


Mends = Mapping[int, Mapping[Field, Mend]]


class Mending(Value):
    """Corrections by row and field, and the rows that are left out."""

    cells: Mends = field(default_factory=lambda: MappingProxyType({}))
    left_out: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Return whether anything was corrected or left out."""
        return bool(self.cells or self.left_out)

    @property
    def rows(self) -> list[int]:
        """Return the rows that were corrected or left out, in order."""
        return sorted({*self.cells, *self.left_out})


NOTHING_MENDED = Mending()


def mended(
    before: Mending, said: Mapping[int, Mapping[Field, str]], typed: Typed, left_out: set[int]
) -> Mending:
    """Return the corrections with what now stands in the boxes of the rows that were `said`.

    A box that says what the file says is no correction. Rows without boxes stay as they were;
    refuses more rows than one mends by hand.
    """
    cells = {row: dict(found) for row, found in before.cells.items()}
    for row in said.keys() & typed.keys():
        for name, text in typed[row].items():
            text = text[:LONGEST_TYPED]
            now = cells.setdefault(row, {})
            was = shown(now[name].said if name in now else said[row].get(name, ""))
            if text == was:
                now.pop(name, None)
            else:
                now[name] = Mend(was, text)
    found = Mending(
        {row: one for row, one in cells.items() if one},
        (before.left_out - said.keys()) | (left_out & said.keys()),
    )
    if len(found.rows) > MOST_MENDED:
        raise Refused(
            "too_many_mended",
            f"More than {MOST_MENDED} rows are too many to mend here. Correct them in the file "
            "and send it again.",
        )
    return found


def shown(text: str) -> str:
    """Return what a cell says as its box holds it: on one line, and not longer than a box."""
    return " ".join(text[:LONGEST_TYPED].split())


def as_text(mending: Mending) -> str:
    """Return the corrections as text, to be kept beside the file."""
    return json.dumps(
        {
            "cells": {
                row: {name.value: list(mend) for name, mend in found.items()}
                for row, found in mending.cells.items()
            },
            "left_out": sorted(mending.left_out),
        }
    )


def from_text(text: str) -> Mending:
    """Return the corrections that were kept; of no text, none."""
    if not text:
        return NOTHING_MENDED
    kept = json.loads(text)
    return Mending(
        {
            int(row): {Field(name): Mend(*mend) for name, mend in found.items()}
            for row, found in kept["cells"].items()
        },
        frozenset(kept["left_out"]),
    )
