"""Two years of evidence and training in the demonstration."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.demo.library import load_texts
from competency.evidence.domain.entry import Kind
from competency.evidence.domain.guard import guard
from competency.evidence.domain.state import State
from competency.evidence.domain.year import Done, gaps
from competency.evidence.models import (
    EvidenceAttachment,
    EvidenceDecision,
    EvidenceEntry,
    EvidenceTag,
    EvidenceVersion,
)
from competency.frameworks import service as frameworks
from competency.infra import slots
from competency.infra.files import Store
from competency.kernel.actor import Role
from competency.people.models import RoleGrant
from competency.training.domain import state as training
from competency.training.models import (
    TrainingBatch,
    TrainingCompletion,
    TrainingExemption,
    TrainingRefresher,
)
from competency.training.service import overview
from competency.training.service.ahead import ahead
from tests.builders.stage import Stage
from tests.builders.training import matrix
from tests.services.demo.conftest import AS_OF

Load = Callable[..., Any]


def of_state(session: Session, state: State) -> list[EvidenceEntry]:
    return list(session.scalars(select(EvidenceEntry).where(EvidenceEntry.state == state.value)))


def lead(session: Session) -> int:
    role = RoleGrant.role == Role.TRAINING_LEAD.value
    return session.scalars(select(RoleGrant.person_id).where(role)).one()


def test_a_log_of_every_state_and_kind_is_there_and_its_seals_hold(
    load: Load, look: Session, store: Store
) -> None:
    loaded = load(store)

    assert loaded.entries == look.scalar(select(func.count(EvidenceEntry.id)))
    assert loaded.entries > 100
    assert {e.state for e in look.scalars(select(EvidenceEntry))} == {s.value for s in State}
    assert {e.kind for e in look.scalars(select(EvidenceEntry))} == {k.value for k in Kind}
    assert len(of_state(look, State.VERIFIED)) > loaded.entries / 2
    assert all(entry.seal for entry in of_state(look, State.VERIFIED))
    assert list(slots.broken_seals(look)) == []


def test_the_first_person_has_an_entry_in_each_state(load: Load, look: Session) -> None:
    load(people=60)
    first = select(EvidenceEntry.state).where(EvidenceEntry.person_id == 1)

    assert set(look.scalars(first)) == {s.value for s in State}


def test_what_was_shared_is_kept_and_decided_by_who_supervised_then(
    load: Load, look: Session
) -> None:
    load()
    for entry in look.scalars(select(EvidenceEntry)):
        versions = select(func.count()).where(EvidenceVersion.entry_id == entry.id)
        assert look.scalar(versions) == entry.seq
        decided = list(
            look.scalars(select(EvidenceDecision).where(EvidenceDecision.entry_id == entry.id))
        )
        assert entry.person_id not in {one.by_id for one in decided}
        if entry.state == State.VERIFIED.value:
            assert decided[-1].outcome == "verified"
        if entry.state == State.DRAFT.value:
            assert not decided


def test_entries_are_of_the_last_two_years_and_some_leave_a_gap(load: Load, look: Session) -> None:
    load()
    by_person: dict[int, list[Done]] = {}
    for entry in look.scalars(select(EvidenceEntry)):
        assert AS_OF - timedelta(days=731) < entry.starts_on <= entry.last_on < AS_OF
        done = Done(Kind(entry.kind), entry.starts_on, entry.last_on, entry.hours)
        by_person.setdefault(entry.person_id, []).append(done)
    with_gap = [
        one for one in by_person.values() if gaps(one, min(d.starts_on for d in one), AS_OF)
    ]

    assert with_gap
    assert look.scalar(select(func.count(EvidenceTag.scheme.distinct()))) == 2


def test_the_guard_asks_about_nothing_in_what_was_written() -> None:
    log = load_texts().log
    texts = [
        entry[name] for entry in log.entries for name in ("title", "did", "learned", "applied")
    ]
    texts += [*log.returned, *log.verified, *log.attachment.values()]

    assert len(texts) > 100
    assert [(text, found) for text in texts if (found := guard(text))] == []


def test_every_section_of_the_log_is_one_of_the_framework() -> None:
    sections = {section.code for section in frameworks.get_framework().sections}

    assert {code for entry in load_texts().log.entries for code in entry["sections"]} == sections


def test_a_file_is_attached_and_its_bytes_are_kept(load: Load, look: Session, store: Store) -> None:
    load(store)
    files = list(look.scalars(select(EvidenceAttachment)))

    assert len(files) == 2
    assert b"Notes from the day" in store.read(files[0].sha256)


def test_data_protection_reads_54_of_58_three_overdue_one_never(
    load: Load, look: Session, stage: Stage
) -> None:
    load(people=60)
    counted = stage.ask(lead(look), matrix)
    first = counted.courses[0]
    total = counted.totals[first.id]

    assert (first.code, total.k, total.n) == ("gdpr", 54, 58)
    assert (total.of(training.State.OVERDUE), total.of(training.State.NEVER)) == (3, 1)
    assert len(counted.courses) == 8


def test_something_falls_due_in_30_60_and_90_days_and_people_wait(
    load: Load, look: Session, stage: Stage
) -> None:
    load(people=60)
    who = lead(look)
    due = stage.ask(who, ahead)
    found: Counter[int] = Counter()
    for by_days in due.values():
        found.update({days: len(lines) for days, lines in by_days.items()})

    assert min(found[days] for days in (30, 60, 90)) > 0
    assert stage.ask(who, overview.waiting)


def test_training_goes_back_two_years_and_never_forward(load: Load, look: Session) -> None:
    loaded = load()
    days = list(look.scalars(select(TrainingCompletion.completed_on)))

    assert loaded.completions == len(days)
    assert max(days) < AS_OF
    assert min(days) < date(AS_OF.year - 1, 1, 1)
    moments = (TrainingCompletion.recorded_at, TrainingCompletion.decided_at)
    for moment in moments:
        last = look.scalar(select(func.max(moment)))
        assert last is not None
        assert last.date() <= AS_OF


def test_a_file_a_list_exemptions_and_refreshers_are_there_with_reasons(
    load: Load, look: Session
) -> None:
    load(people=60)

    assert set(look.scalars(select(TrainingBatch.source))) == {"attendance", "import"}
    for batch in look.scalars(select(TrainingBatch)):
        rows = select(func.count()).where(TrainingCompletion.batch_id == batch.id)
        assert look.scalar(rows) == batch.added
    assert all(look.scalars(select(TrainingExemption.reason)))
    assert len(list(look.scalars(select(TrainingRefresher)))) == 3
