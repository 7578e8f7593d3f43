"""Named places where a lower room shows what a higher one knows; the roof fills them."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

SealCheck = Callable[[Session], Iterable[str]]
KnownClients = Callable[[Session], tuple[Sequence[str], Sequence[str]]]

_known_clients: list[KnownClients] = []
_seal_checks: list[SealCheck] = []


def fill_seal_check(check: SealCheck) -> None:
    """Let `flask audit verify` also run a room's check of its sealed records."""
    if check not in _seal_checks:
        _seal_checks.append(check)


def broken_seals(session: Session) -> Iterator[str]:
    """Return a sentence for each sealed record, of any room, that no longer equals its seal."""
    for check in _seal_checks:
        yield from check(session)


def fill_known_clients(known: KnownClients) -> None:
    """Let the room that keeps the case register say which references and names it holds."""
    _known_clients[:] = [known]


def known_clients(session: Session | None) -> tuple[Sequence[str], Sequence[str]]:
    """Return the references and the names of the case register; none while nobody keeps one.

    A database that cannot be reached, or without tables, counts as an empty register.
    """
    if session is None or not _known_clients:
        return (), ()
    try:
        return _known_clients[0](session)
    except (OperationalError, ProgrammingError):
        return (), ()
