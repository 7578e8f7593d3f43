"""Adding a file to a case."""

from wtforms import FileField

from competency.infra.forms import Form, Required


class FileForm(Form):
    """A file to add."""

    file = FileField("Add a document", [Required("Choose a file.")])
