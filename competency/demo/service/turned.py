"""The supervision after which one worker's risk assessments came in time, as it was held."""

from collections.abc import Mapping
from datetime import date, timedelta

from competency.coaching.domain.actions import Ending
from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.domain.sessions import Outcome, Source, Visibility
from competency.coaching.models import (
    AgendaItem,
    CoachingAction,
    SupervisionNote,
    SupervisionSession,
    SupervisionSignature,
)
from competency.coaching.service import sealing
from competency.demo.domain.cast import Cast, Member
from competency.demo.domain.chance import at_work, stream
from competency.demo.domain.texts import CaseTexts
from competency.demo.domain.turn import STANDARD, Turn, turn
from competency.infra.work import Work

RULE = "clocks-often-late"  # of the signals
ANYWHERE = 0  # a signal about no practice area in particular
MEASURE = Measure(MeasureKind.TIMELINESS, STANDARD)
Words = Mapping[str, str]


def write_turn(work: Work, found: Cast, texts: CaseTexts, *, seed: int, as_of: date) -> None:
    """Write the session of the first case manager and their supervisor, with what they agreed.

    It is sealed, and the action is closed out. Nothing is written where nobody supervised then.
    """
    worker, days, words = found.first_team[0], turn(as_of), texts.turn
    supervisor = worker.supervisor_on(days.agreed_on)
    if supervisor is None:
        return
    met = at_work(stream(seed, "turn"), days.agreed_on)
    session = SupervisionSession(
        kind="practice",
        supervisor_id=supervisor.id,
        person_id=worker.id,
        planned_on=days.agreed_on,
        place=words["place"],
        held_on=days.agreed_on,
        by_id=supervisor.id,
        at=met - timedelta(days=14),
    )
    work.session.add(session)
    work.session.flush()
    point = AgendaItem(
        session_id=session.id,
        source=Source.SIGNAL.value,
        words=words["point"],
        rule=RULE,
        subject=f"{ANYWHERE}/{MEASURE}",
        outcome=Outcome.COVERED.value,
        by_id=worker.id,
        at=met - timedelta(days=2),
    )
    work.session.add_all([point, *_notes(session, words), _action(session, worker, days, words)])
    work.session.flush()
    shown = sealing.shown_hash(work, session)
    for number, member in enumerate((supervisor, worker), 1):
        work.session.add(
            SupervisionSignature(
                session_id=session.id,
                person_id=member.id,
                role_then=_role(member, supervisor),
                content_hash=shown,
                at=met + timedelta(hours=number),
            )
        )
    work.session.flush()  # once it is sealed, no signature is added
    session.sealed_at, session.seal = met + timedelta(hours=2), shown
    work.session.flush()


def _notes(session: SupervisionSession, words: Words) -> list[SupervisionNote]:
    """Return a note for the record by the one who led, and one that both read by the other."""
    by = ((Visibility.RECORD, "note", session.supervisor_id), (Visibility.SHARED, "own", None))
    return [
        SupervisionNote(
            session_id=session.id,
            visibility=visibility.value,
            words=words[name],
            by_id=person_id or session.person_id,
            at=session.at + timedelta(days=14),
        )
        for visibility, name, person_id in by
    ]


def _action(
    session: SupervisionSession, worker: Member, days: Turn, words: Words
) -> CoachingAction:
    return CoachingAction(
        session_id=session.id,
        person_id=worker.id,
        owner_id=worker.id,
        practice_area_id=worker.practice_areas[0],
        text=words["text"],
        kind=words["kind"],
        strand=words["strand"],
        measure_kind=MEASURE.kind.value,
        measure_code=MEASURE.code,
        agreed_on=days.agreed_on,
        due_on=days.due_on,
        ending=Ending.COMPLETE.value,
        ended_on=days.done_on,
        ended_by_id=worker.id,
        by_id=session.supervisor_id,
    )


def _role(member: Member, supervisor: Member) -> str:
    part = "supervisor" if member is supervisor else "supervisee"
    return f"{part}, {member.post}"
