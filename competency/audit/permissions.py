"""Who may read the trail."""

from competency.kernel.authz import Relation, action

READ_TRAIL = action("read the audit trail", Relation.IS_AUDITOR)
