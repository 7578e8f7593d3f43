"""Every address says who may come in, and only unsafe methods change anything."""

import pytest
from flask import Flask

DOORS = {"public", "signed_in"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def test_every_address_declares_its_door(app: Flask) -> None:
    doors = {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], "door", None)
        for rule in app.url_map.iter_rules()
    }

    assert {name for name, door in doors.items() if door not in DOORS} == set()


def test_every_declared_door_has_an_address(app: Flask) -> None:
    routed = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert set(app.view_functions) == routed


def test_only_unsafe_methods_write_and_all_of_them_do(app: Flask) -> None:
    wrong = [
        f"{sorted(rule.methods or ())} {rule.rule}"
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "writes", False)
        != bool((rule.methods or set()) & UNSAFE)
    ]

    assert wrong == []


def test_an_address_shows_or_changes_but_one_function_does_not_do_both(app: Flask) -> None:
    both = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) & UNSAFE and (rule.methods or set()) & {"GET", "HEAD"}
    ]

    assert both == []


def test_numbers_in_addresses_are_bounded(app: Flask) -> None:
    loose = [rule.rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]

    assert loose == [], "use <id:...>: a number too large for the database would be a fault"


def test_no_address_is_exempt_from_the_token(app: Flask) -> None:
    csrf = app.extensions["csrf"]

    assert (csrf._exempt_views, csrf._exempt_blueprints) == (set(), set())
    assert app.config.get("WTF_CSRF_ENABLED", True)


@pytest.mark.own_app
def test_an_address_without_a_door_is_closed(app: Flask) -> None:
    app.add_url_rule("/nobody-declared-this", "forgotten", lambda: "in")

    assert app.test_client().get("/nobody-declared-this").status_code == 404
