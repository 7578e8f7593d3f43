"""What people type to sign in."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from competency.infra.forms import Form


class SignInForm(Form):
    """An email address and a password; why they do not match is never told."""

    email = StringField(
        "Email address",
        [InputRequired("Enter your email address."), Length(max=254)],
        render_kw={"autocomplete": "username", "inputmode": "email", "spellcheck": "false"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Enter your password."), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
