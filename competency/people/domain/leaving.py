"""What follows when somebody's last day is set."""

from collections.abc import Sequence
from datetime import date

from competency.kernel.errors import Refused
from competency.kernel.values import Value


class Dated(Value):
    """A line or a role of the person who leaves, in words for the page."""

    id: int
    words: str
    starts_on: date
    ends_on: date | None


class Consequences(Value):
    """What ends on the last day, and what had not begun by then and is dropped."""

    ended: tuple[Dated, ...]
    dropped: tuple[Dated, ...]

    def __bool__(self) -> bool:
        return bool(self.ended or self.dropped)


def what_follows(left_on: date, held: Sequence[Dated], today: date) -> Consequences:
    """Return what ends with the last day and what is dropped.

    Refuses a last day before something that has begun since: what was done in it must stay.
    """
    begun_since = [one for one in held if left_on < one.starts_on <= today]
    if begun_since:
        first = begun_since[0]
        raise Refused(
            "begun_after_leaving",
            f"“{first.words}” began after that day. Choose a later last day.",
            field="left_on",
        )
    return Consequences(
        ended=tuple(
            one
            for one in held
            if one.starts_on <= left_on and (one.ends_on is None or one.ends_on > left_on)
        ),
        dropped=tuple(one for one in held if one.starts_on > left_on),
    )
