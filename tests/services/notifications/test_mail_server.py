"""What is said to the mail server, and how it is asked to encrypt."""

import smtplib
import ssl
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest

from competency.config import MailSettings
from competency.infra.mail import Letter, NotSent, Unreachable, smtp_mailer

SETTINGS = MailSettings(host="mail.test", port=25, sender="Us <us@example.org>", site="https://x")
WITH_A_PASSWORD = replace(SETTINGS, user="casebridge", password="swan lamp")
LETTER = Letter(
    "asha@example.org", "1 thing", "Dear Asha", "digest-1", datetime(2026, 5, 8, tzinfo=UTC)
)


class Server:
    """Stands in for smtplib.SMTP; remembers what it was asked, and fails as told."""

    offers: frozenset[str] = frozenset({"starttls"})
    fault: Exception | None = None
    last: ClassVar[Any]

    def __init__(self, host, port, timeout, context=None):
        self.asked = [f"{host}:{port}"]
        self.context = context
        Server.last = self

    def ehlo_or_helo_if_needed(self):
        self.asked.append("ehlo")

    ehlo = ehlo_or_helo_if_needed

    def has_extn(self, name):
        return name in self.offers

    def starttls(self, context):
        self.asked.append("starttls")
        self.context = context

    def login(self, user, password):
        self.asked.append(f"login {user} {password}")

    def send_message(self, message):
        if self.fault is not None:
            raise self.fault
        self.asked.append(str(message["Message-ID"]))

    def quit(self):
        self.asked.append("quit")

    def close(self):
        self.asked.append("close")


@pytest.fixture
def server(monkeypatch):
    kind = type("OneServer", (Server,), {})
    monkeypatch.setattr(smtplib, "SMTP", kind)
    monkeypatch.setattr(smtplib, "SMTP_SSL", kind)
    return kind


def test_a_letter_goes_encrypted_where_the_server_offers_it(server):
    with smtp_mailer(SETTINGS) as mailer:
        mailer.send(LETTER)

    assert Server.last.asked == [
        "mail.test:25",
        "ehlo",
        "starttls",
        "ehlo",
        "<digest-1@example.org>",
        "quit",
        "close",
    ]
    assert Server.last.context.verify_mode is ssl.CERT_REQUIRED
    assert Server.last.context.check_hostname


def test_a_server_without_encryption_is_used_as_it_is(server):
    server.offers = frozenset()

    with smtp_mailer(SETTINGS) as mailer:
        mailer.send(LETTER)

    assert "starttls" not in Server.last.asked


def test_the_password_is_said_only_once_the_way_is_encrypted(server):
    with smtp_mailer(WITH_A_PASSWORD) as mailer:
        mailer.send(LETTER)

    asked = Server.last.asked
    assert asked.index("starttls") < asked.index("login casebridge swan lamp")
    assert asked.index("login casebridge swan lamp") < asked.index("<digest-1@example.org>")


def test_a_server_without_encryption_gets_neither_password_nor_mail(server):
    server.offers = frozenset()

    with pytest.raises(Unreachable, match="no encryption"), smtp_mailer(WITH_A_PASSWORD):
        pytest.fail("nothing may be sent")

    assert Server.last.asked == ["mail.test:25", "ehlo", "quit", "close"]


def test_on_port_465_everything_is_encrypted_from_the_start(server):
    with smtp_mailer(replace(WITH_A_PASSWORD, port=465)) as mailer:
        mailer.send(LETTER)

    assert Server.last.asked[:3] == ["mail.test:465", "ehlo", "login casebridge swan lamp"]
    assert Server.last.context.verify_mode is ssl.CERT_REQUIRED
    assert Server.last.context.check_hostname


def test_a_refused_password_ends_the_round_and_is_not_repeated(server, monkeypatch):
    def refuse(self, user, password):
        raise smtplib.SMTPAuthenticationError(535, b"no such account")

    monkeypatch.setattr(server, "login", refuse)

    with pytest.raises(Unreachable, match="no such account") as said, smtp_mailer(WITH_A_PASSWORD):
        pytest.fail("nothing may be sent")

    assert WITH_A_PASSWORD.password not in str(said.value)
    assert Server.last.asked[-1] == "close"


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (smtplib.SMTPRecipientsRefused({}), NotSent),
        (smtplib.SMTPDataError(554, b"no"), NotSent),
        (ValueError("Header values may not contain linefeed"), NotSent),
        (smtplib.SMTPServerDisconnected("gone"), Unreachable),
        (TimeoutError("timed out"), Unreachable),
    ],
)
def test_only_a_server_that_is_gone_ends_the_round(server, fault, kind):
    server.fault = fault

    with smtp_mailer(SETTINGS) as mailer, pytest.raises(NotSent) as said:
        mailer.send(LETTER)

    assert type(said.value) is kind
    assert Server.last.asked[-1] == "close"


def test_a_certificate_that_is_not_the_servers_own_stops_the_mail(server, monkeypatch):
    def refuse(self, context):
        raise ssl.SSLCertVerificationError("self-signed certificate")

    monkeypatch.setattr(server, "starttls", refuse)

    with pytest.raises(Unreachable, match="self-signed"), smtp_mailer(SETTINGS):
        pytest.fail("nothing may be sent")

    assert Server.last.asked[-1] == "close"
