"""Caseloads and direct contacts counted from live cases, by the organisation's policy."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from competency.accreditation.domain.policy import Policy
from competency.accreditation.service import counting, policy
from competency.cases.models import CaseGoal, CaseNeed
from competency.kernel.actor import Role
from competency.kernel.values import replace
from competency.people.models import PracticeArea
from competency.people.service import working_time
from tests.builders.accreditation import shipped
from tests.builders.cases import an_office
from tests.builders.counted import contacts, corrected, held_cases
from tests.builders.stage import Stage, a_cast, a_person

CM5 = shipped()
CASELOAD, CONTACTS = CM5.practice("5.03"), CM5.practice("5.04")
A_MOMENT = datetime(2026, 5, 8, 9, tzinfo=UTC)
TODAY = date(2026, 5, 8)  # so February, March and April are counted


@pytest.fixture
def office(stage: Stage):
    return an_office(stage)


@pytest.fixture
def other_area(stage: Stage) -> PracticeArea:
    area: PracticeArea = stage.save(PracticeArea(name="Housing"))
    return area


def counted(stage: Stage, practice=CASELOAD) -> counting.Count:
    return stage.ask(None, lambda w: counting.count(w.session, CM5, practice, w.today))


def central(stage: Stage):
    return a_person(stage, "Cen Tral", Role.CENTRAL_OFFICE)


def choose(stage: Stage, who=None, **changes) -> Policy:
    """Keep another policy than the one that holds now."""
    now = stage.ask(None, lambda w: policy.current(w.session))
    return stage.do(who or central(stage), lambda w: policy.keep(w, replace(now, **changes)))


def work_part_time(stage: Stage, person, percent: int, from_on=date(2026, 1, 1)) -> None:
    admin = a_person(stage, f"Ada Min {percent}", Role.ADMINISTRATOR)
    stage.do(
        admin,
        lambda w: working_time.keep_share(w, person.id, percent=percent, from_on=from_on),
    )


def by_person(found: counting.Count) -> dict[int, dict[str, int | str]]:
    return {row.person_id: dict(row.figures) for row in found.rows if row.person_id}


# ---- caseloads


def test_each_worker_with_a_case_is_compared_with_the_range(stage, office) -> None:
    held_cases(stage, office.worker, office.area, office.team, 12)
    held_cases(stage, office.colleague, office.area, office.team, 16)
    held_cases(stage, office.worker, office.area, office.team, 3, ended_on=date(2026, 4, 1))

    found = counted(stage)

    assert (found.k, found.n, found.first_on, found.last_on) == (1, 2, TODAY, TODAY)
    assert dict(found.figures) == {
        "workers": 2, "in-range": 1, "percent-in-range": 50, "percent-over": 50,
        "least": 10, "most": 15,
    }  # fmt: skip
    rows = by_person(found)
    assert rows[office.worker.id]["cases"] == 12
    assert rows[office.colleague.id]["place"] == "over"


def test_part_time_weighs_from_its_day_on(stage, office) -> None:
    held_cases(stage, office.worker, office.area, office.team, 8)
    assert by_person(counted(stage))[office.worker.id]["place"] == "under"

    work_part_time(stage, office.worker, 50, from_on=date(2026, 5, 9))  # tomorrow
    assert by_person(counted(stage))[office.worker.id]["percent"] == 100
    work_part_time(stage, office.worker, 60)

    row = by_person(counted(stage))[office.worker.id]
    assert (row["percent"], row["tenths"], row["place"]) == (60, 133, "within")


def test_in_a_mixed_caseload_other_cases_weigh_what_the_policy_says(
    stage, office, other_area
) -> None:
    held_cases(stage, office.worker, office.area, office.team, 9)
    held_cases(stage, office.worker, other_area, office.team, 4)
    held_cases(stage, office.colleague, other_area, office.team, 12)
    assert counted(stage).n == 2  # nobody has chosen, so every case is of the programme

    choose(stage, area_ids=(office.area.id,), other_percent=50)

    found = counted(stage)
    row = by_person(found)[office.worker.id]
    assert (found.n, row["cases"], row["others"], row["tenths"]) == (1, 9, 4, 110)
    assert "Cases of the programme are those in Substance misuse" in found.query
    assert "A case outside it weighs 50 of 100" in found.query


def test_needs_goals_and_contacts_stand_beside_the_number(stage, office) -> None:
    one, other = held_cases(stage, office.worker, office.area, office.team, 2)
    first, *_ = contacts(stage, one, date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 2))
    for area in ("housing", "housing", "money"):
        stage.save(CaseNeed(case_id=one.id, event_id=first.id, area=area, need="x"))
    for ending in ("", "", "reached"):
        stage.save(a_goal(other.id, ending))

    row = by_person(counted(stage))[office.worker.id]

    assert (row["needs"], row["goals"], row["contacts"]) == (2, 2, 2)


def a_goal(case_id: int, ending: str) -> CaseGoal:
    words = dict.fromkeys(("specific", "measurable", "achievable", "relevant", "evaluation"), "x")
    return CaseGoal(
        case_id=case_id,
        due_on=TODAY,
        review_on=TODAY,
        ending=ending,
        ended_on=TODAY if ending else None,
        changed_at=A_MOMENT,
        **words,
    )


# ---- contacts

# days of the contacts of one case that is open all the time, months met of 3
MONTHS = [
    ([date(2026, 4, d) for d in (1, 2, 3, 30)], 1),
    ([date(2026, 4, d) for d in (1, 2, 3)], 0),
    ([date(2026, 4, 9)] * 4, 1),  # four on one day are four
    ([date(2026, 1, 31), *[date(2026, 2, d) for d in (1, 2, 28)]], 0),
    ([date(2026, 2, d) for d in (1, 2, 3, 4)] + [date(2026, 3, d) for d in (1, 2, 3, 31)], 2),
    ([date(2026, 5, d) for d in (1, 2, 3, 4)], 0),  # a month that is not over is not counted
]


@pytest.mark.parametrize(("days", "met"), MONTHS)
def test_a_month_is_met_by_four_contacts(stage, office, days: list[date], met: int) -> None:
    (case,) = held_cases(stage, office.worker, office.area, office.team)
    contacts(stage, case, *days)

    found = counted(stage, CONTACTS)

    assert (found.k, found.n) == (met, 3)
    assert (found.first_on, found.last_on) == (date(2026, 2, 1), date(2026, 4, 30))


def test_any_member_of_staff_counts_and_only_what_is_direct(stage, office) -> None:
    (case,) = held_cases(stage, office.worker, office.area, office.team)
    april = [date(2026, 4, d) for d in (1, 8, 15)]
    contacts(stage, case, *april[:2])
    contacts(stage, case, april[2], by=office.colleague, how="telephone")
    for how, with_whom in (("email", "client"), ("attempt", "client"), ("visit", "family-friend")):
        contacts(stage, case, date(2026, 4, 20), how=how, with_whom=with_whom)
    assert counted(stage, CONTACTS).k == 0

    choose(stage, parties=("client", "family-friend"))

    found = counted(stage, CONTACTS)
    assert found.k == 1
    assert "Client and Family member or friend (policy of 8 May 2026)" in found.query
    assert "any member of staff counts" in found.query


def test_a_corrected_contact_counts_once_on_its_new_day_and_a_struck_one_never(
    stage, office
) -> None:
    (case,) = held_cases(stage, office.worker, office.area, office.team)
    events = contacts(stage, case, *[date(2026, 4, d) for d in (1, 2, 3, 4)])
    assert counted(stage, CONTACTS).k == 1

    corrected(stage, events[0], date(2026, 3, 31))
    assert counted(stage, CONTACTS).k == 0
    corrected(stage, events[0], date(2026, 4, 7))
    assert counted(stage, CONTACTS).k == 1
    corrected(stage, events[1], date(2026, 4, 2), struck=True)

    assert counted(stage, CONTACTS).k == 0


def test_part_months_ask_for_their_share(stage, office) -> None:
    half, gone, late = (
        held_cases(stage, office.worker, office.area, office.team, since=since, ended_on=end)[0]
        for since, end in (
            (date(2026, 4, 16), None),  # half of April: two
            (date(2025, 3, 3), date(2026, 3, 4)),  # February whole, four days of March: none
            (date(2026, 4, 28), None),  # three days: not counted
        )
    )
    contacts(stage, half, date(2026, 4, 20), date(2026, 4, 21))
    contacts(stage, gone, *[date(2026, 2, d) for d in (2, 9, 16)])
    contacts(stage, late, date(2026, 4, 29))

    found = counted(stage, CONTACTS)

    months = {row.case_id: row.figures["months"] for row in found.rows}
    assert months == {half.id: "2026-04:2/2", gone.id: "2026-02:3/4"}
    assert (found.k, found.n) == (1, 2)
    assert found.months == (
        (date(2026, 2, 1), 0, 1), (date(2026, 3, 1), 0, 0), (date(2026, 4, 1), 1, 1)
    )  # fmt: skip


def test_cases_outside_the_programme_are_not_counted(stage, office, other_area) -> None:
    held_cases(stage, office.worker, office.area, office.team)
    held_cases(stage, office.worker, other_area, office.team)
    choose(stage, area_ids=(other_area.id,))

    assert counted(stage, CONTACTS).n == 3
    assert stage.ask(None, lambda w: counting.programme_cases(w.session)) == 1


@pytest.mark.parametrize(("practice", "most"), [(CASELOAD, 9), (CONTACTS, 5)])
def test_more_people_and_cases_ask_no_more_questions(stage, office, practice, most) -> None:
    def asked() -> int:
        sent: list[str] = []
        engine = stage.database.engine

        def note(_c, _cursor, statement, *_rest) -> None:
            sent.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        counted(stage, practice)
        event.remove(engine, "before_cursor_execute", note)
        return len([one for one in sent if one.startswith("SELECT")])

    held_cases(stage, office.worker, office.area, office.team)
    few = asked()
    for person in (office.colleague, office.supervisor, office.manager):
        for case in held_cases(stage, person, office.area, office.team, 7):
            contacts(stage, case, date(2026, 4, 1), date(2026, 4, 2))

    assert asked() == few <= most


# ---- the policy


def test_until_somebody_chooses_the_protocol_says_what_is_direct(stage) -> None:
    found = stage.ask(None, lambda w: policy.current(w.session))

    assert found.parties == ("client",)
    assert {"visit", "telephone"} <= set(found.ways)
    assert "email" not in found.ways
    assert (found.area_ids, found.since) == ((), None)


def test_a_policy_holds_from_then_on(stage) -> None:
    who = central(stage)
    choose(stage, who, other_percent=50)
    choose(stage, who, ways=("visit",))

    found = stage.ask(None, lambda w: policy.current(w.session))
    assert (found.ways, found.other_percent, found.since) == (("visit",), 50, TODAY)


# what is chosen, code and field of the refusal
REFUSED = [
    ({"ways": ()}, "nothing_direct", "ways"),
    ({"ways": ("telepathy",)}, "nothing_direct", "ways"),
    ({"parties": ()}, "nothing_direct", "parties"),
    ({"area_ids": (99,)}, "unknown_area", "areas"),
    ({"other_percent": 101}, "no_such_weight", "other_percent"),
    ({"other_percent": -1}, "no_such_weight", "other_percent"),
]


@pytest.mark.parametrize(("changes", "code", "field"), REFUSED)
def test_a_policy_that_says_nothing_is_refused(stage, changes, code: str, field: str) -> None:
    now = stage.ask(None, lambda w: policy.current(w.session))

    assert stage.outcome(central(stage), lambda w: policy.keep(w, replace(now, **changes))) == code


MAY = {
    Role.CENTRAL_OFFICE: "yes",
    Role.ADMINISTRATOR: "yes",
    Role.AUDITOR: "403",
    Role.REGIONAL_LEADERSHIP: "403",
    Role.QUALITY_SPECIALIST: "403",
    Role.MANAGER: "403",
    Role.SUPERVISOR: "403",
    Role.CASE_MANAGER: "403",
    Role.TRAINING_LEAD: "403",
}


def test_who_may_choose_what_is_counted(stage) -> None:
    now = stage.ask(None, lambda w: policy.current(w.session))
    found = {
        role: stage.outcome(
            a_person(stage, f"Pat {role}", role), lambda w: policy.keep(w, now)
        )
        for role in MAY
    }  # fmt: skip

    assert found == MAY


# ---- the share of full time


@pytest.mark.parametrize(
    ("percent", "from_on", "refusal"),
    [
        (0, TODAY, "no_such_share"),
        (101, TODAY, "no_such_share"),
        (50, date(2019, 1, 1), "before_first_day"),
        (50, TODAY, "yes"),
    ],
)
def test_a_share_of_full_time_is_refused_where_it_cannot_be(
    stage, percent: int, from_on: date, refusal: str
) -> None:
    cast = a_cast(stage)
    found = stage.outcome(
        cast.administrator,
        lambda w: working_time.keep_share(
            w, cast.practitioner.id, percent=percent, from_on=from_on
        ),
    )

    assert found == refusal


def test_only_an_administrator_keeps_working_time(stage) -> None:
    cast = a_cast(stage)
    for who in (cast.practitioner, cast.supervisor, cast.manager):
        assert (
            stage.outcome(
                who,
                lambda w: working_time.keep_share(
                    w, cast.practitioner.id, percent=50, from_on=TODAY
                ),
            )
            == "403"
        )


def test_the_newest_entry_of_the_newest_day_holds(stage) -> None:
    cast = a_cast(stage)
    for percent, from_on in (
        (50, date(2026, 3, 1)),
        (80, date(2026, 2, 1)),
        (60, date(2026, 3, 1)),
    ):
        stage.do(
            cast.administrator,
            lambda w, percent=percent, from_on=from_on: working_time.keep_share(
                w, cast.practitioner.id, percent=percent, from_on=from_on
            ),
        )

    def on(day: date) -> int | None:
        found: dict[int, int] = stage.ask(None, lambda w: working_time.shares_on(w.session, day))
        return found.get(cast.practitioner.id)

    assert [on(date(2026, m, 28)) for m in (1, 2, 3)] == [None, 80, 60]
    assert stage.ask(
        cast.administrator, lambda w: working_time.list_shares(w, cast.practitioner.id)
    ) == [(date(2026, 2, 1), 80), (date(2026, 3, 1), 50), (date(2026, 3, 1), 60)]
