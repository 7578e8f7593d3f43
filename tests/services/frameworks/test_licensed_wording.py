"""Licensed wording over the framework's codes: loaded as a whole, read, replaced, taken away."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from competency.frameworks import library, service
from competency.frameworks.domain.wording import FaultyWording
from competency.frameworks.events import WordingLoaded, WordingRemoved
from competency.frameworks.models import FrameworkWording, WordingBatch
from competency.infra.db import Database
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM, Actor
from competency.kernel.errors import Forbidden, Refused
from tests.conftest import A_FRIDAY

FIRST = b"code,level,text\nSUP-1a,CMP1,Official words\nLEA-1a,CMP3,More official words\n"
SECOND = b"code,level,text\nSUP-1a,CMP1,Newer official words\n"


@pytest.fixture
def work(database: Database) -> Iterator[Work]:
    with database.writing() as session:
        yield Work(actor=SYSTEM, now=A_FRIDAY, session=session)


def load(work: Work, content: bytes = FIRST) -> WordingLoaded:
    return service.load_wording(
        work, service.get_framework(), source_name="official.csv", content=content
    )


def shown(session: Session, strand: str, level: str) -> str:
    framework = service.framework_with_wording(session)
    return framework.strand(strand).descriptor(level).text


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def test_without_licensed_wording_our_own_words_are_shown(work: Work) -> None:
    assert service.framework_with_wording(work.session) is service.get_framework()


def test_loaded_wording_is_shown_over_the_same_codes(work: Work) -> None:
    load(work)

    assert shown(work.session, "SUP-1a", "CMP1") == "Official words"
    assert shown(work.session, "LEA-1a", "CMP3") == "More official words"
    ours = service.get_framework().strand("SUP-1a").descriptor("CMP2").text
    assert shown(work.session, "SUP-1a", "CMP2") == ours


def test_a_load_is_recorded_without_a_word_of_its_content(work: Work) -> None:
    loaded = load(work)

    batch = work.session.get_one(WordingBatch, loaded.batch_id)
    assert work.events == [
        WordingLoaded(
            batch_id=batch.id,
            framework_id="case-management-framework",
            version=service.get_framework().version,
            source_sha256=hashlib.sha256(FIRST).hexdigest(),
            texts=2,
        )
    ]
    assert (batch.source_name, batch.loaded_at, batch.loaded_by, batch.removed_at) == (
        "official.csv",
        A_FRIDAY,
        None,
        None,
    )


def test_removed_wording_leaves_our_export_exactly_and_none_of_its_texts(work: Work) -> None:
    before = service.get_framework().export()
    load(work)
    assert service.framework_with_wording(work.session).export() != before

    removed = service.remove_wording(work, service.get_framework())

    assert service.framework_with_wording(work.session).export() == before
    assert work.session.scalars(select(FrameworkWording)).all() == []
    assert work.session.get_one(WordingBatch, removed.batch_id).removed_at == A_FRIDAY
    assert removed.texts == 2


def test_a_second_load_takes_the_place_of_the_first(work: Work) -> None:
    first, second = load(work), load(work, SECOND)

    assert [type(happened) for happened in work.events] == [
        WordingLoaded,
        WordingRemoved,
        WordingLoaded,
    ]
    assert shown(work.session, "SUP-1a", "CMP1") == "Newer official words"
    ours = service.get_framework().strand("LEA-1a").descriptor("CMP3").text
    assert shown(work.session, "LEA-1a", "CMP3") == ours
    assert work.session.get_one(WordingBatch, first.batch_id).removed_at is not None
    assert work.session.get_one(WordingBatch, second.batch_id).removed_at is None


def test_a_file_with_one_fault_changes_nothing(work: Work) -> None:
    load(work)

    with pytest.raises(FaultyWording, match="QQQ-1a"):
        load(work, FIRST + b"QQQ-1a,CMP1,Whose?\n")

    assert shown(work.session, "SUP-1a", "CMP1") == "Official words"
    assert len(work.events) == 1


def test_there_must_be_wording_to_remove(work: Work) -> None:
    with pytest.raises(Refused) as refused:
        service.remove_wording(work, service.get_framework())

    assert refused.value.code == "no_wording"


def test_nobody_loads_or_removes_wording_through_a_page(work: Work) -> None:
    somebody = Work(
        actor=Actor(person_id=1, name="An administrator"), now=A_FRIDAY, session=work.session
    )

    with pytest.raises(Forbidden):
        load(somebody)
    with pytest.raises(Forbidden):
        service.remove_wording(somebody, service.get_framework())


def test_reading_the_framework_again_takes_one_query(work: Work) -> None:
    load(work)
    service.framework_with_wording(work.session)

    with counting(work.session) as statements:
        service.framework_with_wording(work.session)

    assert len(statements) == 1


def test_wording_is_laid_over_the_library_that_is_in_use_now(work: Work) -> None:
    load(work)
    before = service.framework_with_wording(work.session)
    library._load.cache_clear()

    after = service.framework_with_wording(work.session)

    assert after == before
    assert after.standard is service.get_framework().standard
    assert after.standard is not before.standard


def test_many_wordings_one_after_another_do_not_fill_the_memory(work: Work) -> None:
    for number in range(service.REMEMBERED + 2):
        load(work, f"code,level,text\nSUP-1a,CMP1,Words {number}\n".encode())
        assert shown(work.session, "SUP-1a", "CMP1") == f"Words {number}"

    assert len(service._worded) <= service.REMEMBERED


def test_the_door_answers_from_the_library() -> None:
    framework = service.get_framework()

    assert service.get_standard(framework.id, framework.version) is framework
    assert framework.standard in service.list_standards()
    assert service.search(framework, "SUP-1a")[0].strand_code == "SUP-1a"
    assert service.diff(framework.id, framework.version, framework.version).is_empty
