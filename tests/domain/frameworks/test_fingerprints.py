"""A released version never changes."""

import tomllib

import pytest

from competency.frameworks.domain.fingerprint import (
    Fingerprints,
    Printed,
    add_fingerprint,
    as_toml,
    check_fingerprints,
    fingerprint,
)
from competency.kernel.errors import Refused
from tests.builders.standards import HEAD, SMALL, Files, changed, framework

WITHDRAWN = ('status = "released"', 'status = "withdrawn"')
DRAFT = ('status = "released"', 'status = "draft"')
REWORDED = ("sections/AUT.toml", "Works alone.", "Works on their own.")


def of(files: Files) -> str:
    return fingerprint({name: tomllib.loads(text) for name, text in files.items()})


def printed(files: Files) -> Printed:
    return Printed(framework(files).standard, of(files))


KNOWN: Fingerprints = {"small-framework": {"1.0": of(SMALL)}}


def reasons(files: Files, known: Fingerprints) -> list[str]:
    return [str(fault) for fault in check_fingerprints([printed(files)], known)]


def test_layout_and_comments_do_not_count_but_every_text_does() -> None:
    commented = {name: f"# seen\n{text}\n\n" for name, text in SMALL.items()}

    assert of(commented) == of(SMALL)
    assert of(changed(SMALL, *REWORDED)) != of(SMALL)
    assert of({**SMALL, "more.toml": ""}) != of(SMALL)


def test_an_unchanged_release_has_no_fault() -> None:
    assert reasons(SMALL, KNOWN) == []


def test_a_changed_release_is_a_fault() -> None:
    [fault] = reasons(changed(SMALL, *REWORDED), KNOWN)

    assert fault.startswith(
        "fingerprints.toml: small-framework 1.0: a released version never changes"
    )


def test_a_release_without_fingerprint_says_how_to_record_it() -> None:
    [fault] = reasons(SMALL, {})

    assert fault.endswith("record it with: flask frameworks fingerprint small-framework 1.0")


def test_a_released_version_may_be_withdrawn_but_is_no_draft_again() -> None:
    assert reasons(changed(SMALL, "standard.toml", *WITHDRAWN), KNOWN) == []
    assert reasons(changed(SMALL, "standard.toml", *DRAFT), KNOWN) == [
        "fingerprints.toml: small-framework 1.0: was released once and cannot be a draft again"
    ]


def test_a_draft_needs_no_fingerprint() -> None:
    assert reasons(changed(SMALL, "standard.toml", *DRAFT), {}) == []


def test_a_released_version_that_is_gone_is_a_fault() -> None:
    assert [str(fault) for fault in check_fingerprints([], KNOWN)] == [
        "fingerprints.toml: small-framework 1.0: this released version is no longer in the library"
    ]


def test_a_new_fingerprint_is_added_and_the_file_reads_back() -> None:
    grown = add_fingerprint({"another": {"2": "00"}}, printed(SMALL))

    assert grown == {"another": {"2": "00"}, **KNOWN}
    assert tomllib.loads(as_toml(grown)) == grown
    assert add_fingerprint(KNOWN, printed(SMALL)) == KNOWN


def test_a_recorded_fingerprint_cannot_be_changed() -> None:
    with pytest.raises(Refused, match="make a new version") as refused:
        add_fingerprint(KNOWN, printed(changed(SMALL, *REWORDED)))

    assert refused.value.code == "already_released"


def test_a_draft_gets_no_fingerprint() -> None:
    assert DRAFT[0] in HEAD
    with pytest.raises(Refused, match="draft"):
        add_fingerprint({}, printed(changed(SMALL, "standard.toml", *DRAFT)))
