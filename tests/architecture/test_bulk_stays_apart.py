"""Whole files are judged by commands and jobs alone, so that no page waits for numpy and polars."""

from tests.support.source import PACKAGE, floor, imports, modules, shown

BULK = ["competency", "timeliness", "bulk"]
MAY = {"cli", "jobs"}


def test_only_commands_and_jobs_import_the_bulk_engine() -> None:
    home = PACKAGE / "timeliness" / "bulk"
    others = [
        f"{shown(path)}:{line}"
        for path in modules()
        if home not in path.parents and path.parent != PACKAGE and floor(path) not in MAY
        for line, parts in imports(path)
        if parts[:3] == BULK
    ]

    assert others == []
