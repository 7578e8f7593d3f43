"""`flask notifications send`, to a real mail server."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from competency.config import MailSettings, Settings, UnsafeSettings
from competency.kernel.values import replace
from competency.notifications.models import Notice, OutboxMail
from competency.training.models import TrainingTold
from tests.builders.stage import Stage
from tests.builders.training import School, a_school
from tests.support.letterbox import Letterbox, free_port

SITE = "https://casebridge.example.org"
Run = Callable[[], Any]


@pytest.fixture
def school(stage: Stage) -> School:
    """Nobody has done any training yet, so that everybody is to be reminded."""
    return a_school(stage)


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda: app.test_cli_runner().invoke(args=["notifications", "send"])


def use_mail(app: Flask, port: int) -> None:
    mail = MailSettings(host="127.0.0.1", port=port, sender="casebridge@example.org", site=SITE)
    app.extensions["settings"] = replace(app.extensions["settings"], mail=mail)


def test_each_person_gets_one_mail_and_none_again(
    app: Flask, school: School, run: Run, smtp_port: int, letterbox: Letterbox
) -> None:
    use_mail(app, smtp_port)

    done, again = run(), run()

    assert (done.exit_code, again.exit_code) == (0, 0), done.output
    recipients = [str(letter["To"]) for letter in letterbox.letters]
    assert len(recipients) == len(set(recipients))
    assert school.far.email in recipients
    assert f"Sent: {len(recipients)}." in done.output
    assert "Reminders said: 0. Digests written: 0." in again.output
    assert "Sent: 0." in again.output


def test_the_mail_says_what_is_due_and_where(
    app: Flask, school: School, run: Run, smtp_port: int, letterbox: Letterbox
) -> None:
    use_mail(app, smtp_port)
    run()

    letter = next(m for m in letterbox.letters if m["To"] == school.far.email)
    assert letter["From"] == "casebridge@example.org"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert str(letter["Message-ID"]).endswith("@example.org>")
    assert str(letter["Subject"]).endswith(
        "things for you in Casebridge (Larkfield Case Management)"
    )
    text = letter.get_content().replace("\r\n", "\n")
    assert text.startswith("Dear Finn Far,")
    assert "is past its due day for you" in text
    assert f"  {SITE}/training\n" in text
    assert f"All your notices: {SITE}/notices" in text


def test_without_a_mail_server_it_says_so_and_sends_nothing(
    school: School, run: Run, look: Any
) -> None:
    done = run()

    assert done.exit_code == 0
    assert "Mail is not set up, so nothing was sent" in done.output
    assert look.scalar(select(func.count()).select_from(OutboxMail)) == 0
    told = look.scalar(select(func.count()).select_from(TrainingTold))
    assert told == look.scalar(select(func.count()).select_from(Notice)) > 0


def test_a_server_that_does_not_answer_loses_nothing(
    app: Flask, school: School, run: Run, smtp_port: int, letterbox: Letterbox
) -> None:
    use_mail(app, free_port())
    failed = run()
    assert failed.exit_code == 1
    assert "The mail server does not answer" in failed.output

    use_mail(app, smtp_port)
    assert run().exit_code == 0
    assert school.far.email in [letter["To"] for letter in letterbox.letters]


def test_a_refused_recipient_does_not_keep_mail_from_the_others(
    app: Flask,
    school: School,
    run: Run,
    smtp_port: int,
    letterbox: Letterbox,
    clock: Any,
) -> None:
    use_mail(app, smtp_port)
    letterbox.refused.add(school.far.email)

    done = run()

    assert done.exit_code == 1
    assert "Put off: 1." in done.output
    assert "no such mailbox" in done.output
    assert school.cast.practitioner.email in [letter["To"] for letter in letterbox.letters]

    letterbox.refused.clear()
    clock.move(minutes=15)
    assert run().exit_code == 0
    assert letterbox.letters[-1]["To"] == school.far.email


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({"COMPETENCY_SMTP_FROM": ""}, "COMPETENCY_SMTP_FROM"),
        ({"COMPETENCY_SMTP_FROM": "a@b\r\nBcc: c@d"}, "COMPETENCY_SMTP_FROM"),
        ({"COMPETENCY_SITE": "casebridge"}, "COMPETENCY_SITE"),
        ({"COMPETENCY_SMTP_PORT": "smtp"}, "COMPETENCY_SMTP_PORT"),
    ],
)
def test_a_half_set_up_server_stops_the_start(missing: dict[str, str], named: str) -> None:
    whole = {
        "COMPETENCY_SMTP_HOST": "mail.example.org",
        "COMPETENCY_SMTP_FROM": "casebridge@example.org",
        "COMPETENCY_SITE": f"{SITE}/",
    }
    mail = Settings.from_environ(whole).mail
    assert mail == MailSettings(
        host="mail.example.org", port=25, sender="casebridge@example.org", site=SITE
    )

    with pytest.raises(UnsafeSettings, match=named):
        Settings.from_environ(whole | missing)
