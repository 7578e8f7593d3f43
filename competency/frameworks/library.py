"""The library of standards as it lies on disk, read once for each process."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from competency.config import ROOT
from competency.frameworks.domain import fingerprint as prints
from competency.frameworks.domain.checks import Reading, check_library, read_version
from competency.frameworks.domain.faults import Fault
from competency.frameworks.domain.kind import Content
from competency.frameworks.domain.reading import WHOLE_FILE, Document
from competency.frameworks.domain.standard import HEAD, Standard, version_key
from competency.frameworks.domain.structure import CompetencyFramework
from competency.kernel.errors import Refused
from competency.kernel.values import Value

DATA = ROOT / "framework_data"
CASE_MANAGEMENT_FRAMEWORK = "case-management-framework"


class VersionOnDisk(Value):
    """One version as it was read, with the fingerprint of its documents."""

    reading: Reading
    fingerprint: str


class LibraryOnDisk(Value):
    """Everything that lies in the data folder, whole or not."""

    versions: tuple[VersionOnDisk, ...]
    fingerprints: prints.Fingerprints
    faults: tuple[Fault, ...]


class Library:
    """All standards in all their versions, whole and immutable."""

    def __init__(self, contents: tuple[Content, ...]) -> None:
        self._contents: dict[str, dict[str, Content]] = {}
        for content in sorted(contents, key=lambda one: version_key(one.standard.version)):
            versions = self._contents.setdefault(content.standard.id, {})
            versions[content.standard.version] = content

    def list_standards(self) -> tuple[Standard, ...]:
        """Return the head of every version, by id, then from the oldest version to the newest."""
        return tuple(
            content.standard
            for id_ in sorted(self._contents)
            for content in self._contents[id_].values()
        )

    def get_standard(self, id_: str, version: str | None = None) -> Content:
        """Return one version, by default the newest released one.

        Refuses an unknown id, an unknown version, and a standard that was never released.
        """
        versions = self._contents.get(id_)
        if versions is None:
            known = ", ".join(sorted(self._contents)) or "none"
            raise Refused("unknown_standard", f"There is no standard {id_!r}. There are: {known}.")
        if version is None:
            released = [one for one in versions.values() if one.standard.is_released]
            if not released:
                raise Refused("nothing_released", f"No version of {id_} is released.")
            return released[-1]
        if version not in versions:
            known = ", ".join(versions)
            raise Refused("unknown_version", f"{id_} has no version {version!r}, only {known}.")
        return versions[version]

    def get_framework(
        self, id_: str = CASE_MANAGEMENT_FRAMEWORK, version: str | None = None
    ) -> CompetencyFramework:
        """Return one version of a competency framework; refuse a standard of another kind."""
        content = self.get_standard(id_, version)
        if not isinstance(content, CompetencyFramework):
            raise Refused("not_a_framework", f"{id_} is not a competency framework.")
        return content


def load_library(path: Path | None = None) -> Library:
    """Return the library in the folder, by default this installation's; read only once.

    Refuses a folder with any fault, because half a library would answer wrongly.
    """
    # Every page comes through here, and resolving a path asks the disk for each of its parts.
    return _load(path.resolve() if path else DATA)


def read_library(path: Path | None = None) -> LibraryOnDisk:
    """Return all that lies in the folder together with every fault in it, fingerprints aside."""
    folder = path or DATA
    if not folder.is_dir():
        fault = Fault(str(folder), WHOLE_FILE, "there is no such folder")
        return LibraryOnDisk((), {}, (fault,))
    faults: list[Fault] = []
    versions = tuple(_read_versions(folder, faults))
    known = _read_fingerprints(folder, faults)
    readings = [version.reading for version in versions]
    unreadable = {fault.file for fault in faults}  # what such a file lacks is no news
    faults += [f for reading in readings for f in reading.faults if f.file not in unreadable]
    return LibraryOnDisk(versions, known, (*faults, *check_library(readings)))


def check_folder(path: Path | None = None) -> tuple[LibraryOnDisk, tuple[Fault, ...]]:
    """Return all that lies in the folder, and every fault of it, changed versions included."""
    there = read_library(path)
    return there, (*there.faults, *prints.check_fingerprints(_printed(there), there.fingerprints))


def record_fingerprint(id_: str, version: str, path: Path | None = None) -> str:
    """Write the fingerprint of a released version into its file, and return it.

    Refuses a faulty library, an unknown version, a draft, and to change a recorded fingerprint.
    """
    there = read_library(path)
    _whole(there).get_standard(id_, version)
    new = next(
        one for one in _printed(there) if (one.standard.id, one.standard.version) == (id_, version)
    )
    grown = prints.add_fingerprint(there.fingerprints, new)
    (path or DATA).joinpath(prints.FILE).write_text(prints.as_toml(grown), encoding="utf-8")
    return new.fingerprint


@lru_cache(maxsize=8)
def _load(folder: Path) -> Library:
    return _whole(read_library(folder))


def _whole(there: LibraryOnDisk) -> Library:
    if there.faults:
        raise Refused(
            "faulty_library",
            f"The framework library has {len(there.faults)} faults, first {there.faults[0]}. "
            "Run `flask frameworks check` to see them all.",
        )
    contents = (version.reading.content for version in there.versions)
    return Library(tuple(content for content in contents if content is not None))


def _printed(there: LibraryOnDisk) -> Iterator[prints.Printed]:
    for version in there.versions:
        if version.reading.content is not None:
            yield prints.Printed(version.reading.content.standard, version.fingerprint)


def _read_versions(folder: Path, faults: list[Fault]) -> Iterator[VersionOnDisk]:
    """Read each `<publisher>-<name>/<version>` folder of those that hold a standard at all.

    Other rooms keep other data beside the standards; it is theirs to check.
    """
    homes = sorted({head.parents[1] for head in folder.glob(f"*/*/{HEAD}")})
    for place in (place for home in homes for place in sorted(home.iterdir())):
        name = place.relative_to(folder).as_posix()
        if not place.is_dir():
            faults.append(Fault(name, WHOLE_FILE, "only folders named by version belong here"))
            continue
        documents = dict(_read_documents(folder, place, faults))
        reading = read_version(name, documents)
        yield VersionOnDisk(reading, prints.fingerprint(documents))


def _read_documents(
    folder: Path, place: Path, faults: list[Fault]
) -> Iterator[tuple[str, Document]]:
    for file in sorted(path for path in place.rglob("*") if path.is_file()):
        document = _read_toml(folder, file, faults)
        yield file.relative_to(place).as_posix(), document or {}


def _read_toml(folder: Path, file: Path, faults: list[Fault]) -> Document | None:
    name = file.relative_to(folder).as_posix()
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as error:
        faults.append(Fault(name, f"byte {error.start + 1}", "is not UTF-8 text"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        faults.append(Fault(name, WHOLE_FILE, f"cannot be read as TOML: {error}"))
    return None


def _read_fingerprints(folder: Path, faults: list[Fault]) -> prints.Fingerprints:
    file = folder / prints.FILE
    if not file.is_file():
        return {}
    known: dict[str, dict[str, str]] = {}
    for id_, versions in (_read_toml(folder, file, faults) or {}).items():
        if not isinstance(versions, dict):
            faults.append(Fault(prints.FILE, id_, "must be a table of versions"))
            continue
        for version, recorded in versions.items():
            if isinstance(recorded, str):
                known.setdefault(id_, {})[version] = recorded
            else:
                faults.append(Fault(prints.FILE, f"{id_} {version}", "must be a text"))
    return known
