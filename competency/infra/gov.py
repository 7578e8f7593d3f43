"""The bridge from a WTForms field to the GOV.UK macro that shows it."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup
from wtforms import (
    BooleanField,
    Field,
    FileField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)

from competency.infra.forms import PARTS, DateParts

Params = dict[str, Any]

MACROS = {
    "button": "govukButton",
    "character-count": "govukCharacterCount",
    "checkboxes": "govukCheckboxes",
    "date-input": "govukDateInput",
    "file-upload": "govukFileUpload",
    "input": "govukInput",
    "password-input": "govukPasswordInput",
    "radios": "govukRadios",
    "select": "govukSelect",
    "textarea": "govukTextarea",
}


def gov_field(field: Field, **options: Any) -> Markup:
    """The field with its label, hint and error, as GOV.UK Frontend would print it.

    Options: ``hint``, ``label_classes`` (size of label or legend), ``kind`` (another macro, for
    instance "character-count" with ``maxlength``), ``conditional`` ({value: Markup} shown under
    a chosen radio or checkbox), and any parameter of the macro itself (``rows``, ``classes``,
    ``autocomplete``, ``inputmode``, ``attributes``). A radio's or checkbox's own hint stands in
    its choice: ``SelectChoice(value, label, render_kw={"hint": "..."})``.
    """
    if isinstance(field, HiddenField):
        raise TypeError(f"{field.name} is hidden: form.hidden_tag() prints it")
    kind, build = _builder(field)
    kind = options.pop("kind", kind)
    hint = options.pop("hint", field.description)
    params: Params = {"name": field.name, **(field.render_kw or {})}
    if hint:
        params["hint"] = {"text": str(hint)}
    if field.errors:
        params["errorMessage"] = {"text": str(field.errors[0])}
    params |= build(field, options)
    return _macro(kind)({**params, **options})


def _builder(field: Field) -> tuple[str, Callable[[Any, Params], Params]]:
    for types, kind, build in BUILDERS:
        if isinstance(field, types):
            return kind, build
    return "input", _input


def _macro(kind: str) -> Callable[[Params], Markup]:
    name = f"govuk_frontend_jinja/components/{kind}/macro.html"
    macro: Callable[[Params], Markup] = getattr(
        current_app.jinja_env.get_template(name).module, MACROS[kind]
    )
    return macro


def _label(field: Any, options: Params) -> Params:
    return {"text": field.label.text, "classes": options.pop("label_classes", "govuk-label--s")}


def _legend(field: Any, options: Params) -> Params:
    classes = options.pop("label_classes", "govuk-fieldset__legend--s")
    return {"legend": {"text": field.label.text, "classes": classes}}


def _input(field: Any, options: Params) -> Params:
    return {"id": field.id, "label": _label(field, options), "value": field._value()}


def _unfilled(field: Any, options: Params) -> Params:
    """A password or a file is never written back into the page."""
    return {"id": field.id, "label": _label(field, options)}


def _select(field: Any, options: Params) -> Params:
    items = [
        {"value": choice.value, "text": choice.label, "selected": choice.selected}
        for choice in field.iter_choices()
    ]
    return {"id": field.id, "label": _label(field, options), "items": items}


def _choices(field: Any, options: Params) -> Params:
    shown = options.pop("conditional", {})
    items = []
    for choice in field.iter_choices():
        item: Params = {"value": choice.value, "text": choice.label, "checked": choice.selected}
        if choice.render_kw and "hint" in choice.render_kw:
            item["hint"] = {"text": choice.render_kw["hint"]}
        if choice.value in shown:
            item["conditional"] = {"html": shown[choice.value]}
        items.append(item)
    return {"idPrefix": field.id, "fieldset": _legend(field, options), "items": items}


def _one_box(field: Any, options: Params) -> Params:
    options.pop("label_classes", None)
    box = {"value": "y", "text": field.label.text, "checked": bool(field.data)}
    return {"idPrefix": field.id, "items": [box]}


def _date(field: Any, options: Params) -> Params:
    wrong = field.missing() or PARTS if field.errors else ()
    items = [
        {
            "id": f"{field.id}-{part}",
            "name": f"{field.name}-{part}",
            "label": part.capitalize(),
            "value": field.parts[part],
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part in PARTS
    ]
    return {"id": field.id, "fieldset": _legend(field, options), "items": items}


def _button(field: Any, _options: Params) -> Params:
    return {"text": field.label.text, "value": field.label.text, "preventDoubleClick": True}


# The first fitting row counts, so a narrower kind of field stands above the wider one.
BUILDERS: tuple[tuple[type[Field], str, Callable[[Any, Params], Params]], ...] = (
    (DateParts, "date-input", _date),
    (RadioField, "radios", _choices),
    (SelectMultipleField, "checkboxes", _choices),
    (SelectField, "select", _select),
    (SubmitField, "button", _button),
    (BooleanField, "checkboxes", _one_box),
    (PasswordField, "password-input", _unfilled),
    (FileField, "file-upload", _unfilled),
    (TextAreaField, "textarea", _input),
)


def install(app: Flask) -> None:
    """Makes ``gov_field`` a name that every template knows."""
    app.jinja_env.globals["gov_field"] = gov_field
