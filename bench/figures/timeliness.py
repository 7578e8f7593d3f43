"""The clock engine: against bare look-ups and a walk through the days; its file against polars."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from time import process_time

import numpy as np
import polars as pl

from bench import cases
from bench.data import KEPT
from bench.measuring import Call, Found, compare, compare_long
from competency.config import ROOT
from competency.timeliness.bulk.checking import check_file
from competency.timeliness.bulk.engine import Columns, Engine

SIZES = (10_000, 100_000, 1_000_000)
LARGEST = SIZES[-1]
LOOKUPS, LOOPS, GROWTH, FILE = 10.0, 100, 1.5, 1.5
ENGINE_MEBIBYTES, FILE_MEBIBYTES = 500, 1_500
ROUNDS, LONG_ROUNDS = 9, 2
WALKED = 500  # cases walked day by day, enough to know what one costs
ONE_DAY = timedelta(days=1)
MEMORY = """
from bench import cases
from competency.timeliness.bulk.engine import Engine
columns = cases.as_columns(cases.made({count}))
assert len(list(Engine(cases.standards(), cases.calendar(), cases.AS_OF).judge(columns))) == 9
"""
STARTER = """
import os, subprocess, sys
running = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_pid, status, used = os.wait4(running.pid, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
running.returncode = os.waitstatus_to_exitcode(status)
sys.exit(running.returncode)
"""
FLOOR = """
import sys
import polars as pl
pl.read_csv(sys.argv[1])
pl.read_csv(sys.argv[2]).write_csv(sys.argv[3])
"""


def engine() -> Iterator[Found]:
    """Measure the pure engine at each size: look-ups, a walk through the days, and its growth."""
    a_case = {}
    for size in SIZES:
        columns = cases.as_columns(cases.made(size))
        times = compare(_lookups(columns), _judge(columns), rounds=ROUNDS)
        what = f"{size:,} cases judged to one look-up in each column of dates: {times.words}"
        yield Found(f"timeliness_engine_{_short(size)}", times.ratio, LOOKUPS, what)
        a_case[size] = times.product / size
        what = f"{LOOPS} times a case judged among {size:,} to one walked through day by day"
        ratio = LOOPS * a_case[size] / _walk()
        yield Found(f"timeliness_walk_{_short(size)}", ratio, 1.0, what)
    what = f"a case judged among {LARGEST:,} to one among {SIZES[0]:,}"
    yield Found("timeliness_engine_growth", a_case[LARGEST] / a_case[SIZES[0]], GROWTH, what)


def engine_memory() -> Iterator[Found]:
    """Measure the most memory of a process that makes and judges a million cases."""
    _seconds, most = _run([sys.executable, "-c", MEMORY.format(count=LARGEST)])
    what = f"{most:.0f} MiB at most to judge {LARGEST:,} cases, {ENGINE_MEBIBYTES} may be"
    yield Found("timeliness_engine_memory", most / ENGINE_MEBIBYTES, 1.0, what)


def files() -> Iterator[Found]:
    """Measure the smaller files, within this process."""
    for size in SIZES[:-1]:
        given, out, copy = cases.case_file(size), _results(size), _results(0)
        product = _check(given, out)
        product()  # the floor reads what it wrote
        times = compare_long(_read_and_write(given, out, copy), product, rounds=7)
        yield Found(
            f"timeliness_check_{_short(size)}", times.ratio, FILE, _words(size, times.words)
        )
        for path in (given, out, copy):
            path.unlink()


def large_file() -> Iterator[Found]:
    """Measure the command on a million cases, both sides as processes from start to end."""
    given, out, copy = cases.case_file(LARGEST), _results(LARGEST), _results(0)
    as_of = cases.AS_OF.isoformat()
    command = [sys.executable, "-m", "flask", "timeliness", "check", str(given)]
    command += ["--as-of", as_of, "--out", str(out)]
    floor = [sys.executable, "-c", FLOOR, str(given), str(out), str(copy)]
    rounds = [(_run(command), _run(floor)) for _round in range(LONG_ROUNDS)]
    for path in (given, out, copy):
        path.unlink()
    whole, bare = (sum(one[side][0] for one in rounds) / LONG_ROUNDS for side in (0, 1))
    words = _words(LARGEST, f"{whole:.1f} s against {bare:.1f} s of CPU")
    yield Found(f"timeliness_check_{_short(LARGEST)}", whole / bare, FILE, words)
    most = max(done[1] for done, _bare in rounds)
    what = f"{most:.0f} MiB at most to check {LARGEST:,} cases, {FILE_MEBIBYTES:,} may be"
    yield Found("timeliness_check_memory", most / FILE_MEBIBYTES, 1.0, what)


def _judge(columns: Columns) -> Call:
    ready = Engine(cases.standards(), cases.calendar(), cases.AS_OF)
    return lambda: list(ready.judge(columns))


def _lookups(columns: Columns) -> Call:
    table = np.arange(len(cases.calendar().counts) + 1, dtype=np.int16)
    dates = (*columns.single.values(), columns.many["client_review"].slots, columns.closed)
    return lambda: [np.take(table, each) for each in dates]


@cache
def _walk() -> float:
    """Return the milliseconds that one case takes whose days are walked through one by one."""
    columns, calendar = cases.as_columns(cases.made(SIZES[0])), cases.calendar()
    free = frozenset(calendar.holidays)
    reviews = columns.many["client_review"]
    last = int(reviews.counts[:WALKED].sum())
    starts = [
        (standard.limit, [int(slot) for slot in columns.single[standard.starts][:WALKED]])
        for standard in cases.standards().standards
        if not standard.repeats
    ]
    starts.append((60, [int(slot) for slot in reviews.slots[:last]]))
    before = calendar.first - ONE_DAY
    begin = process_time()
    for limit, slots in starts:
        for slot in slots:
            if slot:
                _due_by_walking(before + timedelta(days=slot), limit, free)
    return (process_time() - begin) * 1000 / WALKED


def _due_by_walking(day: date, left: int, free: frozenset[date]) -> date:
    while left:
        day += ONE_DAY
        left -= day.weekday() < 5 and day not in free
    return day


def _check(given: Path, out: Path) -> Call:
    return lambda: check_file(given, out, cases.standards(), cases.calendar(), cases.AS_OF)


def _read_and_write(given: Path, results: Path, copy: Path) -> Call:
    def bare() -> None:
        pl.read_csv(given)
        pl.read_csv(results).write_csv(copy)

    return bare


def _run(command: list[str]) -> tuple[float, float]:
    """Return the seconds of CPU of a process, and the most memory that it held, in MiB.

    A small process starts it: the system counts what the starter holds as the started one's too.
    """
    done = subprocess.run(
        [sys.executable, "-S", "-c", STARTER, *command], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr}")
    seconds, kibibytes = done.stdout.split()
    return float(seconds), int(kibibytes) / 1024


def _results(size: int) -> Path:
    return KEPT / f"results-{size}.csv"


def _short(size: int) -> str:
    return f"{size // 1_000}k" if size < 1_000_000 else f"{size // 1_000_000}m"


def _words(size: int, times: str) -> str:
    return (
        f"{size:,} cases checked to reading their file and reading and writing the results "
        f"with polars: {times}"
    )
