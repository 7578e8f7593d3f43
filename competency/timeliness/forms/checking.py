"""What is asked of a file of cases."""

from collections.abc import Iterable

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField

from competency.calendars.domain.nations import NATIONS
from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.timeliness.service.sent_files import ENDINGS

KINDS = {".csv": "CSV", ".xlsx": "Excel workbook (XLSX)", ".parquet": "Parquet"}


def nation_words(nation: str) -> str:
    """Return a nation as people write it: `England and Wales`."""
    return nation.replace("-", " ").title().replace(" And ", " and ")


class CheckForm(Form):
    """The file, the day on which the question is asked, and by what it is judged."""

    file = FileField("File of cases", [Required("Choose the file.")])
    as_of = DateParts("As of which day?", [Required("Enter the day.")])
    nation = SelectField(
        "Whose bank holidays?",
        choices=[SelectChoice(one, nation_words(one)) for one in NATIONS],
    )
    standards = SelectField("By which standards?")
    results = SelectField(
        "Results as", choices=[SelectChoice(ending, KINDS[ending]) for ending in ENDINGS]
    )
    skip_faulty = BooleanField("Leave faulty rows out and judge the others")

    def offering(self, standards: Iterable[tuple[str, str]]) -> "CheckForm":
        """Return the form with the standards to choose from, each by its id and title."""
        self.standards.choices = [SelectChoice(id_, title) for id_, title in standards]
        return self
