"""Closure days are kept by administrators, and every calendar leaves them out."""

from datetime import date

import pytest

from competency.calendars.service import closures
from competency.infra import slots
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, NotFound
from competency.people.models import Person
from tests.services.people.conftest import Office

EVE = date(2026, 12, 24)


@pytest.fixture(autouse=True)
def nobody_counts_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "_calendar_changed", [])


def add(office: Office, admin: Person, day: date = EVE, why: str = "Moving house") -> int | None:
    return office.do(admin, lambda work: closures.add_closure(work, day, why))


def test_a_closure_day_does_not_count_until_it_is_removed(office: Office, admin: Person) -> None:
    def working(nation: str) -> bool:
        return office.ask(
            None,
            lambda work: closures.working_calendar(work.session, nation).is_working_day(EVE),
        )

    assert working("england-and-wales")
    assert add(office, admin) is None
    assert not working("england-and-wales")
    assert not working("scotland")

    (row,) = office.ask(admin, closures.list_closures)
    assert (row.day, row.why) == (EVE, "Moving house")
    office.do(admin, lambda work: closures.remove_closure(work, row.id))
    assert working("england-and-wales")


def test_the_trail_holds_the_day_and_not_the_reason(office: Office, admin: Person) -> None:
    add(office, admin)

    assert any("ClosureDayAdded" in line and "2026-12-24" in line for line in office.trail())
    assert not any("Moving" in line for line in office.trail())


def test_the_clocks_that_follow_are_counted(
    office: Office, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[date] = []

    def follow(_work: Work, day: date) -> int:
        told.append(day)
        return 7

    monkeypatch.setattr(slots, "_calendar_changed", [follow])

    assert add(office, admin) == 7
    (row,) = office.ask(admin, closures.list_closures)
    assert office.do(admin, lambda work: closures.remove_closure(work, row.id)) == 7
    assert told == [EVE, EVE]


REFUSED = [
    (date(2026, 12, 26), "Party", ("weekend", "day")),
    (date(2031, 12, 24), "Party", ("outside_calendar", "day")),
    (EVE, "  ", ("why_missing", "why")),
    (EVE, "x" * 121, ("why_missing", "why")),
]


@pytest.mark.parametrize(("day", "why", "refusal"), REFUSED)
def test_what_makes_no_closure_day_is_refused(
    office: Office, admin: Person, day: date, why: str, refusal: tuple[str, str]
) -> None:
    assert office.refusal(admin, lambda work: closures.add_closure(work, day, why)) == refusal


def test_a_day_is_closed_once(office: Office, admin: Person) -> None:
    add(office, admin)

    again = office.refusal(admin, lambda work: closures.add_closure(work, EVE, "Again"))
    assert again == ("closed_already", "day")


def test_nobody_else_keeps_them(office: Office, admin: Person, cas: Person) -> None:
    add(office, admin)
    (row,) = office.ask(admin, closures.list_closures)

    for act in (
        closures.list_closures,
        lambda work: closures.get_closure(work, row.id),
        lambda work: closures.add_closure(work, date(2026, 12, 23), "Mine"),
        lambda work: closures.remove_closure(work, row.id),
    ):
        with pytest.raises(Forbidden):
            office.do(cas, act)


def test_one_that_is_gone_is_not_found(office: Office, admin: Person) -> None:
    with pytest.raises(NotFound):
        office.do(admin, lambda work: closures.remove_closure(work, 99))
