"""`flask demo ...`: load a demonstration into an empty database, or show it at once."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup

from competency.config import Settings, UnsafeSettings, keep_new_secret_key
from competency.infra import serving
from competency.infra.edge import command_reading, command_work
from competency.infra.files import Store
from competency.kernel.clock import london_date
from competency.kernel.errors import Refused
from competency.migrations import runner

if TYPE_CHECKING:
    from competency.demo.service.showing import SignIn

commands = AppGroup("demo", help="A demonstration organisation, made from a seed.")

PEOPLE, CASES, MONTHS, SEED = 60, 2_500, 24, 1
MOST_MONTHS = 36  # as far as the cases go back


@contextmanager
def _plain_refusals() -> Iterator[None]:
    """Say a refusal on standard error and end with exit code 1, without a traceback."""
    try:
        yield
    except (Refused, UnsafeSettings) as refused:
        raise click.ClickException(str(refused)) from None


@commands.command("load")
@click.option("--people", default=PEOPLE, show_default=True, help="How many people in all.")
@click.option("--cases", default=CASES, show_default=True, help="How many cases in all.")
@click.option(
    "--reviews",
    default=MONTHS,
    show_default=True,
    type=click.IntRange(0, MOST_MONTHS),
    metavar="MONTHS",
    help="How many months of case reviews, this one included.",
)
@click.option("--seed", default=SEED, show_default=True, help="The same seed, the same rows.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day that is today in it; by default this day.",
)
def load(people: int, cases: int, reviews: int, seed: int, as_of: datetime | None) -> None:
    """Bring an empty database up to date and fill it with a demonstration."""
    with _plain_refusals():
        _ready_to_write()
        _fill(people, cases, reviews, seed, as_of.date() if as_of else None)
    _print_sign_ins()


@commands.command("serve")
def serve() -> None:
    """Show the demonstration in a browser on this machine, made first where there is none."""
    from competency.demo.service import showing

    os.environ["COMPETENCY_PLAIN_HTTP"] = "1"  # on this machine alone, so without a certificate
    with _plain_refusals():
        port = serving.free_port(os.environ.get("PORT"))
        _ready_to_write()
        with command_reading() as work:
            empty, ours = showing.is_empty(work), showing.is_demonstration(work)
        if not empty and not ours:
            raise Refused(
                "not_a_demonstration",
                "This database holds an organisation of your own, and `flask demo serve` shows the "
                "demonstration only. Set COMPETENCY_DATA_DIR to an empty folder to see that.",
            )
        if empty:
            click.echo("Making the demonstration. This takes up to a minute, once.")
            _fill(PEOPLE, CASES, MONTHS, SEED, None)
    _print_sign_ins()
    settings: Settings = current_app.extensions["settings"]
    log = settings.data_dir / "requests.log"
    click.echo(f"Casebridge is at http://{serving.HERE}:{port}  (Ctrl-C ends it)")
    click.echo(f"Requests are logged in {log}")
    serving.replace_by_server(f"{serving.HERE}:{port}", settings.data_dir, log=log)


def _ready_to_write() -> None:
    """Give the demonstration a key of its own where there is none, and migrate."""
    settings: Settings = current_app.extensions["settings"]
    if settings.secret_key is None:
        keep_new_secret_key(settings.data_dir)
        current_app.extensions["settings"] = Settings.from_environ()
    engine = current_app.extensions["database"].engine
    if runner.current(engine) != runner.head():
        runner.upgrade(engine)


def _fill(people: int, cases: int, months: int, seed: int, as_of: date | None) -> None:
    from competency.demo.service import loading

    settings: Settings = current_app.extensions["settings"]
    with command_work() as work:
        today = london_date(work.now)
        wanted = loading.Wanted(
            people=people, cases=cases, review_months=months, seed=seed, as_of=as_of or today
        )
        loaded = loading.load(
            work, wanted, cheap=settings.cheap_passwords, store=Store.of(settings)
        )
    click.echo(
        f"{loaded.people:,} people in {loaded.teams} teams, {loaded.appraisals:,} appraisals "
        f"with {loaded.ratings:,} ratings, {loaded.entries:,} log entries, "
        f"{loaded.completions:,} training completions, {loaded.cases:,} cases and "
        f"{loaded.reviews:,} case reviews, as of {loaded.as_of.isoformat()}.\n"
    )


def _print_sign_ins() -> None:
    from competency.demo.service import showing

    with command_reading() as work:
        found, password = showing.sign_ins(work)
    widths = [max(len(cell) for cell in column) for column in zip(*_cells(found), strict=True)]
    for row in _cells(found):
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())
    click.echo(f"\nEverybody's password: {password}\n")


def _cells(found: Sequence["SignIn"]) -> list[tuple[str, ...]]:
    rows = [(one.role, one.name, one.email, one.worth_trying) for one in found]
    return [("ROLE", "NAME", "EMAIL", "WORTH TRYING"), *rows]
