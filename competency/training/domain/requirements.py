"""What a requirement says, and which rules make no sense."""

from datetime import date
from enum import StrEnum

from competency.kernel.actor import Role
from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.training.domain.state import Rule

LONGEST_GRACE = 730
LONGEST_REPEAT = 120
DAYS_IN_THE_SHORTEST_MONTH = 28
LONGEST_TITLE = 120


class Subject(StrEnum):
    """What is asked for: something to learn, or something to hold."""

    COURSE = "course"
    REGISTRATION = "registration"
    CHECK = "check"
    INDEMNITY = "indemnity"

    @property
    def label(self) -> str:
        """Return the subject as people say it."""
        return self.value.capitalize()


class Who(StrEnum):
    """Of whom it is asked."""

    EVERYONE = "everyone"
    ROLE = "role"
    TEAM = "team"


class Requirement(Value, kw_only=True):
    """A rule of the organisation: who needs the course, from when, and how often again.

    `applies_from` is a day before which nobody was asked; None asks from the appointment on.
    """

    course_id: int
    who: Who = Who.EVERYONE
    role: Role | None = None
    team_id: int | None = None
    grace_days: int = 0
    repeat_months: int | None = None
    window_days: int = 60
    applies_from: date | None = None
    after_audit_finding: bool = False
    after_incident: bool = False

    @property
    def rule(self) -> Rule:
        """Return the part that decides dates."""
        return Rule(self.grace_days, self.repeat_months, self.window_days)

    def words(self) -> tuple[tuple[str, str], ...]:
        """Return the requirement as label and text pairs, to show two versions side by side."""
        again = f"Every {self.repeat_months} months" if self.repeat_months else "Once"
        triggers = [
            name
            for name, is_set in (
                ("an audit finding", self.after_audit_finding),
                ("an incident", self.after_incident),
            )
            if is_set
        ]
        return (
            ("Who", self.role.label if self.role else self.who.value.capitalize()),
            ("Days of grace", str(self.grace_days)),
            ("Repeats", again),
            ("Due soon, days before", str(self.window_days)),
            ("Asked from", self.applies_from.isoformat() if self.applies_from else "Appointment"),
            ("Again after", " and ".join(triggers)),
        )


def check_requirement(wanted: Requirement) -> None:
    """Refuse a rule that names the wrong people or whose days contradict each other."""
    if (wanted.who is Who.ROLE) != (wanted.role is not None):
        raise Refused("which_role", "Choose the role that needs this.", field="role")
    if (wanted.who is Who.TEAM) != (wanted.team_id is not None):
        raise Refused("which_team", "Choose the team that needs this.", field="team_id")
    if not 0 <= wanted.grace_days <= LONGEST_GRACE:
        raise Refused(
            "grace", f"Days of grace are between 0 and {LONGEST_GRACE}.", field="grace_days"
        )
    months = wanted.repeat_months
    if months is not None and not 1 <= months <= LONGEST_REPEAT:
        raise Refused(
            "repeat",
            f"A repeat is every 1 to {LONGEST_REPEAT} months; leave it empty for once.",
            field="repeat_months",
        )
    longest = (months or LONGEST_REPEAT) * DAYS_IN_THE_SHORTEST_MONTH - 1
    if not 0 <= wanted.window_days <= longest:
        raise Refused(
            "window",
            "The renewal window is shorter than the time between two renewals: "
            f"between 0 and {longest} days.",
            field="window_days",
        )


def check_title(title: str) -> str:
    """Return a course's title on one line; refuse an empty or overlong one."""
    title = " ".join(title.split())
    if not title:
        raise Refused("no_title", "Enter what it is called.", field="title")
    if len(title) > LONGEST_TITLE or any(not c.isprintable() for c in title):
        raise Refused(
            "title", f"Use at most {LONGEST_TITLE} characters, on one line.", field="title"
        )
    return title


def needs_expiry(subject: Subject, repeat_months: int | None) -> bool:
    """Return whether a completion must name its own expiry: what is held ends on a printed day."""
    return subject is not Subject.COURSE and repeat_months is None
