"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from competency.infra.db import Database

NOT_A_QUESTION = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")


@contextmanager
def statements(of: Flask | Database) -> Iterator[list[str]]:
    """Give the list of SQL statements that the application, or a stage's database, sends meanwhile.

    A stage has a database of its own: what it does is not seen where an application is given.
    """
    asked: list[str] = []
    engine = of.engine if isinstance(of, Database) else of.extensions["database"].engine

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(NOT_A_QUESTION):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
