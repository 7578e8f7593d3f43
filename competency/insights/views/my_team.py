"""My team, person by person: one row each, by name, and the same rows as a file."""

from collections.abc import Sequence

from flask import Response, render_template, request

from competency.assessments.service.overview import Line
from competency.infra.csv_out import Cell
from competency.infra.formats import plural, short_day
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work
from competency.insights.service import my_team as service
from competency.insights.service.my_team import NO_TEAM, MyTeam, PersonRow
from competency.insights.views.asking import asked_number
from competency.insights.views.blueprint import blueprint

HEAD = ["Person", "Team", "Next supervision", "Appraisal", "Training", "Open cases", "Signals"]


@blueprint.get("/team/people")
@signed_in
def my_team() -> str:
    """Show a row for each person whom the reader leads."""
    found = _asked()
    return render_template("insights/my_team.html", found=found, words=_Words(found))


@blueprint.get("/team/people.<table:kind>")
@signed_in
def my_team_file(kind: str) -> Response:
    """Give the same rows as a file."""
    found = _asked()
    words = _Words(found)
    lines: list[list[Cell]] = [
        [
            row.name,
            row.team,
            words.meeting(row),
            "; ".join(words.appraisals(row)),
            words.training(row),
            words.cases(row),
            row.signals,
        ]
        for row in found.rows
    ]
    return as_file("my-team", HEAD, lines, kind)


def _asked() -> MyTeam:
    team_id = NO_TEAM if request.args.get("team") == str(NO_TEAM) else asked_number("team")
    return service.my_team(work(), team_id)


class _Words:
    """What a page and its file both say of a row."""

    def __init__(self, found: MyTeam) -> None:
        self.range = found.range

    def meeting(self, row: PersonRow) -> str:
        """Return when they meet next, or by when they should."""
        meeting = row.meeting
        if meeting.next_planned:
            return short_day(meeting.next_planned)
        return f"To be planned by {short_day(meeting.due_by)}" if meeting.due_by else "Not agreed"

    def appraisals(self, row: PersonRow) -> Sequence[str]:
        """Return where each running appraisal stands; without one when the last was signed."""
        if row.running:
            return [self.appraisal(one) for one in row.running]
        return [f"Signed {short_day(row.signed_on)}" if row.signed_on else "Nothing signed yet"]

    @staticmethod
    def appraisal(line: Line) -> str:
        """Return where one appraisal stands, and in which practice area."""
        return f"{line.state.words}, {line.practice_area}"

    @staticmethod
    def training(row: PersonRow) -> str:
        """Return what is out of time."""
        if not row.courses:
            return "Nothing out of time"
        return f"Out of time: {', '.join(row.courses)}"

    def cases(self, row: PersonRow) -> str:
        """Return how many open cases, against the range; nobody without one has a range."""
        if not row.open_cases:
            return "None"
        return f"{row.open_cases}, {self.range.says(row.open_cases)}"

    @staticmethod
    def signals(row: PersonRow) -> str:
        """Return how many things are to be talked about."""
        return plural(row.signals, "thing") if row.signals else "Nothing new"
