"""The digest: one mail with everything new, none for those who want none or have left."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from competency.kernel.clock import london_date
from competency.notifications.domain.digest import Frequency
from competency.notifications.models import Notice, OutboxMail, OutboxSending
from competency.notifications.service import choosing, reading
from competency.notifications.service.digests import write_digests
from tests.builders.training import change

SITE = "https://casebridge.example.org"


@pytest.fixture
def write(stage):
    return lambda: stage.do(None, lambda w: write_digests(w, SITE))


@pytest.fixture
def mails(stage):
    return lambda: stage.ask(
        None, lambda w: list(w.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))
    )


def test_everything_new_comes_in_one_mail_and_only_once(cast, tell, write, mails, clock):
    tell(cast.practitioner, "a", "First thing")
    tell(cast.practitioner, "b", "Second thing")

    assert (write(), write()) == (1, 0)
    (mail,) = mails()
    assert mail.person_id == cast.practitioner.id
    assert mail.subject == "2 things for you in Casebridge (Larkfield Case Management)"
    assert "First thing" in mail.body
    assert f"{SITE}/\n" in mail.body

    clock.move(days=1)
    assert write() == 0
    tell(cast.practitioner, "c", "Third thing")
    assert write() == 1
    assert "First thing" not in mails()[1].body


def test_news_of_the_same_day_waits_for_the_next(cast, tell, write, clock):
    tell(cast.practitioner, "a")
    assert write() == 1
    tell(cast.practitioner, "b")
    assert write() == 0
    clock.move(days=1)
    assert write() == 1


def test_who_chose_weekly_gets_one_a_week(stage, cast, tell, write, clock):
    stage.do(cast.practitioner, lambda w: choosing.choose_frequency(w, Frequency.WEEKLY))
    tell(cast.practitioner, "a")
    assert write() == 1
    written = []
    for day in range(1, 8):
        clock.move(days=1)
        tell(cast.practitioner, f"day {day}")
        written.append(write())

    assert written == [0, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("days_ahead", "on_which_days"),
    [(8, [0, 1, 0, 0, 0, 0, 0]), (7, [1, 0, 0, 0, 0, 0, 0]), (-9, [1, 0, 0, 0, 0, 0, 0])],
    ids=["eight days ahead: once it is seven", "seven days ahead", "past its due day"],
)
def test_what_is_due_within_a_week_does_not_wait_for_the_weekly_mail(
    stage, cast, tell, write, clock, days_ahead, on_which_days
):
    stage.do(cast.practitioner, lambda w: choosing.choose_frequency(w, Frequency.WEEKLY))
    tell(cast.practitioner, "a")
    assert write() == 1
    clock.move(days=1)
    tell(cast.practitioner, "b", due_on=london_date(clock()) + timedelta(days=days_ahead))

    written = [write()]
    for _ in on_which_days[1:]:
        clock.move(days=1)
        written.append(write())

    assert written == on_which_days


def test_news_that_presses_takes_along_all_other_news(stage, cast, tell, write, mails, clock):
    stage.do(cast.practitioner, lambda w: choosing.choose_frequency(w, Frequency.WEEKLY))
    tell(cast.practitioner, "a")
    write()
    clock.move(days=1)
    tell(cast.practitioner, "b", "Reading room moved")
    assert write() == 0
    tell(cast.practitioner, "c", "GDPR is past its due day", due_on=london_date(clock()))

    assert write() == 1
    assert "Reading room moved" in mails()[1].body
    assert "GDPR is past its due day" in mails()[1].body


def test_what_presses_still_comes_in_one_mail_a_day(stage, cast, tell, write, clock):
    stage.do(cast.practitioner, lambda w: choosing.choose_frequency(w, Frequency.WEEKLY))
    tell(cast.practitioner, "a", due_on=london_date(clock()))
    assert write() == 1
    tell(cast.practitioner, "b", due_on=london_date(clock()))
    assert write() == 0
    clock.move(days=1)
    assert write() == 1


def test_who_wants_no_mail_gets_none_and_keeps_the_notices(stage, cast, tell, write, clock):
    stage.do(cast.practitioner, lambda w: choosing.choose_frequency(w, Frequency.NONE))
    tell(cast.practitioner, due_on=london_date(clock()))

    assert write() == 0
    assert stage.ask(cast.practitioner, reading.list_own).unread == 1


def test_who_has_left_gets_none(stage, cast, tell, write, clock):
    tell(cast.practitioner)
    change(stage, cast.practitioner, left_on=clock().date())
    clock.move(days=1)

    assert write() == 0


def test_what_was_read_on_the_page_is_not_mailed(stage, cast, tell, write):
    tell(cast.practitioner)
    stage.do(cast.practitioner, reading.mark_all_read)

    assert write() == 0


def test_old_news_does_not_flood_whoever_begins_to_get_mail(stage, cast, tell, write, clock):
    tell(cast.practitioner)
    clock.move(days=32)

    assert write() == 0


def test_the_mail_and_its_mark_stand_or_fall_together(stage, cast, tell, look):
    tell(cast.practitioner)

    def fail(work):
        write_digests(work, SITE)
        raise RuntimeError("the machine stops here")

    with pytest.raises(RuntimeError, match="stops here"):
        stage.do(None, fail)

    assert look.scalars(select(OutboxMail)).all() == look.scalars(select(OutboxSending)).all() == []
    assert look.scalar(select(Notice.mail_id)) is None
