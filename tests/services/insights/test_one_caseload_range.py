"""The organisation's range of caseloads stands in one place; whatever compares with it reads it."""

from typing import Any

import pytest

from competency.accreditation.service import counting, policy
from competency.accreditation.service.library import get_standard
from competency.cases.domain.caseload_range import CaseloadRange
from competency.cases.service import caseload_range, practice
from competency.coaching.service import signals
from competency.insights.service import regions, team_work
from competency.kernel.actor import Role
from competency.people.service import crowds
from tests.builders.reviews import a_department
from tests.builders.stage import Stage, a_person
from tests.conftest import FixedClock


@pytest.fixture
def made(stage: Stage):
    """Two regions; each of four workers holds six open cases."""
    return a_department(stage)


@pytest.fixture
def central(stage: Stage):
    return a_person(stage, "Ola Office", Role.CENTRAL_OFFICE)


def choose(stage: Stage, who, least: int, most: int) -> None:
    now = stage.ask(None, lambda w: policy.current(w.session))
    stage.do(who, lambda w: policy.keep(w, now, CaseloadRange(least, most)))


def everywhere(stage: Stage, made) -> dict[str, Any]:
    """Return what each part of the product says of six open cases."""
    worker, leader = made["worker"], made["supervisor"]
    standard = get_standard("coa-cm5")

    def said(w):
        return [one.signal.sentence for one in signals.of_person(w, worker.id).to_discuss]

    def counted(w):
        return counting.count(w.session, standard, standard.practice("5.03"), w.today)

    def held(w):
        return practice.caseloads(w.session, crowds.just(worker.id))

    count = stage.ask(None, counted)
    return {
        "signal": [one for one in stage.ask(worker, said) if one.startswith("Open cases")],
        "facts": [(one.least, one.most) for one in stage.ask(None, held)],
        "team": tuple(stage.ask(leader, lambda w: team_work.casework(w, made.quayside.id)).range),
        "5.03": (count.k, count.n, count.figures["least"], count.figures["most"]),
    }


def test_until_somebody_chooses_all_read_the_range_of_the_standard(stage: Stage, made) -> None:
    found = everywhere(stage, made)

    assert [one.split(". ")[0] for one in found.pop("signal")] == [
        "Open cases: 6; the range is 10 to 15"
    ]
    assert found == {"facts": [(10, 15)], "team": (10, 15), "5.03": (0, 4, 10, 15)}


def test_a_change_of_the_policy_changes_all_of_them(stage: Stage, made, central) -> None:
    choose(stage, central, 5, 8)

    assert everywhere(stage, made) == {
        "signal": [],
        "facts": [(5, 8)],
        "team": (5, 8),
        "5.03": (4, 4, 5, 8),
    }

    choose(stage, central, 2, 4)

    found = everywhere(stage, made)
    assert [one.split(". ")[0] for one in found.pop("signal")] == [
        "Open cases: 6; the range is 2 to 4"
    ]
    assert found == {"facts": [(2, 4)], "team": (2, 4), "5.03": (0, 4, 2, 4)}


def test_the_dashboard_of_the_organisation_reads_it_too(stage: Stage, made, central) -> None:
    choose(stage, central, 5, 8)

    found = stage.ask(central, lambda w: regions.casework(w, None))

    assert tuple(found.range) == (5, 8)


def test_a_count_says_whose_range_it_was(stage: Stage, made, central) -> None:
    choose(stage, central, 5, 8)
    standard = get_standard("coa-cm5")

    found = stage.ask(
        None, lambda w: counting.count(w.session, standard, standard.practice("5.03"), w.today)
    )

    assert (
        "Within the range are 5 to 8 (policy of 8 May 2026; the standard names 10 to 15)."
        in found.query
    )


def test_each_change_is_kept_and_the_same_again_is_none(
    stage: Stage, clock: FixedClock, made, central
) -> None:
    for least, most in ((5, 8), (5, 8), (10, 15)):
        choose(stage, central, least, most)
        clock.move(days=1)

    rows = stage.ask(None, lambda w: caseload_range.history(w.session))
    kept = stage.ask(central, policy.kept).history

    assert [(one.least, one.most) for one in rows] == [(5, 8), (10, 15)]
    assert [(one.limits.least, one.limits.most, one.by) for one in kept] == [
        (10, 15, "Ola Office"),
        (5, 8, "Ola Office"),
        (5, 8, "Ola Office"),
    ]


MAY = {
    Role.CENTRAL_OFFICE: "yes",
    Role.ADMINISTRATOR: "yes",
    Role.AUDITOR: "403",
    Role.REGIONAL_LEADERSHIP: "403",
    Role.MANAGER: "403",
    Role.SUPERVISOR: "403",
    Role.CASE_MANAGER: "403",
}


def test_who_may_choose_the_range_and_read_its_history(stage: Stage) -> None:
    people = {role: a_person(stage, f"Pat {role}", role) for role in MAY}
    keeps = {
        role: stage.outcome(who, lambda w: caseload_range.keep(w, 5, 9))
        for role, who in people.items()
    }
    reads = {role: stage.outcome(who, policy.kept) for role, who in people.items()}

    assert keeps == reads == MAY
