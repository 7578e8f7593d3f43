"""Signing in: who is let in, who has to wait, and when a sign-in is over."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from competency.kernel.actor import Actor, Grant, Role
from competency.kernel.clock import london_date
from competency.kernel.errors import Forbidden, TooMany
from competency.people.models import Person, SignIn
from competency.people.service import sign_in, sign_ins
from competency.people.service.sign_in import Proof
from tests.builders.people import PASSWORD, a_password, a_person, a_role
from tests.services.people.conftest import Office

ANN = "ann@example.org"


def attempt(
    office: Office, password: str = PASSWORD, email: str = ANN, address: str = "192.0.2.7"
) -> str | None:
    return sign_in.start(
        office.database,
        email=email,
        password=password,
        now=office.clock(),
        address=address,
        browser="Firefox",
        cheap=True,
    )


def who(office: Office, token: str | None) -> Actor | None:
    with office.database.connect() as asked:
        return sign_in.identify(office.database, asked, token or "", office.clock())


@pytest.fixture
def ann(office: Office) -> Person:
    with office.building() as session:
        return a_person(session, "Ann Lee", email=ANN, roles=[Role.SUPERVISOR], password=PASSWORD)


@pytest.mark.parametrize("typed", [ANN, "ANN@example.org", "  ann@example.org "])
def test_the_right_password_lets_in_however_the_address_is_typed(
    office: Office, ann: Person, typed: str
) -> None:
    found = who(office, attempt(office, email=typed))

    assert found is not None
    assert (found.person_id, found.name) == (ann.id, "Ann Lee")
    assert found.grants == {Grant(Role.SUPERVISOR)}


def test_a_password_is_known_however_its_accents_are_typed(office: Office) -> None:
    with office.building() as session:
        a_person(session, "Zoe", email="zoe@example.org", password="caf\u00e9 river lamp")

    assert attempt(office, "cafe\u0301 river lamp", "zoe@example.org")


def test_the_wrong_password_and_an_unknown_name_look_the_same(office: Office, ann: Person) -> None:
    assert attempt(office, "wrong") is None
    assert attempt(office, PASSWORD, "nobody@example.org") is None
    assert attempt(office, "") is None


@pytest.mark.parametrize("email", [ANN, "nobody@example.org"])
def test_five_failures_lock_a_name_whether_it_exists_or_not(
    office: Office, ann: Person, email: str
) -> None:
    for _ in range(5):
        assert attempt(office, "wrong", email) is None

    with pytest.raises(TooMany) as waits:
        attempt(office, PASSWORD, email)
    assert waits.value.retry_after == 60
    assert "exist" not in waits.value.message


@pytest.mark.parametrize("padding", ["  {}", "{} ", "\u00a0{}"])
def test_blanks_around_a_name_give_no_further_tries(
    office: Office, ann: Person, padding: str
) -> None:
    for _ in range(5):
        attempt(office, "wrong", padding.format(ANN))

    with pytest.raises(TooMany):
        attempt(office)


def test_each_further_failure_doubles_the_wait(office: Office, ann: Person) -> None:
    for _ in range(5):
        attempt(office, "wrong")
    waits = []
    for _ in range(3):
        with pytest.raises(TooMany) as refused:
            attempt(office)
        waits.append(refused.value.retry_after)
        office.clock.move(seconds=refused.value.retry_after)
        attempt(office, "wrong")

    assert waits == [60, 120, 240]


def test_a_right_password_after_the_wait_begins_afresh(office: Office, ann: Person) -> None:
    for _ in range(5):
        attempt(office, "wrong")
    office.clock.move(minutes=1)

    assert attempt(office)
    for _ in range(4):
        assert attempt(office, "wrong") is None
    assert attempt(office)


def test_an_administrator_lets_somebody_try_at_once(
    office: Office, ann: Person, admin: Person
) -> None:
    for _ in range(5):
        attempt(office, "wrong")

    office.do(admin, lambda work: sign_ins.unlock(work, ann.id))

    assert attempt(office)


def test_many_names_from_one_address_wait_together(office: Office, ann: Person) -> None:
    for number in range(30):
        attempt(office, "wrong", f"name{number}@example.org")

    with pytest.raises(TooMany):
        attempt(office)
    assert attempt(office, address="198.51.100.4")


def test_an_account_of_ones_own_does_not_free_its_address_to_guess_on(
    office: Office, ann: Person
) -> None:
    for number in range(29):
        attempt(office, "wrong", f"name{number}@example.org")
    assert attempt(office)
    attempt(office, "wrong", "one.more@example.org")

    with pytest.raises(TooMany):
        attempt(office)


@pytest.mark.parametrize(("rest", "goes_on"), [(30, True), (31, False)])
def test_half_an_hour_of_rest_ends_a_sign_in(
    office: Office, ann: Person, rest: int, goes_on: bool
) -> None:
    token = attempt(office)
    office.clock.move(minutes=rest)

    assert (who(office, token) is not None) is goes_on


@pytest.mark.parametrize(("seconds", "goes_on"), [(0, True), (1, False)])
def test_twelve_hours_end_a_sign_in_that_never_rests(
    office: Office, ann: Person, seconds: int, goes_on: bool
) -> None:
    token = attempt(office)
    for _ in range(29):
        office.clock.move(minutes=24)
        assert who(office, token) is not None
    office.clock.move(minutes=24, seconds=seconds)

    assert (who(office, token) is not None) is goes_on


def test_being_seen_is_written_down_once_a_minute(office: Office, ann: Person) -> None:
    token = attempt(office)
    started = office.clock()
    office.clock.move(seconds=50)
    who(office, token)
    seen_early = office.ask(ann, lambda w: w.session.scalar(select(SignIn.last_seen_at)))
    office.clock.move(seconds=50)
    who(office, token)
    seen_later = office.ask(ann, lambda w: w.session.scalar(select(SignIn.last_seen_at)))

    assert (seen_early, seen_later) == (started, started + timedelta(seconds=100))


def test_an_ended_sign_in_lets_nobody_in(office: Office, ann: Person) -> None:
    token, other = attempt(office), attempt(office)
    found = who(office, token)
    assert found is not None
    assert found.sign_in_id is not None

    sign_in.end(office.database, found.sign_in_id, office.clock())

    assert who(office, token) is None
    assert who(office, other) is not None


def test_an_unknown_token_lets_nobody_in(office: Office, ann: Person) -> None:
    assert who(office, "guessed") is None
    assert who(office, "") is None


def test_somebody_who_has_left_is_signed_out_the_day_after(office: Office) -> None:
    today = london_date(office.clock())
    with office.building() as session:
        a_person(session, "Ann", email=ANN, password=PASSWORD, left_on=today)
    token = attempt(office)
    assert who(office, token) is not None
    office.clock.move(hours=14.4)  # from half past ten in London to five to one at night

    assert london_date(office.clock()) == today + timedelta(days=1)
    assert who(office, attempt(office)) is None


def test_roles_are_those_of_the_day(office: Office) -> None:
    day = london_date(office.clock())
    with office.building() as session:
        ann = a_person(session, "Ann", email=ANN, password=PASSWORD)
        a_role(session, ann, Role.MANAGER, ends_on=day)
        a_role(session, ann, Role.AUDITOR, ends_on=day - timedelta(days=1))
        a_role(session, ann, Role.SUPERVISOR, starts_on=day + timedelta(days=1))

    found = who(office, attempt(office))

    assert found is not None
    assert found.grants == {Grant(Role.MANAGER)}


def test_one_s_own_password_is_proof(office: Office, ann: Person) -> None:
    actor = office.actor(ann)

    proof = sign_in.prove(office.database, actor, PASSWORD, office.clock(), cheap=True)

    assert proof == Proof(ann.id, office.clock())
    sign_in.check_proof(proof, actor, office.clock())
    assert sign_in.prove(office.database, actor, "wrong", office.clock(), cheap=True) is None


def test_tries_to_prove_are_throttled_too(office: Office, ann: Person) -> None:
    actor = office.actor(ann)
    for _ in range(5):
        sign_in.prove(office.database, actor, "wrong", office.clock(), cheap=True)

    with pytest.raises(TooMany):
        sign_in.prove(office.database, actor, PASSWORD, office.clock(), cheap=True)


def test_a_proof_is_worth_five_minutes_and_nothing_to_others(
    office: Office, ann: Person, admin: Person
) -> None:
    actor, then = office.actor(ann), office.clock()
    proof = Proof(ann.id, then)
    sign_in.check_proof(proof, actor, then + timedelta(minutes=5))

    for other, moment in (
        (actor, then + timedelta(minutes=5, seconds=1)),
        (actor, then - timedelta(seconds=1)),
        (office.actor(admin), then),
    ):
        with pytest.raises(Forbidden):
            sign_in.check_proof(proof, other, moment)


def test_the_system_proves_nothing(office: Office) -> None:
    nobody = office.actor(None)

    assert sign_in.prove(office.database, nobody, PASSWORD, office.clock(), cheap=True) is None


def test_somebody_without_a_password_cannot_sign_in(office: Office) -> None:
    with office.building() as session:
        person = a_person(session, "Ann", email=ANN, started_on=date(2026, 1, 1))
    assert attempt(office, "") is None

    with office.building() as session:
        a_password(session, person)
    assert attempt(office)
