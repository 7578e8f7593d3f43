"""Triggers that hold what must never change, on both databases.

Rooms declare them beside their models; `lay` (re)creates all of them, after every migration,
because SQLite's batch mode drops a table's triggers with the table.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, inspect, text

from competency.kernel.values import Value

PREFIX = "keep_"
STANDING = {  # on PostgreSQL each has a function of its name, which may outlive the table
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace",
}
DROPPING = {
    "sqlite": "DROP TRIGGER {}",
    "postgresql": "DROP FUNCTION {}() CASCADE",  # and the trigger that calls it
}


class Guard(Value):
    """Refuse `operation` on `table` when `condition` holds (SQL over OLD and NEW)."""

    table: str
    operation: str
    condition: str
    message: str

    @property
    def name(self) -> str:
        """Return the trigger's name, the same on both databases."""
        return f"{PREFIX}{self.table}_{self.operation.lower()}"


_guards: dict[str, Guard] = {}


def append_only(table: str) -> None:
    """Refuse every UPDATE and DELETE on the table, and an INSERT over an existing id."""
    _add(table, "UPDATE", "1=1", f"{table} is append only")
    _add(table, "DELETE", "1=1", f"{table} is append only")
    _add(
        table,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)",
        f"{table} is append only",
    )


def appended_until(table: str, *, parent: str, key: str, gone: str) -> None:
    """Refuse every UPDATE on the table, and a DELETE until the parent's `gone` is filled.

    For what is appended to while it is kept, and removed when its time is over.
    """
    _add(table, "UPDATE", "1=1", f"{table} is append only")
    kept = f"EXISTS (SELECT 1 FROM {parent} WHERE id = OLD.{key} AND {gone} IS NULL)"
    _add(table, "DELETE", kept, f"{table} is append only")
    _add(
        table,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)",
        f"{table} is append only",
    )


def sealed(table: str, *, seal: str) -> None:
    """Refuse UPDATE and DELETE on a row of the table once its column `seal` is filled."""
    for operation in ("UPDATE", "DELETE"):
        _add(table, operation, f"OLD.{seal} IS NOT NULL", f"this {table} is sealed")


def sealed_with(table: str, *, parent: str, key: str, seal: str, appended: bool = False) -> None:
    """Refuse every change to rows of the table whose parent's `seal` is filled.

    With `appended`, UPDATE and DELETE are refused always.
    """

    def under(row: str) -> str:
        return f"EXISTS (SELECT 1 FROM {parent} WHERE id = {row}.{key} AND {seal} IS NOT NULL)"

    message = f"{table} belongs to a sealed {parent}"
    _add(table, "INSERT", under("NEW"), message)
    _add(table, "UPDATE", "1=1" if appended else f"{under('OLD')} OR {under('NEW')}", message)
    _add(table, "DELETE", "1=1" if appended else under("OLD"), message)


def agreed_with(
    table: str, *, parent: str, key: str, seal: str, columns: Sequence[str], closed: str
) -> None:
    """Refuse to change what a sealed parent agreed, and everything of a row that is closed.

    While the parent is sealed, only columns that are not named may still be filled, and no row
    is added to it or taken from it. Once `closed` is filled, the row stays as it is.
    """

    def under(row: str) -> str:
        return f"EXISTS (SELECT 1 FROM {parent} WHERE id = {row}.{key} AND {seal} IS NOT NULL)"

    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    message = f"{table} is closed, or belongs to a sealed {parent}"
    is_closed = f"OLD.{closed} IS NOT NULL"
    sealed = f"({under('OLD')} OR {under('NEW')})"
    _add(table, "INSERT", under("NEW"), message)
    _add(table, "UPDATE", f"{is_closed} OR ({sealed} AND ({changed}))", message)
    _add(table, "DELETE", f"{is_closed} OR {under('OLD')}", message)


def lay(connection: Connection) -> None:
    """Create all declared triggers anew on the tables that exist."""
    drop(connection)
    present = set(inspect(connection).get_table_names())
    dialect = connection.dialect.name
    laid = [g for g in _guards.values() if g.table in present]
    _send(connection, [line for guard in laid for line in _creating(guard, dialect)])


def drop(connection: Connection) -> None:
    """Drop all declared triggers, so that a migration may rebuild their tables."""
    dialect = connection.dialect.name
    standing = set(connection.scalars(text(STANDING[dialect])))
    _send(connection, [DROPPING[dialect].format(n) for n in _guards if n in standing])


def _send(connection: Connection, statements: Sequence[str]) -> None:
    """Send them as they are: a hundred and more of them, after each of many steps."""
    whole = connection.dialect.name != "sqlite"  # PostgreSQL takes them all at once
    for script in ["; ".join(statements)] if whole and statements else statements:
        connection.exec_driver_sql(script, execution_options={"no_parameters": True})


def _add(table: str, operation: str, condition: str, message: str) -> None:
    guard = Guard(table, operation, condition, message)
    _guards[guard.name] = guard


def _creating(guard: Guard, dialect: str) -> Iterator[str]:
    if dialect == "sqlite":
        yield (
            f"CREATE TRIGGER {guard.name} BEFORE {guard.operation} ON {guard.table} "
            f"WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
        )
        return
    result = "OLD" if guard.operation == "DELETE" else "NEW"
    yield (
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {guard.condition} THEN RAISE EXCEPTION '{guard.message}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {result}; END $$"
    )
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.operation} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
    )
