"""Files of cases, and the command that judges them; neither a database nor an application."""

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from competency.timeliness.cli import commands

HEADINGS = (
    "case_ref,team,worker,referral_received,entered,assigned,first_contact,"
    "risk_assessment_completed,risk_assessment_signed_off,outcomes_star_completed,"
    "action_plan_entered,reviews,closed"
)
GOOD = (
    "C-1,North,Ada,2026-01-05,2026-01-08,2026-01-14,2026-01-16,2026-01-05,2026-01-08,"
    "2026-01-20,2026-01-27,2026-04-20;2026-03-11,"
)
PLAIN = "C-2,North,Ada,2026-01-05,,,,,,,,,"
AS_OF = "2026-05-08"


class Checking:
    """Writes files into a folder of its own and judges them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "results.csv"

    def write(self, *rows: str, name: str = "cases.csv", headings: str = HEADINGS) -> Path:
        """Write a CSV file."""
        path = self.folder / name
        path.write_text("\n".join((headings, *rows)) + "\n", encoding="utf-8")
        return path

    def check(self, cases: Path, *options: str, out: Path | None = None) -> Result:
        """Run the command."""
        named = [] if "--as-of" in options else ["--as-of", AS_OF]
        words = ["check", str(cases), "--out", str(out or self.out), *named, *options]
        return CliRunner().invoke(commands, words)

    def good(self, cases: Path, *options: str, out: Path | None = None) -> pl.DataFrame:
        """Run the command, which must go well, and return the results as texts."""
        done = self.check(cases, *options, out=out)
        assert done.exit_code == 0, done.output
        return pl.read_csv(out or self.out, infer_schema=False)

    def faults(self, cases: Path, *options: str) -> list[str]:
        """Run the command, which must refuse the file; return the faults and the last line."""
        done = self.check(cases, *options)
        assert done.exit_code == 1, done.output
        assert not self.out.exists()
        assert {path.name for path in self.folder.iterdir() if path.name[0] == "."} == set()
        return done.stderr.splitlines()


@pytest.fixture
def checking(tmp_path: Path) -> Checking:
    """A folder to judge files in."""
    return Checking(tmp_path)
