"""The form that all our forms start from, and a date typed in three boxes.

Text is tidied once, here: composed (NFC), stripped, one kind of line end. Characters that
nobody types on purpose (NUL and other controls, marks that turn the direction of writing) are
refused with words that say what to do, because they hide things in names and break exports.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, FieldList, FormField, HiddenField, PasswordField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation
from wtforms.widgets import HiddenInput

from competency.infra.form_words import WORDS, Words
from competency.kernel.errors import Refused

# SelectChoice passes through here: the published type stubs do not know it yet.
__all__ = ["DateParts", "Form", "Required", "SelectChoice", "anchor", "tidy"]

# C0 controls except tab and line ends, DEL, and every character with Unicode's Bidi_Control.
HIDDEN_CHARACTERS = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"
)
HIDDEN_CHARACTERS_MESSAGE = (
    "This text holds an invisible character that we cannot keep. "
    "Please type it instead of pasting it."
)
PARTS = ("day", "month", "year")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199  # what is reckoned from a day stays a day
DAY_OR_MONTH = re.compile(r"[0-9]{1,2}")
YEAR = re.compile(r"[0-9]{4}")
VERSION = re.compile(r"[0-9]{1,9}")


def tidy(text: str | None) -> str | None:
    """Text as we keep it: composed, without blanks around it, lines ended by a line feed."""
    if text is None:
        return None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def refuse_hidden_characters(_form: Any, field: Field) -> None:
    """Stops at text with control or direction characters, in whatever field it was typed."""
    typed = [value for value in field.raw_data or [] if isinstance(value, str)]
    if any(HIDDEN_CHARACTERS.search(value) for value in typed):
        raise StopValidation(HIDDEN_CHARACTERS_MESSAGE)


class Required:
    """Something has to be given; blanks are nothing. Says what to do, in the page's words."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Field) -> None:
        given = [v for v in field.raw_data or [] if not isinstance(v, str) or v.strip()]
        if not given or not any(given):
            field.errors = []
            raise StopValidation(self.message)


class VersionField(Field):
    """The version of the record that the form was filled from; None when there is none."""

    widget = HiddenInput()
    data: int | None

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep a number; anything else is no version, and the service then refuses the change."""
        typed = str(valuelist[0]) if valuelist else ""
        self.data = int(typed) if VERSION.fullmatch(typed) else None


class DateParts(Field):
    """A date in three boxes. Holds a ``date`` or None, and keeps what was typed."""

    data: date | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed: dict[str, str] | None = None

    @property
    def parts(self) -> dict[str, str]:
        """What stands in the boxes: as typed, or the date that the form was filled with."""
        if self.typed is not None:
            return self.typed
        if self.data is None:
            return dict.fromkeys(PARTS, "")
        return {part: str(getattr(self.data, part)) for part in PARTS}

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Read the three boxes; a missing part or an unreal date becomes this field's error."""
        super().process(None, *args, **kwargs)
        if formdata is None:
            return
        typed = {part: (formdata.get(f"{self.name}-{part}") or "").strip() for part in PARTS}
        self.typed = typed
        self.raw_data = [value for value in typed.values() if value]
        self.data = None
        try:
            self.data = self._read(typed)
        except ValueError as error:
            self.process_errors = [*self.process_errors, str(error)]

    def pre_validate(self, form: Any) -> None:
        """One message is enough: a date that cannot be read is not also "missing"."""
        if self.process_errors:
            raise StopValidation()

    def missing(self) -> list[str]:
        """The boxes that are empty while another is not, for marking them on the page."""
        absent = [part for part in PARTS if not self.parts[part]]
        return absent if len(absent) < len(PARTS) else []

    def _read(self, typed: dict[str, str]) -> date | None:
        absent = [part for part in PARTS if not typed[part]]
        if len(absent) == len(PARTS):
            return None
        name = self.label.text
        if absent:
            wanted = " and ".join(f"a {part}" for part in absent)
            raise ValueError(f"“{name}” needs {wanted} as well")
        shaped = all(DAY_OR_MONTH.fullmatch(typed[part]) for part in ("day", "month"))
        year = int(typed["year"]) if YEAR.fullmatch(typed["year"]) else 0
        if not (shaped and EARLIEST_YEAR <= year <= LATEST_YEAR):
            raise ValueError(f"Enter a real date for “{name}”, such as 27 3 2026")
        try:
            return date(year, int(typed["month"]), int(typed["day"]))
        except ValueError:
            message = f"Enter a real date for “{name}”, such as 27 3 2026"
            raise ValueError(message) from None


class Form(FlaskForm):  # type: ignore[misc]
    """A form with its idempotency key and, where it edits something, that record's version.

    ``form_key`` is random for each page shown, so that a form sent twice is carried out once.
    """

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(18))
    version = VersionField()

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            """Every text field is tidied and guarded, whatever else its own form asks."""
            field: Field = super().bind_field(form, unbound_field, options)
            if isinstance(field, StringField):
                field.validators = (refuse_hidden_characters, *field.validators)
                if not isinstance(field, PasswordField):
                    field.filters = (tidy, *field.filters)
            return field

        def get_translations(self, _form: Any) -> Words:
            """Say in our words what the library would refuse in its own."""
            return WORDS

    def error_list(self) -> list[dict[str, str]]:
        """Every problem in page order, each with the address of the box where it is mended."""
        listed = [{"text": str(text), "href": ""} for text in self.form_errors]
        return [*listed, *_errors_of(self)]

    def show(self, refused: Refused) -> None:
        """Put a refusal beside the field it names, or above the form when it names none here."""
        field = self._fields.get(refused.field or "")
        if field is None:
            self.form_errors.append(refused.message)
        else:
            field.errors = [*field.errors, refused.message]

    def hidden_tag(self, *_fields: Any) -> Markup:
        """The hidden inputs, without ids, so that a page can hold several forms."""
        return Markup("").join(
            Markup('<input type="hidden" name="{}" value="{}">').format(field.name, field._value())
            for field in self
            if isinstance(field.widget, HiddenInput)
        )


def anchor(field: Field) -> str:
    """The id of the first box of a field: the first radio, the day of a date."""
    if isinstance(field, DateParts):
        return f"{field.id}-{next(iter(field.missing()), 'day')}"
    return str(field.id)


def _errors_of(fields: Iterable[Field]) -> Iterator[dict[str, str]]:
    for field in fields:
        if isinstance(field, FormField):
            yield from _errors_of(field.form)
        elif isinstance(field, FieldList):
            yield from _errors_of(field.entries)
        elif field.errors:
            visible = not isinstance(field.widget, HiddenInput)
            yield {"text": str(field.errors[0]), "href": f"#{anchor(field)}" if visible else ""}
