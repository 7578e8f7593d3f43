"""What people type to sign in, and what an administrator types to keep the directory."""

from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.kernel.actor import Role
from competency.people.domain.entries import LONGEST_EMAIL, LONGEST_NAME

NOT_TOO_LONG = Length(max=200, message="Use at most 200 characters.")
ROLES = [SelectChoice(role.value, role.label) for role in Role]


def choices(places: list[tuple[int, str]], none: str) -> list[SelectChoice]:
    """Return places as choices, after one that stands for none of them."""
    return [SelectChoice("", none), *(SelectChoice(str(i), name) for i, name in places)]


def number(field: Field) -> int | None:
    """Return the chosen place's number, or None."""
    return int(field.data) if field.data else None


class SignInForm(Form):
    """An email address and a password; why they do not match is never told."""

    email = StringField(
        "Email address",
        [
            InputRequired("Enter your email address."),
            Length(max=LONGEST_EMAIL, message=f"Use at most {LONGEST_EMAIL} characters."),
        ],
        render_kw={"autocomplete": "username", "inputmode": "email", "spellcheck": "false"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Enter your password."), NOT_TOO_LONG],
        render_kw={"autocomplete": "current-password"},
    )


def same_as_password(form: Any, field: Field) -> None:
    """Refuse two different passwords."""
    if field.data != form.password.data:
        raise ValidationError("The two passwords are not the same. Enter them again.")


def new_password() -> Any:
    """Return the field for a new password; `check_password` says what it must be."""
    return PasswordField(
        "New password",
        [InputRequired("Enter a new password."), NOT_TOO_LONG],
        description="At least 12 characters. Three words that do not belong together are "
        "easy to keep and hard to guess.",
        render_kw={"autocomplete": "new-password"},
    )


def new_password_again() -> Any:
    """Return the field that saves people from a slip in a password they cannot see."""
    return PasswordField(
        "New password again",
        [InputRequired("Enter the new password again."), same_as_password],
        render_kw={"autocomplete": "new-password"},
    )


class NewPasswordForm(Form):
    """A new password, typed twice."""

    password = new_password()
    again = new_password_again()


class ChangePasswordForm(Form):
    """The password so far, and a new one twice."""

    current = PasswordField(
        "Password so far",
        [InputRequired("Enter the password that you use now."), NOT_TOO_LONG],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password()
    again = new_password_again()


class PeopleFilter(Form):
    """Which people the list shows."""

    text = StringField("Name, email or staff number")
    team = SelectField("Team")
    role = SelectField("Role", choices=[SelectChoice("", "Any role"), *ROLES])
    state = SelectField(
        "Working here",
        choices=[
            SelectChoice("working", "Works here"),
            SelectChoice("left", "Has left"),
            SelectChoice("all", "Both"),
        ],
    )


class PersonForm(Form):
    """A person's entry."""

    name = StringField(
        "Name",
        [
            Required("Enter the person's name."),
            Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters."),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    email = EmailField(
        "Email address",
        [
            Required("Enter the person's email address."),
            Length(max=LONGEST_EMAIL, message=f"Use at most {LONGEST_EMAIL} characters."),
        ],
        description="They sign in with it.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    staff_number = StringField(
        "Staff number (if there is one)",
        [Length(max=40, message="Use at most 40 characters.")],
        render_kw={
            "autocomplete": "off",
            "spellcheck": "false",
            "classes": "govuk-input--width-10",
        },
    )
    team_id = SelectField("Team")
    post_id = SelectField("Post")
    started_on = DateParts("First day", [Required("Enter the person's first day.")])
    left_on = DateParts(
        "Last day (if they leave)",
        description="They can sign in until the end of this day. "
        "Leave it empty for somebody who stays.",
    )
    confirmed = HiddenField()


class RoleForm(Form):
    """A role, how far it reaches, and when."""

    role = SelectField("Role", choices=ROLES)
    reach = SelectField(
        "Reaches",
        description="For roles that look after a region or a team. Whom a case manager, supervisor "
        "or manager sees follows from supervision lines.",
    )
    starts_on = DateParts("First day", [Required("Enter the first day of the role.")])
    ends_on = DateParts("Last day (if it is known)")


class LineForm(Form):
    """Who stands at the other end of a supervision line, and when."""

    direction = RadioField(
        "Who is the other person?",
        choices=[
            SelectChoice("supervisor", "Their supervisor"),
            SelectChoice("supervisee", "Somebody they supervise"),
        ],
        validators=[InputRequired("Say which of the two supervises.")],
    )
    other = StringField(
        "The other person",
        [Required("Enter the other person.")],
        description="Email address, staff number or full name.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    starts_on = DateParts("First day", [Required("Enter the first day of the line.")])
    ends_on = DateParts("Last day (if it is known)")


class EndForm(Form):
    """The last day of a role or a line."""

    ends_on = DateParts(
        "Last day",
        [Required("Enter the last day.")],
        description="It still holds on this day.",
    )


class AreasForm(Form):
    """The practice areas in which somebody works."""

    areas = SelectMultipleField("Practice areas", coerce=int)


class WorkingTimeForm(Form):
    """The share of full time that somebody works from a day on."""

    percent = IntegerField("Percent of full time", [Required("Enter the percent, from 1 to 100.")])
    from_on = DateParts("From which day", [Required("Enter the first day.")])


class PlaceForm(Form):
    """A region, team, post or practice area."""

    name = StringField(
        "Name",
        [
            Required("Enter a name."),
            Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters."),
        ],
        render_kw={"autocomplete": "off"},
    )
    region_id = SelectField("Region")
    in_use = BooleanField("In use: offered for new appraisals and for people")


class OrganisationForm(Form):
    """What the organisation calls itself, and when two raters see each other's ratings."""

    name = StringField(
        "Name of the organisation",
        [
            Required("Enter the organisation's name."),
            Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters."),
        ],
        render_kw={"autocomplete": "organization"},
    )
    ratings = RadioField(
        "When do the two see each other's ratings?",
        choices=[
            SelectChoice("independent", "When both have submitted (independent)"),
            SelectChoice("open", "From the start (open)"),
        ],
    )
