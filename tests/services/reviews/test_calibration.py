"""Calibration: whose pairs somebody sees, by name or not, and how few questions it takes."""

from datetime import date

import pytest

from competency.kernel.actor import Role
from competency.kernel.agreement import RaterAgreement, TooFew
from competency.people.models import Region, RoleGrant
from competency.reviews.domain.levels import Level
from competency.reviews.service import calibration
from tests.builders.cases import a_member, on_day
from tests.builders.review_sheets import a_pulled_case, done
from tests.builders.stage import LONG_AGO
from tests.support.statements import statements

JUNE = date(2026, 6, 10)


@pytest.fixture
def pulled(stage):
    made = a_pulled_case(stage)
    done(stage, made, bad=("I1", "I2"))
    return made


@pytest.fixture
def both(stage, pulled):
    done(on_day(stage, JUNE), pulled, level="second", bad=("I1", "I3", "I4"))
    return pulled


def people(stage, pulled):
    """Everybody who could ask, by what they are to the pulled case."""
    office = pulled.made.office
    south = stage.save(Region(name="Far South"))

    def with_role(name, role, region):
        person = a_member(stage, name, None)
        scope = {"scope": "region", "scope_id": region.id} if region else {}
        stage.save(RoleGrant(person_id=person.id, role=role.value, starts_on=LONG_AGO, **scope))
        return person

    return {
        "supervisor": pulled.supervisor,
        "specialist": pulled.specialist,
        "leadership": with_role("Lee North", Role.REGIONAL_LEADERSHIP, office.region),
        "far specialist": with_role("Quin South", Role.QUALITY_SPECIALIST, south),
        "central": with_role("Cen Tral", Role.CENTRAL_OFFICE, None),
        "other supervisor": with_role("Ola Visor", Role.SUPERVISOR, None),
        "worker": office.worker,
        "administrator": with_role("Ada Strator", Role.ADMINISTRATOR, None),
        "auditor": with_role("Aud Itor", Role.AUDITOR, None),
    }


# Cases that are seen, and how many reviewers by name; or that it is refused.
SEEN = {
    "supervisor": (1, 2),
    "specialist": (1, 2),
    "leadership": (1, 2),
    "far specialist": (0, 0),
    "central": (1, 0),
    "other supervisor": (0, 0),
    "worker": "403",
    "administrator": "403",
    "auditor": "403",
}


@pytest.mark.parametrize("who", SEEN)
def test_everybody_sees_the_pairs_of_their_own_reach(stage, both, who):
    person = people(stage, both)[who]
    then = on_day(stage, JUNE)

    outcome = then.outcome(person, calibration.calibration)
    if outcome != "yes":
        assert outcome == SEEN[who]
        return
    found = then.ask(person, calibration.calibration)

    assert (found.found.whole.cases, len(found.reviewers)) == SEEN[who]


def test_it_says_how_far_the_levels_agree_and_who_is_more_lenient(stage, both):
    found = on_day(stage, JUNE).ask(both.specialist, calibration.calibration)

    result = found.found.whole.result
    assert isinstance(result, RaterAgreement)
    assert result.n >= found.found.minimum == 20
    assert (result.first_higher, result.second_higher) == (2, 1)
    assert result.same == result.n - 3
    assert [(one.name, one.level) for one in found.reviewers] == [
        (both.supervisor.name, Level.FIRST),
        (both.specialist.name, Level.SECOND),
    ]
    assert [one.name for one in found.regions] == [both.made.office.region.name]
    assert found.disputed == []  # no single item has twenty pairs


def test_before_the_second_level_is_in_there_is_nothing_to_see(stage, pulled):
    for who in (pulled.supervisor, pulled.specialist):
        found = stage.ask(who, calibration.calibration)
        assert (found.found.whole.cases, found.found.whole.result) == (0, TooFew(0, 20))


@pytest.mark.parametrize(
    ("day", "months", "cases"),
    [
        (JUNE, 3, 1),
        (date(2026, 7, 31), 3, 1),
        (date(2026, 8, 1), 3, 0),
        (date(2026, 8, 1), 12, 1),
        (date(2027, 5, 1), 12, 0),
        (date(2027, 5, 1), 24, 1),
        (date(2027, 5, 1), 7, 0),  # unknown: a year
    ],
)
def test_the_draws_of_so_many_months_are_looked_at(stage, both, day, months, cases):
    found = on_day(stage, day).ask(both.specialist, lambda w: calibration.calibration(w, months))

    assert found.found.whole.cases == cases
    assert found.last_month == day.replace(day=1)


def test_it_takes_few_questions(stage, both, app):
    then = on_day(stage, JUNE)
    with statements(app) as asked:
        then.ask(both.specialist, calibration.calibration)

    assert len(asked) <= 7, asked  # two of them ask who it is
