"""Somebody who looks round finds a year of supervision, kept to in most of its periods."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.coaching.domain.sessions import Visibility
from competency.coaching.models import (
    CoachingAction,
    SupervisionAgreement,
    SupervisionNote,
    SupervisionSession,
    SupervisionSignature,
)
from competency.coaching.service import sealing, supervision_reading
from competency.demo.service.turned import MEASURE
from competency.infra.work import Work
from competency.people.models import Person, SupervisionLine
from tests.builders.people import actor_for

Load = Callable[..., Any]


def test_a_year_of_supervision_is_there_sealed_and_mostly_kept(
    load: Load, look: Session, work: Work
) -> None:
    load(cases=80)
    one = SupervisionSession
    sealed = look.scalars(select(one).where(one.sealed_at.is_not(None))).all()
    signed = Counter(look.scalars(select(SupervisionSignature.session_id)))

    assert len(sealed) > 100
    assert all(signed[session.id] == 2 for session in sealed)
    assert list(sealing.broken_seals(look)) == []

    here = select(Person.id).where(Person.left_on.is_(None))
    lines = select(SupervisionLine.supervisee_id).where(
        SupervisionLine.ends_on.is_(None), SupervisionLine.supervisee_id.in_(here)
    )
    agreements = select(SupervisionAgreement).where(
        SupervisionAgreement.ended_on.is_(None), SupervisionAgreement.person_id.is_not(None)
    )
    running = look.scalars(agreements).all()
    assert {row.person_id for row in running} == set(look.scalars(lines))
    ahead = look.execute(
        select(one.agreement_id, func.count())
        .where(one.held_on.is_(None), one.called_off_at.is_(None), one.planned_on >= work.today)
        .group_by(one.agreement_id)
    ).all()
    assert all(count == 1 for _agreement, count in ahead)
    assert {row.id for row in running} <= {id_ for id_, _count in ahead}
    assert {"peer", "group", "case-management"} <= {session.kind for session in sealed}


def test_notes_are_tagged_and_actions_stay_with_their_session(load: Load, look: Session) -> None:
    load(cases=80, people=60)
    shared = select(SupervisionNote).where(
        SupervisionNote.visibility == Visibility.SHARED.value, SupervisionNote.strand != ""
    )
    agreed = look.scalars(
        select(CoachingAction).where(
            CoachingAction.session_id.is_not(None), CoachingAction.person_id != 1
        )
    ).all()

    assert len(look.scalars(shared).all()) > 20
    assert {bool(action.ending) for action in agreed} == {True, False}
    story = look.scalars(select(CoachingAction).where(CoachingAction.person_id == 1)).all()
    assert [action.measure_code for action in story] == [MEASURE.code]


def test_the_page_of_a_team_says_how_it_was_kept(load: Load, look: Session, work: Work) -> None:
    load(cases=80)
    lead = select(SupervisionLine.supervisor_id).where(SupervisionLine.supervisee_id == 1)
    leader = look.get_one(Person, look.scalars(lead).one())
    its = Work(actor=actor_for(look, leader, work.today), now=work.now, session=look)

    page = supervision_reading.team(its)

    assert page.kept.n > 20
    assert 0.6 < page.kept.k / page.kept.n < 1
    assert all(row.meeting.next_planned and row.meeting.last_held for row in page.rows)
    assert {group.kind for group in page.groups} >= {"group"}
