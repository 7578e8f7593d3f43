"""Checking one version of a standard, and the library as a whole."""

from collections.abc import Iterable

from competency.frameworks.domain.faults import Fault
from competency.frameworks.domain.folder import Folder, Reference
from competency.frameworks.domain.kind import Content, Kind
from competency.frameworks.domain.kinds import KINDS
from competency.frameworks.domain.reading import Documents
from competency.frameworks.domain.standard import HEAD, read_standard, version_key
from competency.kernel.values import Value


class Reading(Value):
    """What came of reading one version: its content where it could be built, and its faults."""

    path: str
    content: Content | None
    faults: tuple[Fault, ...]
    references: tuple[Reference, ...] = ()


def read_version(path: str, documents: Documents, kinds: tuple[Kind, ...] = KINDS) -> Reading:
    """Return one version read strictly; `path` is its folder, `<publisher>-<name>/<version>`.

    Bad data never raises: every fault is in the answer, and content with faults is not to be used.
    """
    folder = Folder(path, documents)
    by_name = {kind.name: kind for kind in kinds}
    standard = read_standard(folder, tuple(by_name))
    _check_path(folder, standard.id, standard.version)
    kind = by_name.get(standard.kind)
    content = None
    if kind is not None:
        content = kind.build(standard, folder)
        folder.close()
    return Reading(path, content, tuple(folder.faults), tuple(folder.references))


def check_library(readings: Iterable[Reading], kinds: tuple[Kind, ...] = KINDS) -> list[Fault]:
    """Return the faults that only show across versions: a shared id, a changed kind, a dangling
    reference from one standard to a code of another, and what a kind finds beside the others."""
    whole = [(reading, reading.content) for reading in readings if reading.content is not None]
    faults: list[Fault] = []
    homes: dict[str, tuple[str, str]] = {}
    codes: dict[str, set[str]] = {}
    for reading, content in whole:
        standard = content.standard
        home = (reading.path.split("/")[0], standard.kind)
        first = homes.setdefault(standard.id, home)
        if first != home:
            reason = f"{standard.id!r} is already the id of {first[0]}, a {first[1]}"
            faults.append(Fault(f"{reading.path}/{HEAD}", "id", reason))
        codes.setdefault(standard.id, set()).update(content.codes())
    for reading, _ in whole:
        faults += [_dangling(one, codes) for one in reading.references if not _known(one, codes)]
    by_name = {kind.name: kind for kind in kinds}
    newest = _newest_released(content for _, content in whole)
    for reading, content in whole:
        kind = by_name.get(content.standard.kind)
        faults += kind.beside(reading.path, content, newest) if kind else ()
    return faults


def _newest_released(contents: Iterable[Content]) -> dict[str, Content]:
    """Return the newest released version of each standard that has one, by its id."""
    released = [one for one in contents if one.standard.is_released]
    in_order = sorted(released, key=lambda one: version_key(one.standard.version))
    return {one.standard.id: one for one in in_order}


def _check_path(folder: Folder, id_: str, version: str) -> None:
    name, _, number = folder.path.partition("/")
    if id_ and name != id_ and not name.endswith(f"-{id_}"):
        folder.fault(HEAD, "id", f"is {id_!r}, but the folder {name!r} does not end with it")
    if version and version != number:
        folder.fault(HEAD, "version", f"is {version!r}, but its folder is named {number!r}")


def _known(reference: Reference, codes: dict[str, set[str]]) -> bool:
    return reference.code in codes.get(reference.standard, set())


def _dangling(reference: Reference, codes: dict[str, set[str]]) -> Fault:
    if reference.standard in codes:
        reason = f"{reference.standard} has no code {reference.code!r}"
    else:
        reason = f"there is no standard {reference.standard!r} in the library"
    return Fault(reference.file, reference.place, reason)
