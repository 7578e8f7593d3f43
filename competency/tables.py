"""Import every room's tables, so that the metadata is complete."""

from competency.audit import models as audit
from competency.infra import once
from competency.infra.db import Base
from competency.people import models as people

__all__ = ["audit", "metadata", "once", "people"]

metadata = Base.metadata
