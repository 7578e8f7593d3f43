"""People in windows of their own, who find their way by what stands on the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from flask import Flask

from competency.frameworks import service as frameworks
from competency.frameworks.domain.structure import CompetencyFramework, Section
from tests.support.client import CheckedClient
from tests.support.document import words
from tests.support.pages import Form, Page

PASSWORDS = {
    "Ada Grant": "seven quiet herons wading",
    "Cass Manner": "a lantern under the stairs",
    "Sue Visor": "nobody rows the green boat",
    "Rosa Second": "two kettles on one stove",
}
Marks = Mapping[str, int | str]


@dataclass
class Window:
    """One person's browser, without scripts."""

    name: str
    client: CheckedClient

    @classmethod
    def of(cls, app: Flask, name: str) -> Self:
        """Open a window in which nobody is signed in yet."""
        client = app.test_client()
        assert isinstance(client, CheckedClient)
        return cls(name, client)

    @property
    def email(self) -> str:
        """Return what the person signs in with."""
        return f"{self.name.split()[0].lower()}@example.org"

    @property
    def password(self) -> str:
        """Return the person's password."""
        return PASSWORDS[self.name]

    def go(self, path: str) -> Page:
        """Ask for a page, which must be there."""
        page = self.client.get(path, follow_redirects=True)
        assert page.status_code == 200, f"{path}: {page.status_code} {page.heading}"
        return page

    def set_password(self, link: str) -> Page:
        """Use a one-time link."""
        page = self.go(urlsplit(link).path)
        return page.form().submit({"password": self.password, "again": self.password})

    def sign_in(self, page: Page | None = None) -> Page:
        """Sign in, on the page that asked for it or on a fresh one."""
        form = (page or self.go("/sign-in")).form()
        return form.submit({"email": self.email, "password": self.password})

    def rate(self, appraisal: str, marks: Marks, comment: str = "") -> Page:
        """Rate section after section, led from each to the next, and arrive at what is left.

        `appraisal` is its address, or that of a second rating.
        """
        page = self.go(f"{appraisal}/rate/{framework().sections[0].code}")
        for section in framework().sections:
            assert page.heading == section.title
            form = page.form("Save and go on")
            page = form.submit(_inputs(section, marks, comment), press="Save and go on")
            assert page.status_code == 200, page.errors
        assert page.heading in ("Submit your rating", "Submit your second rating")
        return page


def framework() -> CompetencyFramework:
    """Return the framework that everybody is appraised by."""
    return frameworks.get_framework()


def option(form: Form, name: str, label: str) -> str:
    """Return the value behind a choice of a list, as a person picks it by its words."""
    (box,) = [e for e in form.controls if e.get("name") == name]
    return next(o.get("value", "") for o in box.iter("option") if words(o) == label)


def choice(page: Page, label: str) -> str:
    """Return the value of the radio or checkbox with these words beside it."""
    (found,) = [e for e in page.document.all("label") if words(e) == label]
    value: str = page.document.by_id[found.get("for", "")].get("value", "")
    return value


def _inputs(section: Section, marks: Marks, comment: str) -> dict[str, int | str]:
    typed: dict[str, int | str] = {}
    for strand in section.strands:
        mark = marks.get(strand.code)
        if mark is None:
            continue
        if isinstance(mark, str):  # a reason: it does not apply
            typed |= {f"{strand.code}-position": "na", f"{strand.code}-reason": mark}
        else:
            typed[f"{strand.code}-position"] = mark
        if comment:
            typed[f"{strand.code}-comment"] = comment.format(strand.code)
    return typed
