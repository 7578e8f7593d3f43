"""Running the migrations: each step whole or not at all, on both databases.

On SQLite Alembic's own ways are not transactional, and rebuilding a table in batch mode deletes
what refers to it. So the connection begins its transactions itself, foreign keys are off before
the first BEGIN and checked after each step, and a copy of the file is kept.

Alembic is imported inside the functions: a web process never loads it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, MetaData, event, inspect, text

from competency.infra import triggers
from competency.infra.db import begin_with_lock, both_databases

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).resolve().parent
HEAD_FILE = HERE / "HEAD"
LOCK = 4_270_551  # any number, the same in every process that migrates


class BrokenReferences(RuntimeError):
    """A step left rows that refer to rows which do not exist; the step was undone."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to the revision; on SQLite a copy of the file is made before.

    A run that was cut short can simply be run again: it goes on after the last whole step.
    """
    from alembic import command

    with _exclusive(engine) as connection:
        if pending := _pending(connection, revision):
            _keep_copy(connection, pending)
        command.upgrade(_config(connection), revision)
        connection.rollback()  # where no step was due, Alembic leaves its reading open
        with connection.begin():
            triggers.lay(connection)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to the revision; `base` leaves nothing but the empty version table."""
    from alembic import command

    with _exclusive(engine) as connection:
        command.downgrade(_config(connection), revision)


def current(engine: Engine) -> str | None:
    """Return the revision that the database stands at, or None when it has none."""
    with engine.connect() as connection:
        return _current(connection)


def head() -> str:
    """Return the newest revision, as the file HEAD names it; loads no Alembic."""
    return HEAD_FILE.read_text(encoding="ascii").strip()


def check(engine: Engine, metadata: MetaData) -> list[str]:
    """Return a sentence for each difference between the database and the declared tables."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    both_databases(metadata)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options())
        return [_said(difference) for difference in compare_metadata(context, metadata)]


def write(engine: Engine, metadata: MetaData, message: str) -> Path:
    """Write the next step from what the tables declare and the database lacks, to be read over.

    The database must stand at the newest revision.
    """
    from alembic import command
    from alembic.script import Script, ScriptDirectory

    both_databases(metadata)
    with _exclusive(engine) as connection:
        config = _config(connection, metadata)
        steps = list(ScriptDirectory.from_config(config).walk_revisions())
        made = command.revision(config, message, autogenerate=True, rev_id=f"{len(steps) + 1:04}")
    if not isinstance(made, Script):
        raise RuntimeError(f"no step was written: {made!r}")
    path = Path(made.path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if "# ###" not in x), encoding="utf-8")
    HEAD_FILE.write_text(f"{made.revision}\n", encoding="ascii")
    return path


def options() -> dict[str, Any]:
    """Return how Alembic works here, the same for running and for comparing."""
    return {
        "render_as_batch": True,
        "transactional_ddl": True,
        "transaction_per_migration": True,
        "compare_type": True,
        "compare_server_default": True,
        "on_version_apply": _after_each_step,
    }


def _config(connection: Connection, metadata: MetaData | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes |= {"connection": connection, "metadata": metadata}
    return config


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _pending(connection: Connection, revision: str) -> str | None:
    """Return the revision to come when the database has tables and is not there yet."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_config(connection)).get_revision(revision)
    with connection.begin():
        now = _current(connection)
    if script is None or now is None or now == script.revision:
        return None
    return script.revision


@contextmanager
def _exclusive(engine: Engine) -> Iterator[Connection]:
    """Give a connection of its own, set up for migrating, that no second migration can have."""
    with engine.connect() as connection:
        connection.detach()  # what is set here must not go back into the pool
        prepare = _prepare_sqlite if engine.dialect.name == "sqlite" else _prepare_postgres
        prepare(connection)
        yield connection


def _prepare_sqlite(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    event.listen(connection, "begin", begin_with_lock)
    raw.execute("PRAGMA foreign_keys=OFF")  # has no effect once a transaction has begun
    raw.execute("PRAGMA legacy_alter_table=ON")  # a trigger may name a table being rebuilt


def _prepare_postgres(connection: Connection) -> None:
    with connection.begin():
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SET lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})


def _keep_copy(connection: Connection, revision: str) -> None:
    """Copy a SQLite file aside, through its own backup, which knows of the write-ahead log."""
    database = connection.engine.url.database
    if connection.dialect.name != "sqlite" or not database or database == ":memory:":
        return
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    with closing(sqlite3.connect(f"{database}.before-{revision}")) as copy:
        raw.backup(copy)


def _after_each_step(*, ctx: Any, **_facts: Any) -> None:
    """Lay the triggers anew and see that every reference holds, within the step's transaction."""
    connection: Connection = ctx.connection
    triggers.lay(connection)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise BrokenReferences(", ".join(f"{row[0]} row {row[1]}" for row in broken[:5]))


def _said(difference: Any) -> str:
    if isinstance(difference, list):
        return "; ".join(_said(part) for part in difference)
    return " ".join(str(part) for part in difference)
