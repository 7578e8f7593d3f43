"""The edge of the command line: one command, one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from competency.infra.work import Work
from competency.kernel.actor import SYSTEM


@contextmanager
def command_work() -> Iterator[Work]:
    """Give a command a piece of work of the system, with reactions and commit at its end."""
    with current_app.extensions["database"].writing() as session:
        work = Work(actor=SYSTEM, now=current_app.extensions["clock"](), session=session)
        yield work
        current_app.extensions["settle"](work)


@contextmanager
def command_reading() -> Iterator[Work]:
    """Give a command a piece of work that only reads."""
    with current_app.extensions["database"].reading() as session:
        yield Work(actor=SYSTEM, now=current_app.extensions["clock"](), session=session)
