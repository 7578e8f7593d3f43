"""The case management protocol that ships, for tests of the rules that read it."""

from functools import cache

from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.frameworks.library import DATA, load_library
from tests.builders.standards import Files, changed, read

PROTOCOL = "case-management-protocol"
PATH = "horizon-case-management-protocol/1.0"


def shipped(version: str = "1.0") -> CaseManagementProtocol:
    """Return the protocol as it ships."""
    content = load_library().get_standard(PROTOCOL, version)
    assert isinstance(content, CaseManagementProtocol)
    return content


@cache
def files() -> Files:
    """Return the text of the protocol's files by name, to be spoiled in a test."""
    folder = DATA / PATH
    found = sorted(folder.rglob("*.toml"))
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in found}


def faults_when(name: str, old: str, new: str) -> list[str]:
    """Return what the checks say of the protocol with one text of one file replaced."""
    return [str(one) for one in read(changed(files(), name, old, new), PATH).faults]
