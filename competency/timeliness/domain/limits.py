"""The limit of a standard as people say it."""

from competency.frameworks.domain.kinds.timeliness_standards import (
    EVERY_N_MONTHS,
    TimelinessStandard,
)


def limit_in_words(standard: TimelinessStandard) -> str:
    """Return the limit as people say it: `3 working days`, `1 month`."""
    if standard.unit == EVERY_N_MONTHS:
        every = "month" if standard.limit == 1 else f"{standard.limit} months"
        return f"every {every}"
    unit = standard.unit.replace("-", " ")
    return f"{standard.limit} {unit.removesuffix('s') if standard.limit == 1 else unit}"
