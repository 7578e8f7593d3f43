"""Days that people agree on for later: from today on, and within a year."""

from datetime import date, timedelta

from competency.kernel.errors import Refused

FARTHEST = timedelta(days=366)


def check_ahead(day: date, today: date, field: str) -> None:
    """Refuse a day gone by, and one more than a year ahead: that is a slip in the year.

    Whoever meets in working days cannot reckon further anyway, since bank holidays are known for
    a few years only.
    """
    if not today <= day <= today + FARTHEST:
        code = "past" if day < today else "far_ahead"
        raise Refused(code, "Choose a day from today on, within a year.", field=field)
