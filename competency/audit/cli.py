"""Commands on the trail."""

import sys

import click
from flask import current_app

from competency.infra.commands import Commands

commands = Commands("audit", help="Prove that the trail of changes is whole.")


@commands.command("verify")
@click.option("--head", "known", metavar="ID:HASH", help="A head kept elsewhere, to find a cut.")
def verify(known: str | None) -> None:
    """Check every link of the trail and every sealed record; exit 1 when one is broken."""
    from competency.audit import service
    from competency.infra import slots
    from competency.infra.edge import command_reading

    head = _head(known) if known else None
    with command_reading() as work:
        key = service.chain_key(current_app.extensions["settings"])
        faults = service.verify(work.session, key, known=head)
        faults += slots.broken_seals(work.session)
        newest, entries = service.head(work.session), service.count(work.session)
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        click.echo(f"The trail is NOT whole: {len(faults)} faults in {entries} entries.", err=True)
        sys.exit(1)
    click.echo(f"The trail is whole: {entries} entries, head {newest.id}:{newest.hash}")


@commands.command("head")
def show_head() -> None:
    """Print the newest entry as ID:HASH, to be kept outside this machine."""
    from competency.audit import service
    from competency.infra.edge import command_reading

    with command_reading() as work:
        newest = service.head(work.session)
    click.echo(f"{newest.id}:{newest.hash}")


def _head(text: str):  # type: ignore[no-untyped-def]
    from competency.audit.service import Head

    number, _, digest = text.partition(":")
    if not (number.isascii() and number.isdigit() and len(digest) == 64):
        raise click.BadParameter("give it as ID:HASH, as `flask audit head` printed it")
    return Head(int(number), digest)
