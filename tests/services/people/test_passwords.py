"""Links to set a password, changing it, and what ends with the old one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from competency.infra.work import Work
from competency.kernel.actor import Actor, Role
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.people.models import PasswordLink, Person, SignIn
from competency.people.service import passwords, sign_in, sign_ins
from competency.people.service.sign_in import Proof
from tests.builders.people import PASSWORD, a_person
from tests.services.people.conftest import Office

NEW = "north window green nine"
ANN = "ann@example.org"


@pytest.fixture
def ann(office: Office) -> Person:
    with office.building() as session:
        return a_person(session, "Ann Lee", email=ANN, password=PASSWORD)


def signed_in(office: Office, password: str = PASSWORD, email: str = ANN) -> str | None:
    return sign_in.start(
        office.database,
        email=email,
        password=password,
        now=office.clock(),
        address="192.0.2.7",
        browser="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0",
        cheap=True,
    )


def who(office: Office, token: str | None) -> Actor | None:
    with office.database.connect() as asked:
        return sign_in.identify(office.database, asked, token or "", office.clock())


def actor_of(office: Office, token: str | None) -> Actor:
    found = who(office, token)
    assert found is not None
    return found


def made_link(office: Office, admin: Person, person: Person) -> str:
    return office.do(admin, lambda work: passwords.make_password_link(work, person.id))


def use(office: Office, token: str, password: str = NEW) -> None:
    office.do(None, lambda w: passwords.set_password_by_link(w, token, password, cheap=True))


def is_live(office: Office, token: str) -> bool:
    return office.ask(None, lambda work: passwords.link_is_live(work, token))


def test_a_link_sets_the_password_once(office: Office, admin: Person, ann: Person) -> None:
    token = made_link(office, admin, ann)
    assert is_live(office, token)

    use(office, token)

    assert signed_in(office, NEW)
    assert signed_in(office, PASSWORD) is None
    assert not is_live(office, token)
    with pytest.raises(NotFound):
        use(office, token, "another window green nine")


def test_a_link_lets_somebody_in_who_never_had_a_password(office: Office, admin: Person) -> None:
    with office.building() as session:
        bob = a_person(session, "Bob Ray", email=ANN.replace("ann", "bob"))

    use(office, made_link(office, admin, bob))

    assert signed_in(office, NEW, email=bob.email)


@pytest.mark.parametrize(("hours", "live"), [(71.9, True), (72, False)])
def test_a_link_lasts_seventy_two_hours(
    office: Office, admin: Person, ann: Person, hours: float, live: bool
) -> None:
    token = made_link(office, admin, ann)
    office.clock.move(hours=hours)

    assert is_live(office, token) is live
    if not live:
        with pytest.raises(NotFound):
            use(office, token)


def test_a_newer_link_ends_the_older(office: Office, admin: Person, ann: Person) -> None:
    old, new = made_link(office, admin, ann), made_link(office, admin, ann)

    assert (is_live(office, old), is_live(office, new)) == (False, True)


def test_a_weak_password_leaves_the_link_as_it_was(
    office: Office, admin: Person, ann: Person
) -> None:
    token = made_link(office, admin, ann)
    with pytest.raises(Refused):
        use(office, token, "password1234")

    use(office, token)


def test_only_the_hash_of_a_link_is_kept(office: Office, admin: Person, ann: Person) -> None:
    token = made_link(office, admin, ann)

    kept = office.ask(None, lambda work: work.session.scalars(select(PasswordLink)).one())
    assert token not in (kept.token_hash, str(vars(kept)))
    assert kept.made_by_id == admin.id


def test_a_link_ends_older_sign_ins_and_a_wait(office: Office, admin: Person, ann: Person) -> None:
    old = signed_in(office)
    for _ in range(5):
        signed_in(office, "wrong")

    use(office, made_link(office, admin, ann))

    assert who(office, old) is None
    assert signed_in(office, NEW)


def test_nobody_makes_a_link_for_somebody_who_has_left(office: Office, admin: Person) -> None:
    with office.building() as session:
        gone = a_person(session, "Gone", left_on=office.clock().date() - timedelta(days=1))

    with pytest.raises(NotFound):
        made_link(office, admin, gone)
    with pytest.raises(NotFound):
        office.do(admin, lambda work: passwords.make_password_link(work, 999))


def test_a_link_of_somebody_who_leaves_dies(office: Office, admin: Person) -> None:
    with office.building() as session:
        leaving = a_person(session, "Leaving", left_on=office.clock().date())
    token = made_link(office, admin, leaving)
    office.clock.move(days=1)

    assert not is_live(office, token)


def test_only_administrators_make_links(office: Office, ann: Person) -> None:
    with office.building() as session:
        sue = a_person(session, "Sue", roles=[Role.SUPERVISOR])

    for other in (ann, sue):
        with pytest.raises((NotFound, Forbidden)):
            office.do(other, lambda work: passwords.make_password_link(work, ann.id))


def test_a_changed_password_ends_all_sign_ins_but_this_one(office: Office, ann: Person) -> None:
    this, other = signed_in(office), signed_in(office)
    actor = actor_of(office, this)
    proof = Proof(ann.id, office.clock())

    with office.database.writing() as session:
        work = Work(actor=actor, now=office.clock(), session=session)
        passwords.change_password(work, proof, NEW, cheap=True)
        session.commit()

    assert actor_of(office, this) == actor
    assert who(office, other) is None
    assert signed_in(office, NEW)


def test_another_s_proof_changes_no_password(office: Office, ann: Person, admin: Person) -> None:
    proof = Proof(admin.id, office.clock())

    with pytest.raises(Forbidden):
        office.do(ann, lambda work: passwords.change_password(work, proof, NEW, cheap=True))


def test_people_see_their_own_sign_ins_with_this_one_marked(office: Office, ann: Person) -> None:
    this, other = signed_in(office), signed_in(office)
    office.clock.move(minutes=31)
    live = signed_in(office)
    actor = actor_of(office, live)

    with office.database.reading() as session:
        work = Work(actor=actor, now=office.clock(), session=session)
        rows = sign_ins.list_own_sign_ins(work)

    assert this
    assert other
    assert [(row.browser, row.state.value, row.is_this_one) for row in rows] == [
        ("Firefox on Windows", "In use", True),
        ("Firefox on Windows", "Ended by itself", False),
        ("Firefox on Windows", "Ended by itself", False),
    ]


def test_nobody_ends_another_s_sign_in(office: Office, ann: Person, admin: Person) -> None:
    token = signed_in(office)
    number = actor_of(office, token).sign_in_id
    assert number is not None

    with pytest.raises(NotFound):
        office.do(admin, lambda work: sign_ins.end_own_sign_in(work, number))
    office.do(ann, lambda work: sign_ins.end_own_sign_in(work, number))

    assert who(office, token) is None


def test_an_administrator_ends_all_sign_ins_of_somebody(
    office: Office, ann: Person, admin: Person
) -> None:
    tokens = [signed_in(office) for _ in range(3)]

    assert office.do(admin, lambda work: sign_ins.end_all_sign_ins(work, ann.id)) == 3
    assert all(who(office, token) is None for token in tokens)


def test_the_other_sign_ins_end_together(office: Office, ann: Person) -> None:
    this, *others = [signed_in(office) for _ in range(3)]
    actor = actor_of(office, this)

    with office.database.writing() as session:
        work = Work(actor=actor, now=office.clock(), session=session)
        assert sign_ins.end_other_sign_ins(work) == 2
        session.commit()

    live = office.ask(
        ann, lambda w: w.session.scalars(select(SignIn.id).where(SignIn.ended_at.is_(None))).all()
    )
    assert live == [actor.sign_in_id]
    assert others
