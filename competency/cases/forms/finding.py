"""Narrowing a list of cases."""

from collections.abc import Mapping

from wtforms import BooleanField, SelectField

from competency.cases.service.overseeing import Wanted
from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.infra.forms import Form, SelectChoice

NOBODY = "nobody"


class TeamFilter(Form):
    """Which cases of the team are shown."""

    team = SelectField("Team", validate_choice=False)
    worker = SelectField("Key worker", validate_choice=False)
    stage = SelectField("Stage", validate_choice=False)
    state = SelectField(
        "Open or ended",
        choices=[SelectChoice("", "Open cases"), SelectChoice("ended", "Ended cases")],
        validate_choice=False,
    )
    late = BooleanField("Late only")

    def offering(
        self,
        teams: Mapping[int, str],
        workers: Mapping[int, str],
        protocol: CaseManagementProtocol,
    ) -> "TeamFilter":
        """Return the form with what there is to choose from."""
        self.team.choices = _choices("Any team", teams)
        nobody = SelectChoice(NOBODY, "Nobody yet")
        self.worker.choices = [*_choices("Anybody", workers), nobody]
        self.stage.choices = [
            SelectChoice("", "Any stage"),
            *(SelectChoice(stage.code, stage.title) for stage in protocol.stages),
        ]
        return self

    def wanted(self, protocol: CaseManagementProtocol) -> Wanted:
        """Return what the address asks for; it may be typed by hand, so odd parts are left out."""
        stages = {stage.code for stage in protocol.stages}
        return Wanted(
            team_id=_number(self.team.data),
            worker_id=_number(self.worker.data),
            stage=self.stage.data if self.stage.data in stages else "",
            late_only=bool(self.late.data),
            unassigned=self.worker.data == NOBODY,
            ended=self.state.data == "ended",
        )


def _choices(nothing: str, named: Mapping[int, str]) -> list[SelectChoice]:
    return [SelectChoice("", nothing), *(SelectChoice(str(i), name) for i, name in named.items())]


def _number(text: str | None) -> int | None:
    right = bool(text) and str(text).isascii() and str(text).isdigit() and len(str(text)) < 10
    return int(str(text)) if right else None
