"""The nation whose bank holidays count is chosen by administrators, and every calendar follows."""

from datetime import date

import pytest

from competency.calendars.service import choosing, closures
from competency.infra import slots
from competency.infra.work import Work
from competency.kernel.errors import Forbidden, Stale
from competency.people.models import Person
from tests.services.people.conftest import Office

SAINT_ANDREW = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def nobody_counts_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "_calendar_changed", [])


def counts(office: Office, nation: str | None = None) -> bool:
    return office.ask(
        None,
        lambda w: closures.working_calendar(w.session, nation).is_working_day(SAINT_ANDREW),
    )


def choose(office: Office, admin: Person, nation: str, version: int) -> int | None:
    return office.do(admin, lambda w: choosing.choose_nation(w, nation, version=version))


def test_the_bank_holidays_of_the_chosen_nation_count(office: Office, admin: Person) -> None:
    assert office.ask(admin, choosing.get_nation) == ("england-and-wales", 0)
    assert counts(office)

    assert choose(office, admin, "scotland", 0) is None

    assert office.ask(admin, choosing.get_nation) == ("scotland", 1)
    assert office.ask(None, lambda w: closures.nation_of(w.session)) == "scotland"
    assert not counts(office)
    assert counts(office, "england-and-wales")
    choose(office, admin, "northern-ireland", 1)
    assert counts(office)
    assert any("NationChosen" in line and "scotland" in line for line in office.trail())


def test_closure_days_stay_whatever_the_nation(office: Office, admin: Person) -> None:
    day = date(2026, 12, 1)
    office.do(admin, lambda w: closures.add_closure(w, day, "Moving house"))

    choose(office, admin, "scotland", 0)

    assert not office.ask(None, lambda w: closures.working_calendar(w.session).is_working_day(day))


def test_the_work_itself_counts_by_the_new_nation(
    office: Office, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[date | None] = []

    def follow(work: Work, day: date | None) -> int:
        told.append(day)
        return int(not closures.working_calendar(work.session).is_working_day(SAINT_ANDREW))

    monkeypatch.setattr(slots, "_calendar_changed", [follow])

    assert choose(office, admin, "scotland", 0) == 1
    assert choose(office, admin, "scotland", 1) is None
    assert told == [None]


def test_an_unknown_nation_and_a_choice_made_meanwhile_are_refused(
    office: Office, admin: Person
) -> None:
    refused = office.refusal(admin, lambda w: choosing.choose_nation(w, "narnia", version=0))
    assert refused == ("unknown_nation", "nation")
    choose(office, admin, "scotland", 0)

    with pytest.raises(Stale) as stale:
        choose(office, admin, "northern-ireland", 0)
    assert list(stale.value.theirs.facts) == [("Bank holidays", "Scotland")]


def test_nobody_else_chooses(office: Office, cas: Person) -> None:
    for act in (
        choosing.get_nation,
        lambda w: choosing.choose_nation(w, "scotland", version=0),
    ):
        with pytest.raises(Forbidden):
            office.do(cas, act)
