"""Disposal: previewed, agreed by two people, nothing of the content left, a certificate kept."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from competency.cases.models import CaseDisposalRun, CaseFile
from competency.cases.service import attaching, contacting, disposing, reading, register
from competency.cases.service.disposing import CONTENT
from competency.infra.file_rows import named_hashes
from competency.infra.files import Store
from competency.kernel.actor import Role
from competency.kernel.errors import Forbidden, NotFound, Refused
from tests.builders.cases import a_case, a_member

YEARS = 366 * 7


@pytest.fixture
def made(stage):
    return a_case(stage, "closed")


@pytest.fixture
def two(stage, made):
    """Two people who may dispose: a manager and an administrator."""
    return made.office.manager, a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR)


def propose(w):
    return disposing.propose(w, "Seven years are over.")


def test_the_preview_shows_references_and_days_of_what_is_over_and_nothing_before(
    stage, made, two, clock
):
    assert stage.ask(two[0], disposing.preview) == []
    with pytest.raises(Refused) as found:
        stage.do(two[0], propose)
    assert found.value.code == "nothing_over"
    clock.move(days=YEARS)

    (due,) = stage.ask(two[0], disposing.preview)

    assert (due.reference, due.ended_on, due.held) == ("C-0001", date(2026, 4, 24), False)


def test_the_same_person_never_proposes_and_carries_out(stage, made, two, clock):
    clock.move(days=YEARS)
    run = stage.do(two[0], propose)

    with pytest.raises(Forbidden):
        stage.do(two[0], lambda w: disposing.carry_out(w, run.id))
    with pytest.raises(Refused) as found:
        stage.do(two[1], propose)
    assert found.value.code == "there_already"


def test_nothing_of_the_content_is_left_but_a_certificate(stage, made, two, clock):
    kept = a_case(stage, "review", made.office, reference="C-0002")
    clock.move(days=YEARS)
    run = stage.do(two[0], propose)

    (certificate,) = stage.do(two[1], lambda w: disposing.carry_out(w, run.id))

    def count(w, case_id):
        tables = [model.__table__ for model in CONTENT]
        return sum(
            w.session.scalar(select(func.count()).where(t.c.case_id == case_id)) for t in tables
        )

    assert stage.ask(None, lambda w: count(w, made.id)) == 0
    assert stage.ask(None, lambda w: count(w, kept.id)) > 0
    assert (certificate.reference, certificate.ended_on) == ("C-0001", date(2026, 4, 24))
    assert certificate.rows_removed > 20
    row = stage.ask(None, lambda w: w.session.get_one(CaseFile, made.id))
    assert (row.referrer, row.postcode_area, row.key_worker_id) == ("", "", None)
    with pytest.raises(NotFound):
        stage.ask(made.office.manager, lambda w: reading.whole_case(w, made.id))
    listed = stage.ask(two[0], lambda w: disposing.certificates(w, run.id))
    assert [one.reference for one in listed] == ["C-0001"]
    assert [one.outcome for one in stage.ask(two[0], disposing.runs)] == ["carried_out"]


def test_files_of_a_disposed_case_are_named_by_no_row_any_more(
    stage, made, two, clock, tmp_path, database
):
    def named():
        with database.reading() as session:
            return len(named_hashes(session))

    stage.do(
        made.office.worker,
        lambda w: attaching.attach(w, made.id, "a.txt", io.BytesIO(b"x"), Store(tmp_path)),
    )
    assert named() == 1
    clock.move(days=YEARS)
    run = stage.do(two[0], propose)

    (certificate,) = stage.do(two[1], lambda w: disposing.carry_out(w, run.id))

    assert certificate.files_removed == 1
    assert named() == 0


def test_a_held_case_stays_and_a_changed_list_is_not_carried_out(stage, made, two, clock):
    other = a_case(stage, "closed", made.office, reference="C-0002")
    clock.move(days=YEARS)
    run = stage.do(two[0], propose)
    stage.do(made.office.supervisor, lambda w: disposing.hold(w, other.id, "A complaint."))

    with pytest.raises(Refused) as found:
        stage.do(two[1], lambda w: disposing.carry_out(w, run.id))
    assert found.value.code == "list_changed"
    stage.do(two[1], lambda w: disposing.drop(w, run.id))
    again = stage.do(two[0], propose)
    stage.do(two[1], lambda w: disposing.carry_out(w, again.id))

    assert [due.held for due in stage.ask(two[0], disposing.preview)] == [True]
    runs = stage.ask(None, lambda w: w.session.scalars(select(CaseDisposalRun.outcome)).all())
    assert sorted(runs) == ["carried_out", "dropped"]
    with pytest.raises(Refused):
        stage.do(two[1], lambda w: disposing.drop(w, again.id))


def test_a_file_is_kept_with_consent_handed_out_and_taken_away(stage, tmp_path):
    made = a_case(stage, "assessment")
    planned = a_case(stage, "planning", made.office, reference="C-0002")
    store, worker = Store(tmp_path), made.office.worker

    def attach(case):
        return lambda w: attaching.attach(w, case.id, "a.txt", io.BytesIO(b"Letter"), store)

    assert stage.outcome(worker, attach(made)) == "no_consent_storing"
    row = stage.do(worker, attach(planned))
    assert stage.outcome(worker, attach(planned)) == "same_file"
    assert stage.ask(worker, lambda w: attaching.download(w, row.id, store)).content == b"Letter"
    papers = stage.ask(worker, lambda w: reading.whole_case(w, planned.id)).papers
    assert [paper.text for paper in papers["attachment"]] == ["a.txt"]
    assert stage.do(worker, lambda w: attaching.detach(w, row.id)) == planned.id
    with pytest.raises(NotFound):
        stage.ask(worker, lambda w: attaching.download(w, row.id, store))


def test_known_references_stay_known_after_disposal(stage, made, two, clock, look):
    clock.move(days=YEARS)
    run = stage.do(two[0], propose)
    stage.do(two[1], lambda w: disposing.carry_out(w, run.id))

    assert register.known_clients(look) == (["C-0001"], [])


def test_a_disposed_case_takes_no_further_records(stage, made, two, clock):
    clock.move(days=YEARS)
    run = stage.do(two[0], propose)
    stage.do(two[1], lambda w: disposing.carry_out(w, run.id))

    with pytest.raises(NotFound):
        stage.do(
            made.office.supervisor,
            lambda w: contacting.record_contact(w, made.id, with_whom="gp", how="letter"),
        )
