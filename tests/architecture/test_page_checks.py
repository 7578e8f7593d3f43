"""The page checks complain about each fault, and about nothing on a sound page."""

import pytest

from tests.support.page_checks import faults_of_headers, faults_of_page

SOUND = """<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>Sign in - Casebridge</title>
<link rel="stylesheet" href="/static/build/casebridge.css"></head>
<body>
<a href="#main-content">Skip to main content</a>
<main id="main-content">
<h1>Sign  <span>in</span></h1>
<form method="post" action="/sign-in">
<input type="hidden" name="csrf_token" value="abc">
<label for="email">E-mail</label> <input id="email" name="email" aria-describedby="hint">
<p id="hint">The one you work with</p>
<fieldset><legend>How long?</legend>
<input type="radio" id="short" name="long" value="0"><label for="short">Today</label></fieldset>
<label>Comment <textarea name="comment"></textarea></label>
<select name="role" aria-label="Role"><option>Supervisor</option></select>
<button type="submit">Sign in</button>
</form>
<img src="/mark.svg" alt="">
<script type="module" src="/static/js/init.js" nonce="n"></script>
</main></body></html>"""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def test_a_sound_page_passes() -> None:
    assert faults_of_page(SOUND) == []


@pytest.mark.parametrize(
    ("sound", "faulty", "complaint"),
    [
        ("<!DOCTYPE html>", "", "expected-doctype"),
        ("</fieldset>", "", "line"),
        ("</p>", "<div></div></p>", "unexpected"),  # a block closes a paragraph by itself
        (' lang="en-GB"', "", "names no language"),
        ("<h1>Sign  <span>in</span></h1>", "", "0 h1"),
        ("<img", "<h1>Again</h1><img", "2 h1"),
        ("<title>Sign in", "<title>Welcome", "title"),
        (" - Casebridge", "", "title"),
        ('<label for="email">E-mail</label>', "", "no label"),
        ('<label for="email">E-mail', '<label for="email">', "no label"),
        ("<label>Comment ", "<label>", "no label"),
        (' aria-label="Role"', "", "no label"),
        ("<legend>How long?</legend>", "", "no fieldset"),
        (">Sign in</button>", "></button>", "nothing names"),
        (' alt=""', "", "no alt"),
        ('id="hint"', 'id="email"', "used 2 times"),
        ('id="hint"', 'id=""', "used 1 times"),
        ('id="hint"', 'id="other"', "points at #hint"),
        ('id="main-content"', "", "points at #main-content"),
        ('name="csrf_token"', 'name="other"', "no csrf_token"),
        ('value="abc"', 'value=""', "no csrf_token"),
        ('method="post"', 'method="get"', "in the address"),
        ("<h1>", '<h1 style="color:red">', "attribute style"),
        ("<h1>", '<h1 onclick="go()">', "attribute onclick"),
        ("</main>", "<style>p{}</style></main>", "inline <style>"),
        (' src="/static/js/init.js"', "", "inline <script>"),
        ('href="#main-content"', 'href=" JavaScript:go()"', "has code"),
    ],
)
def test_a_faulty_page_is_named(sound: str, faulty: str, complaint: str) -> None:
    assert sound in SOUND

    faults = faults_of_page(SOUND.replace(sound, faulty, 1))

    assert any(complaint in fault for fault in faults), faults


def test_a_page_with_errors_says_so_first_in_its_title() -> None:
    assert faults_of_page(SOUND.replace("<title>", "<title>Error: ")) == []


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"Content-Security-Policy": ""}, "no Content-Security-Policy"),
        ({"Content-Security-Policy": "default-src 'unsafe-inline'"}, "unsafe-"),
        ({"X-Content-Type-Options": ""}, "nosniff"),
        ({"Cache-Control": "max-age=60"}, "no-store"),
    ],
)
def test_a_missing_protection_is_named(changed: dict[str, str], complaint: str) -> None:
    [fault] = faults_of_headers(HEADERS | changed, personal=True)

    assert complaint in fault


def test_only_personal_pages_must_stay_out_of_caches() -> None:
    assert faults_of_headers(HEADERS | {"Cache-Control": "max-age=60"}, personal=False) == []
