"""The demonstration: whole, lawful, and the same for the same seed."""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency import tables
from competency.assessments import queries
from competency.assessments.domain.agenda import left_to_close
from competency.assessments.domain.state import State
from competency.assessments.models import (
    Appraisal,
    Invitation,
    Moderation,
    Objective,
    Rating,
    Target,
)
from competency.assessments.service import agreeing, moderating
from competency.audit import service as audit
from competency.config import Settings
from competency.demo.domain.size import LARGEST_TEAM, size_for
from competency.demo.service import loading, showing
from competency.demo.service.loading import Wanted
from competency.demo.service.organisation import PASSWORD
from competency.frameworks import service as frameworks
from competency.infra import slots, triggers
from competency.infra.db import Database
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM, Actor, Role
from competency.kernel.agreement import RaterAgreement
from competency.kernel.errors import Refused
from competency.people.domain.passwords import check_password
from competency.people.models import Person, PersonPracticeArea, RoleGrant, SupervisionLine
from competency.people.service import outside_line, sign_in
from tests.services.demo.conftest import AS_OF, FEW


def rows_of(session: Session) -> dict[str, str]:
    """Return a hash of all rows of each table but the trail, which says when a load was made."""
    hashes = {}
    for table in tables.metadata.sorted_tables:
        if table.name != "audit_entry":
            rows = session.execute(select(table).order_by(*table.primary_key.columns)).all()
            hashes[table.name] = hashlib.sha256(repr([tuple(r) for r in rows]).encode()).hexdigest()
    return hashes


def states(session: Session) -> Counter[str]:
    return Counter(
        queries.state(session, appraisal).value for appraisal in session.scalars(select(Appraisal))
    )


def test_the_same_seed_and_day_give_the_same_rows(
    load: Callable[..., Any], look: Session, settings: Settings, tmp_path: Any
) -> None:
    load(cases=30)
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with other.engine.connect() as connection, connection.begin():
        tables.metadata.create_all(connection)
        triggers.lay(connection)
    with other.writing() as session:
        again = Work(actor=SYSTEM, now=load_moment(), session=session)
        loading.load(again, Wanted(people=FEW, cases=30, seed=1, as_of=AS_OF), cheap=True)
        found = rows_of(session)
        session.rollback()
    other.engine.dispose()

    assert found == rows_of(look)


def load_moment() -> Any:
    """Return another moment than that of the first load."""
    from tests.conftest import A_FRIDAY

    return A_FRIDAY + timedelta(days=3)


def test_another_seed_gives_other_people(load: Callable[..., Any], look: Session) -> None:
    load(seed=2)
    found = set(look.scalars(select(Person.name)))
    from competency.demo.domain.cast import cast
    from competency.demo.library import load_texts

    first = {m.name for m in cast(size_for(FEW), load_texts(), 1, AS_OF).members}

    assert found != first


def test_the_trail_and_every_seal_are_whole_after_one_event(
    load: Callable[..., Any], look: Session, settings: Settings
) -> None:
    load()

    assert audit.verify(look, audit.chain_key(settings)) == []
    assert list(slots.broken_seals(look)) == []
    assert audit.count(look) == 1
    assert states(look)["signed"] > 5


def test_every_state_is_there_with_a_withdrawn_one_and_a_revision(
    load: Callable[..., Any], look: Session
) -> None:
    load()

    assert set(states(look)) == {state.value for state in State}
    revision = look.scalars(select(Appraisal).where(Appraisal.revises_id.is_not(None))).one()
    assert revision.revision == 2
    assert revision.reopened_reason
    half = [a for a in look.scalars(select(Appraisal)) if queries.state(look, a) is State.OPEN]
    saved = sorted(
        look.scalar(select(func.count()).where(Rating.appraisal_id == a.id)) or 0 for a in half
    )
    assert saved[0] <= 5 < 25 < saved[-1]


def test_a_talk_that_is_finished_left_nothing_over(
    load: Callable[..., Any], look: Session, work: Work
) -> None:
    load()
    framework = frameworks.get_framework()

    for appraisal in look.scalars(select(Appraisal).where(Appraisal.agreed_at.is_not(None))):
        agenda = agreeing.agenda_of(work, appraisal, framework)
        agreed = queries.agreements(look, appraisal.id)
        words = queries.section_levels(look, appraisal.id)
        assert left_to_close(agenda, agreed) == ()
        assert set(agreed) <= {i.strand for i in (*agenda.to_discuss, *agenda.alike)}
        assert len(words) == len(framework.sections)


def test_nothing_in_an_appraisal_lies_in_the_future(
    load: Callable[..., Any], look: Session
) -> None:
    load()

    newest = look.scalar(select(func.max(Rating.at)))
    assert newest is not None
    assert newest.date() < AS_OF
    for moment in (Appraisal.sealed_at, Appraisal.agreed_at, Appraisal.withdrawn_at):
        last = look.scalar(select(func.max(moment)))
        assert last is not None
        assert last.date() < AS_OF


def test_everybody_is_rated_by_who_supervised_them_then(
    load: Callable[..., Any], look: Session
) -> None:
    load(people=60)
    outside = set(look.scalars(select(Invitation.rater_id)))
    checked = 0
    for appraisal in look.scalars(select(Appraisal)):
        if appraisal.supervisor_id in outside:
            continue
        checked += 1
        line = look.scalar(
            select(SupervisionLine.id).where(
                SupervisionLine.supervisor_id == appraisal.supervisor_id,
                SupervisionLine.supervisee_id == appraisal.person_id,
                SupervisionLine.starts_on <= appraisal.started_on,
                func.coalesce(SupervisionLine.ends_on, AS_OF) >= appraisal.started_on,
            )
        )
        assert line is not None, appraisal.id
    assert checked > 100


def test_about_sixty_people_make_three_regions_eight_teams_and_every_role(
    load: Callable[..., Any], look: Session
) -> None:
    loaded = load(people=60)

    assert (loaded.people, loaded.teams) == (60, 8)
    assert look.scalar(select(func.count(Person.id))) == 60
    assert set(look.scalars(select(RoleGrant.role))) == {role.value for role in Role}
    assert len(set(look.scalars(select(PersonPracticeArea.practice_area_id)))) >= 4
    assert look.scalar(select(func.count(Person.left_on))) == 1
    ended = select(func.count()).where(SupervisionLine.ends_on.is_not(None))
    assert (look.scalar(ended) or 0) >= 2
    largest = look.execute(
        select(func.count())
        .where(SupervisionLine.ends_on.is_(None))
        .group_by(SupervisionLine.supervisor_id)
        .order_by(func.count().desc())
    ).first()
    assert largest is not None
    assert LARGEST_TEAM - 1 <= largest[0] <= LARGEST_TEAM
    assert look.scalar(select(func.count(Target.id)))
    assert look.scalar(select(func.count(Objective.carried_from_id)))


def test_the_outside_rater_holds_an_invitation_that_is_live(
    load: Callable[..., Any], look: Session
) -> None:
    load()
    invitation = look.scalars(select(Invitation)).one()

    assert invitation.expires_on > AS_OF
    assert look.get_one(Appraisal, invitation.appraisal_id).supervisor_id == invitation.rater_id


def test_a_sign_in_is_shown_for_every_role_and_opens(
    load: Callable[..., Any], database: Database, work: Work
) -> None:
    load()
    found, password = showing.sign_ins(work)

    assert {one.role for one in found} == {role.label for role in Role} | {"Outside rater"}
    work.session.close()
    token = sign_in.start(
        database,
        email=found[0].email,
        password=password,
        now=work.now,
        address="127.0.0.1",
        browser="",
        cheap=True,
    )
    assert token is not None


def test_the_password_is_one_that_anybody_there_might_set(
    load: Callable[..., Any], look: Session
) -> None:
    load(people=60)

    for name, email in look.execute(select(Person.name, Person.email)):
        assert check_password(PASSWORD, name=name, email=email) == PASSWORD


def test_a_second_load_is_refused(load: Callable[..., Any], look: Session) -> None:
    load()

    with pytest.raises(Refused, match="people in this database already"):
        load(seed=2)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"people": 3}, "Choose from 24"),
        ({"people": 1_000_000}, "Choose from 24"),
        ({"as_of": AS_OF + timedelta(days=1)}, "today or an earlier day"),
    ],
)
def test_what_cannot_be_made_is_refused(
    load: Callable[..., Any], wanted: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        load(**wanted)


def test_numbers_go_on_after_the_demonstration(
    load: Callable[..., Any], look: Session, save: Callable[..., Any]
) -> None:
    load()
    added = save(Person(name="New", email="new@demo.example", started_on=AS_OF))

    assert added.id == FEW + 1


def test_there_is_a_second_rating_to_compare_and_one_to_give(
    load: Callable[..., Any], look: Session
) -> None:
    load()
    given, asked = look.scalars(select(Moderation).order_by(Moderation.id)).all()
    supervisor = look.get_one(Appraisal, given.appraisal_id).supervisor_id
    work = Work(actor=Actor(person_id=supervisor, name=""), now=load_moment(), session=look)

    found = moderating.compare(work, given.id).compared

    assert found is not None
    assert isinstance(found.result, RaterAgreement)
    assert found.result.n > 20
    assert found.result.first_higher > found.result.second_higher > 0
    assert (asked.submitted_at, asked.due_on) == (None, AS_OF + timedelta(days=14))
    for one in (given, asked):
        appraisal = look.get_one(Appraisal, one.appraisal_id)
        above = outside_line.stood_above(look, appraisal.person_id, appraisal.started_on, AS_OF)
        assert one.rater_id not in above | {appraisal.person_id}
        assert one.asked_by_id in above
