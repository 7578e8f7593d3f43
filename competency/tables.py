"""Import every room's tables, so that the metadata is complete."""

from competency.assessments import models as assessments
from competency.audit import models as audit
from competency.frameworks import models as frameworks
from competency.infra import once
from competency.infra.db import Base
from competency.people import models as people

__all__ = ["assessments", "audit", "frameworks", "metadata", "once", "people"]

metadata = Base.metadata
