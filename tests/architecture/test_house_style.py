"""What a newcomer relies on: short files, telling names, words on every door, no loose ends."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.source import PACKAGE, floor, modules, own_files, rooms, shown, tree

LONGEST_FILE = 400
# Words in two halves, so that this file passes its own tests.
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc"}
LOOSE_ENDS = re.compile(r"\bTO" + r"DO\b|FIX" + "ME|NotImplemented" + "Error")
REGISTRIES = ("py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(?:org|com)")
ELSEWHERE = re.compile("|".join([r"/(?:home|Users|root|work)/[a-z]", *REGISTRIES]))
SPEAKING_FLOORS = {"domain", "service", "queries", "library", "bulk"}


def files() -> list[Path]:
    return list(own_files())


def test_the_search_finds_the_files() -> None:
    found = {shown(path) for path in files()}

    assert {"Makefile", ".ci/run", "requirements.lock", "competency/factory.py"} <= found


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        shown(path): lines
        for path in files()
        if path.suffix in {".py", ".html", ".js", ".scss"}
        and (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }

    assert long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [shown(path) for path in files() if path.stem in VAGUE_NAMES] == []


@pytest.mark.parametrize(
    ("forbidden", "reason"),
    [(LOOSE_ENDS, "left for later"), (ELSEWHERE, "a place that only one machine knows")],
)
def test_no_file_holds(forbidden: re.Pattern[str], reason: str) -> None:
    found = [
        f"{shown(path)}:{number} {hit.group()} ({reason})"
        for path in files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (hit := forbidden.search(line))
    ]

    assert found == []


def test_every_public_function_on_a_speaking_floor_says_what_it_does() -> None:
    silent = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in modules()
        if path.relative_to(PACKAGE).parts[0] in rooms() | {"kernel"}
        if path.parent.name == "kernel" or floor(path) in SPEAKING_FLOORS
        for node in public_functions(tree(path).body)
        if ast.get_docstring(node) is None
    ]

    assert silent == []


def public_functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node.body)
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        f"competency/{room}"
        for room in sorted(rooms())
        if ast.get_docstring(tree(PACKAGE / room / "__init__.py")) is None
    ]

    assert silent == []
