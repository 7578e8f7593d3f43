"""The form that all forms start from, and the date in three boxes."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from tests.support.gallery import EveryField, make_gallery

GOOD = {
    "name": "Asha Patel",
    "password": "long enough",
    "area": "a",
    "kind": "peer",
    "due-day": "3",
    "due-month": "12",
    "due-year": "2026",
}


@pytest.fixture(autouse=True)
def asked() -> Iterator[Flask]:
    app = make_gallery()
    app.config["WTF_CSRF_ENABLED"] = False  # these tests are about the fields
    with app.test_request_context(method="POST"):
        yield app


def sent(**changed: str) -> EveryField:
    form = EveryField(MultiDict({**GOOD, **{k.replace("__", "-"): v for k, v in changed.items()}}))
    form.validate()
    return form


def complaints(form: EveryField) -> list[tuple[str, str]]:
    return [(e["href"], e["text"]) for e in form.error_list()]


def test_a_complete_form_has_no_complaint() -> None:
    form = sent()

    assert complaints(form) == []
    assert form.due.data == date(2026, 12, 3)


def test_a_missing_part_of_a_date_is_named_and_linked() -> None:
    form = sent(due__month="")

    assert complaints(form) == [("#due-month", "“Date of supervision” needs a month as well")]
    assert form.due.parts == {"day": "3", "month": "", "year": "2026"}


def test_two_missing_parts_are_both_named() -> None:
    form = sent(due__day="", due__year=" ")

    [(href, text)] = complaints(form)
    assert href == "#due-day"
    assert text == "“Date of supervision” needs a day and a year as well"


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("31", "2", "2026"),
        ("29", "2", "2027"),
        ("0", "1", "2026"),
        ("1", "13", "2026"),
        ("1", "1", "26"),
        ("1", "1", "0001"),
        ("1", "1", "20260"),
        ("٣", "1", "2026"),
        ("1.", "1", "2026"),
        ("-1", "1", "2026"),
        ("1", "March", "2026"),
        ("+1", "1", "2026"),
    ],
)
def test_an_unreal_date_is_refused_and_kept_as_typed(day: str, month: str, year: str) -> None:
    form = sent(due__day=day, due__month=month, due__year=year)

    [(href, text)] = complaints(form)
    assert href == "#due-day"
    assert text.startswith("Enter a real date for “Date of supervision”")
    assert form.due.data is None
    assert form.due.parts == {"day": day, "month": month, "year": year}


def test_an_empty_date_gets_its_own_words() -> None:
    form = sent(due__day="", due__month="", due__year="")

    assert complaints(form) == [("#due-day", "Enter the date of supervision")]


def test_a_stored_date_fills_the_boxes() -> None:
    form = EveryField(formdata=None, data={"due": date(2026, 3, 27)})

    assert form.due.parts == {"day": "27", "month": "3", "year": "2026"}


def test_text_is_kept_composed_and_stripped_with_one_kind_of_line_end() -> None:
    form = sent(name="  Zoe\u0308  ", basis="one\r\ntwo\rthree ")

    assert form.name.data == "Zo\u00eb"
    assert form.basis.data == "one\ntwo\nthree"


def test_a_password_is_kept_as_typed() -> None:
    assert sent(password=" with blanks ").password.data == " with blanks "


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\u200f", "\u061c"])
@pytest.mark.parametrize("where", ["name", "basis", "password", "form_key"])
def test_an_invisible_character_is_refused(hidden: str, where: str) -> None:
    form = sent(**{where: f"a{hidden}b"})

    [(href, text)] = complaints(form)
    assert "invisible character" in text
    assert href == ("" if where == "form_key" else f"#{where}")


def test_tabs_and_lines_are_not_invisible() -> None:
    assert complaints(sent(basis="one\n\ttwo")) == []


def test_blanks_are_nothing() -> None:
    assert complaints(sent(name="   ")) == [("#name", "Enter the person's name")]


def test_a_choice_that_is_not_offered_is_refused() -> None:
    assert [href for href, _ in complaints(sent(kind="boss"))] == ["#kind"]


@pytest.mark.parametrize(("typed", "kept"), [("7", 7), ("", None), ("x", None), ("9" * 30, None)])
def test_a_version_is_a_number_or_nothing(typed: str, kept: int | None) -> None:
    assert sent(version=typed).version.data == kept


def test_every_page_gets_a_new_key_and_a_form_sent_back_keeps_its_own() -> None:
    first, second = EveryField(formdata=None), EveryField(formdata=None)

    assert first.form_key.data != second.form_key.data
    assert sent(form_key="abc").form_key.data == "abc"


def test_hidden_inputs_have_no_ids_so_that_a_page_can_hold_two_forms() -> None:
    hidden = EveryField(formdata=None, data={"version": 4}).hidden_tag()

    assert 'name="version" value="4"' in hidden
    assert 'name="form_key"' in hidden
    assert " id=" not in hidden
