"""Import every room's tables, so that the metadata is complete."""

from competency.accreditation import models as accreditation
from competency.assessments import models as assessments
from competency.audit import models as audit
from competency.calendars import models as calendars
from competency.cases import models as cases
from competency.coaching import models as coaching
from competency.evidence import models as evidence
from competency.frameworks import models as frameworks
from competency.infra import once
from competency.infra.db import Base
from competency.notifications import models as notifications
from competency.people import models as people
from competency.reviews import models as reviews
from competency.training import models as training

__all__ = [
    "accreditation",
    "assessments",
    "audit",
    "calendars",
    "cases",
    "coaching",
    "evidence",
    "frameworks",
    "metadata",
    "notifications",
    "once",
    "people",
    "reviews",
    "training",
]

metadata = Base.metadata
