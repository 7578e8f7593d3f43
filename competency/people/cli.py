"""Commands for the first start, and for an administrator who lost the way in."""

import click
from flask.cli import AppGroup

from competency.infra.edge import command_work
from competency.kernel.errors import NotFound, Refused

commands = AppGroup("people", help="Let the first administrator in.")

OPENED = "Open this address within 72 hours, on the address of your installation:"


@commands.command("create-administrator")
@click.argument("email")
@click.argument("name")
@click.option("--organisation", default="Your organisation", help="What it calls itself.")
def create_administrator(email: str, name: str, organisation: str) -> None:
    """Make the first administrator and print a link with which they set a password."""
    from competency.people.service import administrators

    try:
        with command_work() as work:
            token = administrators.create_administrator(
                work, name=name, email=email, organisation=organisation
            )
    except (Refused, NotFound) as refused:
        raise click.ClickException(str(refused)) from None
    _print_link(token)


@commands.command("link")
@click.argument("email")
def make_link(email: str) -> None:
    """Print a one-time link with which somebody sets a new password."""
    from competency.people.service import administrators

    try:
        with command_work() as work:
            token = administrators.make_link_for(work, email)
    except (Refused, NotFound) as refused:
        raise click.ClickException(str(refused)) from None
    _print_link(token)


def _print_link(token: str) -> None:
    click.echo(OPENED)
    click.echo(f"/set-password/{token}")
