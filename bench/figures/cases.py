"""A worker's sixty cases on one page, against a bare page, and in a fuller register."""

from collections.abc import Iterator

from bench.browsing import getter, sign_in
from bench.measuring import Call, Found, compare
from bench.register import FEW_CASES, MANY_CASES, OPEN, WORKER, Register, register

LIMIT, GROWTH = 2.0, 1.2


def mine() -> Iterator[Found]:
    """Measure what is due and all open cases of a worker."""
    here = register(FEW_CASES)
    bare = getter(here.floor, f"/cases/{WORKER}")
    times = compare(bare, _page(here))
    what = f"{OPEN} cases of a worker to the bare page with the same rows: {times.words}"
    yield Found("cases_mine", times.ratio, LIMIT, what)


def growth() -> Iterator[Found]:
    """Measure the same page in a register of 300,000 cases."""
    times = compare(_page(register(FEW_CASES)), _page(register(MANY_CASES)))
    what = f"the same page among {MANY_CASES:,} cases to among {FEW_CASES:,}: {times.words}"
    yield Found("cases_mine_growth", times.ratio, GROWTH, what)


def _page(here: Register) -> Call:
    cookie, _token = sign_in(here.product, WORKER)
    page = getter(here.product, "/cases", cookie)
    status, content = page()
    rows = content.count(b"B-00000")
    if rows < OPEN:
        raise RuntimeError(f"the page of cases ({status}) shows {rows} references, not {OPEN}")
    return page
