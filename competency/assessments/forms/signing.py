"""Signing what was shown, with the password again; reopening with a reason."""

from wtforms import HiddenField, PasswordField, TextAreaField

from competency.infra.forms import Form, Required


class SignForm(Form):
    """The password, and which content was on the page that asked for it."""

    password = PasswordField(
        "Your password",
        [Required("Enter your password to sign.")],
        render_kw={"autocomplete": "current-password"},
    )
    shown = HiddenField()


class ReopenForm(Form):
    """Why a signed appraisal is opened again."""

    reason = TextAreaField(
        "Why do you open it again?",
        [Required("Say why this signed appraisal is opened again.")],
    )
