"""Command groups that say what is wrong in words and end with exit code 1, never a traceback."""

from typing import Any

import click
from flask.cli import AppGroup

from competency.config import UnsafeSettings
from competency.kernel.errors import Forbidden, NotFound, Refused

NOT_READY = (
    "The database is not ready: it cannot be reached, or its tables are missing. "
    "Run `flask database upgrade`, or look at COMPETENCY_DATABASE_URL."
)


class Commands(AppGroup):
    """A group whose refusals are messages for people."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn what the rules, the settings or the database say into words."""
        try:
            return super().invoke(ctx)
        except (Refused, NotFound, Forbidden, UnsafeSettings) as said:
            raise click.ClickException(str(said)) from None
        except Exception as fault:
            if _is_about_the_database(fault):
                raise click.ClickException(NOT_READY) from fault
            raise


def _is_about_the_database(fault: Exception) -> bool:
    """Return whether the database is away or empty; asked only once something has failed."""
    from sqlalchemy.exc import OperationalError, ProgrammingError

    return isinstance(fault, OperationalError | ProgrammingError)
