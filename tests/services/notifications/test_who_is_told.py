"""What happened is told to the other person, once, and never to who did it."""

import pytest

from competency.evidence.service import sharing
from competency.notifications.models import Notice
from competency.training.service import telling
from tests.builders.appraisals import an_appraisal
from tests.builders.evidence import an_entry
from tests.builders.stage import a_line, a_person
from tests.builders.training import a_school


@pytest.mark.parametrize(
    ("state", "to_supervisor", "to_practitioner"),
    [
        ("started", [], []),
        ("self_submitted", ["Asha Patel has submitted their rating. Yours is still to come"], []),
        (
            "supervisor_submitted",
            [],
            ["Priya Nair has submitted their rating. Yours is still to come"],
        ),
    ],
)
def test_the_first_rating_is_told_to_the_other(stage, told, state, to_supervisor, to_practitioner):
    made = an_appraisal(stage, state)

    named = [(f"{words}: Appraisal 2026", made.path) for words in to_supervisor]
    assert told(made.cast.supervisor) == named
    named = [(f"{words}: Appraisal 2026", made.path) for words in to_practitioner]
    assert told(made.cast.practitioner) == named


def test_an_appraisal_from_reveal_to_seal_is_told_step_by_step(stage, told):
    made = an_appraisal(stage, "signed")

    both = [*told(made.cast.practitioner), *told(made.cast.supervisor)]
    pages = {path.removeprefix(made.path) for _words, path in both}
    assert pages == {"", "/talk", "/sign", "/record"}
    assert sum("Both ratings are there" in words for words, _path in both) == 1
    assert sum("closed the talk" in words for words, _path in both) == 1
    assert sum("Your signature is still to come" in words for words, _path in both) == 1
    assert sum("Both of you have signed" in words for words, _path in both) == 1
    assert told(made.cast.manager) == told(made.cast.colleague) == []


def test_a_shared_entry_is_told_to_every_supervisor_and_a_verified_one_to_its_owner(stage, told):
    made = an_entry(stage, "draft")
    second = a_person(stage, "Sam Second")
    a_line(stage, second, made.cast.practitioner)

    stage.do(made.cast.practitioner, lambda w: sharing.share(w, made.id, made.row.version))

    for person in (made.cast.supervisor, second):
        assert [path for _words, path in told(person)] == [f"/evidence/{made.id}"]
    assert told(made.cast.practitioner) == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("verified", "Priya Nair verified an entry of your log"),
        ("returned", "Priya Nair sent an entry of your log back to you with a comment"),
    ],
)
def test_the_decision_on_an_entry_is_told_to_its_owner(stage, told, state, words):
    made = an_entry(stage, state)

    assert told(made.cast.practitioner) == [(words, f"/evidence/{made.id}")]


def test_the_same_key_is_said_once_a_person(stage, cast, tell, told):
    for person in (cast.practitioner, cast.practitioner, cast.colleague):
        tell(person, key="same", words="Read this")

    assert told(cast.practitioner) == told(cast.colleague) == [("Read this", "/")]


def test_overdue_training_is_told_to_the_person_and_the_supervisor_once(stage, told):
    school = a_school(stage)
    asha, priya = school.cast.practitioner, school.cast.supervisor

    first = stage.do(None, telling.remind)
    again = stage.do(None, telling.remind)

    assert first > 0
    assert again == 0
    own = {path for _words, path in told(asha)}
    assert own == {"/training"}
    about_asha = [said for said in told(priya) if "Asha Patel" in said[0]]
    assert len(about_asha) == len(told(asha))
    assert {path for _words, path in about_asha} == {f"/people/{asha.id}/training"}


def test_a_notice_names_its_day(stage, look):
    school = a_school(stage)
    stage.do(None, telling.remind)

    days = {n.due_on for n in look.query(Notice).filter_by(person_id=school.far.id)}
    assert None not in days
    assert days
