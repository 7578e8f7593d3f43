"""`flask evidence ...`: try the anonymity guard on a text; works without a database."""

import json
import sys

import click
from flask.cli import AppGroup

commands = AppGroup("evidence", help="The log of evidence: try its anonymity guard.")


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
