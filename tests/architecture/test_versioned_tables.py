"""Bulk statements pass by a table's version column, so tables that have one get none."""

import ast
from collections.abc import Iterator

from competency import tables
from competency.infra.db import Base
from tests.support.source import PACKAGE, modules, shown, tree

BULK = {"update", "delete"}


def versioned() -> set[str]:
    return {m.class_.__name__ for m in Base.registry.mappers if m.version_id_col is not None}


def bulk_statements(source: ast.AST, names: set[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        about = getattr(node.args[0], "id", getattr(node.args[0], "attr", ""))
        if called in BULK and about in names:
            yield node.lineno, f"{called}({about})"


def test_the_migrations_know_every_rooms_tables() -> None:
    with_tables = {path.parent.name for path in PACKAGE.glob("*/models.py")}
    with_tables |= {path.parent.parent.name for path in PACKAGE.glob("*/models/__init__.py")}

    assert with_tables - set(tables.__all__) == set(), "import its models in competency/tables.py"


def test_tables_that_two_people_edit_have_a_version() -> None:
    assert "person" in tables.metadata.tables
    assert {"Person", "Team", "SupervisionLine"} <= versioned()


def test_no_bulk_statement_touches_a_versioned_table() -> None:
    names = versioned()
    found = [
        f"{shown(path)}:{line} {what}"
        for path in modules()
        if "migrations" not in path.parts
        for line, what in bulk_statements(tree(path), names)
    ]

    assert found == []


def test_the_search_sees_each_way_to_write_one() -> None:
    source = ast.parse(
        "session.execute(update(Person).values(name='x'))\n"
        "session.execute(sa.delete(models.Person))\n"
        "session.delete(person)\n"
    )

    assert set(bulk_statements(source, {"Person"})) == {
        (1, "update(Person)"),
        (2, "delete(Person)"),
    }
