"""A state that was built once is played again: what it wrote is written, without the services.

Most tests begin in a state that dozens of others begin in, such as a case with its plan, and the
services take far longer to bring it about than the test itself takes. So a builder marked `kept`
runs for real the first time in each worker, and what it sends to the database is noted. When it
is called again with the same arguments, at the same moment, on a database into which exactly the
same was written before, it could only send the same again. Then the notes are sent as they are.

Whatever is written in between makes another state; then the builder runs for real. It does so
always in a test that patches something: see `database_url` in tests/conftest.py.
"""

import io
import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import wraps
from inspect import signature
from typing import Any, NamedTuple, ParamSpec, TypeVar

from sqlalchemy import inspect

from competency.infra.db import Base, Database
from competency.kernel.values import Value, astuple
from tests.support.ledger import Ledger, Step, ledger_of

P = ParamSpec("P")
Result = TypeVar("Result")
PLAIN = (type(None), bool, int, float, Decimal, str, bytes, date, datetime, Enum)
MOST = 300  # recordings of a worker; the one that lay longest goes first


class Recording(NamedTuple):
    """What a builder wrote, the state that it left, and what it returned."""

    steps: Sequence[Step]
    state: bytes
    result: bytes

    def play(self, database: Database, ledger: Ledger) -> None:
        """Write it once more."""
        with database.engine.begin() as connection:
            driver: Any = connection.connection.dbapi_connection
            with nullcontext() if database.is_sqlite else driver.pipeline():
                cursor = driver.cursor()
                for step in self.steps:
                    step.send(cursor)
                cursor.close()
        ledger.steps.extend(self.steps)
        ledger.state = self.state


_recordings: OrderedDict[object, Recording] = OrderedDict()


def kept(build: Callable[P, Result]) -> Callable[P, Result]:
    """Mark a builder that may be played again; its first argument is the stage, or carries it.

    It changes nothing but the database: neither its arguments nor a file nor the clock. What it
    takes is plain, a row, or made of such; what it returns can be pickled.
    """
    named = f"{build.__module__}.{build.__qualname__}"
    takes = signature(build)

    @wraps(build)
    def played(*args: P.args, **more: P.kwargs) -> Result:
        arguments = takes.bind(*args, **more).arguments
        database = _database(next(iter(arguments.values())))
        ledger = ledger_of(database.engine.url)
        if ledger.state is None or not ledger.is_settled:
            return build(*args, **more)
        given = Given()
        key = (named, ledger.state, repr(given.told(arguments)))
        known = _recordings.get(key)
        if known is not None:
            _recordings.move_to_end(key)
            known.play(database, ledger)
            result: Result = given.unpickled(known.result)
            return result
        begun, undone = len(ledger.steps), ledger.undone
        result = build(*args, **more)
        if ledger.undone == undone and ledger.is_settled:
            _keep(key, Recording(ledger.steps[begun:], ledger.state, given.pickled(result)))
        return result

    return played


def _database(first: Any) -> Database:
    found: Database = getattr(first, "stage", first).database
    return found


def _keep(key: object, recording: Recording) -> None:
    _recordings[key] = recording
    if len(_recordings) > MOST:
        _recordings.popitem(last=False)


class Given:
    """The arguments of a call: told in words, and found again in what the builder returns."""

    def __init__(self) -> None:
        self._met: list[object] = []

    def told(self, value: Any) -> object:
        """Return words that are the same for arguments that say the same."""
        if isinstance(value, PLAIN):
            return value
        if isinstance(value, Mapping):
            return [(self.told(key), self.told(inner)) for key, inner in value.items()]
        if isinstance(value, list | tuple):
            return [self.told(inner) for inner in value]
        if isinstance(value, set | frozenset):
            return sorted(repr(self.told(inner)) for inner in value)
        self._met.append(value)
        return (type(value).__name__, self._inside(value))

    def _inside(self, value: Any) -> object:
        if isinstance(value, Value):
            return self.told(astuple(value))
        if isinstance(value, Base):
            return _columns(value)
        if hasattr(value, "as_given"):
            return value.as_given()
        if is_dataclass(value):
            return [(one.name, self.told(getattr(value, one.name))) for one in fields(value)]
        raise TypeError(f"a kept builder cannot be given {value!r}")

    def pickled(self, result: object) -> bytes:
        """Return the result, with the arguments that stand in it by their place."""
        places = {id(one): place for place, one in enumerate(self._met)}
        out = io.BytesIO()
        pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
        pickler.persistent_id = lambda one: places.get(id(one))  # type: ignore[method-assign]
        pickler.dump(result)
        return out.getvalue()

    def unpickled(self, result: bytes) -> Any:
        """Return the result with the arguments of this call in it."""
        unpickler = pickle.Unpickler(io.BytesIO(result))
        unpickler.persistent_load = self._met.__getitem__  # type: ignore[method-assign]
        return unpickler.load()


def _columns(row: Base) -> list[tuple[str, object]]:
    """Return what is known of a row's own columns."""
    known = vars(row)
    names = inspect(type(row)).column_attrs.keys()
    return [(name, known[name]) for name in names if name in known]
