"""`flask cases ...`: write the clocks of cases anew after the calendar or the rules changed."""

import click

from competency.infra.commands import Commands

commands = Commands("cases", help="The cases: their clocks.")


@commands.command("recompute")
@click.option("--ended", is_flag=True, help="Also the cases that have ended.")
def recompute(ended: bool) -> None:
    """Write the clocks of all open cases anew, and say how many cases they are.

    Run it after a bank holiday, a closure day or a standard has changed, and once after an
    upgrade that says so.
    """
    from competency.cases.service import clocks
    from competency.infra.edge import command_work

    with command_work() as work:
        count = clocks.recompute_open(work, ended=ended)
    click.echo(f"Cases whose clocks were written anew: {count:,}.")
