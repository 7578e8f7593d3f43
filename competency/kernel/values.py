"""Values: what rooms hand each other; made whole, compared by what they hold, never changed.

A `Value` is written like a frozen dataclass with slots and costs a fifth of its memory: a worker
holds hundreds of such classes, and each dataclass would bring functions of its own.
"""

from typing import Any, dataclass_transform

from msgspec import Struct, StructMeta, field
from msgspec.structs import astuple, fields, replace

__all__ = ["Value", "asdict", "astuple", "field", "fields", "replace"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class _Frozen(StructMeta):
    """Tells a type checker what `frozen=True` below says of every value."""


class Value(Struct, metaclass=_Frozen, frozen=True):
    """The root of every value; `kw_only=True` and `order=True` stand beside it in a class."""


def asdict(value: Value) -> dict[str, Any]:
    """Return a value as names and contents, and so the values within it, also in lists."""
    return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}


def _plain(content: Any) -> Any:
    if isinstance(content, Value):
        return asdict(content)
    if isinstance(content, dict):
        return {key: _plain(inner) for key, inner in content.items()}
    if isinstance(content, list | tuple):
        return type(content)(_plain(inner) for inner in content)
    return content
