"""`flask timeliness ...`: judge a file of cases; works without a database.

What it needs of numpy and polars is imported inside, so that nothing else waits for them.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from competency.calendars.domain.closures import read_closures
from competency.calendars.domain.iso import is_shaped, read_iso
from competency.calendars.domain.nations import DEFAULT_NATION, NATIONS
from competency.infra.commands import Commands
from competency.kernel.errors import Refused
from competency.timeliness.domain.rates import Tally
from competency.timeliness.domain.results import COUNTED, Result
from competency.timeliness.service.standards import SHINE, get_standards

if TYPE_CHECKING:
    from competency.timeliness.bulk.checking import Checked
    from competency.timeliness.bulk.faults import Faults

WRITTEN_OTHERWISE = "not a date written as 2026-11-30"
FILE = click.Path(dir_okay=False, path_type=Path)

commands = Commands("timeliness", help="The clock engine: judge a file of cases.")


class Day(click.ParamType[date]):
    """A date written as 2026-11-30."""

    name = "date"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the date; a usage error for anything else."""
        if isinstance(value, date):
            return value
        day = read_iso(value)
        if day is None:
            what = "a day that does not exist" if is_shaped(value) else WRITTEN_OTHERWISE
            self.fail(f"{value!r} is {what}.", param, ctx)
        return day


@commands.command("check", with_appcontext=False)
@click.argument("cases", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", required=True, type=Day(), help="The day on which the question is asked.")
@click.option("--out", required=True, type=FILE, help="Where the results go.")
@click.option("--nation", type=click.Choice(NATIONS), default=DEFAULT_NATION, show_default=True)
@click.option("--standards", "id_", default=SHINE, show_default=True, metavar="ID")
@click.option(
    "--closures",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Closure days of the organisation: on each line a date, and why, if it says.",
)
@click.option("--skip-faulty", is_flag=True, help="Leave faulty rows out instead of refusing.")
def check(
    cases: Path,
    as_of: date,
    out: Path,
    nation: str,
    id_: str,
    closures: Path | None,
    skip_faulty: bool,
) -> None:
    """Judge every case of a file against timeliness standards and write the results.

    CASES and the results are CSV, Parquet or XLSX by their endings. A file with faults is refused
    with the list of them and writes nothing, unless --skip-faulty leaves those rows out.
    """
    from competency.calendars.service.days import calendar_of
    from competency.timeliness.bulk.checking import check_file
    from competency.timeliness.bulk.faults import FaultyFile

    closed = read_closures(_lines(closures)) if closures else {}
    calendar, standards = calendar_of(nation, closed), get_standards(id_)
    try:
        done = check_file(cases, out, standards, calendar, as_of, skip_faulty=skip_faulty)
    except FaultyFile as faulty:
        _list(faulty.faults)
        raise click.ClickException(
            f"{_count(faulty.faults.count, 'fault')} in {cases.name}; nothing was written."
        ) from None
    if done.faults.count:
        _list(done.faults)
    head = standards.standard
    _say(done, f"{head.id} {head.version}, {nation}, as of {as_of}")
    click.echo(f"Written to {out}.")


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise Refused("closures_not_utf8", f"{path.name} is not UTF-8 text.") from None


def _list(faults: "Faults") -> None:
    kept = faults.in_order()
    for fault in kept:
        click.echo(str(fault), err=True)
    if faults.count > len(kept):
        click.echo(f"... and {_count(faults.count - len(kept), 'fault')} more", err=True)


def _say(done: "Checked", judged_by: str) -> None:
    """Print the summary: how many cases and results, and each standard's k of n."""
    left = f"; {_count(done.left_out, 'faulty row')} left out" if done.left_out else ""
    cases, results = _count(done.cases, "case"), _count(done.rows, "result")
    click.echo(f"{cases}, {results} by {judged_by}{left}.")
    for code, tally in done.tallies.items():
        beside = ", ".join(
            f"{tally.of(result):,} {result}" for result in Result if result not in COUNTED
        )
        click.echo(f"{code}: {_k_of_n(tally)}; {beside}")
    totals = {r: sum(tally.of(r) for tally in done.tallies.values()) for r in Result}
    click.echo("All: " + ", ".join(f"{number:,} {result}" for result, number in totals.items()))


def _k_of_n(tally: Tally) -> str:
    if tally.rate is None:
        return "0 of 0 met"
    return f"{tally.k:,} of {tally.n:,} met ({100 * tally.rate:.1f} %)"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
