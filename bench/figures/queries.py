"""How many SQL statements a page asks, sign-in and header included."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from bench.browsing import getter, sign_in
from bench.crawling import open_pages
from bench.data import FEW, MANY
from bench.measuring import Found
from bench.stage import Stage, first_with, line_of, stage, teams
from competency.demo.domain.size import LARGEST_TEAM
from competency.kernel.actor import Role

MOST = 12
WHO = (Role.CASE_MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR)
NOT_A_QUESTION = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")
GROUPS = {"appraisal_queries": "/appraisals/", "team_queries": "/team", "person_queries": "/"}


def most() -> Iterator[Found]:
    """Count the statements of every page, and of the team page for few and for many people."""
    here = stage(FEW)
    counts: dict[str, int] = {}
    for role in WHO:
        person_id = first_with(here, role)
        cookie, _token = sign_in(here.product, person_id)
        for path in open_pages(here, person_id, cookie):
            counts[path] = max(counts.get(path, 0), _count(here, path, cookie))
    for name in GROUPS:
        pages = {path: count for path, count in counts.items() if _group(path) == name}
        worst = max(pages, key=lambda path: pages[path])
        what = (
            f"{pages[worst]} statements on {worst}, the most of {len(pages)} pages; {MOST} may be"
        )
        yield Found(name, pages[worst] / MOST, 1.0, what)
    yield _growth()


def _growth() -> Found:
    """Compare the team page of a supervisor of twelve with that of a manager of many."""
    here = stage(MANY)
    many = first_with(here, Role.MANAGER)
    lines = ((line_of(here, t.supervisor_id), t.supervisor_id) for t in teams(here))
    few = next(person_id for people, person_id in lines if people == LARGEST_TEAM)
    found = {}
    for person_id in (few, many):
        cookie, _token = sign_in(here.product, person_id)
        found[person_id] = _count(here, "/team", cookie)
    what = (
        f"{found[many]} statements for a line of {line_of(here, many)} people "
        f"to {found[few]} for {line_of(here, few)}"
    )
    return Found("team_queries_growth", found[many] / found[few], 1.0, what)


def _group(path: str) -> str:
    return next(name for name, begin in GROUPS.items() if path.startswith(begin))


def _count(here: Stage, path: str, cookie: str) -> int:
    get = getter(here.product, path, cookie)
    get()  # what is asked once in a process is no part of the page
    with _statements(here) as asked:
        get()
    return len(asked)


@contextmanager
def _statements(here: Stage) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(NOT_A_QUESTION):
            asked.append(statement)

    event.listen(here.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(here.engine, "before_cursor_execute", note)
