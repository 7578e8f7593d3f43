"""Dates as they are written in files: 2026-11-30 and nothing else."""

import re
from datetime import date

SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_shaped(text: str) -> bool:
    """Return whether a text is written like a date, real or not."""
    return SHAPE.fullmatch(text) is not None


def read_iso(text: str) -> date | None:
    """Return the date of a text, None where it is written otherwise or no such day exists.

    The shape is asked first, because Python also takes `20261130` and `2026-W48-1` for dates.
    """
    if not is_shaped(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
