"""One press of a button: cite this figure in one's own rating."""

from wtforms import StringField

from competency.infra.forms import Form, Required


class CiteForm(Form):
    """The figure's key, which the button carries; the sentence itself is worked out anew."""

    figure = StringField("Figure", [Required("Choose a figure of the list.")])
