"""Nothing is sent twice; what fails is tried again, later and later, and then given up."""

import pytest
from sqlalchemy import select

from competency.infra.mail import NotSent, Unreachable
from competency.notifications.domain.trying import MOST_TRIES
from competency.notifications.models import OutboxSending
from competency.notifications.service import sending
from competency.notifications.service.digests import write_digests
from tests.builders.training import change


class Postman:
    """Takes letters; with a `fault` it raises that instead."""

    def __init__(self):
        self.letters = []
        self.fault = None

    def send(self, letter):
        if self.fault is not None:
            raise self.fault
        self.letters.append(letter)


@pytest.fixture
def postman():
    return Postman()


@pytest.fixture
def send(database, clock, postman):
    return lambda: sending.send_waiting(database, postman, clock())


@pytest.fixture
def waiting(stage, cast, tell):
    """Two mails in the outbox."""
    tell(cast.practitioner)
    tell(cast.colleague)
    assert stage.do(None, lambda w: write_digests(w, "https://x.org")) == 2


def test_a_mail_is_sent_once(waiting, cast, send, postman):
    assert send().sent == 2
    assert send() == sending.Sent()
    assert [letter.to for letter in postman.letters] == [
        cast.practitioner.email,
        cast.colleague.email,
    ]


def test_what_fails_is_put_off_and_comes_later(waiting, send, postman, clock, look):
    postman.fault = NotSent("mailbox full")
    assert (send().put_off, send().put_off) == (2, 0)
    errors = look.scalars(select(OutboxSending.last_error)).all()
    assert set(errors) == {"mailbox full"}

    postman.fault = None
    clock.move(minutes=15)
    assert send().sent == 2


def test_a_mail_that_always_fails_is_given_up(waiting, send, postman, clock, database):
    postman.fault = NotSent("no such mailbox")
    tried = 0
    for _day in range(12):
        tried += send().put_off
        clock.move(hours=20)

    assert tried == 2 * MOST_TRIES
    assert sending.count_waiting(database) == 0


def test_a_server_that_does_not_answer_ends_the_round(waiting, send, postman, database):
    postman.fault = Unreachable("no answer")

    assert send().put_off == 1
    postman.fault = None
    assert send().sent == 1
    assert sending.count_waiting(database) == 1


def test_a_crash_after_the_sending_repeats_a_mail_once_at_most(waiting, send, postman, clock):
    class PowerCut(BaseException):
        """What no code catches."""

    take = postman.send

    def take_and_fall(letter):
        take(letter)
        raise PowerCut

    postman.send = take_and_fall
    with pytest.raises(PowerCut):
        send()
    postman.send = take

    send()
    clock.move(minutes=15)
    send()
    clock.move(days=3)
    send()

    keys = [letter.key for letter in postman.letters]
    assert len(set(keys)) == 2
    assert len(keys) == 3


def test_two_senders_at_once_do_not_send_the_same_mail(waiting, database, clock, postman):
    class Meanwhile(Postman):
        """While it sends its first letter, another sender does its whole round."""

        def send(self, letter):
            if not self.letters:
                sending.send_waiting(database, postman, clock())
            super().send(letter)

    first = Meanwhile()
    sending.send_waiting(database, first, clock())

    keys = [letter.key for letter in (*first.letters, *postman.letters)]
    assert len(keys) == len(set(keys)) == 2


def test_who_left_meanwhile_gets_nothing(waiting, stage, cast, send, postman, clock):
    change(stage, cast.practitioner, left_on=clock().date())
    clock.move(days=1)

    done = send()

    assert (done.sent, done.dropped) == (1, 1)
    assert [letter.to for letter in postman.letters] == [cast.colleague.email]


def test_what_waited_too_long_is_dropped(waiting, send, postman, clock, database):
    clock.move(days=15)

    assert send().dropped == 2
    assert sending.count_waiting(database) == 0
    assert postman.letters == []
