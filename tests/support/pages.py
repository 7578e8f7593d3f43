"""Pages and forms as a person in a browser meets them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support.document import Document, read, words

if TYPE_CHECKING:
    from tests.support.client import CheckedClient

Values = Mapping[str, Any]
PRESSED = {"submit", "image"}
NEVER_SENT = {"button", "reset"}


class Page(TestResponse):
    """An answer, with what a person would read and use on it."""

    client: "CheckedClient"

    @property
    def document(self) -> Document:
        """Return the page's tree."""
        return read(self.text)

    @property
    def heading(self) -> str:
        """Return the page's one h1."""
        return words(self.document.all("h1")[0])

    @property
    def main(self) -> str:
        """Return what stands in the main part of the page."""
        return words(next(iter(self.document.all("main")), None))

    @property
    def errors(self) -> list[str]:
        """Return the lines of the error summary, empty where there is none."""
        return [
            words(item)
            for box in self.document.elements
            if "govuk-error-summary" in box.get("class", "").split()
            for item in box.iter("li")
        ]

    @property
    def rows(self) -> list[list[str]]:
        """Return the cells of all tables, row by row."""
        return [
            [words(cell) for cell in row if cell.tag in {"th", "td"}]
            for row in self.document.all("tr")
        ]

    def links(self) -> dict[str, str]:
        """Return where the page's links lead, by their words."""
        return {words(a): a.get("href", "") for a in self.document.all("a") if a.get("href")}

    def follow(self, link: str) -> Self:
        """Go where the link with these words leads."""
        links = self.links()
        if link not in links:
            raise AssertionError(f"no link {link!r} on the page; it has {sorted(links)}")
        return cast(Self, self.client.get(self._resolve(links[link]), follow_redirects=True))

    def form(self, wanted: str | None = None) -> "Form":
        """Return the form with this id, address or button, or the only one in the main part."""
        forms = [
            Form(self, e)
            for e in self.document.all("form")
            if wanted is not None or any(p.tag == "main" for p in self.document.within(e))
        ]
        found = [form for form in forms if wanted is None or form.answers_to(wanted)]
        if len(found) != 1:
            shown = [form.summary for form in forms]
            raise AssertionError(f"{len(found)} forms match {wanted!r}; the page has {shown}")
        return found[0]

    def _resolve(self, target: str) -> str:
        address = urljoin(self.request.url, target)
        parts = urlsplit(address)
        return parts.path + (f"?{parts.query}" if parts.query else "")


class Form:
    """A form on a page: filled in and sent with its hidden fields, as a browser sends it."""

    def __init__(self, page: Page, element: Element) -> None:
        self.page = page
        self.element = element
        self.method = element.get("method", "get").upper()
        key = element.get("id")
        self.controls = [
            e
            for e in page.document.all("input", "select", "textarea", "button")
            if (e.get("form") == key if e.get("form") else element in page.document.within(e))
        ]

    @property
    def buttons(self) -> dict[str, Element]:
        """Return the buttons that send the form, by their words."""
        return {
            words(e) or e.get("value", ""): e
            for e in self.controls
            if (e.tag == "button" and e.get("type", "submit") == "submit")
            or (e.tag == "input" and e.get("type") in PRESSED)
        }

    @property
    def summary(self) -> str:
        """Return what tells the form from others, for a failing test."""
        return f"{self.method} {self.element.get('action', '')} {sorted(self.buttons)}"

    @property
    def values(self) -> MultiDict[str, Any]:
        """Return what the form would send as it stands, without its buttons."""
        return MultiDict(pair for e in self.controls for pair in _filled_in(e))

    def answers_to(self, wanted: str) -> bool:
        """Return whether the form has this id, this address or a button with these words."""
        action = urlsplit(self.element.get("action") or "").path
        return wanted in {self.element.get("id"), action} or wanted in self.buttons

    def submit(
        self,
        values: Values | None = None,
        *,
        press: str | None = None,
        tampered: Values | None = None,
        follow: bool = True,
    ) -> Page:
        """Fill in the values and send the form; `tampered` adds what no browser would send."""
        data = self.values
        for name, value in (values or {}).items():
            self._fill_in(data, name, value)
        for name, value in (tampered or {}).items():
            data.setlist(name, _listed(value))
        button = self._button(press)
        target = self.element.get("action") or self.page.request.url
        if button is not None:
            target = button.get("formaction") or target
            if button.get("name"):
                data.add(button.get("name", ""), button.get("value", ""))
        return self._send(self.page._resolve(target), data, follow)

    def _send(self, path: str, data: MultiDict[str, Any], follow: bool) -> Page:
        client = self.page.client
        sent_from = {"Referer": self.page.request.url}
        if self.method == "GET":
            return client.get(path, query_string=data, headers=sent_from, follow_redirects=follow)
        kind = self.element.get("enctype", "application/x-www-form-urlencoded")
        return client.post(
            path, data=data, content_type=kind, headers=sent_from, follow_redirects=follow
        )

    def _button(self, press: str | None) -> Element | None:
        if press is None:
            return next(iter(self.buttons.values()), None)
        if press not in self.buttons:
            raise AssertionError(f"no button {press!r}; the form has {sorted(self.buttons)}")
        return self.buttons[press]

    def _fill_in(self, data: MultiDict[str, Any], name: str, value: Any) -> None:
        named = [e for e in self.controls if e.get("name") == name]
        if not named:
            names = sorted({e.get("name", "") for e in self.controls} - {""})
            raise AssertionError(f"the form has no field {name!r}; it has {names}")
        offered = [choice for e in named for choice in _choices(e)]
        wanted = _listed(value)
        if offered and not set(wanted) <= set(offered):
            raise AssertionError(f"{name!r} does not offer {value!r}; it offers {offered}")
        data.setlist(name, wanted)


def _listed(value: Any) -> list[Any]:
    several = isinstance(value, Sequence) and not isinstance(value, str | bytes | tuple)
    return [v if _is_file(v) else str(v) for v in (value if several else [value])]


def _is_file(value: Any) -> bool:
    return isinstance(value, tuple) or hasattr(value, "read")


def _choices(element: Element) -> Iterator[str]:
    if element.tag == "select":
        yield from (_option_value(o) for o in element.iter("option"))
    elif element.get("type") in {"radio", "checkbox"}:
        yield element.get("value", "on")


def _option_value(option: Element) -> str:
    return option.get("value", words(option))


def _filled_in(element: Element) -> Iterator[tuple[str, str]]:
    """Yield what one control sends as it stands."""
    name, kind = element.get("name"), element.get("type", "text")
    if not name or element.get("disabled") is not None or element.tag == "button":
        return
    if element.tag == "select":
        yield from ((name, value) for value in _selected(element))
    elif element.tag == "textarea":
        yield name, (element.text or "").removeprefix("\n")
    elif kind in {"radio", "checkbox"}:
        if element.get("checked") is not None:
            yield name, element.get("value", "on")
    elif kind not in PRESSED | NEVER_SENT | {"file"}:
        yield name, element.get("value", "")


def _selected(select: Element) -> list[str]:
    options = list(select.iter("option"))
    chosen = [_option_value(o) for o in options if o.get("selected") is not None]
    if chosen or select.get("multiple") is not None:
        return chosen
    return [_option_value(o) for o in options[:1]]
