"""Keeping a requirement, and adding something to learn or to hold."""

from collections.abc import Iterable, Mapping

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import Optional

from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.kernel.actor import Role
from competency.training.domain.requirements import Requirement, Subject, Who
from competency.training.forms.recording import chosen, course_choices
from competency.training.queries.rules import CourseRow


class RequirementForm(Form):
    """Who needs what, from when, and how often again."""

    course_id = SelectField("What is asked for?", [Required("Choose it.")], validate_choice=False)
    who = RadioField(
        "Of whom?",
        [Required("Choose of whom it is asked.")],
        choices=[
            SelectChoice(Who.EVERYONE.value, "Everyone"),
            SelectChoice(Who.ROLE.value, "Those with a role, chosen below"),
            SelectChoice(Who.TEAM.value, "Those in a team, chosen below"),
        ],
    )
    role = SelectField("Role", validate_choice=False)
    team_id = SelectField("Team", validate_choice=False)
    grace_days = IntegerField("Days of grace after the appointment", [Required("Enter the days.")])
    repeat_months = IntegerField("Again every so many months (empty: once)", [Optional()])
    window_days = IntegerField("Due soon so many days before", [Required("Enter the days.")])
    applies_from = DateParts("Asked of nobody before this day (if there is one)")
    after_audit_finding = BooleanField("Again after an audit finding")
    after_incident = BooleanField("Again after an incident")

    def offering(self, courses: Iterable[CourseRow], teams: Mapping[int, str]) -> "RequirementForm":
        """Return the form with the courses, roles and teams to choose from."""
        self.course_id.choices = [SelectChoice("", "Choose"), *course_choices(courses)]
        self.role.choices = [
            SelectChoice("", "None"),
            *(SelectChoice(role.value, role.label) for role in Role),
        ]
        self.team_id.choices = [
            SelectChoice("", "None"),
            *(SelectChoice(str(id_), name) for id_, name in teams.items()),
        ]
        return self

    def wanted(self) -> Requirement:
        """Return what was typed, for the rules to judge; only after it was found whole."""
        who = Who(self.who.data)
        role = next((r for r in Role if r.value == self.role.data), None)
        return Requirement(
            course_id=chosen(self.course_id.data),
            who=who,
            role=role if who is Who.ROLE else None,
            team_id=(chosen(self.team_id.data) or None) if who is Who.TEAM else None,
            grace_days=self.grace_days.data or 0,
            repeat_months=self.repeat_months.data,
            window_days=self.window_days.data or 0,
            applies_from=self.applies_from.data,
            after_audit_finding=bool(self.after_audit_finding.data),
            after_incident=bool(self.after_incident.data),
        )


class CourseForm(Form):
    """Something to learn or to hold."""

    title = StringField("What is it called?", [Required("Enter what it is called.")])
    subject = RadioField(
        "What is it?",
        [Required("Choose what it is.")],
        choices=[SelectChoice(subject.value, subject.label) for subject in Subject],
    )
    also = StringField("Its name in your learning system (if it has another)")


def filled(kept: Requirement, version: int) -> dict[str, object]:
    """Return what a form starts with."""
    return {
        "course_id": str(kept.course_id),
        "who": kept.who.value,
        "role": kept.role.value if kept.role else "",
        "team_id": str(kept.team_id or ""),
        "grace_days": kept.grace_days,
        "repeat_months": kept.repeat_months,
        "window_days": kept.window_days,
        "applies_from": kept.applies_from,
        "after_audit_finding": kept.after_audit_finding,
        "after_incident": kept.after_incident,
        "version": version,
    }
