"""Completions from the person, from an attendance list and from a learning system's file."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from competency.audit.models import AuditEntry
from competency.kernel.errors import Forbidden, NotFound, Refused
from competency.training.domain.completions import Claim
from competency.training.domain.days import Order
from competency.training.domain.requirements import Subject
from competency.training.domain.state import State
from competency.training.models import TrainingBatch, TrainingCompletion
from competency.training.service import completing, importing, overview, requirements
from competency.training.service.importing import Choices
from tests.builders.stage import a_person
from tests.builders.training import a_file, a_rule, done

TODAY = date(2026, 5, 8)
GOOD = ["S-Asha Patel,,GDPR,25/03/2026,,C-1", ",ben.okoro@example.org,Record keeping,2026-03-25,,"]


def state_of(stage, school, person, code):
    lines = stage.ask(person, lambda w: overview.record(w, person.id)).lines
    return {line.course.code: line.standing.state for line in lines}[code]


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code, refused.value.field


def standing_rows(look):
    return look.scalar(
        select(func.count())
        .select_from(TrainingCompletion)
        .where(TrainingCompletion.status == "verified")
    )


def events(look):
    return list(look.scalars(select(AuditEntry.event).order_by(AuditEntry.id)))[1:]


def take(stage, school, file, **how):
    seen = stage.ask(school.lead, lambda w: importing.preview(w, file, how.get("choices")))
    return stage.do(
        school.lead,
        lambda w: importing.take(w, file, name="lms.csv", sha256=seen.sheet.sha256, **how),
    )


class TestByThePerson:
    """Entered with a certificate, then verified or returned."""

    def claim(self, stage, school, **values):
        asha = school.cast.practitioner
        chosen = {"course_id": school["gdpr"], "completed_on": TODAY, "number": " C 7 "} | values
        return stage.do(asha, lambda w: completing.claim(w, asha.id, Claim(**chosen)))

    def test_it_counts_once_it_is_verified(self, stage, school, look):
        asha = school.cast.practitioner
        made = self.claim(stage, school)
        assert state_of(stage, school, asha, "gdpr") is State.NEVER
        [(row, name)] = stage.ask(school.team_lead, overview.waiting)
        assert (row.id, row.number, name) == (made, "C 7", "Asha Patel")

        stage.do(school.team_lead, lambda w: completing.verify(w, made))

        assert state_of(stage, school, asha, "gdpr") is State.CURRENT
        assert stage.ask(school.lead, overview.waiting) == []
        assert events(look) == ["CompletionClaimed", "CompletionVerified"]

    def test_it_can_be_returned_and_entered_again(self, stage, school):
        made = self.claim(stage, school)
        stage.do(school.lead, lambda w: completing.return_to(w, made, "Add the certificate"))

        record = stage.ask(
            school.cast.practitioner, lambda w: overview.record(w, school.cast.practitioner.id)
        )
        assert [row.comment for row in record.completions] == ["Add the certificate"]
        assert self.claim(stage, school) != made

    def test_it_is_decided_once(self, stage, school):
        made = self.claim(stage, school)
        stage.do(school.lead, lambda w: completing.verify(w, made))

        again = refusal(
            lambda: stage.do(school.lead, lambda w: completing.return_to(w, made, "no"))
        )

        assert again == ("decided", None)

    def test_what_counts_already_is_not_verified_twice(self, stage, school):
        made = self.claim(stage, school)
        done(stage, school.cast.practitioner, school["gdpr"], TODAY)

        assert refusal(lambda: stage.do(school.lead, lambda w: completing.verify(w, made))) == (
            "known",
            None,
        )
        assert refusal(lambda: self.claim(stage, school)) == ("known", "completed_on")

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"completed_on": TODAY + timedelta(days=1)}, ("future", "completed_on")),
            ({"course_id": 99}, ("unknown_course", "course_id")),
            ({"expires_on": date(2020, 1, 1)}, ("expiry_first", "expires_on")),
            ({"number": "9" * 81}, ("number", "number")),
        ],
    )
    def test_bad_input_is_refused_at_its_field(self, stage, school, values, expected):
        assert refusal(lambda: self.claim(stage, school, **values)) == expected

    def test_a_registration_needs_its_expiry_and_is_current_until_then(self, stage, school):
        nmc = stage.do(
            school.lead,
            lambda w: requirements.add_course(
                w, code="nmc", title="NMC registration", subject=Subject.REGISTRATION
            ),
        )
        a_rule(stage, nmc, grace_days=0)
        assert refusal(lambda: self.claim(stage, school, course_id=nmc)) == (
            "no_expiry",
            "expires_on",
        )

        made = self.claim(stage, school, course_id=nmc, expires_on=date(2026, 8, 31))
        stage.do(school.lead, lambda w: completing.verify(w, made))

        record = stage.ask(
            school.cast.practitioner, lambda w: overview.record(w, school.cast.practitioner.id)
        )
        [line] = [one for one in record.lines if one.course.code == "nmc"]
        assert (line.standing.state, line.standing.due_on) == (State.CURRENT, date(2026, 8, 31))

    def test_nobody_verifies_their_own(self, stage, school):
        lead = school.lead
        entered = Claim(course_id=school["gdpr"], completed_on=TODAY)
        made = stage.do(lead, lambda w: completing.claim(w, lead.id, entered))

        with pytest.raises(Forbidden, match="Nobody verifies"):
            stage.do(lead, lambda w: completing.verify(w, made))


class TestByAttendance:
    """Recorded by the training lead for many at once."""

    def record(self, stage, who, school, *people, on=TODAY):
        return stage.do(
            who,
            lambda w: completing.record_attendance(
                w, school["gdpr"], on, [person.id for person in people]
            ),
        )

    def test_all_who_were_there_are_recorded_in_one_batch_with_one_event(self, stage, school, look):
        cast = school.cast
        done(stage, cast.colleague, school["gdpr"], TODAY)

        made = self.record(stage, school.lead, school, cast.practitioner, cast.colleague)

        assert (made.added, made.known) == (1, 1)
        assert state_of(stage, school, cast.practitioner, "gdpr") is State.CURRENT
        assert events(look) == ["AttendanceRecorded"]
        assert self.record(stage, school.lead, school, cast.practitioner).batch_id is None

    def test_a_batch_is_undone_within_a_day_and_can_be_recorded_again(self, stage, school, clock):
        asha = school.cast.practitioner
        made = self.record(stage, school.lead, school, asha)
        clock.move(hours=23)

        assert stage.do(school.lead, lambda w: importing.undo(w, made.batch_id)) == 1
        assert state_of(stage, school, asha, "gdpr") is State.NEVER
        again = lambda: stage.do(school.lead, lambda w: importing.undo(w, made.batch_id))  # noqa: E731
        assert refusal(again) == ("undone", None)
        assert self.record(stage, school.lead, school, asha).added == 1

    def test_after_a_day_and_for_others_it_stays(self, stage, school, clock):
        made = self.record(stage, school.lead, school, school.cast.practitioner)
        with pytest.raises(NotFound):
            stage.do(school.team_lead, lambda w: importing.undo(w, made.batch_id))
        clock.move(hours=24, minutes=1)

        late = lambda: stage.do(school.lead, lambda w: importing.undo(w, made.batch_id))  # noqa: E731
        assert refusal(late) == ("too_late", None)

    def test_nobody_outside_the_scope_and_not_oneself(self, stage, school):
        with pytest.raises(NotFound):
            self.record(stage, school.team_lead, school, school.cast.practitioner, school.far)
        with pytest.raises(Forbidden):
            self.record(stage, school.lead, school, school.lead)
        assert refusal(lambda: self.record(stage, school.lead, school)) == (
            "nobody",
            "person_ids",
        )
        later = TODAY + timedelta(days=1)
        assert refusal(lambda: self.record(stage, school.lead, school, school.far, on=later)) == (
            "future",
            "completed_on",
        )


class TestByFile:
    """A learning system's file: previewed, taken as one, idempotent, undone."""

    def test_a_preview_says_all_and_changes_nothing(self, stage, school, look):
        file = a_file(*GOOD, "S-Nobody,,GDPR,25/03/2026,,", GOOD[0])

        seen = stage.ask(school.lead, lambda w: importing.preview(w, file))

        assert (seen.reading.rows, len(seen.new), seen.known, seen.reading.faulty) == (4, 2, 1, 1)
        assert seen.reading.faults[0][:2] == (4, "Employee ID")
        assert seen.imported_before is None
        assert standing_rows(look) == 0

    def test_a_good_file_is_taken_with_one_event_and_again_adds_nothing(self, stage, school, look):
        first = take(stage, school, a_file(*GOOD))
        again = take(stage, school, a_file(*GOOD))
        more = take(stage, school, a_file(*GOOD, "S-Finn Far,,GDPR,25/03/2026,,"))

        assert (first.added, first.known) == (2, 0)
        assert (again.batch_id, again.added, again.known) == (None, 0, 2)
        assert (more.added, more.known) == (1, 2)
        assert state_of(stage, school, school.cast.practitioner, "gdpr") is State.CURRENT
        assert standing_rows(look) == 3
        assert events(look) == ["CompletionsImported", "CompletionsImported"]

    def test_the_very_same_file_is_known(self, stage, school):
        made = take(stage, school, a_file(*GOOD))

        seen = stage.ask(school.lead, lambda w: importing.preview(w, a_file(*GOOD)))

        assert seen.imported_before is not None
        assert seen.imported_before.id == made.batch_id

    def test_of_a_file_with_ten_faults_nothing_is_taken_unless_they_are_left_out(
        self, stage, school, look
    ):
        bad = [
            "S-Nobody,,GDPR,25/03/2026,,",
            ",nobody@example.org,GDPR,25/03/2026,,",
            ",,GDPR,25/03/2026,,",
            "S-Asha Patel,ben.okoro@example.org,GDPR,25/03/2026,,",
            "S-Asha Patel,,Juggling,25/03/2026,,",
            "S-Asha Patel,,GDPR,25/03/2027,,",
            "S-Asha Patel,,GDPR,03/25/2026,,",
            "S-Asha Patel,,GDPR,yesterday,,",
            "S-Asha Patel,,GDPR,25/03/2026,24/03/2026,",
            '"=cmd|calc",,GDPR,25/03/2026,,',
        ]
        file = a_file(*GOOD, *bad)

        assert refusal(lambda: take(stage, school, file)) == ("faulty_rows", "file")
        assert standing_rows(look) == 0
        look.rollback()
        made = take(stage, school, file, leave_out=True)

        assert (made.added, made.faulty) == (2, 10)
        assert standing_rows(look) == 2

    def test_another_file_than_the_one_looked_at_is_refused(self, stage, school):
        other = lambda: stage.do(  # noqa: E731
            school.lead,
            lambda w: importing.take(w, a_file(*GOOD), name="lms.csv", sha256="0" * 64),
        )

        assert refusal(other) == ("another_file", "file")

    def test_a_file_is_undone_whole_and_can_be_taken_again(self, stage, school, look):
        made = take(stage, school, a_file(*GOOD))

        assert stage.do(school.lead, lambda w: importing.undo(w, made.batch_id)) == 2
        assert standing_rows(look) == 0
        look.rollback()
        assert take(stage, school, a_file(*GOOD)).added == 2
        [_, undone] = stage.ask(school.lead, importing.list_batches)
        assert undone.undone_at is not None

    def test_people_outside_the_scope_are_as_unknown_as_nobody(self, stage, school):
        file = a_file("S-Finn Far,,GDPR,25/03/2026,,", "S-Nobody,,GDPR,25/03/2026,,")

        seen = stage.ask(school.team_lead, lambda w: importing.preview(w, file))

        told = {fault.reason.split("” ")[1] for fault in seen.reading.faults}
        assert told == {"is nobody's staff number here"}
        assert seen.reading.faulty == 2

    def test_ones_own_row_is_not_taken(self, stage, school):
        file = a_file("S-Lea Lead,,GDPR,25/03/2026,,")

        seen = stage.ask(school.lead, lambda w: importing.preview(w, file))

        assert (len(seen.new), seen.reading.faulty) == (0, 1)

    def test_windows_letters_a_byte_order_mark_and_semicolons_are_read(self, stage, school):
        zoe = a_person(stage, "Zoe")
        line = "S-Zoe,,GDPR,25/03/2026,,Prüfung – ok"

        for encoding in ("cp1252", "utf-8-sig"):
            file = a_file(line, encoding=encoding)
            seen = stage.ask(school.lead, lambda w, f=file: importing.preview(w, f))
            assert [row.number for row in seen.new] == ["Prüfung – ok"]
            assert seen.new[0].person_id == zoe.id

    def test_one_course_and_the_month_first_can_be_chosen_for_a_file(self, stage, school):
        file = a_file("S-Asha Patel,,Whatever it is called,03/25/2026,,")
        choices = Choices(course_id=school["gdpr"], order=Order.MONTH_FIRST)

        made = take(stage, school, file, choices=choices)

        assert made.added == 1
        unknown = Choices(course_id=999)
        assert refusal(lambda: take(stage, school, file, choices=unknown))[0] == "unknown_course"

    def test_a_hundred_thousand_rows_are_read_with_bounded_faults(self, stage, school):
        rows = ["S-Asha Patel,,GDPR,25/03/2026,,"] * 50_000 + ["S-Nobody,,GDPR,1/1/2026,,"] * 50_000

        seen = stage.ask(school.lead, lambda w: importing.preview(w, a_file(*rows)))

        assert (seen.reading.rows, len(seen.new), seen.reading.faulty) == (100_000, 1, 50_000)
        assert len(seen.reading.faults) == 200


def test_a_batch_keeps_its_counts(stage, school, look):
    take(stage, school, a_file(*GOOD, "x,,GDPR,25/03/2026,,"), leave_out=True)

    batch = look.scalars(select(TrainingBatch)).one()

    assert (batch.rows, batch.added, batch.known, batch.faulty) == (3, 2, 0, 1)
    assert (batch.source_name, len(batch.source_sha256)) == ("lms.csv", 64)
