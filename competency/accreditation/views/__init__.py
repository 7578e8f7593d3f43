"""Pages of an accreditation self-study, one module for each part of it."""

from competency.accreditation.views import checklist, counts, packing, panel, practices, studies
from competency.accreditation.views.blueprint import blueprint

__all__ = ["blueprint", "checklist", "counts", "packing", "panel", "practices", "studies"]
