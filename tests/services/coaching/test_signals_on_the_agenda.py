"""What the figures say stands among the suggestions for a session, and can be put on its agenda."""

from datetime import date

import pytest

from competency.coaching.domain.sessions import Source
from competency.coaching.models import SupervisionSession
from competency.coaching.service import agenda
from tests.builders.clocks import MET, MISSED, Kept, keep
from tests.builders.practice import an_office_of
from tests.builders.stage import a_cast
from tests.builders.supervision import a_session, items_of

SENTENCE = "2 of the last 10 due were on time"


@pytest.fixture
def cast(stage):
    found = a_cast(stage)
    days = [date(2026, month, day) for month in (3, 4) for day in range(6, 11)]
    keep(
        stage,
        an_office_of(stage, found),
        [Kept(day, MET if day.day == 6 else MISSED, "KPI_04") for day in days],
    )
    return found


def suggested(stage, person, session):
    def ask(work):
        found = agenda.suggestions(work, work.session.get_one(SupervisionSession, session))
        return [one for one in found if one.source is Source.SIGNAL]

    return stage.ask(person, ask)


def test_both_are_offered_the_same_signals_first(stage, cast):
    session = a_session(stage, cast)

    mine = suggested(stage, cast.practitioner, session)

    assert suggested(stage, cast.supervisor, session) == mine
    assert SENTENCE in mine[0].words
    assert (mine[0].rule, mine[0].subject) == ("clocks-often-late", "0/timeliness:KPI_04")


def test_a_signal_put_on_the_agenda_keeps_its_words_and_is_offered_no_more(stage, cast):
    session = a_session(stage, cast)
    (first, *_) = suggested(stage, cast.practitioner, session)
    stage.do(cast.practitioner, lambda w: agenda.add_suggested(w, session, [first.key]))

    (item,) = items_of(stage, session)

    assert (item.source, item.words) == ("signal", first.words)
    assert first.key not in [one.key for one in suggested(stage, cast.supervisor, session)]
