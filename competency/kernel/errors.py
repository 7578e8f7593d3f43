"""What the rules can say instead of doing as asked; the web floor gives each a page."""

from collections.abc import Mapping, Sequence

from competency.kernel.values import Value


class Refused(Exception):
    """The rules say no; `code` is stable, `message` is for people, `field` names the input."""

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class Forbidden(Exception):
    """The actor may see the thing but may not do this to it."""


class NotFound(Exception):
    """There is no such thing, or none that this actor may know of."""


class Version(Value):
    """One person's version of something two people edited, as label and text pairs."""

    by: str
    facts: Sequence[tuple[str, str]]


class Stale(Exception):
    """Somebody else changed this meanwhile; both versions are shown and nothing is lost."""

    def __init__(self, message: str, *, mine: Version, theirs: Version) -> None:
        super().__init__(message)
        self.message = message
        self.mine = mine
        self.theirs = theirs


class TooMany(Exception):
    """Tried too often; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after = retry_after


class RefusedEach(Exception):
    """Several parts of one request are refused; nothing of it was carried out."""

    def __init__(self, refusals: Mapping[str, Refused]) -> None:
        super().__init__("; ".join(f"{key}: {r.message}" for key, r in refusals.items()))
        self.refusals = refusals
