"""`flask reviews ...`: draw the cases of a month, count the answers again."""

import json
from collections import Counter
from collections.abc import Mapping

import click

from competency.infra.commands import Commands

WHY = {
    "no-supervisor": "whose key worker nobody supervises",
    "drawn-last-month": "drawn the month before",
    "own-case": "that would be the reviewer's own",
    "no-peer-free": "that no peer reviewer is free to take",
}

commands = Commands("reviews", help="Case reviews: the monthly draw, and the counts.")


@commands.command("draw")
@click.option("--month", required=True, metavar="YYYY-MM", help="The month that is reviewed.")
@click.option("--seed", type=click.INT, help="Draw with this seed; without it, with a fresh one.")
@click.option("--dry-run", is_flag=True, help="Store nothing; with --seed, draw afresh.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole draw as JSON.")
def draw(month: str, seed: int | None, dry_run: bool, as_json: bool) -> None:
    """Draw the cases of a month, four a supervisor, and flag those of the second level.

    A month that was drawn already gives the same list again, after it has been checked against
    the frame and the seed that were kept. Run it once between the 1st and the 5th.
    """
    from competency.infra.edge import command_reading, command_work
    from competency.reviews.domain.calendar import month_words, read_month
    from competency.reviews.domain.draw import as_plain
    from competency.reviews.service.drawing import draw_month

    first = read_month(month)
    with command_reading() if dry_run else command_work() as work:
        found = draw_month(work, first, seed=seed, dry_run=dry_run)
    made = found.draw
    if found.was_there and seed not in (None, made.seed):
        click.echo(
            f"{month_words(first)} was drawn already, with the seed {made.seed}: this is that "
            "draw. To draw afresh with another seed, add --dry-run.",
            err=True,
        )
    if as_json:
        click.echo(json.dumps(as_plain(made, found.assigned), ensure_ascii=False, indent=2))
        return
    how = "Drawn already" if found.was_there else "Drawn, not stored" if dry_run else "Drawn"
    click.echo(f"{month_words(first)}: {how}, with the seed {made.seed}.")
    click.echo(
        f"First level: {_count(len(made.first), 'case')} of {len(made.eligible)} supervisors. "
        f"Second level: {_count(len(made.second), 'case')}."
    )
    click.echo(f"Cases to draw from: {sum(made.eligible.values()):,}; {_left_out(made.excluded)}.")
    click.echo(f"Frame: {made.frame_hash}")


@commands.command("recount")
def recount() -> None:
    """Count the answers of all submitted reviews again, and set right what was kept of them.

    The scores of every quarter rest on these counts, which each submission keeps. It can be run
    at any time; where nothing differs it changes nothing.
    """
    from competency.infra.edge import command_work
    from competency.reviews.service.recounting import recount as count

    with command_work() as work:
        found = count(work)
    reviews = _count(found.reviews, "submitted review")
    if found.different:
        counts = _count(found.different, "count")
        click.echo(f"{reviews} counted: {counts} differed and were set right.")
    else:
        click.echo(f"{reviews} counted: the kept counts agree with them.")


def _left_out(excluded: Mapping[str, str]) -> str:
    """Return in words how many cases of the frame could not be drawn, and why."""
    counts = Counter(str(reason) for reason in excluded.values())
    reasons = "; ".join(
        f"{_count(counts[code], 'case')} {words}" for code, words in WHY.items() if counts[code]
    )
    return f"left out: {reasons or 'none'}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
