"""Which kept files the rows of all rooms name, so that none of them is swept away."""

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from competency.infra.db import Base


def named_hashes(session: Session) -> set[str]:
    """Return the hash of every kept file that a row of any room names."""
    found: set[str] = set()
    for table in tables_of_files():
        found.update(session.scalars(select(table.c.sha256).distinct()))
    return found


def tables_of_files() -> list[Table]:
    """Return the tables whose rows name kept files: they say both its hash and its media type.

    They are found, not listed: a room that forgot to put itself on a list would lose its files.
    """
    tables = Base.metadata.tables.values()
    return [table for table in tables if {"sha256", "media_type"} <= set(table.columns.keys())]
