"""Cases as many as are wanted, with believable lateness: as columns, and as a file."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.data import KEPT
from competency.calendars.domain.working_calendar import WorkingCalendar
from competency.calendars.service.days import calendar_of
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.timeliness.bulk.engine import Columns, Many
from competency.timeliness.service.standards import get_standards

AS_OF = date(2026, 5, 8)
FIRST, SPREAD = date(2023, 6, 1), 1_000  # of the referrals
SEED = 20_261_122
# event, what it follows, days after it at least and less than, share of cases without it
STEPS = (
    ("referral_received", "", 0, 1, 0.02),
    ("entered", "referral_received", 0, 7, 0.03),
    ("assigned", "entered", 0, 7, 0.05),
    ("first_contact", "assigned", -1, 5, 0.08),
    ("risk_assessment_completed", "first_contact", -6, 20, 0.12),
    ("risk_assessment_signed_off", "risk_assessment_completed", 0, 8, 0.15),
    ("outcomes_star_completed", "first_contact", 0, 20, 0.15),
    ("action_plan_entered", "outcomes_star_completed", 0, 11, 0.2),
)
MOST_REVIEWS, OUT_OF_ORDER, STILL_OPEN = 5, 0.05, 0.4


@dataclass(frozen=True, slots=True)
class Made:
    """Dates as days since 1 January 1970, 0 where nothing has happened."""

    count: int
    single: dict[str, NDArray[np.int32]]
    reviews: NDArray[np.int32]
    review_counts: NDArray[np.int64]
    closed: NDArray[np.int32]


def standards() -> TimelinessStandards:
    """Return the nine standards."""
    return get_standards()


def calendar() -> WorkingCalendar:
    """Return the calendar that everything here is judged by."""
    return calendar_of("england-and-wales")


@cache
def made(count: int) -> Made:
    """Return so many cases, the same in every run."""
    chance = np.random.default_rng(SEED)
    epoch = date(1970, 1, 1)
    begin = (FIRST - epoch).days + chance.integers(0, SPREAD, count, dtype=np.int32)
    at = {"": begin}
    single = {}
    for event, after, least, most, missing in STEPS:
        at[event] = at[after] + chance.integers(least, most, count, dtype=np.int32)
        single[event] = _some(at[event], chance.random(count) >= missing)
    counts = chance.integers(0, MOST_REVIEWS, count)
    owner = np.repeat(np.arange(count), counts)
    turn = np.arange(owner.size) - np.repeat(np.cumsum(counts) - counts, counts)
    reviews = at["assigned"][owner] + 25 + 80 * turn + chance.integers(0, 60, owner.size)
    reviews[chance.random(owner.size) < OUT_OF_ORDER] -= 90
    closed = at["assigned"] + chance.integers(20, 400, count, dtype=np.int32)
    today = (AS_OF - epoch).days
    kept = closed <= today
    return Made(
        count,
        {event: _some(days, days <= today) for event, days in single.items()},
        np.minimum(reviews, today).astype(np.int32),
        counts,
        _some(closed, kept & (chance.random(count) >= STILL_OPEN)),
    )


def as_columns(found: Made) -> Columns:
    """Return the cases as the engine takes them."""
    before = (calendar().first - date(1970, 1, 1)).days - 1

    def slots(days: NDArray[np.int32]) -> NDArray[np.int16]:
        return np.where(days > 0, days - before, 0).astype(np.int16)

    return Columns(
        found.count,
        {event: slots(days) for event, days in found.single.items()},
        {"client_review": Many(slots(found.reviews), found.review_counts)},
        slots(found.closed),
    )


@cache
def case_file(count: int) -> Path:
    """Return a CSV file of so many cases."""
    found = made(count)
    reviews = (
        pl.DataFrame(
            {
                "case": np.repeat(np.arange(count), found.review_counts),
                "day": pl.Series(found.reviews).cast(pl.Date).dt.to_string("%Y-%m-%d"),
            }
        )
        .group_by("case", maintain_order=True)
        .agg(pl.col("day").str.join(";"))
    )
    cases = pl.select(case=pl.int_range(count, dtype=pl.Int64))
    frame = cases.join(reviews, on="case", how="left", maintain_order="left").select(
        pl.format("C-{}", pl.col("case").cast(pl.String).str.zfill(7)).alias("case_ref"),
        pl.format("Team {}", pl.col("case") % 37).alias("team"),
        pl.format("Worker {}", pl.col("case") % 411).alias("worker"),
        *(_dates(name, days) for name, days in found.single.items()),
        pl.col("day").alias("reviews"),
        _dates("closed", found.closed),
    )
    path = KEPT / f"cases-{count}.csv"
    frame.write_csv(path)
    return path


def _some(days: NDArray[np.int32], kept: NDArray[np.bool_]) -> NDArray[np.int32]:
    return np.where(kept, days, 0).astype(np.int32)


def _dates(name: str, days: NDArray[np.int32]) -> pl.Expr:
    found = pl.Series(days)
    return pl.lit(found.replace(0, None).cast(pl.Date)).alias(name)
