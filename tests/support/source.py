"""The project's own files, as the architecture tests read them."""

import ast
import gc
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "competency"
PLUMBING = {"kernel", "infra", "migrations"}
FOREIGN = {".git", ".venv", "var", "vendor", "node_modules", "__pycache__", "build"}
TEXT = {".py", ".html", ".toml", ".md", ".css", ".scss", ".js", ".sh", ".mako", ".csv", ".in"}
TEXT |= {".lock", ".json", ".txt"}
OWN_HIDDEN = {".ci", ".gitignore", ".gitattributes", ".editorconfig"}
NAMELESS_TEXT = OWN_HIDDEN | {"Makefile", "run", "install", "HEAD"}


def rooms() -> set[str]:
    """Return the names of the rooms, without the plumbing below them."""
    return {p.parent.name for p in PACKAGE.glob("*/__init__.py")} - PLUMBING


def modules() -> list[Path]:
    """Return all Python files of the product."""
    return sorted(PACKAGE.rglob("*.py"))


def own_files() -> Iterator[Path]:
    """Yield every text file that we wrote; nothing vendored, nothing made by a tool."""
    for folder, inner, names in os.walk(ROOT):
        inner[:] = sorted(name for name in inner if name not in FOREIGN and _is_own(name))
        for path in (Path(folder, name) for name in sorted(names) if _is_own(name)):
            if path.suffix in TEXT or path.name in NAMELESS_TEXT:
                yield path


def _is_own(name: str) -> bool:
    return name[0] != "." or name in OWN_HIDDEN


def shown(path: Path) -> str:
    """Return a file's place in the project."""
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    """Return the file's syntax tree."""
    gc.disable()  # all of it stays: a thousand files are read in a quarter of the time
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    finally:
        gc.enable()


def imports(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the dotted parts of each name that the file imports, wherever it does."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            for alias in node.names:
                yield node.lineno, [*module.split("."), alias.name]


def floor(path: Path) -> str:
    """Return on which floor of its room a file stands, such as `service` or `domain`."""
    return path.relative_to(PACKAGE).with_suffix("").parts[1]


def module_name(path: Path) -> str:
    """Return the dotted name under which Python imports the file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
