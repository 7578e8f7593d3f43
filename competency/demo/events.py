"""What can happen to the demonstration."""

from datetime import date

from competency.kernel.values import Value


class DemoLoaded(Value, kw_only=True):
    """A whole demonstration was written in bulk; the hash is that of the texts it was made from."""

    seed: int
    as_of: date
    source_sha256: str
    people: int
    teams: int
    appraisals: int
    ratings: int
    entries: int
    completions: int
    cases: int = 0
    reviews: int = 0
