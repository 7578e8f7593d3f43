"""What every page of ours keeps, whoever wrote it: each check yields a sentence for each fault."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from tests.support.document import Document, read, words

PRODUCT = "Casebridge"
SILENT_INPUTS = {"hidden", "submit", "button", "image", "reset"}
DATA_BLOCKS = {"application/json"}
# The one line that GOV.UK Frontend's own template carries, under the nonce of the answer.
KNOWN_SCRIPT = "document.body.className += ' js-enabled'"
HANDLER = re.compile(r"on[a-z]+")
CODE = re.compile(r"\s*(javascript|vbscript)\s*:", re.IGNORECASE)
POINTERS = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")

Check = Callable[[Document], Iterator[str]]


def faults_of_page(html: str) -> list[str]:
    """Return a sentence for each fault of a page's HTML."""
    page = read(html)
    return [fault for check in CHECKS for fault in check(page)]


def faults_of_headers(headers: dict[str, str], *, personal: bool) -> list[str]:
    """Return a sentence for each protection that the answer's headers lack."""
    found = {name.lower(): value for name, value in headers.items()}
    policy = found.get("content-security-policy", "")
    faults = []
    if "default-src" not in policy:
        faults.append("has no Content-Security-Policy with a default-src")
    if "'unsafe-" in policy:
        faults.append("has an unsafe- source in its Content-Security-Policy")
    if found.get("x-content-type-options") != "nosniff":
        faults.append("lacks X-Content-Type-Options: nosniff")
    if personal and "no-store" not in found.get("cache-control", ""):
        faults.append("is for people who are signed in and may be stored: Cache-Control: no-store")
    return faults


def _is_well_formed(page: Document) -> Iterator[str]:
    yield from page.faults
    if not page.root.get("lang"):
        yield "<html> names no language"


def _says_what_it_is(page: Document) -> Iterator[str]:
    headings = [words(e) for e in page.all("h1")]
    if len(headings) != 1:
        yield f"has {len(headings)} h1 instead of one: {headings}"
        return
    titles = [" ".join("".join(e.itertext()).split()) for e in page.all("title")]
    wanted = f"{headings[0]} - {PRODUCT}"
    if not titles or titles[0].removeprefix("Error: ") != wanted:
        yield f"its title is {titles}, but its h1 asks for {wanted!r}"


def _labels_every_field(page: Document) -> Iterator[str]:
    labelled = {e.get("for") for e in page.all("label") if words(e)}
    for field in page.all("input", "select", "textarea"):
        kind = field.get("type", "text")
        if field.tag == "input" and kind in SILENT_INPUTS:
            continue
        if not _has_label(page, field, labelled):
            yield f"a field has no label: {_shown(field)}"
        if kind == "radio" and not any(_names_a_group(e) for e in page.within(field)):
            yield f"a radio stands in no fieldset with a legend: {_shown(field)}"


def _has_label(page: Document, field: Element, labelled: set[str | None]) -> bool:
    return bool(
        (field.get("id") and field.get("id") in labelled)
        or (field.get("aria-label") or "").strip()
        or field.get("aria-labelledby")
        or any(e.tag == "label" and words(e) for e in page.within(field))
    )


def _names_a_group(element: Element) -> bool:
    if element.get("role") in {"group", "radiogroup"}:
        return bool(element.get("aria-label") or element.get("aria-labelledby"))
    return element.tag == "fieldset" and any(e.tag == "legend" and words(e) for e in element)


def _names_controls_and_images(page: Document) -> Iterator[str]:
    for element in page.all("button", "a"):
        named = words(element) or element.get("aria-label") or element.get("aria-labelledby")
        pictured = any(e.get("alt") for e in element.iter("img"))
        if not named and not pictured and (element.tag == "button" or element.get("href")):
            yield f"nothing names what this does: {_shown(element)}"
    for image in page.all("img"):
        if image.get("alt") is None:
            yield f"an image has no alt: {_shown(image)}"


def _uses_each_id_once(page: Document) -> Iterator[str]:
    counted = Counter(e.get("id") for e in page.elements if e.get("id") is not None)
    for key, times in counted.items():
        if times > 1 or not key:
            yield f"the id {key!r} is used {times} times"


def _points_at_what_is_there(page: Document) -> Iterator[str]:
    for element in page.elements:
        named = [key for name in POINTERS for key in (element.get(name) or "").split()]
        if element.tag == "label" and element.get("for"):
            named.append(element.get("for", ""))
        href = element.get("href", "")
        if element.tag == "a" and href.startswith("#"):
            named.append(href[1:])
        for key in named:
            if key not in page.by_id:
                yield f"points at #{key}, which is not on the page: {_shown(element)}"


def _guards_every_form(page: Document) -> Iterator[str]:
    for form in page.all("form"):
        tokens = [e for e in form.iter("input") if e.get("name") == "csrf_token"]
        posts = form.get("method", "get").lower() == "post"
        if posts and not any(e.get("value") for e in tokens):
            yield f"a form that posts has no csrf_token: {_shown(form)}"
        if not posts and tokens:
            yield f"a form that only asks shows its csrf_token in the address: {_shown(form)}"
        if any(parent.tag == "form" for parent in page.within(form)):
            yield f"a form stands in a form: {_shown(form)}"


def _carries_no_code(page: Document) -> Iterator[str]:
    for element in page.elements:
        if element.tag == "style":
            yield "has an inline <style>"
        if element.tag == "script" and not _is_harmless(element):
            yield f"has an inline <script>: {_shown(element)}"
        for name, value in element.attrib.items():
            if name == "style" or (name.startswith("on") and HANDLER.fullmatch(name)):
                yield f"has the attribute {name}: {_shown(element)}"
            if ":" in value and CODE.match(value):
                yield f"has code in the attribute {name}: {_shown(element)}"


def _is_harmless(script: Element) -> bool:
    known = script.get("nonce") and (script.text or "").strip().startswith(KNOWN_SCRIPT)
    return bool(script.get("src") or script.get("type") in DATA_BLOCKS or known)


def _shown(element: Element) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in element.attrib.items())
    return f"<{element.tag}{attributes}>"[:200]


CHECKS: tuple[Check, ...] = (
    _is_well_formed,
    _says_what_it_is,
    _labels_every_field,
    _names_controls_and_images,
    _uses_each_id_once,
    _points_at_what_is_there,
    _guards_every_form,
    _carries_no_code,
)
