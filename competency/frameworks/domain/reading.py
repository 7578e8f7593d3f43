"""Strict reading of parsed documents: every fault is collected, none stops the reading.

A `Table` hands out typed values and notes what is missing, mistyped, empty or unknown. Where a
value cannot be had it hands out a harmless one, so that the rest can still be read and checked;
whoever asked throws the result away when there were faults.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar

from competency.frameworks.domain.characters import odd_characters
from competency.frameworks.domain.faults import Fault

Document = Mapping[str, object]
Documents = Mapping[str, Document]
WHOLE_FILE = "whole file"
Wanted = TypeVar("Wanted")


class Table:
    """One table of a document: its values by key, and the keys that nobody asked for."""

    def __init__(self, content: Document, file: str, place: str, faults: list[Fault]) -> None:
        self.file = file
        self.place = place
        self._content = content
        self._faults = faults
        self._asked: set[str] = set()
        self._children: list[Table] = []

    def fault(self, key: str, reason: str) -> None:
        """Note a fault of one value of this table; an empty key means the table itself."""
        place = ", ".join(part for part in (self.place, key) if part) or WHOLE_FILE
        self._faults.append(Fault(self.file, place, reason))

    def has(self, key: str) -> bool:
        """Return whether the table holds the key."""
        return key in self._content

    def text(self, key: str) -> str:
        """Return a text that must be there, not empty and free of odd characters."""
        value = self._take(key, str, "a text")
        if value is None:
            return ""
        self._check_text(key, value)
        return value

    def optional_text(self, key: str) -> str | None:
        """Return a text, checked the same way, or None where there is none."""
        return self.text(key) if self.has(key) else None

    def code(self, key: str, pattern: str, looks: str) -> str:
        """Return a text that must match the whole pattern; `looks` says the pattern in words."""
        value = self.text(key)
        if value and not re.fullmatch(pattern, value, re.ASCII):
            self.fault(key, f"{value!r} must be {looks}")
        return value

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        """Return a text that must be one of those allowed."""
        value, known = self.text(key), tuple(allowed)
        if value and value not in known:
            self.fault(key, f"{value!r} is not known; it must be one of {', '.join(known)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, each checked; an absent list is an empty one."""
        if not self.has(key):
            return ()
        values = self._take(key, list, "a list of texts") or []
        good = []
        for number, value in enumerate(values, 1):
            if isinstance(value, str):
                self._check_text(f"{key} {number}", value)
                good.append(value)
            else:
                self.fault(f"{key} {number}", f"must be a text, not {_kind(value)}")
        return tuple(good)

    def integer(self, key: str, *, minimum: int) -> int:
        """Return a whole number that must be there and not below the minimum."""
        value = self._take(key, int, "a whole number")
        if value is None:
            return minimum
        if value < minimum:
            self.fault(key, f"is {value} and must be at least {minimum}")
        return value

    def optional_integer(self, key: str, *, minimum: int) -> int | None:
        """Return a whole number, checked the same way, or None where there is none."""
        return self.integer(key, minimum=minimum) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """Return true or false; one of them must be there."""
        return self._take(key, bool, "true or false") or False

    def optional_day(self, key: str) -> date | None:
        """Return a date without a time of day, or None where there is none."""
        return self._take(key, date, "a date such as 2026-11-22") if self.has(key) else None

    def table(self, key: str) -> "Table":
        """Return a table inside this one; it must be there."""
        value = self._take(key, dict, f"a table [{key}]")
        return self._child(value or {}, key, muted=value is None)

    def tables(self, key: str, *, name: str = "code") -> "tuple[Table, ...]":
        """Return a list of tables of which there must be one or more; `name` is their key."""
        values = self._take(key, list, f"tables [[{key}]]") or []
        found = []
        for number, value in enumerate(values, 1):
            label = f"{key} {number}"
            if not isinstance(value, dict):
                self.fault(label, f"must be a table [[{key}]], not {_kind(value)}")
                continue
            called = value.get(name)
            found.append(self._child(value, f"{label} ({called})" if called else label))
        if self.has(key) and not values and isinstance(self._content[key], list):
            self.fault(key, "is empty")
        return tuple(found)

    def optional_tables(self, key: str, *, name: str = "code") -> "tuple[Table, ...]":
        """Return a list of tables that may be absent."""
        return self.tables(key, name=name) if self.has(key) else ()

    def close(self) -> None:
        """Note every key, here and below, that nobody asked for."""
        for key in self._content:
            if key not in self._asked:
                odd = "; ".join(odd_characters(key))
                self.fault(key, f"is not a known key{f' ({odd})' if odd else ''}")
        for child in self._children:
            child.close()

    def _child(self, content: Document, label: str, *, muted: bool = False) -> "Table":
        place = f"{self.place}, {label}" if self.place else label
        child = Table(content, self.file, place, [] if muted else self._faults)
        self._children.append(child)
        return child

    def _take(self, key: str, kind: type[Wanted], wanted: str) -> Wanted | None:
        self._asked.add(key)
        if key not in self._content:
            self.fault(key, "is missing")
            return None
        value = self._content[key]
        # A TOML boolean is no number and a moment no date, although Python says they are.
        alike = (kind is int and isinstance(value, bool)) or isinstance(value, datetime)
        if not isinstance(value, kind) or alike:
            self.fault(key, f"must be {wanted}, not {_kind(value)}")
            return None
        return value

    def _check_text(self, key: str, value: str) -> None:
        if not value.strip():
            self.fault(key, "is empty")
            return
        for reason in odd_characters(value):
            self.fault(key, reason)


def _kind(value: object) -> str:
    """Return what a TOML value is, in words."""
    names = {str: "a text", bool: "true or false", int: "a whole number", float: "a fraction"}
    names |= {list: "a list", dict: "a table", datetime: "a moment", date: "a date"}
    return names.get(type(value), "another kind of value")
