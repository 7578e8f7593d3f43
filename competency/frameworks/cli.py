"""`flask frameworks ...`: check, list, export, compare and fingerprint standards, load wording.

Only `wording` needs a database; what it takes is imported inside it, so that the others also work
where there is none.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from competency.frameworks import library
from competency.frameworks.domain.diff import Diff, compare
from competency.frameworks.domain.wording import FaultyWording
from competency.kernel.errors import Refused

commands = AppGroup("frameworks", help="Standards as data: check, list, export, diff, wording.")


def _data_folder(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--path",
        type=click.Path(file_okay=False, path_type=Path),
        help="The data folder; by default framework_data beside the application.",
    )(command)


@contextmanager
def _plain_refusals() -> Iterator[None]:
    """Say a refusal on standard error and end with exit code 1, without a traceback."""
    try:
        yield
    except FaultyWording as faulty:
        for fault in faulty.faults:
            click.echo(str(fault), err=True)
        raise click.ClickException("The wording was not loaded; nothing was changed.") from None
    except Refused as refused:
        raise click.ClickException(refused.message) from None


@commands.command("check", with_appcontext=False)
@_data_folder
def check(path: Path | None) -> None:
    """Check every standard; name file, place and reason of each fault."""
    there, faults = library.check_folder(path)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise click.ClickException(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}.")
    for version in there.versions:
        content = version.reading.content
        if content is not None:
            counts = ", ".join(f"{count} {what}" for count, what in content.counts())
            standard = content.standard
            click.echo(f"{standard.id} {standard.version} ({standard.status}): {counts}")
    click.echo("No faults.")


@commands.command("fingerprint", with_appcontext=False)
@click.argument("id_", metavar="ID")
@click.argument("version")
@_data_folder
def fingerprint(id_: str, version: str, path: Path | None) -> None:
    """Record the fingerprint of a newly released version; it can never be changed."""
    with _plain_refusals():
        recorded = library.record_fingerprint(id_, version, path)
    click.echo(f"{id_} {version}: {recorded}")


@commands.command("list", with_appcontext=False)
@_data_folder
def list_(path: Path | None) -> None:
    """List every version of every standard."""
    with _plain_refusals():
        standards = library.load_library(path).list_standards()
    rows = [
        (s.id, s.version, s.kind, s.status, str(s.released_on or ""), s.title) for s in standards
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())


@commands.command("export", with_appcontext=False)
@click.argument("id_", metavar="ID")
@click.option("--version", help="By default the newest released version.")
@_data_folder
def export(id_: str, version: str | None, path: Path | None) -> None:
    """Write one standard as JSON to standard output."""
    with _plain_refusals():
        content = library.load_library(path).get_standard(id_, version)
    text = json.dumps(content.export(), ensure_ascii=False, indent=2) + "\n"
    # JSON is UTF-8 whatever the terminal's own encoding is.
    click.echo(text.encode("utf-8"), nl=False)


@commands.command("diff", with_appcontext=False)
@click.argument("id_", metavar="ID")
@click.argument("old", metavar="V1")
@click.argument("new", metavar="V2")
@_data_folder
def diff(id_: str, old: str, new: str, path: Path | None) -> None:
    """Show what was added, withdrawn, reworded and moved between two versions."""
    with _plain_refusals():
        standards = library.load_library(path)
        found = compare(standards.get_standard(id_, old), standards.get_standard(id_, new))
    click.echo(f"{id_} {old} to {new}: {_counted(found)}")
    for line in _diff_lines(found):
        click.echo(line)


@commands.command("wording")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--framework", "id_", default=library.CASE_MANAGEMENT_FRAMEWORK, show_default=True)
@click.option("--version", help="By default the newest released version.")
@click.option("--remove", is_flag=True, help="Take the loaded wording away again.")
def wording(file: Path | None, id_: str, version: str | None, remove: bool) -> None:
    """Put licensed wording (CSV code,level,text) over the framework's codes, or take it away."""
    if (file is None) != remove:
        raise click.UsageError("Give either a FILE to load or --remove, not both and not neither.")
    from competency.frameworks import service
    from competency.infra.edge import command_work

    with _plain_refusals():
        framework = service.get_framework(id_, version)
        with command_work() as work:
            if file is None:
                removed = service.remove_wording(work, framework)
                done = f"{removed.texts} texts removed; our own words are shown again."
            else:
                content = file.read_bytes()
                loaded = service.load_wording(
                    work, framework, source_name=file.name, content=content
                )
                done = f"{loaded.texts} texts loaded from {file.name}."
    click.echo(f"{framework.id} {framework.version}: {done}")


def _counted(found: Diff) -> str:
    if found.is_empty:
        return "nothing changed"
    return (
        f"{len(found.added)} added, {len(found.withdrawn)} withdrawn, "
        f"{len(found.reworded)} reworded, {len(found.moved)} moved"
    )


def _diff_lines(found: Diff) -> Iterator[str]:
    for change, entries in (("added", found.added), ("withdrawn", found.withdrawn)):
        for entry in entries:
            yield f"{change:<9}  {entry.code}{f': {entry.text}' if entry.text else ''}"
    for one in found.reworded:
        yield f"reworded   {one.code}"
        yield f"  before: {one.before}"
        yield f"  after:  {one.after}"
    for move in found.moved:
        if move.is_reordered:
            yield f"moved      {move.code}: elsewhere in {move.after or 'the whole'}"
        else:
            yield f"moved      {move.code}: from {move.before} to {move.after}"
