"""`flask evidence ...`: try the anonymity guard on a text, and clear away unused files.

The guard works without a database.
"""

import json
import sys

import click
from flask import current_app

from competency.infra.commands import Commands

commands = Commands("evidence", help="The log of evidence: its anonymity guard and its files.")


@commands.command("guard")
@click.option("--json", "as_json", is_flag=True, help="Print a list of kind, start and end.")
def guard_text(as_json: bool) -> None:
    """Read a text from standard input and print what in it may identify a client.

    Ends with exit code 0 whether or not there is anything. Without a database the case register
    counts as empty.
    """
    from competency.evidence.domain.guard import guard
    from competency.infra import slots
    from competency.infra.edge import command_reading

    # bytes, so that line ends stay as they are and every offset counts from the text as given
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    with command_reading() as work:
        references, names = slots.known_clients(work.session)
    finds = guard(text, references=references, names=names)
    if as_json:
        shown = [{"kind": f.kind.value, "start": f.start, "end": f.end} for f in finds]
        click.echo(json.dumps(shown))
        return
    for find in finds:
        place = f"{find.kind.words} from {find.start} to {find.end}"
        click.echo(f"{place}: {text[find.start : find.end]!r}. {find.why}")
    if not finds:
        click.echo("Nothing in this text looks as if it said who a client is.")


@commands.command("sweep")
def sweep() -> None:
    """Remove stored files that nothing refers to, once they are older than a day.

    Run it now and then, for example each night. Ends with exit code 1, and names them, where
    something refers to a file that is gone: bring those back from the backup.
    """
    from competency.evidence.service import attaching
    from competency.infra.edge import command_reading
    from competency.infra.files import Store

    with command_reading() as work:
        found = attaching.sweep(work, Store.of(current_app.extensions["settings"]))
    click.echo(f"Files removed that nothing refers to: {found.removed:,}.")
    for sha256 in found.missing:
        click.echo(f"This file is gone, though something refers to it: {sha256}", err=True)
    if found.missing:
        sys.exit(1)
