"""Setting what a post aims at."""

from typing import Any

from wtforms import HiddenField, SelectField

from competency.assessments.service.targets import NONE_SET, Aim, Board
from competency.infra.forms import Form, SelectChoice

LONGEST_NUMBER = 9  # digits


def form_for(board: Board, post_id: int) -> "TargetsForm":
    """Return a form with a choice for each section of the framework."""
    fields: dict[str, Any] = {}
    choices = [
        SelectChoice("", NONE_SET),
        *(SelectChoice(str(p.value), p.label) for p in board.framework.scale.positions),
    ]
    data: dict[str, str] = {}
    for section in board.framework.sections:
        aim = board.aim(post_id, section.code)
        fields[section.code] = SelectField(section.title, choices=choices)
        fields[f"{section.code}_version"] = HiddenField()
        data[section.code] = "" if aim.position is None else str(aim.position)
        data[f"{section.code}_version"] = str(aim.version)
    made: type[TargetsForm] = type("PostTargetsForm", (TargetsForm,), fields)
    return made(data=data)


class TargetsForm(Form):
    """A choice for each section, each with the version of the target it was filled from."""

    def wanted(self, board: Board) -> dict[str, Aim]:
        """Return what was chosen, for the rules to judge."""
        return {
            section.code: Aim(
                _number(self[section.code].data), _number(self[f"{section.code}_version"].data) or 0
            )
            for section in board.framework.sections
        }


def _number(typed: str | None) -> int | None:
    right = typed and typed.isascii() and typed.isdigit() and len(typed) < LONGEST_NUMBER
    return int(typed) if typed and right else None
