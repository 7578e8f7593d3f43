"""The case management protocol that ships, for tests of the rules that read it."""

from competency.frameworks.domain.kinds.case_management_protocol import CaseManagementProtocol
from competency.frameworks.library import load_library

PROTOCOL = "case-management-protocol"


def shipped(version: str = "1.0") -> CaseManagementProtocol:
    """Return the protocol as it ships."""
    content = load_library().get_standard(PROTOCOL, version)
    assert isinstance(content, CaseManagementProtocol)
    return content
