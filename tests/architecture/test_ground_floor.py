"""The ground floor (kernel, domain, events, permissions) is plain Python and decides alone."""

import ast
import subprocess
import sys

from tests.support.source import PACKAGE, ROOT, imports, module_name, shown, tree

PLAIN = ("domain/**/*.py", "domain.py", "events.py", "permissions.py")
GROUND = sorted(PACKAGE.glob("kernel/*.py")) + sorted(
    {path for pattern in PLAIN for path in PACKAGE.glob(f"*/{pattern}")}
)
RULES = sorted(ROOT.glob("tests/domain/**/test_*.py"))
FRAMEWORKS = {"flask", "sqlalchemy", "wtforms", "marshmallow", "matplotlib", "jinja2", "werkzeug"}
VOCABULARY = {
    "__future__",
    "abc",
    "bisect",
    "collections",
    "competency",
    "contextlib",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "hmac",
    "io",  # texts in memory; files stay closed, see below
    "itertools",
    "json",
    "math",
    "msgspec",  # values, see competency/kernel/values.py
    "operator",
    "random",
    "re",
    "statistics",
    "string",
    "types",
    "typing",
    "unicodedata",
    "uuid",
    "zoneinfo",
}


def loaded_with(names: list[str], heavy: set[str]) -> str:
    """Return which of the heavy packages a fresh interpreter loads with these modules."""
    code = f"import sys, {', '.join(names)}; print(*sorted(set(sys.modules) & {heavy!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.strip()


def test_the_ground_floor_loads_without_any_framework() -> None:
    assert loaded_with([module_name(path) for path in GROUND], FRAMEWORKS) == ""


def test_the_tests_of_its_rules_load_without_any_framework() -> None:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in RULES]

    assert loaded_with(names, FRAMEWORKS | {"hypothesis", "numpy", "polars"}) == ""


def test_the_ground_floor_speaks_only_the_plain_vocabulary() -> None:
    foreign = [
        f"{shown(path)}:{line} imports {'.'.join(parts)}"
        for path in GROUND
        for line, parts in imports(path)
        if parts[0] not in VOCABULARY
    ]

    assert foreign == []


def test_the_ground_floor_opens_no_file() -> None:
    opened = [
        f"{shown(path)}:{node.lineno}"
        for path in GROUND
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in {"open", "FileIO", "print"}
    ]

    assert opened == []
