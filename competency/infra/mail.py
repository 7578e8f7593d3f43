"""Sending mail: a port that rooms send letters through, and SMTP behind it."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

from competency.config import MailSettings
from competency.kernel.values import Value

SECONDS = 20
NO_ENCRYPTION = "it offers no encryption, so the password was not sent"
ENCRYPTED_PORT = 465  # encrypted from the first byte; on all others the server is asked to begin


class NotSent(Exception):
    """A letter could not be sent; the words are the server's."""


class Unreachable(NotSent):
    """The server does not answer, so that other letters need not be tried either."""


class Letter(Value):
    """One mail; `key` names it, so that a mail read twice can be known as the same."""

    to: str
    subject: str
    body: str
    key: str
    written_at: datetime


class Mailer(Protocol):
    """Whatever can send a letter."""

    def send(self, letter: Letter) -> None:
        """Send it, or raise NotSent."""


class SmtpMailer:
    """Sends letters over one connection, encrypted where the server offers it."""

    def __init__(self, server: smtplib.SMTP, sender: str) -> None:
        self._server = server
        self._sender = sender

    def send(self, letter: Letter) -> None:
        """Hand the letter to the server; raises NotSent with the server's reason."""
        try:
            self._server.send_message(_message(letter, self._sender))
        except smtplib.SMTPServerDisconnected as fault:
            raise Unreachable(_words(fault)) from fault
        except (smtplib.SMTPException, ValueError) as fault:  # ValueError: no header can hold it
            raise NotSent(_words(fault)) from fault
        except OSError as fault:
            raise Unreachable(_words(fault)) from fault


@contextmanager
def smtp_mailer(settings: MailSettings) -> Iterator[SmtpMailer]:
    """Give a mailer connected to the server of the settings; raises Unreachable.

    With a password nothing is said before the way is encrypted: a server that does not offer it
    never gets to see the password, nor the mail.
    """
    try:
        server = _connected(settings)
    except OSError as fault:
        raise Unreachable(_words(fault)) from fault
    try:
        _enter(server, settings)
        yield SmtpMailer(server, settings.sender)
    finally:
        with suppress(OSError):
            server.quit()
        server.close()


def _connected(settings: MailSettings) -> smtplib.SMTP:
    if settings.port == ENCRYPTED_PORT:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)


def _enter(server: smtplib.SMTP, settings: MailSettings) -> None:
    """Go on encrypted where the server offers it, and say who we are where it wants to know.

    A certificate that is not the server's own ends it, as does a refused password.
    """
    try:
        server.ehlo_or_helo_if_needed()
        is_encrypted = settings.port == ENCRYPTED_PORT
        if not is_encrypted and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
            is_encrypted = True
        if settings.password:
            if not is_encrypted:
                raise Unreachable(NO_ENCRYPTION)
            server.login(settings.user, settings.password)
    except OSError as fault:
        raise Unreachable(_words(fault)) from fault


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2].strip('> ')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


def _words(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
