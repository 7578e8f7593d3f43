"""Completions from a learning system's file: looked at first, then taken as one, undone as one."""

from collections.abc import Mapping
from typing import BinaryIO

from sqlalchemy import insert, select, update

from competency.infra.work import Work
from competency.kernel.errors import NotFound, Refused
from competency.kernel.values import Value
from competency.people.service import access, staff
from competency.training import permissions
from competency.training.domain import sheet
from competency.training.domain.cells import Directory, Row
from competency.training.domain.columns import Columns, Field, match
from competency.training.domain.completions import UNDO_WITHIN, Source, Status
from competency.training.domain.days import Order
from competency.training.domain.mending import NOTHING_MENDED, Mending, Typed, mended
from competency.training.domain.reading import Faulty, Reading, read, refuse_unless_whole
from competency.training.domain.sheet import Sheet, Table
from competency.training.events import BatchUndone, CompletionsImported
from competency.training.models import COMPLETIONS, MendedCell, TrainingBatch, TrainingCompletion
from competency.training.queries import records, rules
from competency.training.queries.histories import COUNTS, DONE
from competency.training.queries.records import BatchRow, MendedRow
from competency.training.service import standings
from competency.training.service.completing import courses_needing_expiry

AT_ONCE = 5_000
SHOWN = 10
MENDED_AT_ONCE = 50
LONGEST_NAME = 200


class Choices(Value, kw_only=True):
    """How to read a file: columns by heading, the order of dates, one course for all rows."""

    columns: Mapping[Field, str] | None = None
    order: Order | None = None
    course_id: int | None = None


class Preview(Value):
    """What an import would do; `imported_before` is when this very file was taken, if it was."""

    sheet: Sheet
    columns: Columns
    reading: Reading
    new: list[Row]
    known: int
    imported_before: BatchRow | None

    @property
    def sample(self) -> list[Row]:
        """Return the first rows that would be added."""
        return self.new[:SHOWN]

    @property
    def to_mend(self) -> list[Faulty]:
        """Return the first rows that need somebody, as many as a page can hold."""
        return self.reading.first_faulty[:MENDED_AT_ONCE]


class Imported(Value):
    """What an import did; the batch is None where all of it was there already."""

    batch_id: int | None
    added: int
    known: int
    faulty: int
    mended: int = 0


def require_importer(work: Work) -> None:
    """Refuse all but training leads."""
    access.require_role(work, permissions.RECORD)


def headings(work: Work, source: BinaryIO) -> list[str]:
    """Return the headings of a file; refuses what is no CSV."""
    require_importer(work)
    looked = sheet.look_at(source)
    return [heading.strip() for heading in Table(source, looked.encoding).headings]


def named_sample(work: Work, found: Preview) -> list[tuple[Row, str, str]]:
    """Return the first rows that would be added, with the names of person and course."""
    ids = {row.person_id for row in found.sample}
    people = staff.colleagues(work, permissions.RECORD, person_ids=ids)
    names = {one.id: one.name for one in people}
    titles = {course.id: course.title for course in rules.courses(work.session)}
    return [(row, names[row.person_id], titles[row.course_id]) for row in found.sample]


def may_undo(work: Work, batch: BatchRow) -> bool:
    """Return whether a batch of one's own can still be taken back."""
    return batch.undone_at is None and work.now - batch.at <= UNDO_WITHIN


def preview(
    work: Work,
    source: BinaryIO,
    choices: Choices | None = None,
    mending: Mending = NOTHING_MENDED,
) -> Preview:
    """Return what the file says, as mended, and what taking it would add; changes nothing.

    Refuses what is no CSV, too big, or without the columns that are needed. People and courses
    outside the training lead's scope are as unknown as those that do not exist.
    """
    access.require_role(work, permissions.RECORD)
    choices = choices or Choices()
    looked = sheet.look_at(source)
    known_here = _directory(work, choices)
    table = Table(source, looked.encoding)
    columns = match(table.headings, choices.columns, one_course=choices.course_id is not None)
    found = read(table, columns, known_here, work.today, order=choices.order, mending=mending)
    new, known = _split(work, found.good)
    return Preview(
        looked, columns, found, new, known + found.repeated, _before(work, looked.sha256)
    )


def mend(
    work: Work,
    source: BinaryIO,
    typed: Typed,
    left_out: set[int],
    *,
    choices: Choices | None = None,
    before: Mending = NOTHING_MENDED,
) -> Mending:
    """Return the corrections with what was typed for the rows that need somebody; keeps nothing.

    Only what stands on the page can be mended. Refuses what `preview` refuses, and more rows than
    one mends by hand.
    """
    seen = preview(work, source, choices, before)
    said = {one.row: one.texts for one in seen.to_mend}
    return mended(before, said, typed, left_out)


def take(
    work: Work,
    source: BinaryIO,
    *,
    name: str,
    sha256: str,
    leave_out: bool = False,
    choices: Choices | None = None,
    mending: Mending = NOTHING_MENDED,
) -> Imported:
    """Take all good rows of the file that was previewed, as mended, in one batch, or none.

    What was mended is kept with the batch. Taking the same rows again adds nothing. Refuses
    another file than the one previewed, and one with faulty rows unless they are to be left out.
    """
    seen = preview(work, source, choices, mending)
    if seen.sheet.sha256 != sha256:
        raise Refused(
            "another_file", "This is not the file that was looked at. Look again.", field="file"
        )
    refuse_unless_whole(seen.reading, leave_out=leave_out)
    faulty = seen.reading.faulty + seen.reading.left_out
    if not seen.new:
        return Imported(None, 0, seen.known, faulty)
    batch = TrainingBatch(
        source=Source.IMPORT.value,
        source_name=name[-LONGEST_NAME:],
        source_sha256=sha256,
        rows=seen.reading.rows,
        added=len(seen.new),
        known=seen.known,
        faulty=faulty,
        by_id=work.actor.person_id,
        at=work.now,
    )
    work.session.add(batch)
    work.session.flush()
    _insert(work, batch.id, seen.new)
    count = _keep_mends(work, batch.id, mending)
    work.record(
        CompletionsImported(
            batch_id=batch.id,
            source_sha256=sha256,
            rows=batch.rows,
            added=batch.added,
            known=batch.known,
            faulty=faulty,
            mended=count,
        )
    )
    return Imported(batch.id, batch.added, batch.known, faulty, count)


def undo(work: Work, batch_id: int) -> int:
    """Take a batch back within a day and return how many completions no longer count.

    Refuses one that is older or undone already, and one of another training lead.
    """
    access.require_role(work, permissions.RECORD)
    batch = work.session.get(TrainingBatch, batch_id, with_for_update=True)
    if batch is None or batch.by_id != work.actor.person_id:
        raise NotFound("There is no such batch of yours.")
    if batch.undone_at is not None:
        raise Refused("undone", "This batch has been undone already.")
    if work.now - batch.at > UNDO_WITHIN:
        raise Refused("too_late", "A batch can be undone within a day.")
    batch.undone_at, batch.undone_by_id = work.now, work.actor.person_id
    ids = work.session.scalars(
        update(TrainingCompletion)
        .where(TrainingCompletion.batch_id == batch.id, COUNTS)
        .values(status=Status.UNDONE.value)
        .returning(TrainingCompletion.id)
        .execution_options(synchronize_session=False)
    ).all()
    work.record(BatchUndone(batch_id=batch.id, completions=len(ids)))
    return len(ids)


def mended_in(work: Work, batch_id: int) -> list[MendedRow]:
    """Return what was mended in a batch of the training lead's own, row by row."""
    access.require_role(work, permissions.RECORD)
    return records.mended_in(work.session, batch_id, work.actor.person_id or 0)


def list_batches(work: Work, limit: int = 50) -> list[BatchRow]:
    """Return the training lead's own batches, newest first."""
    access.require_role(work, permissions.RECORD)
    return records.batches(work.session, limit, work.actor.person_id or 0)


def _directory(work: Work, choices: Choices) -> Directory:
    people = staff.colleagues(work, permissions.RECORD)
    people = [one for one in people if one.id != work.actor.person_id]  # nobody records their own
    courses = rules.courses(work.session)
    by_course = {
        " ".join(name.casefold().split()): course.id
        for course in reversed(courses)
        for name in (*course.also, course.title, course.code)
    }
    if choices.course_id is not None and choices.course_id not in by_course.values():
        raise Refused("unknown_course", "Choose a course from the list.", field="course_id")
    return Directory(
        by_staff_number={p.staff_number.casefold(): p.id for p in people if p.staff_number},
        by_email={p.email.casefold(): p.id for p in people},
        by_course=by_course,
        need_expiry=courses_needing_expiry(work),
        left_on={p.id: p.left_on for p in people if p.left_on is not None},
        only_course=choices.course_id,
    )


def _split(work: Work, good: list[Row]) -> tuple[list[Row], int]:
    """Return the rows that are not on record yet, and how many are."""
    courses = {row.course_id for row in good}
    mine = standings.whose(work, permissions.RECORD)
    there = {
        tuple(key)
        for key in work.session.execute(
            select(DONE.person_id, DONE.course_id, DONE.completed_on).where(
                COUNTS, DONE.course_id.in_(courses), mine(DONE.person_id)
            )
        )
    }
    if not there:
        return good, 0
    new = [row for row in good if row[:3] not in there]
    return new, len(good) - len(new)


def _insert(work: Work, batch_id: int, rows: list[Row]) -> None:
    facts = {
        "status": Status.VERIFIED.value,
        "source": Source.IMPORT.value,
        "batch_id": batch_id,
        "recorded_by_id": work.actor.person_id,
        "recorded_at": work.now,
        "comment": "",
    }
    into = insert(COMPLETIONS).values(**facts)
    for start in range(0, len(rows), AT_ONCE):
        work.session.execute(into, [row._asdict() for row in rows[start : start + AT_ONCE]])


def _keep_mends(work: Work, batch_id: int, mending: Mending) -> int:
    """Keep what was mended with the batch, and return in how many rows."""
    cells = [
        MendedCell(batch_id=batch_id, row=row, field=name.value, said=mend.said, typed=mend.typed)
        for row, found in mending.cells.items()
        if row not in mending.left_out
        for name, mend in found.items()
    ]
    left = [MendedCell(batch_id=batch_id, row=row) for row in sorted(mending.left_out)]
    work.session.add_all([*cells, *left])
    return len({cell.row for cell in cells})


def _before(work: Work, sha256: str) -> BatchRow | None:
    return next(
        (
            batch
            for batch in records.batches_of_file(work.session, sha256)
            if batch.undone_at is None
        ),
        None,
    )
