"""The kinds of standards that the library can hold.

A new kind is one module here and one line in `KINDS`.
"""

from competency.frameworks.domain.kind import Kind
from competency.frameworks.domain.kinds import (
    accreditation_standard,
    case_management_protocol,
    case_review_instrument,
    competency_framework,
    cpd_scheme,
    crosswalk,
    timeliness_standards,
    training_requirements,
)

KINDS: tuple[Kind, ...] = (
    accreditation_standard.KIND,
    case_management_protocol.KIND,
    case_review_instrument.KIND,
    competency_framework.KIND,
    cpd_scheme.KIND,
    crosswalk.KIND,
    timeliness_standards.KIND,
    training_requirements.KIND,
)
