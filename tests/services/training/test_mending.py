"""Rows of a learning system's file that are mended before they are taken."""

from competency.training.domain.columns import Field
from competency.training.domain.mending import Mend, Mending
from competency.training.queries.records import MendedRow
from competency.training.service import importing
from tests.builders.training import a_file
from tests.services.training.test_completions import GOOD, standing_rows, take


def test_what_was_mended_is_taken_and_kept_with_the_batch(stage, school, look):
    file = a_file(*GOOD, "S-Nobody,,GDPR,25/03/2026,,", "S-Nobody,,Juggling,soon,,")
    typed = {4: {Field.STAFF_NUMBER: "S-Finn Far"}}

    mending = stage.ask(school.lead, lambda w: importing.mend(w, file, typed, {5}))
    seen = stage.ask(school.lead, lambda w: importing.preview(w, file, None, mending))
    assert (len(seen.new), seen.reading.faulty, seen.reading.left_out) == (3, 0, 1)
    assert standing_rows(look) == 0
    look.rollback()
    made = take(stage, school, file, mending=mending)

    assert (made.added, made.faulty, made.mended) == (3, 1, 1)
    kept = stage.ask(school.lead, lambda w: importing.mended_in(w, made.batch_id))
    assert kept == [
        MendedRow(4, "staff_number", "S-Nobody", "S-Finn Far"),
        MendedRow(5, "", "", ""),
    ]
    assert stage.ask(school.team_lead, lambda w: importing.mended_in(w, made.batch_id)) == []
    [batch] = stage.ask(school.lead, importing.list_batches)
    assert (batch.faulty, batch.mended) == (1, 1)


def test_only_the_first_fifty_rows_that_need_somebody_are_mended(stage, school):
    file = a_file(*["S-Nobody,,GDPR,25/03/2026,,"] * 60)
    typed = {row: {Field.STAFF_NUMBER: "S-Finn Far"} for row in range(2, 62)}

    mending = stage.ask(school.lead, lambda w: importing.mend(w, file, typed, {60, 61}))

    assert mending.rows == list(range(2, 52))


def test_a_mended_row_reaches_nobody_outside_the_scope_and_not_oneself(stage, school):
    for who, name in ((school.team_lead, "S-Finn Far"), (school.lead, "S-Lea Lead")):
        file = a_file("S-Nobody,,GDPR,25/03/2026,,")
        mends = Mending({2: {Field.STAFF_NUMBER: Mend("S-Nobody", name)}})
        seen = stage.ask(who, lambda w, f=file, m=mends: importing.preview(w, f, None, m))
        assert (len(seen.new), seen.reading.faulty) == (0, 1)
