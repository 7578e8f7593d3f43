"""`flask database ...`: bring the database up to date, back, or say where it stands."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from competency.migrations import runner

commands = AppGroup("database", help="Bring the database up to date, or back.")


@commands.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database up to the newest step; a SQLite file is copied aside before."""
    engine = current_app.extensions["database"].engine
    runner.upgrade(engine, revision)
    click.echo(f"The database stands at {runner.current(engine)}.")


@commands.command("downgrade")
@click.argument("revision")
@click.confirmation_option(prompt="What later steps added is lost. Go back?")
def downgrade(revision: str) -> None:
    """Take the database back to an earlier step, or to `base`, which leaves nothing."""
    engine = current_app.extensions["database"].engine
    runner.downgrade(engine, revision)
    click.echo(f"The database stands at {runner.current(engine)}.")


@commands.command("check")
def check() -> None:
    """Say where the database stands and how it differs from what is declared; exit 1 if so."""
    from competency.infra.db import Base

    engine = current_app.extensions["database"].engine
    current, newest = runner.current(engine), runner.head()
    if current != newest:
        click.echo(f"The database stands at {current or 'nothing'}, the newest step is {newest}.")
        click.echo("Run: flask database upgrade")
        sys.exit(1)
    differences = runner.check(engine, Base.metadata)
    for difference in differences:
        click.echo(difference, err=True)
    if differences:
        sys.exit(1)
    click.echo(f"The database stands at {current}, the newest step, without differences.")
