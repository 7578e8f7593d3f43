"""What a self-study keeps: its history, what was submitted, who is told, and what is brought."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from competency.accreditation.domain.items import Plan, Progress
from competency.accreditation.domain.rating import Answer, Said
from competency.accreditation.domain.states import ItemState
from competency.accreditation.models import ChecklistItem, PracticeRating
from competency.accreditation.service import (
    attaching,
    checklist,
    due,
    panel,
    rating,
    reading,
    studies,
    telling,
)
from competency.infra.file_rows import named_hashes
from competency.kernel.errors import Refused, Stale
from competency.kernel.values import replace
from competency.notifications.models import Notice
from competency.people.service import persons
from tests.builders.accreditation import shipped
from tests.builders.cases import on_day
from tests.builders.self_study import (
    PAPER,
    a_beginning,
    a_house,
    a_store,
    answer,
    answer_all,
    bring,
    give_out,
    item_of,
    rate,
    study_of,
    submit,
)


@pytest.fixture
def house(stage):
    return a_house(stage)


def whole_of(stage, house):
    return stage.ask(house["central"], lambda w: reading.page(w, house.study.id)).whole


def notices(stage, person):
    with stage.database.reading() as session:
        query = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
        return [one.words for one in session.scalars(query)]


def test_a_self_study_is_pinned_to_the_version_it_began_on(stage, house):
    standard = shipped()

    assert (house.study.standard_id, house.study.standard_version) == ("coa-cm5", "2020")
    assert [one.row.code for one in whole_of(stage, house).items] == [
        item.code for item in standard.items
    ]


def test_every_saying_of_a_practice_is_kept_and_the_last_one_stands(stage, house):
    for seq, value in enumerate((3, 2, 2)):  # the same again changes nothing
        rate(stage, house, "5.01", value, seq)

    said = stage.ask(house["central"], lambda w: rating.history(w, house.study.id, "5.01"))

    assert [(one.seq, one.rating) for one in said] == [(2, 2), (1, 3)]
    assert whole_of(stage, house).ratings["5.01"].rating == 2
    assert stage.ask(house["central"], lambda w: rating.history(w, house.study.id, "5.02")) == []


def test_two_who_rate_at_once_see_both_versions(stage, house):
    rate(stage, house, "5.01", 3)

    with pytest.raises(Stale) as stale:
        rate(stage, house, "5.01", 1)

    assert ("Rating", "1: Fully put into practice") in stale.value.mine.facts
    assert ("Rating", "3: Needs significant improvement") in stale.value.theirs.facts


def test_two_who_change_an_item_see_both_versions(stage, house):
    seen = item_of(stage, house, "interviews")
    bring(stage, house, "interviews")
    late = Progress(ItemState.IN_HAND, "I have asked them.")

    with pytest.raises(Stale) as stale:
        stage.do(house["central"], lambda w: checklist.fill_in(w, seen.id, late, seen.version))

    assert ("Notes", "I have asked them.") in stale.value.mine.facts
    assert ("Notes", "In the binder, part 2.") in stale.value.theirs.facts


def test_a_practice_of_cm5_never_drops_out_by_itself(stage, house):
    said = Said(Answer.NOT_APPLICABLE, None, "We do not do this.")

    with pytest.raises(Refused) as refused:
        stage.do(house["central"], lambda w: rating.rate(w, house.study.id, "5.01", said, 0))

    assert refused.value.code == "always_applies"


def test_the_whole_standard_does_not_apply_with_a_reason(stage, house):
    wanted = a_beginning(not_applicable="We provide no intensive case management.")
    version = study_of(stage, house).version
    stage.do(house["central"], lambda w: studies.change(w, house.study.id, wanted, version))

    ready = whole_of(stage, house).readiness

    assert ready.unrated == ready.unanswered == ()


CHANGES = {
    "rate": lambda w, house, item: rating.rate(
        w, house.study.id, "5.01", Said(Answer.RATED, 1, "", "Later."), 0
    ),
    "plan": lambda w, house, item: checklist.plan_item(w, item.id, Plan(None, None), item.version),
    "fill in": lambda w, house, item: checklist.fill_in(
        w, item.id, Progress(ItemState.IN_HAND, "Later."), item.version
    ),
    "change": lambda w, house, item: studies.change(w, house.study.id, a_beginning(), 2),
    "submit again": lambda w, house, item: studies.submit(w, house.study.id, 2, knowing=True),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_submitted_stays_as_it_was(stage, house, what):
    submit(stage, house)
    item = item_of(stage, house, "contact-procedures")

    with pytest.raises(Refused) as refused:
        stage.do(house["central"], lambda w: CHANGES[what](w, house, item))

    assert refused.value.code == "submitted"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accreditation_item SET notes = 'forged'",
        "DELETE FROM accreditation_item",
        "UPDATE accreditation_rating SET rating = 1",
        "DELETE FROM accreditation_rating",
        "UPDATE accreditation_part SET words = 'forged'",
        "UPDATE accreditation_comment SET words = 'forged'",
        "DELETE FROM accreditation_comment",
    ],
)
def test_the_database_itself_keeps_what_was_submitted(stage, house, statement):
    rate(stage, house, "5.01", 2)
    answer(stage, house, "5.02", "modelling")
    submit(stage, house)
    stage.do(house["panel"], lambda w: panel.comment(w, house.study.id, "Well done."))

    with pytest.raises(DatabaseError), stage.database.writing() as session:
        session.execute(text(statement))


def test_a_closed_self_study_takes_no_more_words(stage, house):
    submit(stage, house)
    version = study_of(stage, house).version
    stage.do(house["central"], lambda w: studies.close(w, house.study.id, "Accredited.", version))

    with pytest.raises(Refused) as refused:
        stage.do(house["panel"], lambda w: panel.comment(w, house.study.id, "One more thing."))

    assert refused.value.code == "closed"


def test_what_is_open_is_submitted_only_by_who_has_seen_it(stage, house):
    version = study_of(stage, house).version

    def without_looking(work):
        studies.submit(work, house.study.id, version, knowing=False)

    assert stage.outcome(house["central"], without_looking) == "not_whole"


def test_the_figures_of_the_self_study_give_suggestions(stage, house):
    answer_all(stage, house)
    whole = whole_of(stage, house)
    found = {p.code: whole.suggestion(p).rating for p in whole.standard.practices}

    # The qualified person has no document yet; caseloads and contacts are not counted.
    assert found == {"5.01": 1, "5.02": 1, "5.03": None, "5.04": None, "5.05": 3}


def test_an_agreement_counts_with_its_file_and_until_it_ends(stage, house, tmp_path):
    answer_all(stage, house)
    part = answer_again(stage, house, until=date(2026, 6, 30))
    assert whole_of(stage, house).figures["5.01"]["without-agreement"] == 1
    store = a_store(tmp_path)
    stage.do(
        house["central"],
        lambda w: attaching.attach_to_part(w, part, "a.pdf", BytesIO(PAPER), store),
    )

    assert whole_of(stage, house).figures["5.01"]["without-agreement"] == 0
    later = on_day(stage, date(2026, 7, 1))
    assert whole_of(later, house).figures["5.01"]["without-agreement"] == 1


def answer_again(stage, house, until):
    from competency.accreditation.domain.parts import PartAnswer
    from competency.accreditation.service.parts import answer_part

    row = whole_of(stage, house).parts["5.01"]["housing"]
    given = PartAnswer(
        means="arranged", party="Harbour Homes", agreed_from=date(2026, 1, 1), agreed_until=until
    )
    stage.do(
        house["central"],
        lambda w: answer_part(w, house.study.id, "5.01", "housing", given, row.version),
    )
    return row.id


def test_a_file_is_there_once_and_known_to_the_sweep(stage, house, tmp_path):
    store = a_store(tmp_path)
    bring(stage, house, "contact-procedures", store)
    item = item_of(stage, house, "contact-procedures")
    content = store.read(whole_of(stage, house).files[0].sha256)

    def again(work):
        attaching.attach_to_item(work, item.id, "copy.pdf", BytesIO(content), store)

    assert stage.outcome(house["owner"], again) == "same_file"
    with stage.database.reading() as session:
        assert whole_of(stage, house).files[0].sha256 in named_hashes(session)


def test_an_owner_is_told_when_asked_and_when_it_falls_due(stage, house):
    item = item_of(stage, house, "contact-procedures")
    title = "Procedures for contact with clients"
    asked = f"You are asked to bring for the self-study: {title}"
    assert notices(stage, house["owner"]) == [asked]

    said = []
    for day in ((2026, 5, 24), (2026, 5, 25), (2026, 5, 26), (2026, 6, 2), (2026, 6, 3)):
        said.append(on_day(stage, date(*day)).do(None, telling.remind))

    assert said == [0, 1, 0, 1, 0]
    assert notices(stage, house["owner"]) == [
        asked,
        f"What you bring for the self-study falls due: {title}",
        f"What you bring for the self-study is past its day: {title}",
    ]
    stage.do(
        house["central"],
        lambda w: checklist.plan_item(
            w, item.id, Plan(house["colleague"].id, item.due_on), item.version
        ),
    )
    assert notices(stage, house["owner"])[-1] == (
        f"Somebody else brings this for the self-study now: {title}"
    )


def test_what_is_done_is_not_called_for(stage, house):
    bring(stage, house, "contact-procedures")

    assert on_day(stage, date(2026, 6, 3)).do(None, telling.remind) == 0
    assert stage.ask(house["owner"], lambda w: list(due.dates_due(w))) == []


def test_the_calendar_of_an_owner_names_the_item(stage, house):
    give_out(stage, house, "interviews", "owner", date(2026, 5, 20))

    dates = stage.ask(house["owner"], lambda w: list(due.dates_due(w)))

    assert [(one.on, one.words) for one in dates] == [
        (date(2026, 5, 20), "Bring for the self-study: Interviews"),
        (date(2026, 6, 1), "Bring for the self-study: Procedures for contact with clients"),
    ]


def test_central_office_is_told_when_somebody_leaves_who_was_to_bring_something(stage, house):
    owner = house["owner"]
    given = stage.do(house["administrator"], lambda w: persons.get_entry(w, owner.id))
    entry = replace(given[0], left_on=date(2026, 5, 15))

    stage.do(
        house["administrator"],
        lambda w: persons.change_person(w, owner.id, entry, version=given[1]),
    )

    words = "Somebody leaves who was to bring 1 item for the self-study"
    assert notices(stage, house["central"]) == [words]


def test_the_panel_is_told_at_the_submission(stage, house):
    assert notices(stage, house["panel"]) == []

    submit(stage, house)

    words = "A self-study is submitted; you are on its panel and can read and comment it"
    assert notices(stage, house["panel"]) == [words]


def test_nothing_is_written_for_a_self_study_that_is_refused(stage, house):
    with pytest.raises(Refused):
        stage.do(house["central"], lambda w: studies.start(w, a_beginning(standard_id="nothing")))
    with pytest.raises(Refused):
        stage.do(
            house["central"],
            lambda w: studies.start(w, a_beginning(standard_id="case-management-framework")),
        )

    with stage.database.reading() as session:
        assert len(session.scalars(select(ChecklistItem)).all()) == 6
        assert session.scalars(select(PracticeRating)).all() == []
