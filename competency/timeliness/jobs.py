"""The process that judges one file that was sent: `python -m competency.timeliness.jobs FOLDER`."""

import sys
from datetime import date
from pathlib import Path

from competency.calendars.service.days import calendar_of
from competency.kernel.errors import Refused
from competency.timeliness.bulk.checking import check_file
from competency.timeliness.bulk.faults import FaultyFile
from competency.timeliness.service.sent_files import (
    DONE,
    FAULTY,
    REFUSED,
    RUNNING,
    STATE,
    question_in,
    write_down,
)
from competency.timeliness.service.standards import get_standards

MOST_FAULTS = 10_000


def judge(folder: Path) -> None:
    """Judge the file in a folder and write down what came of it; the work of its own process."""
    asked = question_in(folder)
    cases = next(path for path in folder.glob("cases.*"))
    closures = {date.fromisoformat(day): why for day, why in asked.closures.items()}

    def told(number: int) -> None:
        write_down(folder / STATE, {"state": RUNNING, "cases": number})

    try:
        done = check_file(
            cases,
            folder / f"results{asked.results}",
            get_standards(asked.standards),
            calendar_of(asked.nation, closures),
            date.fromisoformat(asked.as_of),
            skip_faulty=asked.skip_faulty,
            told=told,
        )
    except FaultyFile as faulty:
        found = faulty.faults
        write_down(
            folder / STATE,
            {"state": FAULTY, "count": found.count, "faults": found.in_order()[:MOST_FAULTS]},
        )
    except Refused as refusal:
        write_down(folder / STATE, {"state": REFUSED, "message": refusal.message})
    else:
        tallies = {
            code: {result.value: number for result, number in tally.counts.items()}
            for code, tally in done.tallies.items()
        }
        write_down(
            folder / STATE,
            {
                "state": DONE,
                "cases": done.cases,
                "left_out": done.left_out,
                "rows": done.rows,
                "count": done.faults.count,
                "faults": done.faults.in_order()[:MOST_FAULTS],
                "tallies": tallies,
            },
        )
    finally:
        cases.unlink(missing_ok=True)


if __name__ == "__main__":
    judge(Path(sys.argv[1]))
