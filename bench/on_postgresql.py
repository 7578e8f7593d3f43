"""The databases of other figures on a PostgreSQL server, which lives as long as the figure."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy import make_url

from bench import data
from competency.infra.db import Base
from tests.support import postgres
from tests.support.databases import PostgresServer

# Laid again once the rows are there. A key's own index stays: others may point to it.
INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND NOT i.indisunique
"""


@contextmanager
def copied(*apps: Flask) -> Iterator[list[Flask]]:
    """Lend the same applications on PostgreSQL, with all rows of their SQLite files."""
    keeper = postgres.Keeper()
    try:
        server = PostgresServer(keeper.folder, "bench")
        with ExitStack() as stack:
            yield [
                stack.enter_context(_copy(app, server, f"copy_{n}")) for n, app in enumerate(apps)
            ]
    finally:
        keeper.close()


@contextmanager
def _copy(app: Flask, server: PostgresServer, name: str) -> Iterator[Flask]:
    url = server.create(name, template="template_casebridge")
    file = make_url(app.extensions["settings"].database_url).database or ""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as target, sqlite3.connect(file) as source:
        _fill(target, source)
    with psycopg.connect(plain, autocommit=True) as target:
        target.execute("ANALYZE")
    copy = data.product(url)
    try:
        yield copy
    finally:
        copy.extensions["database"].engine.dispose()


def _fill(target: "psycopg.Connection[tuple[str, str]]", source: sqlite3.Connection) -> None:
    """Copy all rows, without looking at foreign keys and triggers: they held where rows were."""
    target.execute("SET session_replication_role = replica")
    target.execute("SET timezone = 'UTC'")
    indexes = target.execute(INDEXES).fetchall()
    for name, _again in indexes:
        target.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    for table in Base.metadata.sorted_tables:
        columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
        order = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        target.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))
        with target.cursor().copy(order) as rows:
            for row in source.execute(f'SELECT {names} FROM "{table.name}"'):
                rows.write_row(row)
        if "id" in table.columns and table.columns["id"].autoincrement is not False:
            _go_on_counting(target, table.name)
    for _name, again in indexes:
        target.execute(again.encode())


def _go_on_counting(target: "psycopg.Connection[tuple[str, str]]", table: str) -> None:
    """Let the next row that is added come after the last that was copied."""
    name = sql.Literal(table)
    target.execute(
        sql.SQL(
            "SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))"
            " WHERE pg_get_serial_sequence({}, 'id') IS NOT NULL"
        ).format(name, sql.Identifier(table), name)
    )
