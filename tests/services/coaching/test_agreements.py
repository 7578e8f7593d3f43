"""Agreeing how often to meet: a new agreement follows, the old one stays."""

from datetime import date, timedelta
from typing import Any

import pytest

from competency.coaching.models import SupervisionAgreement
from competency.coaching.service import agreements
from competency.kernel.errors import Stale
from competency.kernel.values import replace
from tests.builders.stage import a_cast
from tests.builders.supervision import an_agreement, said_to


@pytest.fixture
def cast(stage):
    return a_cast(stage)


def wanted(stage, cast, **more):
    usual = agreements.Wanted(
        kind="practice",
        every=6,
        unit="weeks",
        starts_on=stage.clock().date(),
        person_id=cast.practitioner.id,
    )
    return replace(usual, **more)


def test_a_new_agreement_follows_the_old_one_which_stays(stage, cast):
    first = an_agreement(stage, cast)
    later = stage.clock().date() + timedelta(days=28)

    second = stage.do(
        cast.supervisor,
        lambda w: agreements.agree(
            w,
            wanted(stage, cast, kind="case-management", starts_on=later),
            replaces=first,
            version=1,
        ),
    )

    rows = stage.ask(
        cast.practitioner, lambda w: agreements.list_of_person(w, cast.practitioner.id)
    )
    assert [(one.id, one.every, one.ended_on, one.replaces_id) for one in rows] == [
        (second, 6, None, first),
        (first, 4, later - timedelta(days=1), None),
    ]


def test_the_person_confirms_once(stage, cast):
    id_ = an_agreement(stage, cast)
    stage.do(cast.practitioner, lambda w: agreements.confirm(w, id_, 1))

    found = stage.ask(None, lambda w: w.session.get_one(SupervisionAgreement, id_))
    assert found.confirmed_by_id == cast.practitioner.id
    again = stage.outcome(cast.practitioner, lambda w: agreements.confirm(w, id_, found.version))
    assert again == "confirmed"
    assert said_to(stage, cast.practitioner) == ["supervision-agreed"]


BAD_AGREEMENTS: dict[str, tuple[dict[str, Any], str]] = {
    "unknown kind": ({"kind": "chat"}, "unknown_kind"),
    "a group's kind": ({"kind": "peer"}, "unknown_kind"),
    "too seldom": ({"every": 60}, "frequency"),
    "unknown unit": ({"unit": "moons"}, "unknown_unit"),
    "a day gone by": ({"starts_on": date(2026, 5, 7)}, "past"),
    "nobody": ({"person_id": None}, "nobody"),
    "outside the line": ({"person_id": 999_999}, "404"),
}


@pytest.mark.parametrize("what", BAD_AGREEMENTS)
def test_what_cannot_be_agreed(stage, cast, what):
    changes, code = BAD_AGREEMENTS[what]
    outcome = stage.outcome(
        cast.supervisor,
        lambda w: agreements.agree(w, wanted(stage, cast, **changes), replaces=None, version=0),
    )
    assert outcome == code


def test_agreeing_on_a_page_that_is_out_of_date_shows_both(stage, cast):
    an_agreement(stage, cast, kind="practice")

    with pytest.raises(Stale):
        stage.do(
            cast.supervisor,
            lambda w: agreements.agree(w, wanted(stage, cast), replaces=None, version=0),
        )
