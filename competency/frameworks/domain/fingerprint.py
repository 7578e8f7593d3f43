"""The fingerprint by which a released version is known, so that it can never change unseen."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date

from competency.frameworks.domain.faults import Fault
from competency.frameworks.domain.reading import Documents
from competency.frameworks.domain.standard import HEAD, Standard
from competency.kernel.errors import Refused
from competency.kernel.values import Value

FILE = "fingerprints.toml"
Fingerprints = Mapping[str, Mapping[str, str]]


class Printed(Value):
    """A version's head with the fingerprint that its documents have now."""

    standard: Standard
    fingerprint: str


def fingerprint(documents: Documents) -> str:
    """Return the SHA-256 of the documents' content: their values, not their layout or comments.

    The status is left out, because a released version may later be withdrawn.
    """
    kept = {
        name: {key: value for key, value in document.items() if (name, key) != (HEAD, "status")}
        for name, document in documents.items()
    }
    canonical = json.dumps(
        kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def check_fingerprints(printed: Iterable[Printed], known: Fingerprints) -> list[Fault]:
    """Return a fault for each released version that changed, went missing or is not recorded."""
    there = {(one.standard.id, one.standard.version): one for one in printed}
    faults = [
        Fault(FILE, f"{id_} {version}", "this released version is no longer in the library")
        for id_, versions in known.items()
        for version in versions
        if (id_, version) not in there
    ]
    for (id_, version), one in there.items():
        reason = _reason(one, known.get(id_, {}).get(version))
        if reason:
            faults.append(Fault(FILE, f"{id_} {version}", reason))
    return faults


def _reason(one: Printed, recorded: str | None) -> str | None:
    if one.standard.status == "draft":
        return "was released once and cannot be a draft again" if recorded else None
    if recorded is None:
        command = f"flask frameworks fingerprint {one.standard.id} {one.standard.version}"
        return f"is {one.standard.status} and has no fingerprint; record it with: {command}"
    if recorded != one.fingerprint:
        return (
            "a released version never changes, but its files are not those that were released; "
            "put them back, and make a new version for what is new"
        )
    return None


def add_fingerprint(known: Fingerprints, new: Printed) -> dict[str, dict[str, str]]:
    """Return the fingerprints with one more; refuse a draft, and refuse to change an old one."""
    id_, version = new.standard.id, new.standard.version
    if new.standard.status == "draft":
        raise Refused("still_a_draft", f"{id_} {version} is a draft. Release it first.")
    recorded = known.get(id_, {}).get(version)
    if recorded not in (None, new.fingerprint):
        raise Refused(
            "already_released",
            f"{id_} {version} was released with other content. A released version never "
            "changes: make a new version instead.",
        )
    grown = {name: dict(versions) for name, versions in known.items()}
    grown.setdefault(id_, {})[version] = new.fingerprint
    return grown


def as_toml(known: Fingerprints) -> str:
    """Return the fingerprints as the text of their file, in a fixed order."""
    lines = ["# Written by `flask frameworks fingerprint ID VERSION`; a line here never changes."]
    for id_ in sorted(known):
        lines += ["", f'["{id_}"]']
        lines += [f'"{version}" = "{known[id_][version]}"' for version in sorted(known[id_])]
    return "\n".join(lines) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
