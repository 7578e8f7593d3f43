"""`flask notifications ...`: remind people, write the digests and send them."""

import sys

import click
from flask import current_app

from competency.infra.commands import Commands

commands = Commands("notifications", help="Tell people what is new and what is due.")

NOT_SET_UP = (
    "Mail is not set up, so nothing was sent: set COMPETENCY_SMTP_HOST, COMPETENCY_SMTP_FROM "
    "and COMPETENCY_SITE. The notices stand on everybody's pages."
)


@commands.command("send")
def send() -> None:
    """Write what people are to be told today, then send what waits in the outbox.

    Run it as often as you like, for example each quarter of an hour: nothing is said twice.
    Exit code 1 when a mail could not be sent; it is tried again later.
    """
    from competency.infra import slots
    from competency.infra.edge import command_reading, command_work
    from competency.infra.mail import Unreachable, smtp_mailer
    from competency.notifications.service import digests, sending

    settings = current_app.extensions["settings"].mail
    said = slots.remind_in_steps(command_reading, command_work)
    with command_work() as work:
        said += slots.remind(work)
        written = digests.write_digests(work, settings.site) if settings else 0
    click.echo(f"Reminders said: {said}. Digests written: {written}.")
    if settings is None:
        click.echo(NOT_SET_UP)
        return
    db, clock = current_app.extensions["database"], current_app.extensions["clock"]
    waiting = sending.count_waiting(db)
    try:
        with smtp_mailer(settings) as mailer:
            done = sending.send_waiting(db, mailer, clock())
    except Unreachable as fault:
        click.echo(
            f"The mail server does not answer, or does not let us in ({fault}). "
            f"Mails waiting: {waiting}.",
            err=True,
        )
        sys.exit(1)
    click.echo(f"Sent: {done.sent}. Put off: {done.put_off}. Dropped: {done.dropped}.")
    if done.put_off:
        click.echo(f"The mail server said: {done.trouble}", err=True)
        sys.exit(1)
