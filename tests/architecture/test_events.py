"""Events are facts that cannot be changed; each is recorded by something."""

import ast
import importlib
from inspect import isclass

from competency import reactions
from competency.kernel.values import Value
from tests.support.source import PACKAGE, module_name, modules, tree


def declared() -> dict[str, type]:
    found: dict[str, type] = {}
    for path in sorted([*PACKAGE.glob("*/events.py"), *PACKAGE.glob("*/events/*.py")]):
        module = importlib.import_module(module_name(path))
        here = {n: v for n, v in vars(module).items() if isclass(v)}
        found |= {n: v for n, v in here.items() if v.__module__ == module.__name__}
    return found


def test_every_event_is_a_value() -> None:
    loose = {name for name, event in declared().items() if not issubclass(event, Value)}

    assert loose == set()


def test_every_reaction_is_to_a_declared_event() -> None:
    assert set(reactions.REACTIONS) <= set(declared().values())


def test_every_event_is_recorded_by_something() -> None:
    made = {
        getattr(node.func, "id", getattr(node.func, "attr", ""))
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
    }

    assert set(declared()) - made == set()
