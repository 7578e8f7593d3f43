"""Supervision in tests: what is agreed, sessions at any moment, and actions."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from competency.coaching.domain.actions import Agreed
from competency.coaching.domain.sessions import State
from competency.coaching.models import AgendaItem, CoachingAction, SupervisionSession
from competency.coaching.service import actions, agenda, agreements, sealing, sessions
from competency.infra.work import Work
from competency.kernel.actor import Actor, Role
from competency.kernel.values import replace
from competency.notifications.models import Notice
from competency.people.models import Person, SupervisionLine
from competency.people.service.sign_in import Proof
from tests.builders.stage import Cast, Stage, a_person, end_line
from tests.support.replay import kept


def wanted_action(stage: Stage, cast: Cast, **more: Any) -> Agreed:
    """An action the practitioner is to do within two weeks."""
    usual = Agreed(
        person_id=cast.practitioner.id,
        owner_id=cast.practitioner.id,
        text="Fill in the risk assessment at the first visit.",
        kind="template",
        due_on=stage.clock().date() + timedelta(days=14),
    )
    return replace(usual, **more)


@kept
def an_action(stage: Stage, cast: Cast, **more: Any) -> CoachingAction:
    """An open action that the supervisor wrote."""
    return stage.do(cast.supervisor, lambda w: actions.write(w, wanted_action(stage, cast, **more)))


def proof_of(stage: Stage, person: Person | Actor) -> Proof:
    """The proof that somebody has just entered their password."""
    id_ = person.id if isinstance(person, Person) else person.person_id
    return Proof(id_ or 0, stage.clock())


@kept
def an_agreement(stage: Stage, cast: Cast, **more: Any) -> int:
    """The supervisor and the practitioner agree to meet every four weeks from today."""
    usual = agreements.Wanted(
        kind="case-management",
        every=4,
        unit="weeks",
        starts_on=stage.clock().date(),
        person_id=cast.practitioner.id,
    )
    wanted = replace(usual, **more)
    return stage.do(
        cast.supervisor, lambda w: agreements.agree(w, wanted, replaces=None, version=0)
    )


@kept
def a_session(stage: Stage, cast: Cast, *, days: int = 7, agreement_id: int | None = None) -> int:
    """A session of the two planned for a week ahead."""
    of = agreement_id or an_agreement(stage, cast)
    day = stage.clock().date() + timedelta(days=days)
    return stage.do(cast.supervisor, lambda w: sessions.plan(w, of, day, "Room 2"))


@kept
def held(stage: Stage, cast: Cast, session_id: int | None = None, *items: str) -> int:
    """A session that was held today, each point of its agenda covered."""
    id_ = session_id or a_session(stage, cast)
    for words in items:
        stage.do(cast.practitioner, partial(agenda.add_own, session_id=id_, words=words))
    row = row_of(stage, id_)
    today = stage.clock().date()
    stage.do(cast.supervisor, lambda w: sessions.hold(w, id_, today, row.version))
    version = row_of(stage, id_).version
    outcomes = {one.id: "covered" for one in items_of(stage, id_)}
    stage.do(cast.supervisor, lambda w: agenda.settle(w, id_, outcomes, version))
    return id_


@kept
def sign(stage: Stage, person: Person, session_id: int) -> State:
    """Let somebody sign what they see."""

    def act(work: Work) -> State:
        shown = sealing.shown_hash(work, work.session.get_one(SupervisionSession, session_id))
        return sealing.sign(work, session_id, proof_of(stage, person), shown)

    return stage.do(person, act)


@kept
def sealed(stage: Stage, cast: Cast, session_id: int | None = None) -> int:
    """A session that both have signed."""
    id_ = held(stage, cast, session_id)
    sign(stage, cast.supervisor, id_)
    assert sign(stage, cast.practitioner, id_) is State.SEALED
    return id_


@kept
def hand_over(stage: Stage, cast: Cast) -> Person:
    """The line of the two ended yesterday; Nia Next, who is returned, supervises from today."""
    end_line(stage, cast.line)
    follower = a_person(stage, "Nia Next", Role.SUPERVISOR)
    stage.save(
        SupervisionLine(
            supervisor_id=follower.id,
            supervisee_id=cast.practitioner.id,
            starts_on=stage.clock().date(),
        )
    )
    return follower


def row_of(stage: Stage, session_id: int) -> SupervisionSession:
    """The session as it is now."""
    return stage.ask(None, lambda w: w.session.get_one(SupervisionSession, session_id))


def items_of(stage: Stage, session_id: int) -> list[AgendaItem]:
    """The agenda as it is now."""
    return stage.ask(
        None, lambda w: agenda.list_items(w, w.session.get_one(SupervisionSession, session_id))
    )


def said_to(stage: Stage, person: Person) -> list[str]:
    """The kinds of notices that somebody has had, in their order."""
    asked = select(Notice.kind).where(Notice.person_id == person.id).order_by(Notice.id)
    return stage.ask(None, lambda w: list(w.session.scalars(asked)))
